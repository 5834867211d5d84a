"""When sellers must be hired for a goal: at which level, or how many by when, and when each seat must be opened."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from planner.analysis.levers.crossings import Scan, located, scans
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.solve import COMPARABLE, MOST_OF_IT
from planner.model.paths import lever_path
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS

NAME = "Hire-by calendar"
"""What the events are called that hire."""

QUARTER = 3
SELLERS: Mapping[str, str] = {team.id: team.seller.id for team in TEAMS.values()}
"""The sellers of a team, by column."""

STARTERS: Mapping[str, str] = {"enterprise": "ae_hires", "inside_sales": "isr_hires"}
"""Who starts in a month, replacements included, by column."""

FOLLOWING: Mapping[str, Sequence[str]] = {"enterprise": ("bdrs", "ses", "managers"), "inside_sales": ("managers",)}
"""The roles that follow from the sellers of a team by ratio."""

EXACT = 1e-9
"""Part of a head that does not need a person."""

BACKFILL, TIME_TO_HIRE = "people.backfill", "people.time_to_hire"


@dataclass(frozen=True)
class EvenHiring:
    """The smallest even hiring that meets a goal, from the first month that a seat opened today is filled in.

    first_month: that month, from 1; until then the plan hires as planned. planned: what the plan hires a quarter from
    then to the goal's month, on average. hires_per_quarter: what it takes instead, None when no number does. metric: at
    the goal's month; when no number does, the nearest to the target. events: to add to the plan for it, none when no
    number does. Then also: best_at, the smallest number that comes nearest to the target; most_at, a smaller one that
    brings most of that, with the metric there, where there is one; below_floor, of a goal whose cash floor alone is in
    the way, the smallest number that reaches the target and the lowest cash with it; earliest, the first later month in
    which some number reaches the target, None within the plan; limit, what limits the team's sales in the goal's month
    at the best number, a name of columns.py.
    """

    team: str
    goal: Goal
    first_month: int
    planned: float
    hires_per_quarter: float | None
    metric: float
    events: tuple[Event, ...] = ()
    best_at: float | None = None
    most_at: tuple[float, float] | None = None
    below_floor: tuple[float, float] | None = None
    earliest: int | None = None
    limit: str | None = None


@dataclass(frozen=True)
class MonthHiring:
    """How many more sellers, all starting in one month, meet a goal.

    month: in which they start; opens: in which their seats open, both from 1. sellers: the smallest number that meets
    it, None when none does. metric: at the goal's month with them; when none does, the nearest to the target. events:
    to add to the plan for them.
    """

    month: int
    opens: int
    sellers: int | None
    metric: float
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Seat:
    """One person to hire. Months count from 1.

    role: by column. opens: the last month in which the search can start; None where that was before the plan: the seat
    is open already. starts: the first month at work. productive: the first month fully ramped; None for those who do
    not sell. planned: the month in which the plan as it is fills the seat; None where it does not by the goal's month.
    """

    role: str
    opens: int | None
    starts: int
    productive: int | None
    planned: int | None


@dataclass(frozen=True)
class Calendar:
    """Who starts until the goal's month, in whole people and with replacements for leavers, first seat to open first.

    metric: at the goal's month with these whole sellers. met: whether that meets the goal.
    """

    seats: tuple[Seat, ...]
    metric: float
    met: bool


def first_month(plan: Plan) -> int:
    """The first month (from 1) in which somebody can start whose seat opens within the plan; may lie beyond it."""
    opened = np.arange(1, plan.months + 1)
    return int(np.ceil(opened + lever_path(plan, TIME_TO_HIRE)).min())


def even_hiring(plan: Plan, team: str, goal: Goal) -> EvenHiring:
    """The smallest even hiring of a team that meets the goal.

    PlannerError for a team or a goal that cannot be asked for.
    """
    goal.checked(plan)
    hires, first = _hires(team), first_month(plan)
    path = lever_path(plan, hires)
    free = _instead(plan, (hires,), _held(hires, path[: first - 1]))
    tried = scans(free, [hires], goal.condition)[0]
    planned = float(path[first - 1 : goal.month].mean()) if first <= goal.month else 0.0
    number = _smallest(free, goal, tried)
    if number is None:
        return _out_of_reach(free, team, goal, first, planned, tried.values)
    metric = float(simulate(free, levers={hires: number}, keep=goal.columns)[goal.metric][goal.month - 1, 0])
    events = (_set(hires, number, first),) if first <= plan.months else ()
    return EvenHiring(team, goal, first, planned, number, metric, events)


def hiring_in_month(plan: Plan, hires: str, goal: Goal, month: int) -> MonthHiring:
    """How many more sellers who all start in one month meet the goal.

    Every number that the bounds of the lever `hires` allow is tried, in one simulation.
    """
    path, most = lever_path(plan, hires), CATALOGUE[hires].max
    own = float(path[month - 1])
    before, after = _held(hires, path[: month - 1]), _held(hires, path[month:], month + 1)
    on_top = Event(name=NAME, lever=hires, change="add", value=own, start=month, months=1)
    numbers = np.arange(int((most - own) / QUARTER) + 1)
    free = _instead(plan, (hires,), [*before, on_top, *after])
    result = simulate(free, levers={hires: QUARTER * numbers.astype(float)}, keep=goal.columns)
    score = goal.score(result)[0]
    enough = np.flatnonzero(score >= 0)
    at = int(enough[0]) if enough.size else int(np.nan_to_num(score, nan=-np.inf).argmax())
    return MonthHiring(
        month=month,
        opens=_opens(plan, month),
        sellers=at if enough.size else None,
        metric=float(result[goal.metric][goal.month - 1, at]),
        events=(_set(hires, min(own + QUARTER * at, most), month, 1),) if enough.size else (),
    )


def hiring_by_month(plan: Plan, team: str, goal: Goal) -> list[MonthHiring]:
    """`hiring_in_month` for every month from the first in which a seat opened today is filled to the goal's.

    PlannerError for a team or a goal that cannot be asked for.
    """
    goal.checked(plan)
    hires = _hires(team)
    return [hiring_in_month(plan, hires, goal, month) for month in range(first_month(plan), goal.month + 1)]


def deadlines(table: Sequence[MonthHiring]) -> list[MonthHiring]:
    """The last month to start with each number of sellers: after it, it takes more of them or is too late."""
    found, fewest = [], math.inf
    for start in reversed(table):
        if start.sellers is not None and start.sellers < fewest:
            found.append(start)
            fewest = start.sellers
    return found[::-1]


def calendar(plan: Plan, team: str, goal: Goal, events: Sequence[Event]) -> Calendar:
    """Seat by seat what hiring takes in whole people, and what comes of it.

    events: those of either, to be added to the plan. Whole sellers never lag behind the expected heads, so
    somebody starts as soon as a part of a person is needed.
    """
    goal.checked(plan)
    _hires(team)
    staffed, own = _whole(plan.changed(events=(*plan.events, *events)), team, goal), _whole(plan, team, goal)
    seats = []
    for role in (SELLERS[team], *FOLLOWING[team]):
        joining, planned = (_whole_starts(each, role)[: goal.month] for each in (staffed, own))
        seats += _seats(plan, team, role, joining, planned)
    return Calendar(
        seats=tuple(sorted(seats, key=lambda seat: (seat.opens or 0, seat.starts))),
        metric=float(staffed[goal.metric][goal.month - 1, 0]),
        met=bool(goal.score(staffed)[0, 0] >= 0),
    )


def _hires(team: str) -> str:
    """The lever of a team's hires."""
    if team not in TEAMS:
        raise PlannerError(Problem("team", team, f"no such team{nearest(team, list(TEAMS))}"))
    return f"{team}.hires_per_quarter"


