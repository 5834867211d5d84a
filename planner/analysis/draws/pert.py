"""The distribution of an uncertain lever: PERT, by the limits of the lever or by its quantiles at 10% and 90%."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import optimize, special
from scipy.interpolate import CubicSpline

from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE

MODE_WEIGHT = 4.0
"""How much more the mode counts in the mean of a PERT distribution than low and high do."""

TAIL = 0.1
"""Share of the draws that lies below low, and above high, where a range is between the quantiles of 10% and 90%."""

FAR, KNOTS = 7.0, 257
"""Normal scores beyond FAR count as FAR. With so many knots, quantiles are right to a billionth of the range."""


@dataclass(frozen=True)
class Pert:
    """A PERT distribution: a Beta distribution stretched over low to high, its mean (low + 4 mode + high) / 6."""

    low: float
    mode: float
    high: float

    @property
    def shape(self) -> tuple[float, float]:
        """Alpha and beta of the Beta distribution; low and high must differ."""
        return _shape((self.mode - self.low) / (self.high - self.low))

    def at(self, scores: np.ndarray) -> np.ndarray:
        """The values that stand where these numbers stand in a standard normal distribution, of any shape."""
        if self.low == self.high:
            return np.full(scores.shape, self.low)
        unit = special.expit(_logits(*self.shape)(np.clip(scores, -FAR, FAR)))
        return np.clip(self.low + (self.high - self.low) * unit, self.low, self.high)

    def ppf(self, shares: np.ndarray) -> np.ndarray:
        """The values below which these shares of all values lie; the name is SciPy's."""
        return self.at(special.ndtri(shares))


def distributions(plan: Plan) -> dict[str, Pert]:
    """The distribution of every uncertain lever, in the order of the catalogue."""
    return {lever_id: distribution(plan, lever_id) for lever_id in CATALOGUE if lever_id in plan.uncertainty}


def distribution(plan: Plan, lever_id: str) -> Pert:
    """The distribution of a lever that has a range, around its own value. MODEL.md, Uncertainty."""
    (low, high), mode = plan.uncertainty[lever_id], plan.value(lever_id)
    if plan.ends == "limits":
        return Pert(low, mode, high)
    return between_quantiles(low, mode, high, CATALOGUE[lever_id].min, CATALOGUE[lever_id].max)


@lru_cache(512)
def between_quantiles(low: float, mode: float, high: float, least: float, most: float) -> Pert:
    """The PERT distribution of this mode with 10% of all values below low and 10% above high.

    An end that would lie beyond least or most, the bounds of the lever, is held there; the other one then has its own
    10% alone, and may be held, too. A range without width is a constant.
    """
    if low == high:
        return Pert(low, mode, high)
    first, last = _ends(low, mode, high)
    if first < least and last <= most:
        last = _upper_end(least, mode, high)
    elif last > most and first >= least:
        first = -_upper_end(-most, -mode, -low)
    return Pert(max(first, least), mode, min(last, most))


def _shape(position: float) -> tuple[float, float]:
    """Alpha and beta by where the mode lies between the ends, 0 to 1."""
    return 1 + MODE_WEIGHT * position, 1 + MODE_WEIGHT * (1 - position)


def _ends(low: float, mode: float, high: float) -> tuple[float, float]:
    """The ends of the distribution whose quantiles are low and high."""
    wanted = (mode - low) / (high - low)

    def unit_quantiles(position: float) -> tuple[float, float]:
        tenth, ninetieth = special.betaincinv(*_shape(position), (TAIL, 1 - TAIL))
        return float(tenth), float(ninetieth)

    def excess(position: float) -> float:
        tenth, ninetieth = unit_quantiles(position)
        return (position - tenth) / (ninetieth - tenth) - wanted

    tenth, ninetieth = unit_quantiles(optimize.brentq(excess, 0.0, 1.0, xtol=1e-15))
    span = (high - low) / (ninetieth - tenth)
    return low - tenth * span, high + (1 - ninetieth) * span


def _upper_end(first: float, mode: float, high: float) -> float:
    """The upper end of a distribution that begins at `first` and of which 10% lie above high."""
    position = (mode - first) / (high - first)

    def excess(share: float) -> float:
        return float(special.betainc(*_shape(position * share), share)) - (1 - TAIL)

    return first + (high - first) / optimize.brentq(excess, 0.0, 1.0, xtol=1e-15)


@lru_cache(512)
def _logits(alpha: float, beta: float) -> CubicSpline:
    """The logit of a Beta quantile as a function of the normal score: smooth, unlike the quantile of the share.

    It takes a twentieth of the time of the inverse incomplete Beta function.
    """
    scores = np.linspace(-FAR, FAR, KNOTS)
    return CubicSpline(scores, special.logit(special.betaincinv(alpha, beta, special.ndtr(scores))))
