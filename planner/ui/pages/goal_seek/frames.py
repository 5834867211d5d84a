"""Frames of the Goal seek page."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from planner.analysis.hiring.hire_by import QUARTER, Calendar, MonthHiring, Seat, deadlines
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.solve import Solution
from planner.model.simulate import Result
from planner.plan import Plan, reference_data
from planner.ui.figures import theme
from planner.ui.figures.frames import before, dates
from planner.vocabulary.lever_text import brief, rounded
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import MISSING, count, month_name
from planner.vocabulary.roles import ROLES

ROWS = 40
"""The most bars that are drawn."""

SINGLE = 20
"""The most seats that have a bar each; more are drawn together, by role and quarter."""

POINTS = 121
"""Evenly spaced values of a lever on a curve, besides those that are marked."""

REACH = 2.0
"""How far outside a curve's range a further solution is still drawn, in widths of the range."""


LEFT, RIGHT = -2.0, 3.0
"""Ends of what is shown around the usual range, in widths of it."""


def path(result: Result, baseline: Result, goal: Goal) -> pd.DataFrame:
    """What `charts.path` draws."""
    plan, at = result.plan, np.arange(result.months) == goal.month - 1
    values = {"Plan": result[goal.metric][:, 0], "Baseline": before(baseline, goal.metric, plan)}
    frame = pd.DataFrame({"date": dates(plan)} | {name: _finite(line) for name, line in values.items()})
    frame["Goal"] = np.where(at, goal.target, np.nan)
    frame["met"] = bool(goal.score(result)[0, 0] >= 0)
    return frame


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def needed(one: Solution) -> float:
    """The needed value of a lever; today's where there is none."""
    return one.today if one.value is None else one.value


def turns(one: Solution) -> list[float]:
    """Where a goal that is met ends to be, below and above today's value."""
    lever = CATALOGUE[one.lever]
    ends = ((one.met_from, lever.min), (one.met_to, lever.max))
    return [end for end, bound in ends if end is not None and end != bound]


def curve_values(lever: Lever, low: float, high: float, one: Solution) -> np.ndarray:
    """Values of a lever to draw a metric over, ascending.

    low, high: between which it is moved; widened to today's value and the nearest solution, and to what else matters as
    long as that is not far off: further solutions, the best it can do, where a goal that is met ends to be.
    """
    marked = [one.today, needed(one)]
    low, high = min(low, *marked), max(high, *marked)
    reach = REACH * (high - low)
    further = [*one.others, *turns(one), *([] if one.best_at is None else [one.best_at])]
    marked += [value for value in further if low - reach <= value <= high + reach]
    values = np.concatenate([np.linspace(min(low, *marked), max(high, *marked), POINTS), marked])
    return np.unique(np.clip(values, lever.min, lever.max))


def curve(lever: Lever, values: np.ndarray, metric: np.ndarray, one: Solution, goal: Goal, plan: Plan) -> pd.DataFrame:
    """What `charts.curve` draws. values: of the lever, ascending; metric: at each."""
    marks = {} if one.best_at is None else {one.best_at: theme.BEST.label}
    just = (one.value, *one.others, *turns(one))
    marks |= dict.fromkeys((value for value in just if value is not None), theme.ENOUGH.label)
    marks[one.today] = theme.TODAY.label
    marked = [marks.get(value, "") for value in values]
    first = next(at for at, mark in enumerate(marked) if mark)
    return pd.DataFrame(
        {
            "value": values,
            "metric": _finite(metric),
            "target": goal.target,
            "low": np.nan if lever.usual_low is None else max(lever.usual_low, values[0]),
            "high": np.nan if lever.usual_high is None else min(lever.usual_high, values[-1]),
            "mark": marked,
            "first": np.arange(len(values)) == first,
            "text": [brief(lever, _short(lever, value), plan.currency) for value in values],
        }
    )


def marks(frame: pd.DataFrame) -> tuple[str, ...]:
    """The kinds of marks on a curve. frame: of `curve`."""
    present = set(frame["mark"])
    return tuple(mark for mark in theme.MARKS if mark in present)


def _short(lever: Lever, value: float) -> float:
    return rounded(lever, value, 4)


