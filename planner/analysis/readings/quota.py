"""Quota against what is expected to close, and against what the board has been promised."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.teams import TEAMS

YEAR = 12


@dataclass(frozen=True)
class QuotaYear:
    """One plan year of both sales teams, in ARR.

    year: from 1. months: 12, or fewer in a last year that the horizon cuts. street: quota carried by ramped sellers.
    capacity: what they close at the attainment of the plan. won: what they close. needed: what they would have to close
    to meet the targets; NaN unless a target reaches the end of the year.
    """

    year: int
    months: int
    street: float
    capacity: float
    won: float
    needed: float

    @property
    def over_assignment(self) -> float:
        """Quota carried beyond what the targets need, or beyond what is won in a year without targets; 0.3 is 30%."""
        base = self.won if np.isnan(self.needed) else self.needed
        return self.street / base - 1 if base > 0 else np.nan


def won(result: Result, draw: int = 0) -> np.ndarray:
    """ARR won by both sales teams, by month, (months,)."""
    return sum((result[f"won_arr_{team}"][:, draw] for team in TEAMS), np.zeros(result.months))


def needed(result: Result, draw: int = 0) -> np.ndarray:
    """ARR a month that both sales teams would have to win to meet every target on time, (months,); NaN after the last.

    Between two targets it is what they win in the plan plus what the plan falls short by (or less what it is ahead by),
    spread evenly; everything else, self-serve and losses among it, stays as planned. Never below 0.
    """
    need, wins, arr = np.full(result.months, np.nan), won(result, draw), result["arr"][:, draw]
    first, gap = 0, 0.0
    for target in sorted(result.plan.arr_targets(), key=lambda target: target.month):
        if target.month > result.months:
            break
        behind = target.arr - float(arr[target.month - 1])
        total = float(wins[first : target.month].sum()) + behind - gap
        need[first : target.month] = max(0.0, total) / (target.month - first)
        first, gap = target.month, behind
    return need


def by_year(result: Result, draw: int = 0) -> list[QuotaYear]:
    """Quota of every plan year of one draw."""
    need, wins = needed(result, draw), won(result, draw)
    capacity = sum((result[f"{team}_capacity_arr"][:, draw] for team in TEAMS), np.zeros(result.months))
    years = []
    for year, first in enumerate(range(0, result.months, YEAR), start=1):
        span = slice(first, min(first + YEAR, result.months))
        sums = [float(path[span].sum()) for path in (result["street_quota"][:, draw], capacity, wins, need)]
        years.append(QuotaYear(year, span.stop - first, *sums))
    return years