def _set(lever_id: str, value: float, start: int, months: int | None = None) -> Event:
    return Event(name=NAME, lever=lever_id, change="set", value=float(value), start=start, months=months)


def _held(lever_id: str, path: np.ndarray, first: int = 1) -> list[Event]:
    """Events that hold a lever to a path from a month on, whatever it is; one an unbroken run."""
    edges = np.flatnonzero(np.diff(path, prepend=np.nan, append=np.nan) != 0).tolist()
    return [_set(lever_id, path[start], first + start, end - start) for start, end in pairwise(edges)]


def _instead(plan: Plan, lever_ids: Sequence[str], events: Sequence[Event]) -> Plan:
    """The plan with these events on some levers instead of its own."""
    others = [event for event in plan.events if event.lever not in lever_ids]
    return plan.changed(events=(*others, *events))


def _smallest(plan: Plan, goal: Goal, tried: Scan) -> float | None:
    """The smallest value of a lever that meets the goal."""
    if tried.scores[0, 0] > 0:
        return float(tried.values[0])
    found = located(plan, goal.condition, tried.crossings()[:1])
    return found[0].met if found else None


def _out_of_reach(free: Plan, team: str, goal: Goal, first: int, planned: float, values: np.ndarray) -> EvenHiring:
    """What to say of a goal that no even hiring meets in time."""
    limit = f"{team}_constraint"
    result = simulate(free, levers={_hires(team): values}, keep=dict.fromkeys((*goal.columns, "cash", limit)))
    score = np.nan_to_num(goal.score(result)[0], nan=-np.inf)
    best, metric = int(score.argmax()), result[goal.metric][goal.month - 1]
    near, (none, top) = best, score[[0, best]].tolist()
    if max(abs(none), abs(top)) < COMPARABLE:
        near = int((score >= none + MOST_OF_IT * (top - none)).argmax())
    reached = np.flatnonzero(goal.beyond_target(result)[goal.month - 1] >= 0)
    later = np.flatnonzero((goal.beyond(result)[goal.month :] >= 0).any(axis=1))
    return EvenHiring(
        team,
        goal,
        first,
        planned,
        hires_per_quarter=None,
        metric=float(metric[best]),
        best_at=float(values[best]),
        most_at=(float(values[near]), float(metric[near])) if 0 < values[near] <= values[best] / 2 else None,
        below_floor=(float(values[reached[0]]), float(result["cash"][:, reached[0]].min())) if reached.size else None,
        earliest=goal.month + 1 + int(later[0]) if later.size else None,
        limit=constraint_names(limit)[int(result[limit][goal.month - 1, best])],
    )


