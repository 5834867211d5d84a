"""The hiring plan as a list of seats: who starts when, by when to open the seat, what it costs a year."""

import itertools
import math
from typing import NamedTuple

import numpy as np

from planner.analysis.hiring.by_quarter import QUARTER, by_quarter, leavers_by_month
from planner.model.paths import lever_path
from planner.model.simulate import Result
from planner.vocabulary.roles import ROLES

PAY = {
    **{role: f"people.{role[:-1]}_cost" for role in ("aes", "isrs", "bdrs", "ses", "managers", "csms")},
    **{role: f"people.{role[:-1]}_cost" for role in ("support_engineers", "marketers", "engineers")},
    "ga_staff": "people.ga_cost",
}
"""The lever of what a person of each role costs a year."""


class Seats(NamedTuple):
    """People of one role who start in the same month, replacements or more. Months count from 1.

    opens: the last month in which the search can start, 0 or less before the plan. starts: the first month at work.
    cost: of each, pay and overhead a year, at the level of the first month at work.
    """

    opens: int
    starts: int
    role: str
    people: int
    cost: float


def seats(result: Result, draw: int = 0) -> list[Seats]:
    """Whoever joins, as the hiring plan by quarter has them, the first seats to open first.

    Within a quarter they start when the model's fractions of people add up to them.
    """
    plan, months = result.plan, np.arange(1, result.months + 1)
    wait = lever_path(plan, "people.time_to_hire")
    rise = (1 + lever_path(plan, "people.pay_rise")) ** (1 / 12)
    index = np.concatenate([[1.0], np.cumprod(rise[1:])])
    overhead = lever_path(plan, "people.overhead_per_head")
    found, roles = [], list(ROLES)
    for quarters in by_quarter(result, draw):
        joined = _joined(result, quarters.role, draw)
        cost = (lever_path(plan, PAY[quarters.role]) + overhead) * index
        for quarter, hires in enumerate(quarters.hires.tolist()):
            within = months[quarter * QUARTER : (quarter + 1) * QUARTER]
            for month, people in zip(within.tolist(), _starts(joined[within - 1], hires), strict=True):
                if people:
                    found.append(Seats(_opens(month, wait), month, quarters.role, people, float(cost[month - 1])))
    return sorted(found, key=lambda some: (some.opens, some.starts, roles.index(some.role)))


def _joined(result: Result, role: str, draw: int) -> np.ndarray:
    """Who joins in each month, (months,), fractions of people included."""
    heads, day_one = result[role][:, draw], float(result.day_one[role][draw])
    before = np.concatenate([[day_one if np.isfinite(day_one) else heads[0]], heads[:-1]])
    return np.maximum(heads - before + leavers_by_month(result, role, draw), 0.0)


def _starts(joined: np.ndarray, hires: int) -> list[int]:
    """How many of some people start in each month of a quarter; all in the last one when nobody is due before."""
    total = float(joined.sum())
    reached = np.cumsum(joined) / total if total > 0 else np.zeros(len(joined))
    so_far = [math.floor(hires * share + 0.5 + 1e-9) for share in reached[:-1].tolist()] + [hires]
    return [after - before for before, after in itertools.pairwise([0, *so_far])]


def _opens(starts: int, wait: np.ndarray) -> int:
    """The last month in which a search can start that ends by a month; before the plan it takes as long as at first."""
    for month in range(min(starts, len(wait)), 0, -1):
        if month + math.ceil(wait[month - 1] - 1e-9) <= starts:
            return month
    return starts - math.ceil(wait[0] - 1e-9)
