"""How the equations are compiled: functions of one draw and one month, joined into one native kernel.

A stage stays a plain Python function that a test or a reader can call; called by another stage it is compiled into it,
and there it works on several draws side by side (lanes.py).
The kernel gets its arrays from NumPy and allocates nothing, hence `_nrt=False`: no reference is ever counted.

Compiling takes some seconds, so the kernel is kept on disk. Numba looks only at the file of the function it keeps;
therefore the place is named after the content of every file the kernel is made of, and a change in a stage never meets
an old kernel.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numba
from numba.extending import register_jitable

_PACKAGE = Path(__file__).parent
_NAME = "groundswell-kernel-"


def version() -> str:
    """Name of the kernel that the files of today make."""
    words, data = _PACKAGE.parent / "vocabulary", _PACKAGE.parents[1] / "data"
    declared = [words / f"{name}.py" for name in ("columns", "levers", "roles", "segments", "teams")]
    sources = [*sorted(_PACKAGE.glob("*.py")), *declared, data / "levers.csv"]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


def kernel_folder(*homes: Path) -> Path:
    """The folder this kernel is kept in: in the first of `homes` that can be written to.

    Where it is new, kernels of other versions are removed. Without such a home, a temporary one that goes when this
    process ends.
    """
    for home in homes:
        folder = home / f"{_NAME}{version()}"
        known = folder.is_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        for other in () if known else home.glob(f"{_NAME}*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        return folder
    temporary = tempfile.mkdtemp(prefix=_NAME)
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return Path(temporary)


def homes() -> list[Path]:
    """Where kernels may be kept: where the environment says, or with the source, or in the user's cache, if any."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return [Path(chosen)]
    cache = os.environ.get("XDG_CACHE_HOME")
    home = Path(os.path.expanduser("~"))  # noqa: PTH111, Path.expanduser raises where nobody knows a home
    own = home / ".cache" if home.is_absolute() and home != Path("/") and home.is_dir() else None
    users = [Path(cache)] if cache else [own] if own else []
    return [_PACKAGE / "__pycache__", *(folder / "groundswell" for folder in users)]


numba.config.CACHE_DIR = str(kernel_folder(*homes()))

Function = TypeVar("Function", bound=Callable[..., object])

stage: Callable[[Function], Function] = register_jitable(
    nogil=True, error_model="numpy", _nrt=False, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
)
"""Decorator of a stage's function: numbers (or one draw's small arrays) in, numbers out, no Python objects."""

kernel: Callable[[Function], Function] = numba.njit(nogil=True, error_model="numpy", _nrt=False, cache=True)
"""Decorator of the function that runs every stage; compiled once a machine and kept on disk."""
