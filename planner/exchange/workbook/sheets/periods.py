"""Years and quarters of a plan."""

QUARTER, YEAR = 3, 12


def ends(months: int, length: int) -> list[int]:
    """The last month, from 1, of every period of so many months; the last one may be cut by the horizon."""
    whole = list(range(length, months + 1, length))
    return whole if whole and whole[-1] == months else [*whole, months]
