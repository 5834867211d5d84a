"""What a written number stands for."""

import math
import re
from decimal import Decimal
from typing import NamedTuple

SIZES = {"": 0, "K": 3, "M": 6, "B": 9, "T": 12}
PATTERN = re.compile(r"(-?)[^\d∞–-]*([\d,]+)(?:\.(\d+))?(?:e(-?\d+))?([KMBT]?)(%|)(?: (pts?|mo\.|months?))?")


class Shown(NamedTuple):
    """The number that a text says. step: what one more in its last digit is worth."""

    value: Decimal
    step: Decimal


def shown(text: str) -> Shown:
    """The number in a text like "-$35.4K", "1.2e15", "0.014%", "3.2 pts"."""
    match = PATTERN.fullmatch(text)
    assert match, text
    sign, whole, decimals, exponent, size, percent, unit = match.groups()
    power = SIZES[size] + int(exponent or 0) - (2 if percent or unit in ("pt", "pts") else 0)
    number = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or '0'}").scaleb(power)
    return Shown(number, Decimal(1).scaleb(power - len(decimals or "")))


def within_half_a_digit(text: str, value: float) -> bool:
    """Whether a text is at most half of its last digit from the number it stands for."""
    if not math.isfinite(value):
        return text == ("–" if math.isnan(value) else "∞" if value > 0 else "-∞")
    number, step = shown(text)
    exact = Decimal(value)
    return abs(number - exact) <= step / 2 + abs(exact) * Decimal("1e-14")
