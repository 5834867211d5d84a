"""What a room holds of a lever: the equal mixture of what each of its people holds of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from planner.analysis.draws.pert import Pert, between_quantiles
from planner.analysis.workshop import summary
from planner.plan.workshop import Answer
from planner.vocabulary.levers import CATALOGUE

ROUNDING = 1e-12
"""How far a share, or a value relative to all that are possible, may be off by rounding."""

HALVINGS = 120
"""How often the span of the values is halved for a quantile: until nothing lies between its ends."""


@dataclass(frozen=True)
class Mixture:
    """The equal mixture of some distributions, at least one; a Pert whose low is its high is a point."""

    parts: tuple[Pert, ...]

    def cdf(self, value: float) -> float:
        """The share of the mixture at this value or below, 0 to 1."""
        low, width, alpha, beta = self._spread
        with np.errstate(over="ignore"):  # a width can be smaller than what a quotient can hold
            unit = np.clip((value - low) / width, 0.0, 1.0)
        shares = special.betainc(alpha, beta, unit)
        return float((shares.sum() + np.count_nonzero(self._points <= value)) / len(self.parts))

    def quantile(self, share: float) -> float:
        """The value below which this share of the mixture lies, between 0 and 1.

        Where the distribution function stays at the share, the middle of where it does, as for values.
        """
        if len(self._points) == len(self.parts):
            return summary.quantile(self._points.tolist(), share)
        first, last = self._first(share - ROUNDING), self._first(share + ROUNDING)
        return first if first == last else first / 2 + last / 2

    @cached_property
    def _points(self) -> np.ndarray:
        return np.sort([part.mode for part in self.parts if part.low == part.high])

    @cached_property
    def _spread(self) -> tuple[np.ndarray, ...]:
        """Low, width, alpha and beta of the parts that are no points, (parts,) each."""
        rows = [(part.low, part.high - part.low, *part.shape) for part in self.parts if part.low < part.high]
        return tuple(np.array(rows).reshape(-1, 4).T)

    def _first(self, share: float) -> float:
        """The smallest value at or below which at least this share lies."""
        below, at = min(part.low for part in self.parts), max(part.high for part in self.parts)
        reach = ROUNDING * (at - below)
        if self.cdf(below) >= share:
            return below
        for _ in range(HALVINGS):
            middle = below / 2 + at / 2
            if not below < middle < at:
                break
            below, at = (below, middle) if self.cdf(middle) >= share else (middle, at)
        near = [float(point) for point in self._points if abs(point - at) <= reach]
        return near[0] if near else at


def of(lever_id: str, answers: Sequence[Answer], own_ranges: bool) -> Mixture:
    """What some people hold of a lever. own_ranges: whether their own ranges count; else each is a point.

    Low and high of a person are the quantiles of 10% and 90% of a PERT distribution around the person's value, within
    the lever's hard bounds; who gave none is a point.
    """
    lever = CATALOGUE[lever_id]

    def own(answer: Answer) -> Pert:
        low, high = answer.low, answer.high
        if not own_ranges or low is None or high is None or low == high:
            return Pert(answer.value, answer.value, answer.value)
        return between_quantiles(low, answer.value, high, lever.min, lever.max)

    return Mixture(tuple(map(own, answers)))
