"""What each lever alone would have to be for the goal: the nearest ones, every one, and one in detail."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.solve import Solution, in_few_digits, solve_each
from planner.model.simulate import Result
from planner.plan import Plan, reference_data
from planner.ui.figures import theme
from planner.ui.kit import figures, tables
from planner.ui.kit.markdown import heard
from planner.ui.kit.words import dollars
from planner.ui.levers import controls
from planner.ui.levers.entries import ENTERED
from planner.ui.pages.goal_seek import charts, frames, goal_entry
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import levers as lever_words
from planner.ui.session import state
from planner.vocabulary import lever_text, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name

OPEN = 8
"""How many levers stand open, nearest first."""


@lru_cache(64)
def solutions(plan: Plan, goal: Goal) -> Sequence[Solution]:
    """What each lever alone would have to be, in values that can be read and still meet the goal."""
    return tuple(in_few_digits(plan, goal, solve_each(plan, goal)))


def each_alone(result: Result, goal: Goal, found: Sequence[Solution]) -> None:
    """What each lever alone would have to be and what that costs: the nearest open, every one a click away."""
    if found[0].status == "met":
        _rooms(found, result.plan)
        return
    about = (
        "Each lever alone, all others as planned; first the smallest change, in its usual range or in today's value, "
        "whichever is more; last those with which cash runs out."
    )
    with figures.section("What would have to be true", about):
        st.markdown(lever_words.reading(found, goal, result))
        near = [one for one in found if one.status == "found" and not one.beyond_control][:OPEN]
        if near:
            _legend()
            shown = [part for one in near for part in (*part_way(one), one)]
            ends = frames.ends([frames.track(one, result.plan) for one in shown])
            for one in shown:
                _row(one, ends, goal, result.plan)
        with st.expander("Every lever", key="goal-every", on_change="rerun") as box:
            if box.open:
                decided, others = ([one for one in found if one.beyond_control is side] for side in (False, True))
                _table(decided, goal, result, "What each lever would have to be")
                figures.note("Nobody in the company decides on these:")
                _table(others, goal, result, "Levers that nobody decides on")
                figures.note(lever_words.still(found, goal, result))


def _rooms(found: Sequence[Solution], plan: Plan) -> None:
    """How far each lever may go for a goal that is met."""
    with figures.section("What would have to be true"):
        st.markdown("**Nothing would have to change: the plan meets this goal.** Ask for more, or for it earlier.")
        with st.expander("How far each lever may go", key="goal-room", on_change="rerun") as box:
            if box.open:
                tables.plain(pd.DataFrame(lever_words.rooms(found, plan)), "How far each lever alone may go")


def _table(found: Sequence[Solution], goal: Goal, result: Result, caption: str) -> None:
    tables.plain(pd.DataFrame(lever_words.table(found, goal, result)), caption)


def part_way(one: Solution) -> tuple[Solution, ...]:
    """The value much nearer to today's that brings most of the gain as a solution of its own, if there is one."""
    part = one.part_way
    if part is None:
        return ()
    return (replace(one, value=part.value, metric=part.metric, cost=part.cost, others=()),)


ROW = (
    "display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 0.1rem 1rem; align-items: center"
)
SMALL = "font-size: 0.8rem; opacity: 0.75"
LEGEND = f"{SMALL}; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem"
SWATCH = "display: inline-block; margin-right: 0.4rem"
USUAL = f"background: {theme.NEUTRAL}59"
TODAY = f"width: 0.7rem; height: 0.7rem; border-radius: 50%; background: {theme.BASELINE}"
NEEDED = f"width: 0.66rem; height: 0.66rem; transform: rotate(45deg); background: {theme.TARGET}"
HALO = "box-shadow: 0 0 0 1px white"


def _legend() -> None:
    marks = {f"{USUAL}; width: 1.6rem; height: 0.7rem": "usual range", TODAY: "today", NEEDED: "would have to be"}
    entries = "".join(
        f'<span><span aria-hidden="true" style="{SWATCH}; {mark}"></span>{text}</span>' for mark, text in marks.items()
    )
    st.html(f'<div style="{LEGEND}">{entries}</div>')


def _row(one: Solution, ends: tuple[float, float], goal: Goal, plan: Plan) -> None:
    """One lever: from which value to which, how far that is, what it comes to, and the button that sets it."""
    part = one.part_way is not None and one.value == one.part_way.value
    notes = lever_words.most_of_it(one, goal, plan) if part else "; ".join(lever_words.notes(one, plan.currency))
    out = goal_words.cash_out(one.cost, plan)
    cells = [
        f"<strong>{escape(lever_text.name(CATALOGUE[one.lever]))}</strong>{_small(notes)}",
        f"{escape(lever_words.values(one, plan.currency))}{_small(lever_words.change(one))}",
        f"{_bar(frames.track(one, plan), ends)}{_small(lever_words.usual(one, plan))}",
        f"{f'<strong>{escape(out)}</strong>' if out else ''}{_small(goal_words.comes_to(one.cost, goal, plan))}",
    ]
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        body = "".join(f"<div>{cell}</div>" for cell in cells)
        st.html(f'<div style="{ROW}; font-variant-numeric: tabular-nums">{body}</div>', width="stretch")
        _apply_button(one, plan, "goal-apply-part" if part else "goal-apply")