class Row(NamedTuple):
    """A seat as it is shown, or several of a role that open in one quarter.

    name: "AE 3", "AE 3 to 5". new: whether it is, or any is, filled in a month in which the plan does not fill one.
    moved: the other month in which the plan fills a new one; None where it is, or any is, on top of the plan. seat: the
    one, or from the first that opens to the last that is productive. every: the several.
    """

    seat: Seat
    name: str
    new: bool
    moved: int | None = None
    every: tuple["Row", ...] = ()


def rows(calendar: Calendar) -> list[Row]:
    """The seats of a calendar, first to open first."""
    planned = Counter((seat.role, seat.planned) for seat in calendar.seats)
    numbers: Counter[str] = Counter()
    starts: Counter[tuple[str, int]] = Counter()
    others = planned - Counter((seat.role, seat.starts) for seat in calendar.seats)
    elsewhere = {
        role.id: sorted(month for at, month in others.elements() if at == role.id and month) for role in ROLES.values()
    }
    found = []
    for seat in calendar.seats:
        numbers[seat.role] += 1
        starts[seat.role, seat.starts] += 1
        new = starts[seat.role, seat.starts] > planned[seat.role, seat.starts]
        moved = elsewhere[seat.role].pop(0) if new and elsewhere[seat.role] else None
        found.append(Row(seat, f"{ROLES[seat.role].short} {count(numbers[seat.role])}", new, moved))
    return found


def drawn(shown: Sequence[Row]) -> list[Row]:
    """The bars that are drawn, by role: at most ROWS; new seats first, then those that open first."""
    bars = list(shown) if len(shown) <= SINGLE else _together(shown)
    chosen = sorted(bars, key=lambda row: not row.new)[:ROWS]
    in_order = [row for row in bars if row in chosen]
    return sorted(in_order, key=lambda row: list(ROLES).index(row.seat.role))


