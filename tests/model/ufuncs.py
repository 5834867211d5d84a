"""Equations of the model over arrays, compiled when they are first called: not while tests are collected."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numba


def over_arrays(equation: Callable[..., Any], signature: str) -> Callable[..., Any]:
    """A function of arrays that applies an equation to their elements; its signature is numba's."""
    compiled = cache(lambda: numba.vectorize([signature])(equation))
    return lambda *values: compiled()(*values)
