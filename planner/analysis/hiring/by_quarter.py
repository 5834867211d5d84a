"""Headcount and the hiring plan by quarter, in whole people that add up."""

from dataclasses import dataclass

import numpy as np

from planner.model.paths import lever_path
from planner.model.rates import monthly_leaving
from planner.model.simulate import Result
from planner.vocabulary.roles import ROLES

QUARTER = 3
EXACT = 9
"""Decimals of a head that count; what is beyond them is a rounding error of binary fractions."""


@dataclass(frozen=True)
class Quarters:
    """Whole people of one role, by quarter: ``heads = heads before + hires - leavers``. Each (quarters,), 0 or more.

    day_one: heads before the first quarter.
    """

    role: str
    day_one: int
    heads: np.ndarray
    hires: np.ndarray
    leavers: np.ndarray


def quarter_ends(months: int) -> list[int]:
    """The last month (from 1) of every quarter of a plan; the last quarter may be cut by the horizon."""
    ends = list(range(QUARTER, months + 1, QUARTER))
    return ends if ends and ends[-1] == months else [*ends, months]


def by_quarter(result: Result, draw: int = 0) -> list[Quarters]:
    """Heads at the end of each quarter, who joins and who leaves, for every role of one draw.

    Whoever leaves and is replaced counts in both. Of sellers the model counts them; of the others, who are as many as
    the work asks for, ``heads before x (1-(1-attrition)^(1/12))`` leave each month (MODEL.md, People).
    """
    people = whole_people(result, draw)
    ends = quarter_ends(result.months)
    return [
        _role(result, role, heads[[0, *ends]], np.array(ends) - 1, draw)  #
        for role, heads in people.items()
    ]


def leavers_by_month(result: Result, role: str, draw: int = 0) -> np.ndarray:
    """Who leaves a role in each month, (months,), fractions of people included."""
    column = ROLES[role].leavers
    if column:
        return result[column][:, draw]
    heads, day_one = result[role][:, draw], float(result.day_one[role][draw])
    before = np.concatenate([[day_one if np.isfinite(day_one) else heads[0]], heads[:-1]])
    attrition = lever_path(result.plan, "people.attrition")
    return before * np.array([monthly_leaving(rate) for rate in attrition])


def whole_people(result: Result, draw: int = 0) -> dict[str, np.ndarray]:
    """Whole heads by role, (1 + months,) each, day one first; every month adds up to the rounded headcount.

    A role that follows from the work (BDRs, CSMs, ...) has no heads before the first month: its day one is taken from
    there.
    """
    heads = np.empty((len(ROLES), result.months + 1))
    for at, role in enumerate(ROLES):
        before = result.day_one[role][draw]
        heads[at, 1:] = result[role][:, draw]
        heads[at, 0] = before if np.isfinite(before) else heads[at, 1]
    return dict(zip(ROLES, _rounded_together(heads), strict=True))


MOST = 1e15
"""People that are counted one by one; a role that has more counts as this many."""


def _rounded_together(heads: np.ndarray) -> np.ndarray:
    """Each head count down or up to a whole one, so that every column adds up to its own rounded sum.

    Rounded up are first the roles that had that person before and do not shrink, so that rounding hires and dismisses
    nobody, and then those with the largest fractions.
    """
    heads = np.round(np.minimum(heads, MOST), EXACT)
    floors = np.floor(heads)
    totals = np.floor(np.round(heads.sum(axis=0), EXACT) + 0.5) - floors.sum(axis=0)
    fractions = (heads - floors).T.tolist()
    shrinks = (np.diff(heads, prepend=np.inf) < 0).T.tolist()
    downs = floors.astype(int).T.tolist()
    whole: list[list[int]] = []
    for down, fraction, shrinking, up in zip(downs, fractions, shrinks, totals.astype(int).tolist(), strict=True):
        before = whole[-1] if whole else down
        order = sorted(
            (role for role in range(len(down)) if fraction[role] > 0),
            key=lambda role: (before[role] > down[role] and not shrinking[role], fraction[role]),
            reverse=True,
        )
        ups = set(order[:up])
        whole.append([people + (role in ups) for role, people in enumerate(down)])
    return np.array(whole).T


def _role(result: Result, role: str, heads: np.ndarray, ends: np.ndarray, draw: int) -> Quarters:
    change = np.diff(heads)
    left = np.cumsum(leavers_by_month(result, role, draw))[ends]
    leavers = np.zeros(len(ends), dtype=int)
    for quarter, total in enumerate(np.floor(np.minimum(left, MOST) + 0.5).astype(int)):
        leavers[quarter] = max(0, total - leavers[:quarter].sum(), -change[quarter])
    return Quarters(role, int(heads[0]), heads[1:], change + leavers, leavers)
