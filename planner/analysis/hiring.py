"""The hiring plan by quarter, in whole people that add up."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result

QUARTER = 3
ROLES = ("aes", "isrs", "bdrs", "ses", "managers", "csms", "support_engineers", "marketers", "engineers", "ga_staff")
"""Roles in the order of a hiring plan, by column."""


@dataclass(frozen=True)
class Quarters:
    """Whole people of one role, by quarter: ``heads = heads before + hires - leavers``. Each (quarters,).

    day_one: heads before the first quarter. hires below 0 mean that the role shrinks.
    """

    role: str
    day_one: int
    heads: np.ndarray
    hires: np.ndarray
    leavers: np.ndarray


def by_quarter(result: Result, draw: int = 0) -> list[Quarters]:
    """Heads at the end of each quarter, who joins and who leaves, for every role of one draw.

    Sellers who leave and are replaced count in both; of the other roles only the net change is known. A role that
    follows from the work (BDRs, CSMs, ...) has no heads before the first month, so that its first quarter holds whoever
    is there already; its day one is taken from the first month.
    """
    ends = np.arange(QUARTER - 1, result.months, QUARTER)
    if not len(ends) or ends[-1] != result.months - 1:
        ends = np.append(ends, result.months - 1)
    return [_role(result, role, ends, draw) for role in ROLES]


def _role(result: Result, role: str, ends: np.ndarray, draw: int) -> Quarters:
    series, before = result[role][:, draw], result.day_one[role][draw]
    day_one = _whole(np.array([before if np.isfinite(before) else series[0]]))[0]
    heads = _whole(series[ends])
    leaving = {"aes": "ae_leavers", "isrs": "isr_leavers"}.get(role)
    left = _whole(np.cumsum(result[leaving][:, draw])[ends]) if leaving else np.zeros(len(ends), dtype=int)
    leavers = np.diff(left, prepend=0)
    return Quarters(role, int(day_one), heads, np.diff(heads, prepend=day_one) + leavers, leavers)


def _whole(people: np.ndarray) -> np.ndarray:
    return np.floor(people + 0.5).astype(int)
