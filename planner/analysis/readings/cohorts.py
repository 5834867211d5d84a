"""Cohorts: the ARR of each year's contracts at the end of every year."""

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.segments import SEGMENTS

YEAR = 12
POOL = 12


def triangle(result: Result, draw: int = 0) -> np.ndarray:
    """ARR by year of the contract and year's end, (1 + years, 1 + years); NaN below the diagonal.

    Row 0 is the book of day one, row k what was won in year k; column 0 is day one, column j the end of year j. An
    upgrade counts as a contract of its month. Every column adds up to ARR.
    """
    years = -(-result.months // YEAR)
    cells = np.zeros((years + 1, years + 1))
    for segment in SEGMENTS:
        cells += _segment(result, segment, draw, years)
    cells[np.tril_indices(years + 1, -1)] = np.nan
    return cells


def _segment(result: Result, segment: str, draw: int, years: int) -> np.ndarray:
    kept = result[f"renewal_rate_{segment}"][:, draw]
    growth = result[f"expansion_factor_{segment}"][:, draw]
    usage = result["usage_factor"][:, draw]
    won = result[f"won_arr_{segment}"][:, draw]
    committed = result[f"committed_won_arr_{segment}"][:, draw]
    moved_up = result["upgraded_share"][:, draw] if segment == "self_serve" else np.zeros(result.months)

    books = np.zeros((years + 1, POOL + 1))
    opening, pool = result.day_one[f"arr_{segment}"][draw], result.day_one[f"payg_arr_{segment}"][draw]
    books[0, :POOL], books[0, POOL] = (opening - pool) / POOL, pool
    cells = np.zeros((years + 1, years + 1))
    cells[:, 0] = books.sum(axis=1)
    for month in range(result.months):
        slot, year = month % YEAR, month // YEAR + 1
        books[:, slot] *= kept[month]
        books[:, POOL] *= kept[month] ** (1 / YEAR) * usage[month]
        books *= growth[month] * (1 - moved_up[month])
        books[year, slot] += committed[month]
        books[year, POOL] += won[month] - committed[month]
        if slot == YEAR - 1 or month == result.months - 1:
            cells[:, year] = books.sum(axis=1)
    return cells
