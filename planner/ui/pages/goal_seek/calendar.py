"""The hire-by calendar: how many sellers a goal takes, and which seats must be opened when."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import streamlit as st

from planner.analysis.hiring import hire_by
from planner.analysis.hiring.hire_by import Calendar, EvenHiring, MonthHiring
from planner.analysis.levers import goals
from planner.analysis.levers.goals import Goal
from planner.analysis.readings import lowest_cash
from planner.model.paths import lever_path
from planner.model.simulate import Result
from planner.plan import Event, Plan
from planner.ui.kit import figures, limits, tables, tiles
from planner.ui.kit.tiles import Tile
from planner.ui.pages.goal_seek import charts, frames, goal_entry
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import hiring as hiring_words
from planner.ui.session import choices, compute, state
from planner.vocabulary.numbers import count, money, month_name
from planner.vocabulary.teams import TEAMS
from planner.vocabulary.units import MONEY

WAYS = {"level": "Level hiring", "once": "All in one month"}

DIGITS = 3
"""Digits that a number of hires a quarter keeps."""


@lru_cache(64)
def level(plan: Plan, team: str, goal: Goal) -> EvenHiring:
    """The smallest even hiring, rounded up to three digits where that still meets the goal."""
    found = hire_by.even_hiring(plan, team, goal)
    if not found.hires_per_quarter or not found.events:
        return found
    number = rounded_up(found.hires_per_quarter)
    events = tuple(replace(event, value=number) for event in found.events)
    if not goal.met(with_hiring(plan, events)):
        return found
    return replace(found, hires_per_quarter=number, events=events)


def rounded_up(number: float) -> float:
    """A number in three digits that is not smaller."""
    unit = 10.0 ** (math.floor(math.log10(number)) - DIGITS + 1)
    return float(f"{math.ceil(float(f'{number / unit:.12g}')) * unit:.12g}")


@lru_cache(32)
def starts(plan: Plan, team: str, goal: Goal) -> Sequence[MonthHiring]:
    """How many more sellers it takes, by the month in which all of them start."""
    with st.spinner("Trying every month and every number of sellers"):
        return tuple(hire_by.hiring_by_month(plan, team, goal))


@lru_cache(64)
def calendar(plan: Plan, team: str, goal: Goal, events: tuple[Event, ...]) -> Calendar:
    """Seat by seat what hiring takes in whole people."""
    return hire_by.calendar(plan, team, goal, events)


def with_hiring(plan: Plan, events: Sequence[Event]) -> Plan:
    """The plan with hiring added; what an earlier calendar planned and this one replaces is dropped."""

    def replaced(event: Event) -> bool:
        return any(
            event.name == new.name and event.lever == new.lever and new.months is None and event.start >= new.start
            for new in events
        )

    kept = [event for event in plan.events if not replaced(event)]
    return plan.changed(events=(*kept, *events))


def changes(plan: Plan, team: str, events: Sequence[Event]) -> bool:
    """Whether planning these events changes how many a team hires in any month."""
    hires = f"{team}.hires_per_quarter"
    return bool((lever_path(with_hiring(plan, events), hires) != lever_path(plan, hires)).any())


def draw(result: Result, goal: Goal) -> None:
    """The calendar of one team, hired evenly or all in one month."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header("Hire-by calendar", anchor=False, width="content")
        team = choices.choice("Team", {each.id: each.label for each in limits.ordered(result)}, "goal-team")
        way = choices.choice("How they are hired", WAYS, "goal-way")
    if way == "level":
        _level(result, team, goal)
    else:
        _once(result.plan, team, goal)


def _level(result: Result, team: str, goal: Goal) -> None:
    plan, found = result.plan, level(result.plan, team, goal)
    st.markdown(hiring_words.level_hiring(found, result))
    if found.hires_per_quarter is None:
        if found.earliest is not None:
            st.button(
                f"Aim for {month_name(plan.start, found.earliest)}",
                key="goal-earliest",
                icon=":material/event:",
                on_click=goal_entry.choose,
                args=(replace(goal, month=found.earliest),),
            )
        _as_planned(plan, team, goal)
        return
    if found.hires_per_quarter <= found.planned:  # to plan it would take hires away that nobody asked to lose
        _as_planned(plan, team, goal)
        return
    since = f"from {month_name(plan.start, found.first_month)} on"
    _needed(
        plan,
        team,
        goal,
        found.events,
        Tile("Hires a quarter", hiring_words.in_digits(found.hires_per_quarter), note=since),
    )