def _small(text: str) -> str:
    return f'<div style="{SMALL}">{escape(text)}</div>'


def _bar(track: frames.Track, ends: tuple[float, float]) -> str:
    """Today's value and the one it takes on a line with the usual range; what lies beyond the line is at its end."""
    low, high = ends
    usual_low, usual_high, today, needed = (
        3 + 94 * (min(max(value, low), high) - low) / (high - low) for value in (0.0, 1.0, track.today, track.needed)
    )
    left, right = sorted((today, needed))
    parts = [f"left: 0; right: 0; top: 50%; height: 1px; background: {theme.NEUTRAL}80"]
    if track.has_range:
        parts.append(f"left: {usual_low:.1f}%; width: {usual_high - usual_low:.1f}%; top: 25%; height: 50%; {USUAL}")
    parts += [
        f"left: {left:.1f}%; width: {right - left:.1f}%; top: calc(50% - 2px); height: 4px; background: {theme.TARGET}",
        f"left: calc({today:.1f}% - 0.35rem); top: calc(50% - 0.35rem); {TODAY}; {HALO}",
        f"left: calc({needed:.1f}% - 0.33rem); top: calc(50% - 0.33rem); {NEEDED}; {HALO}",
    ]
    marks = "".join(f'<div style="position: absolute; {part}"></div>' for part in parts)
    return f'<div aria-hidden="true" style="position: relative; height: 1.4rem">{marks}</div>'


def _apply_button(one: Solution, plan: Plan, key: str) -> None:
    lever, value = CATALOGUE[one.lever], frames.needed(one)
    st.button(
        f"Apply {heard(lever_text.name(lever))}",
        key=f"{key}-{one.lever}",
        icon=":material/check:",
        help=dollars(f"Set {lever_text.name_within(lever)} to {lever_text.span(lever, plan.currency, value)}"),
        on_click=_apply,
        args=(one.lever, value),
    )


@state.refusing(goal_entry.AT)
def _apply(lever_id: str, value: float) -> None:
    lever, new = CATALOGUE[lever_id], state.plan().with_levers({lever_id: value}, ENTERED)
    now = f"{lever_text.name(lever)} is now {lever_text.span(lever, new.currency, value)}"
    goal_entry.apply(new, f"setting {lever_text.name(lever)}", now, lever_id)


def one_alone(result: Result, goal: Goal, found: Sequence[Solution]) -> None:
    """The metric over the values of one lever."""
    plan = result.plan
    with figures.section(
        "One lever in detail", f"{goal_words.metric(goal.metric)} in {month_name(plan.start, goal.month)}"
    ):
        by_id = {one.lever: one for one in found}
        state.show("goal-lever-shown", st.session_state.get(goal_entry.LEVER, found[0].lever))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                "Lever",
                list(by_id),
                format_func=lambda lever_id: CATALOGUE[lever_id].label,
                key="goal-lever-shown",
                on_change=_choose_lever,
                width=430,
            )
            one = by_id[st.session_state["goal-lever-shown"]]
            if one.status == "found":
                _apply_button(one, plan, "goal-apply-detail")
        lever, column = CATALOGUE[one.lever], COLUMNS[goal.metric]
        frame = curve(plan, goal, one)
        st.markdown(lever_words.lever_alone(one, goal, result))
        figures.show(
            frame,
            charts.curve(goal.metric, units.of_lever(lever).axis, frames.marks(frame)),
            plan.currency,
            key="goal-curve",
            alt_text=f"{column.label} over {lever.label}, with the target and today's value",
        )
        st.caption(
            dollars(
                f"Across: {lever.label}, {lever_text.unit(lever, plan.currency)}. Dashed: the target. Shaded: usual."
            )
        )


def _choose_lever() -> None:
    st.session_state[goal_entry.LEVER] = st.session_state["goal-lever-shown"]


@lru_cache(256)
def curve(plan: Plan, goal: Goal, one: Solution) -> pd.DataFrame:
    """A metric over the values of one lever."""
    lever = reference_data.lever(plan, one.lever)
    low, high = (lever_text.unscaled(lever, end) for end in controls.slider_range(lever, one.today))
    values = frames.curve_values(lever, low, high, one)
    metric = moved(plan, [lever.id] * len(values), values, (goal.metric,))[goal.metric][goal.month - 1]
    return frames.curve(lever, values, metric, one, goal, plan)
