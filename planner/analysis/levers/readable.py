"""Values of levers in few digits, a little further from today's than the exact ones or a little nearer."""

import math

from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE

DIGITS = 3
"""Digits of a change that a readable value keeps."""

WHOLE = 1000
"""Values from here on have no decimals."""

ROUNDING = 1e-9
"""Parts of a step below this are none."""


def readable(lever_id: str, today: float, value: float, nearer: bool = False) -> float:
    """A value in few digits: a little further from today's than the value, or nearer to it.

    The value itself where that would pass a bound or today's value.
    """
    lever = CATALOGUE[lever_id]
    read, change = lever_text.scaled(lever, value), lever_text.scaled(lever, value - today)
    if change == 0:
        return value
    unit = max(10.0 ** (math.floor(math.log10(abs(change))) - DIGITS + 1), 1.0 if abs(read) >= WHOLE else 0.0)
    steps = (math.ceil if (change > 0) is not nearer else math.floor)(float(f"{read / unit:.12g}"))
    near = lever_text.unscaled(lever, float(f"{steps * unit:.12g}"))
    return near if lever.min <= near <= lever.max and (near - today) * change >= 0 else value


def on_a_step(lever_id: str, today: float, value: float) -> float:
    """The next value away from today's that is a whole number of slider steps; the value itself beyond a bound."""
    lever = CATALOGUE[lever_id]
    steps = math.ceil(value / lever.step - ROUNDING) if value > today else math.floor(value / lever.step + ROUNDING)
    on_it = float(f"{steps * lever.step:.12g}")
    return on_it if lever.min <= on_it <= lever.max else value
