"""Cohorts: the ARR of each year's contracts at the end of every year."""

import numpy as np

from planner.model.simulate import Result

YEAR = 12


def triangle(result: Result, draw: int = 0) -> np.ndarray:
    """ARR by year of the contract and year's end, (1 + years, 1 + years); NaN below the diagonal.

    Row 0 is the book of day one, row k what was won in year k; column 0 is day one, column j the end of year j. An
    upgrade counts as a contract of its month. Every column adds up to ARR.
    """
    years = -(-result.months // YEAR)
    ends = [min(YEAR * year, result.months) - 1 for year in range(1, years + 1)]
    names = [f"arr_signed_year_{year}" for year in range(years + 1)]
    cells = np.stack([[result.day_one[name][draw], *result[name][ends, draw]] for name in names])
    cells[np.tril_indices(years + 1, -1)] = np.nan
    return cells
