"""Luck of small numbers: how many it comes to when so many are expected. MODEL.md, Lumpiness.

Luck is a standard normal number z. A count is the smallest that its distribution exceeds with a probability of at most
``1 - Phi(z)``: more luck never makes it smaller, and the same luck gives about the same when a little more is expected.
"""

import math

import numpy as np

from planner.model.compiled import stage
from planner.model.rates import share_of
from planner.vocabulary.columns import BySegment

LUCK = np.dtype(
    [
        ("ae_leavers", np.float64),
        ("isr_leavers", np.float64),
        ("enterprise_wins", np.float64, 3),
        ("inside_sales_wins", np.float64, 3),
        ("renewing", np.float64, 3),
        ("pool", np.float64, 3),
        ("outbound_wins", np.float64),
        ("spare", np.float64),
    ]
)
"""What chance decides in one month of one draw, a standard normal number each.

Wins by source (PQL, upgrade, MQL); customers in the renewing slot and in the pool by segment (self-serve, inside sales,
enterprise). spare: not used.
"""


class Luck:
    """The static type of a LUCK."""

    ae_leavers: float
    isr_leavers: float
    enterprise_wins: np.ndarray
    inside_sales_wins: np.ndarray
    renewing: BySegment
    pool: BySegment
    outbound_wins: float


KINDS = LUCK.itemsize // 8
"""Standard normal numbers that one draw needs a month."""

FEW = 16.0
"""Variance up to which events are counted one by one."""

FAR = 7.0
"""Luck beyond it counts as this much: a chance of one in a million millions."""


@stage
def poisson(mean: float, z: float) -> float:
    """Events when `mean` are expected, each on its own, at luck z: a whole number."""
    few = _count(min(mean, FEW), z) if mean < FEW + 1.0 else 0.0
    return few if mean < FEW else max(few, math.floor(_expansion(mean, mean, 0.0, z)))


@stage
def binomial(people: float, chance: float, z: float) -> float:
    """How many of `people` it happens to at luck z, each with probability `chance`.

    A fraction of a person is one more of that weight, to whom it happens or not: of 4.3 people, 2 or 2.3. The mean is
    ``people * chance``, and what is returned is 0 to `people`.
    """
    likely = chance > 0.5
    rarer = _rarer(people, 1.0 - chance if likely else chance, -z if likely else z)
    return people - rarer if likely else rarer


@stage
def share_kept(people: float, kept: float, z: float) -> float:
    """Share of `people` that stays when each leaves with probability ``1 - kept``; just `kept` where nobody is."""
    return 1.0 - binomial(people, 1.0 - kept, z) / people if people > 0.0 else kept


@stage
def share_leaving(people: float, leaving: float, z: float) -> float:
    """Share of `people` that leaves when each does with probability `leaving`; 0 where nobody is."""
    return share_of(binomial(people, leaving, z), people)


@stage
def _count(mean: float, z: float) -> float:
    events, rest, chance_of_these = 0.0, _level(z), math.exp(-mean)
    while rest > chance_of_these:
        rest -= chance_of_these
        events += 1.0
        chance_of_these *= mean / events
    return events


@stage
def _rarer(people: float, chance: float, z: float) -> float:
    """`binomial` for a chance of at most a half.

    One person more raises the count at the same luck by one or not at all; a fraction of a person counts that far.
    """
    whole = math.floor(people)
    if people * chance * (1.0 - chance) >= FEW:
        count, with_one_more = _many(whole, chance, z), _many(whole + 1.0, chance, z)
        return count + (people - whole) * (with_one_more - count)
    count, rest, chance_of_these = 0.0, _level(z), math.exp(whole * math.log1p(-chance))
    odds = chance / (1.0 - chance)
    while rest > chance_of_these and count < whole:
        rest -= chance_of_these
        count += 1.0
        chance_of_these *= odds * (whole - count + 1.0) / count
    return count + (people - whole) if rest > chance_of_these * (1.0 - chance) else count


@stage
def _many(people: float, chance: float, z: float) -> float:
    return max(0.0, math.floor(_expansion(people * chance, people * chance * (1.0 - chance), chance, z)))


@stage
def _level(z: float) -> float:
    """Probability of less luck than z."""
    return 0.5 * math.erfc(-min(max(z, -FAR), FAR) / math.sqrt(2.0))


@stage
def _expansion(mean: float, variance: float, chance: float, z: float) -> float:
    """Quantile of a binomial distribution by its first four cumulants and the fifth; a Poisson's for a chance of 0.

    Cornish and Fisher's expansion with Sheppard's corrections, to the fourth term; half above the whole number. For a
    Poisson it is Giles, "Approximation of the inverse Poisson cumulative distribution function", ACM TOMS 42 (2016).
    """
    z = min(max(z, -FAR), FAR)
    spread, skew, both, square = math.sqrt(variance), 1.0 - 2.0 * chance, chance * (1.0 - chance), z * z
    return (
        mean
        + spread * z
        + 0.5
        + skew * (square - 1.0) / 6.0
        - z * (2.0 - 14.0 * both + (1.0 + 2.0 * both) * square) / (72.0 * spread)
        + skew * (1.0 + both / 2.0) * (3.0 * square * square + 7.0 * square - 16.0) / (810.0 * variance)
    )
