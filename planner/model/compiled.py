"""How the equations are compiled: scalar functions of one draw and one month, joined into one native kernel.

The kernel is kept on disk. Numba looks only at the file of the function it keeps, so the place is named after the
content of every file the kernel is made of: a change in a stage never meets an old kernel.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numba


def _cache_folder() -> str:
    package = Path(__file__).parent
    sources = [*sorted(package.glob("*.py")), package.parents[1] / "data" / "levers.csv"]
    version = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    home = package / "__pycache__"
    writable = os.access(home if home.exists() else package, os.W_OK)
    return str((home if writable else Path(tempfile.gettempdir()) / "groundswell") / f"kernel-{version}")


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = _cache_folder()

stage: Any = numba.njit(nogil=True, error_model="numpy", _nrt=False)
"""Decorator of a stage's function: scalars (or one draw's small arrays) in, scalars out, no Python objects."""

kernel: Any = numba.njit(nogil=True, error_model="numpy", _nrt=False, cache=True)
"""Decorator of the function that runs every stage; compiled once a machine and kept on disk."""
