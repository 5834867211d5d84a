"""Sizes of deals and customers, by luck: how much ARR so many bring, or take along. MODEL.md, Lumpiness.

Sizes follow a Gamma distribution with the contract value as mean and `spread` as coefficient of variation. So what a
number of deals brings is Gamma distributed, too, and the share that some customers have of the ARR of all is Beta
distributed. Random numbers begin at a seed: the same seed gives nearly the same sizes when a little more is expected.
"""

import math

import numpy as np

from planner.model.compiled import stage

SIZES = np.dtype(
    [
        ("enterprise_wins", np.int64, 4),
        ("inside_sales_wins", np.int64, 4),
        ("renewing", np.int64, 3),
        ("pool", np.int64, 3),
        ("spare", np.int64, 2),
    ]
)
"""Seeds of one month of one draw, whole numbers from 0 to SEEDS.

Wins by source (PQL, upgrade, MQL, outbound); ARR lost in the renewing slot and in the pool by segment (self-serve,
inside sales, enterprise). spare: not used.
"""


class Sizes:
    """The static type of a SIZES."""

    enterprise_wins: np.ndarray
    inside_sales_wins: np.ndarray
    renewing: np.ndarray
    pool: np.ndarray


SIZE_KINDS = SIZES.itemsize // 8
"""Seeds that one draw needs a month."""

SEEDS = 2**62
"""A seed is below it."""

FIRST, SECOND = 2_147_483_563, 2_147_483_399
"""The moduli of the two generators that are combined."""


@stage
def contracts(deals: float, spread: float, seed: int) -> float:
    """What so many deals are worth, in deals of average size: ``c² × Gamma(k / c²)``; k when k or c is 0."""
    if deals <= 0.0 or spread <= 0.0:
        return deals
    one, other = _begin(seed)
    size, one, other = _log_gamma(deals / (spread * spread), one, other)
    return spread * spread * math.exp(size)


@stage
def share_lost(lost: float, customers: float, spread: float, seed: int) -> float:
    """Share of ARR that goes where the share `lost` of so many customers does: ``Beta(m n / c², (1 − m) n / c²)``.

    Just `lost` where it is 0 or 1, or there are no customers or no spread.
    """
    if lost <= 0.0 or lost >= 1.0 or customers <= 0.0 or spread <= 0.0:
        return lost
    each = customers / (spread * spread)
    one, other = _begin(seed)
    going, one, other = _log_gamma(lost * each, one, other)
    staying, one, other = _log_gamma((1.0 - lost) * each, one, other)
    return 1.0 / (1.0 + math.exp(min(staying - going, 700.0)))


@stage
def _begin(seed: int) -> tuple[int, int]:
    """The states of the two generators at a seed."""
    return seed % (FIRST - 1) + 1, (seed >> 31) % (SECOND - 1) + 1


@stage
def _next(one: int, other: int) -> tuple[float, int, int]:
    """A number between 0 and 1, and the states after it: two multiplicative generators combined (L'Ecuyer 1988)."""
    one, other = one * 40_014 % FIRST, other * 40_692 % SECOND
    step = one - other
    return (step if step > 0 else step + FIRST - 1) / float(FIRST), one, other


@stage
def _log_gamma(shape: float, one: int, other: int) -> tuple[float, int, int]:
    """Logarithm of a Gamma distributed number of this shape and scale 1, and the states after it.

    Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000); for a shape below 1 that
    of one more, times a uniform number to the power of 1 / shape. A logarithm, since such numbers may be very small.
    """
    power = 0.0
    if shape < 1.0:
        uniform, one, other = _next(one, other)
        power = math.log(uniform) / shape
        shape += 1.0
    most = shape - 1.0 / 3.0
    scale = 1.0 / math.sqrt(9.0 * most)
    while True:
        radius, one, other = _next(one, other)
        angle, one, other = _next(one, other)
        uniform, one, other = _next(one, other)
        normal = math.sqrt(-2.0 * math.log(radius)) * math.cos(2.0 * math.pi * angle)
        root = 1.0 + scale * normal
        if root > 0.0:
            cube = root * root * root
            if math.log(uniform) < 0.5 * normal * normal + most * (1.0 - cube + math.log(cube)):
                return math.log(most * cube) + power, one, other