def _once(plan: Plan, team: str, goal: Goal) -> None:
    found, several = starts(plan, team, goal), TEAMS[team].sellers
    st.markdown(hiring_words.all_at_once(found, team, goal, plan, level(plan, team, goal)))
    possible = {start.month: start for start in found if start.sellers}
    if not possible:
        _as_planned(plan, team, goal)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        figures.note("How many more, by the month in which all of them start; shaded: no number is enough")
        colour, alt_text = TEAMS[team].colour, f"{several} that it takes, by the month in which they start"
        figures.show(frames.starts(found, plan), charts.starts(colour), key="goal-starts", alt_text=alt_text)
    with right:
        figures.note("The last month to start with each number")
        tables.plain(frames.last_starts(found, plan), "The last month to start with each number")
    key, last = f"goal-start-{team}", hire_by.deadlines(found)[0].month
    if st.session_state.get(key) not in possible:
        st.session_state[key] = last if last in possible else next(iter(possible))
    month = st.selectbox(
        "All start in", list(possible), format_func=lambda at: month_name(plan.start, at), key=key, width=180
    )
    chosen = possible[month]
    note = f"all start in {month_name(plan.start, month)}, seats open by {month_name(plan.start, chosen.opens)}"
    _needed(plan, team, goal, chosen.events, Tile(f"More {several}", count(chosen.sellers or 0), note=note))


def _needed(plan: Plan, team: str, goal: Goal, events: tuple[Event, ...], how_many: Tile) -> None:
    """What the hiring takes in whole people, and the button that plans it."""
    found, when = calendar(plan, team, goal, events), month_name(plan.start, goal.month)
    shown, opening = [how_many], [row.seat.opens for row in frames.rows(found) if row.new]
    if opening:
        first = month_name(plan.start, opening[0]) if opening[0] else "before the plan"
        shown.append(Tile("First new seat opens", first, note="at the latest"))
    more = sum(seat.planned is None for seat in found.seats)
    reached = goal_words.amount(goal.metric, found.metric, plan.currency)
    verdict = "the goal is met" if found.met else "the goal is not met"
    shown += [
        Tile("Seats on top of the plan", count(more), note=f"of {count(len(found.seats))} to fill by {when}"),
        Tile(f"{goal_words.metric(goal.metric)} in {when}", reached, note=f"with these whole people: {verdict}"),
    ]
    hired = with_hiring(plan, events)
    shown.append(_lowest_cash(plan, hired))
    tiles.show(shown)
    cost = goals.cost(hired, goal.month)
    if out := goal_words.cash_out(cost, plan):
        st.warning(f"{out} with this hiring.")
    figures.note(goal_words.comes_to(cost, goal, plan))
    if changes(plan, team, events):
        st.button(
            "Plan this hiring",
            key="goal-hire",
            icon=":material/event_available:",
            type="primary",
            help="Adds it to the plan as an event; Undo takes it back",
            on_click=_plan_it,
            args=(events,),
        )
    _calendar(plan, goal, found)


def _lowest_cash(plan: Plan, hired: Plan) -> Tile:
    """What the hiring does to cash at its lowest, before anybody plans it."""
    before, after = (compute.projection(either) for either in (plan, hired))
    lows = [lowest_cash.amount(result) for result in (before, after)]
    when = month_name(plan.start, lowest_cash.month(after))
    note = f"in {when}; as planned so far, {money(lows[0], plan.currency)}"
    change = tiles.change(MONEY, lows[1], lows[0], plan.currency)
    return Tile("Lowest cash", money(lows[1], plan.currency), change, note)


def _as_planned(plan: Plan, team: str, goal: Goal) -> None:
    """The seats that the plan itself opens until the goal's month."""
    found = calendar(plan, team, goal, ())
    if found.seats:
        figures.note("These are the seats that the plan itself fills by then.")
        _calendar(plan, goal, found)


def _calendar(plan: Plan, goal: Goal, found: Calendar) -> None:
    """The seats, a row each, and by quarter."""
    if not found.seats:
        figures.note("No seat has to be opened.")
        return
    rows = frames.rows(found)
    drawn, new = frames.drawn(rows), any(row.new for row in rows)
    about = "From opening the seat (pale) over the start (stronger) to full productivity (full colour)."
    which = f" {hiring_words.not_planned(*frames.not_in_their_month(rows))}" if new else ""
    seats = sum(len(row.every) or 1 for row in drawn)
    together = (
        " Seats of a role that open in one quarter are drawn together." if any(row.every for row in drawn) else ""
    )
    rest = (
        f"{together} Drawn: {count(seats)} of {count(len(rows))} seats; the table has all."
        if seats < len(rows)
        else together
    )
    figures.note(about + which + rest)
    figures.show(
        frames.seats(drawn, goal, plan),
        charts.seats(frames.seat_roles(drawn)),
        key="goal-seats",
        alt_text="When each seat opens, starts and is fully productive",
    )
    brackets = "; in brackets those not planned for that month" if new else ""
    figures.note(f"Seats to open, at the latest, in the quarter to{brackets}")
    tables.texted(frames.quarters(rows, plan), "Role", "Seats to open by role and quarter")


@state.refusing(goal_entry.AT)
def _plan_it(events: tuple[Event, ...]) -> None:
    what = "The hiring is in the plan, as an event among its plays and shocks"
    goal_entry.apply(with_hiring(state.plan(), events), "planning the hiring", what, events[0].lever)
