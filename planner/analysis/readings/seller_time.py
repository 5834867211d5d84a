"""How sellers' time splits, and how much of what is to come is already in the pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.readings import quota
from planner.model.paths import lever_path
from planner.model.simulate import Result
from planner.vocabulary.teams import TEAMS

QUARTER = 3


@dataclass(frozen=True)
class SellerTime:
    """Time of some sales teams in ARR per month, as their quota and attainment measure it. Each (months,), 0 or more.

    ``new_business + expansion + idle`` is all of it.
    """

    new_business: np.ndarray
    expansion: np.ndarray
    idle: np.ndarray


def split(result: Result, teams: Sequence[str], draw: int = 0) -> SellerTime:
    """Where the time of some teams, by id, goes in one draw."""

    def total(name: str) -> np.ndarray:
        return sum((result[f"{name}_{team}"][:, draw] for team in teams), np.zeros(result.months))

    new_business, expansion = total("new_business_time"), total("sold_expansion_arr")
    return SellerTime(new_business, expansion, np.maximum(total("seller_time") - new_business - expansion, 0.0))


@dataclass(frozen=True)
class Pipeline:
    """Open opportunities of both teams at the end of each month, in ARR. Each (months,).

    worth: open opportunities x win rate x contract value. needed: what both teams would have to win over the three
    months that follow to meet the targets; NaN where no target reaches that far.
    """

    worth: np.ndarray
    needed: np.ndarray

    @property
    def coverage(self) -> np.ndarray:
        """How much of what is needed is open already; NaN where nothing is needed or known, (months,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.needed > 0, self.worth / self.needed, np.nan)


def pipeline(result: Result, draw: int = 0) -> Pipeline:
    """The pipeline of one draw of a plan, at the plan's win rates and contract values of the month."""
    worth = np.zeros(result.months)
    for team in TEAMS:
        price = lever_path(result.plan, f"{team}.win_rate") * lever_path(result.plan, f"{team}.acv")
        worth += result[f"open_opportunities_{team}"][:, draw] * price
    need = np.append(quota.needed(result, draw), np.full(QUARTER, np.nan))
    ahead = sum(need[1 + month : 1 + month + result.months] for month in range(QUARTER))
    return Pipeline(worth, np.asarray(ahead))