def _opens(plan: Plan, start: int) -> int:
    """The last month (from 1) in which a seat can open that is filled in a month; 0 or less before the plan starts."""
    delays = lever_path(plan, TIME_TO_HIRE)
    months = np.arange(start - int(CATALOGUE[TIME_TO_HIRE].max), start + 1)
    return int(months[months + delays[np.clip(months, 1, plan.months) - 1] <= start].max())


def _productive(plan: Plan, team: str, start: int) -> int:
    """The first month in which those who start in a month are fully ramped; beyond the plan at its last ramp."""
    ramp = lever_path(plan, f"{team}.ramp_months")
    tenure = np.arange(plan.months + 1 - start)
    done = np.flatnonzero(tenure >= ramp[start - 1 :])
    return start + int(done[0] if done.size else np.ceil(ramp[-1]))


def _whole(plan: Plan, team: str, goal: Goal) -> Result:
    """The plan with a team whose sellers start as whole people; the other team as in the plan."""
    result = simulate(plan, keep=(*SELLERS.values(), *STARTERS.values()))
    joining = {each: result[column][:, 0] for each, column in STARTERS.items()}
    joining[team] = _whole_people(result, team)
    events = []
    for each, people in joining.items():
        hires = _hires(each)
        events += _held(hires, np.minimum(QUARTER * people, CATALOGUE[hires].max))
    whole = _instead(plan, (BACKFILL, *map(_hires, joining)), events)
    keep = (*goal.columns, *SELLERS.values(), *STARTERS.values(), *FOLLOWING[team])
    return simulate(whole, levers={BACKFILL: 0.0}, keep=tuple(dict.fromkeys(keep)))


def _whole_people(result: Result, team: str) -> np.ndarray:
    """Whole people who start by month, (months,), so that heads never lag behind the expected ones."""
    heads, hires = result[SELLERS[team]][:, 0], result[STARTERS[team]][:, 0]
    opening = np.concatenate([result.day_one[SELLERS[team]], heads[:-1]])
    stay = np.divide(heads - hires, opening, out=np.zeros_like(heads), where=opening > 0)
    most = CATALOGUE[_hires(team)].max // QUARTER
    joining, people = np.zeros(len(heads)), float(opening[0])
    for month, expected in enumerate(heads):
        people *= stay[month]
        joining[month] = min(max(0.0, np.ceil(expected - people - EXACT)), most)
        people += joining[month]
    return joining


def _whole_starts(result: Result, role: str) -> np.ndarray:
    """Whole people of a role who start by month, (months,), in a result of whole sellers.

    Those who follow from the sellers by ratio are never fewer than before; day one has the first month's ratio.
    """
    starting = {SELLERS[team]: STARTERS[team] for team in TEAMS}
    if role in starting:
        return np.rint(result[starting[role]][:, 0]).astype(int)
    leading = [column for column in starting if role == "managers" or column == SELLERS["enterprise"]]
    sellers, heads = sum(result[column][0, 0] for column in leading), result[role][:, 0]
    ratio = heads[0] / sellers if sellers > 0 else 0.0
    before = ratio * sum(result.day_one[column][0] for column in leading)
    return np.diff(np.maximum.accumulate(np.ceil(np.array([before, *heads]) - EXACT))).astype(int)


def _seats(plan: Plan, team: str, role: str, joining: np.ndarray, own: np.ndarray) -> list[Seat]:
    """The seats of a role, one a person. joining, own: who starts by month, (months,), and in the plan as it is."""
    months = np.arange(1, len(joining) + 1)
    seats, filled = [], np.repeat(months, own).tolist()
    for number, month in enumerate(np.repeat(months, joining).tolist()):
        opens = _opens(plan, month)
        seats.append(
            Seat(
                role,
                opens=opens if opens >= 1 else None,
                starts=month,
                productive=_productive(plan, team, month) if role == SELLERS[team] else None,
                planned=filled[number] if number < len(filled) else None,
            )
        )
    return seats