def _together(shown: Sequence[Row]) -> list[Row]:
    """Seats of a role that open in the same quarter as one row each; seats come in the order in which they open."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in shown:
        groups.setdefault((row.seat.role, -(-(row.seat.opens or 0) // QUARTER)), []).append(row)
    return [own[0] if len(own) == 1 else _several(own) for own in groups.values()]


def _several(own: Sequence[Row]) -> Row:
    found = [row.seat for row in own]
    productive = [seat.productive for seat in found if seat.productive is not None]
    whole = Seat(
        found[0].role,
        None if any(seat.opens is None for seat in found) else min(seat.opens or 0 for seat in found),
        min(seat.starts for seat in found),
        max(productive) if productive else None,
        None,
    )
    name = f"{own[0].name} to {own[-1].name.rpartition(' ')[2]}"
    new = [row for row in own if row.new]
    moved = None if any(row.moved is None for row in new) else min((row.moved or 0 for row in new), default=None)
    return Row(whole, name, bool(new), moved, tuple(own))


def _planned(row: Row, plan: Plan) -> str:
    """Whether the plan fills a seat in that month, in another one or not at all; of several, how many it does not."""
    if not row.every:
        other = "no, on top of the plan" if row.moved is None else f"for {month_name(plan.start, row.moved)}"
        return other if row.new else "yes"
    moved, on_top = not_in_their_month(row.every)
    whole = count(len(row.every))
    parts = [f"{count(moved)} of {whole} for another month"] if moved else []
    parts += [f"{count(on_top)} of {whole} on top of the plan"] if on_top else []
    return ", ".join(parts) or f"all {whole}"


def not_in_their_month(found: Sequence[Row]) -> tuple[int, int]:
    """How many seats the plan fills in another month, and how many are on top of it."""
    new = [row for row in found if row.new]
    moved = sum(row.moved is not None for row in new)
    return moved, len(new) - moved


def _months(row: Row, field: str, plan: Plan, none: str) -> str:
    """A month of a seat, or from which to which those of several are."""
    found = [getattr(one.seat, field) for one in row.every or (row,)]
    texts = [month_name(plan.start, month) if month else none for month in sorted(month or 0 for month in found)]
    return texts[0] if texts[0] == texts[-1] else f"{texts[0]} to {texts[-1]}"


def seats(shown: Sequence[Row], goal: Goal, plan: Plan) -> pd.DataFrame:
    """What `charts.seats` draws. shown: of `drawn`."""
    end = goal.month + 1
    day = dates(plan, end)
    return pd.DataFrame(
        {
            "seat": row.name,
            "row": at,
            "role": ROLES[row.seat.role].label,
            "opens": day[(row.seat.opens or 1) - 1],
            "starts": day[row.seat.starts - 1],
            "productive": day[min(row.seat.productive or row.seat.starts, end) - 1],
            "until": day[end - 1],
            "new": row.new,
            "moved": row.moved is not None,
            "Open": _months(row, "opens", plan, "before the plan starts"),
            "Start": _months(row, "starts", plan, MISSING),
            "Productive": _months(row, "productive", plan, MISSING),
            "Planned": _planned(row, plan),
        }
        for at, row in enumerate(shown)
    )


def seat_roles(shown: Sequence[Row]) -> tuple[str, ...]:
    """Roles that are drawn."""
    present = {row.seat.role for row in shown}
    return tuple(role.label for role in ROLES.values() if role.id in present)


def quarters(shown: Sequence[Row], plan: Plan) -> pd.DataFrame:
    """Seats to open with one row per role and one column per quarter, named by its last month; in brackets: new ones.

    Seats that had to open before the plan starts have a column of their own, if there are any.
    """
    ends = sorted({_quarter_end(row.seat, plan) for row in shown})
    by_role = {role.label: [row for row in shown if row.seat.role == role.id] for role in ROLES.values()}
    table = {
        name: [
            _counted(own),
            *(_counted([row for row in own if _quarter_end(row.seat, plan) == end]) for end in ends),
        ]
        for name, own in {**by_role, "Everyone": shown}.items()
        if own
    }
    heads = ["In all", *("Before" if end == 0 else month_name(plan.start, end) for end in ends)]
    return pd.DataFrame.from_dict(table, orient="index", columns=heads)


def _quarter_end(seat: Seat, plan: Plan) -> int:
    return 0 if seat.opens is None else min(-(-seat.opens // QUARTER) * QUARTER, plan.months)


def _counted(found: Sequence[Row]) -> str:
    new = sum(row.new for row in found)
    if new:
        return f"{count(len(found))} ({count(new)})"
    return count(len(found)) if found else ""


def starts(found: Sequence[MonthHiring], plan: Plan) -> pd.DataFrame:
    """What `charts.starts` draws: sellers by the month in which all of them start; NaN where no number does."""
    day, months = dates(plan, plan.months + 1), [start.month for start in found]
    return pd.DataFrame(
        {
            "date": [day[month - 1] for month in months],
            "until": [day[month] for month in months],
            "sellers": [np.nan if start.sellers is None else float(start.sellers) for start in found],
            "Sellers": ["impossible" if start.sellers is None else f"{count(start.sellers)} more" for start in found],
            "Open": [month_name(plan.start, start.opens) for start in found],
        }
    )


def last_starts(found: Sequence[MonthHiring], plan: Plan) -> pd.DataFrame:
    """The last month to start with each number of sellers, as texts."""
    last = deadlines(found)
    rows = [
        (f"{count(start.sellers or 0)} more", month_name(plan.start, start.month), month_name(plan.start, start.opens))
        for start in last
    ]
    return pd.DataFrame(rows, columns=["How many", "Start by", "Seats open by"])


class Track(NamedTuple):
    """Places of a lever's value today and of the needed one, in widths of its usual range.

    0 and 1 are the ends of that range; for a lever without one, today's value stands in the middle and is the width.
    """

    today: float
    needed: float
    has_range: bool


def track(one: Solution, plan: Plan) -> Track:
    """The track of a lever's solution."""
    lever, value = reference_data.lever(plan, one.lever), needed(one)
    if lever.usual_low is None or lever.usual_high is None:
        return Track(0.5, 0.5 + math.copysign(one.distance, value - one.today), has_range=False)
    width = lever.usual_high - lever.usual_low
    return Track((one.today - lever.usual_low) / width, (value - lever.usual_low) / width, has_range=True)


def ends(tracks: Sequence[Track]) -> tuple[float, float]:
    """Both ends of a line that shows some tracks; places further out lie beyond it."""
    places = [place for one in tracks for place in (one.today, one.needed)]
    return max(min(0.0, *places), LEFT), min(max(1.0, *places), RIGHT)
