"""The goal: what is asked for, whether the plan meets it, and changes of the plan that are made for it."""

import math
from dataclasses import replace

import streamlit as st

from planner.analysis.levers.goals import Goal, of_target
from planner.analysis.readings import promises
from planner.analysis.readings.bands import of_plan
from planner.model.simulate import Result
from planner.plan import Plan
from planner.plan.ranges import as_stated
from planner.ui.kit import figures, metrics
from planner.ui.pages.goal_seek import charts, frames
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.session import compute, number_fields, page_inputs, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name

AT_MOST = ("burn_multiple", "headcount", "cac_payback_months")
"""Metrics of which less is better: one asks for at most."""

GOAL, OF, LEVER, AT, APPLIED = "goal", "goal-of", "goal-lever", "goal", "goal-applied"
RAISE, POINTS = 0.2, 0.05
"""What a new goal asks for beyond the plan: a fifth, or five points of a share that is not small."""


RUNWAY = 24.0
"""Months of runway to start from."""


def opening(result: Result) -> Goal:
    """What was promised and is missed first, else what was promised last, else a fifth more ARR than the plan has."""
    goals = promised(result)
    missed = [goal for goal in goals if not goal_words.kept(result, goal)]
    return next(iter(missed or goals[-1:]), None) or beyond(result, "arr", result.months)


def promised(result: Result) -> list[Goal]:
    """What the plan's targets ask for within its horizon, the next one first."""
    return [goal for one in promises.due(result) for goal in of_target(one.target)]


def beyond(result: Result, metric: str, month: int) -> Goal:
    """A goal to start from: somewhat better than the plan, in two digits; where it has no value, what is published."""
    value, at_most = float(result[metric][month - 1, 0]), metric in AT_MOST
    if not math.isfinite(value) or value == 0:
        return Goal(metric, month, _published(metric, result.plan), at_most)
    share = COLUMNS[metric].unit == "share" and abs(value) >= RAISE
    step = POINTS if share else RAISE * abs(value)
    target = float(f"{value - step if at_most else value + step:.2g}")
    return Goal(metric, month, max(-typed.MOST, min(target, typed.MOST)), at_most)


def _published(metric: str, plan: Plan) -> float:
    """The better end of a metric's published band; of one that has none, a number to start from."""
    for band in of_plan(plan):
        if band.column == metric:
            ends = [end for end in (band.low, band.high) if end is not None]
            return min(ends) if metric in AT_MOST else max(ends)
    return RUNWAY if metric == "runway_months" else 1.0


def current(result: Result) -> Goal:
    """The session's goal; a plan that is opened brings its own."""
    baseline = state.baseline_plan()
    opened = baseline.name, baseline.start, baseline.currency
    if st.session_state.setdefault(OF, opened) != opened:
        st.session_state[OF] = opened
        for name in ("goal", "together", "round"):
            page_inputs.keep(name, None)
    goal: Goal = page_inputs.get(GOAL) or opening(result)
    page_inputs.keep(GOAL, replace(goal, month=min(goal.month, result.months)))
    return asked()


def asked() -> Goal:
    """The goal that is kept."""
    goal: Goal = page_inputs.get(GOAL)
    return goal


def choose(goal: Goal) -> None:
    """Make it the session's goal; one that cannot be asked for is refused with its reason."""
    with state.refusing(AT):
        goal.checked(state.plan())
        page_inputs.keep(GOAL, goal)


def draw(result: Result, goal: Goal) -> None:
    """The goal, in a row of inputs, and the board's targets one click away."""
    plan = result.plan
    state.show("goal-metric", goal.metric)
    state.show("goal-direction", goal.at_most)
    state.show("goal-month", goal.month)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metrics.choose("Metric", format_func=goal_words.metric, key="goal-metric", on_change=_commit_metric, width=270)
        st.selectbox(
            "Must be",
            [False, True],
            format_func=lambda most: "at most" if most else "at least",
            key="goal-direction",
            on_change=_commit,
            width=120,
        )
        quantity = typed.of_column(COLUMNS[goal.metric], plan.currency)
        label = f"Target, {quantity.unit}" if quantity.unit else "Target"
        number_fields.draw("goal-target", label, goal.target, quantity, _commit_target, at=AT, width=190)
        st.selectbox(
            "At the end of",
            range(1, plan.months + 1),
            format_func=lambda month: month_name(plan.start, month),
            key="goal-month",
            on_change=_commit,
            width=150,
        )
    _cash_floor(goal, plan)
    refusals.show(AT)
    _promises(result, goal)


def _cash_floor(goal: Goal, plan: Plan) -> None:
    """Whether answers must keep cash above a floor, and which."""
    state.show("goal-has-floor", goal.cash_floor is not None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.checkbox(
            "Keep cash at or above a floor",
            key="goal-has-floor",
            on_change=_commit_has_floor,
            help="Only answers with which cash stays at or above it in every month.",
            width="content",
        )
        if goal.cash_floor is not None:
            quantity = typed.amount(plan.currency)
            number_fields.draw(
                "goal-floor",
                "Cash floor",
                goal.cash_floor,
                quantity,
                _commit_floor,
                at=AT,
                width=190,
                label_visibility="collapsed",
            )


def _promises(result: Result, goal: Goal) -> None:
    goals = promised(result)
    if not goals:
        with st.container(horizontal=True, vertical_alignment="center"):
            about = f"{goal_words.no_promise(result.plan)}: add one on Plan, and it can be chosen here."
            st.caption(about, width="content")
            st.page_link("pages/plan.py", label="Plan", icon=":material/arrow_forward:")
        return
    asked = replace(goal, cash_floor=None)
    state.show("goal-promise", goals.index(asked) if asked in goals else None)
    st.pills(
        "What the board was promised",
        range(len(goals)),
        format_func=lambda at: goal_words.promise(result, goals[at]),
        key="goal-promise",
        on_change=_commit_promise,
        args=(goals,),
    )


@state.refusing(AT)
def _commit_metric() -> None:
    goal = asked()
    other = beyond(compute.projection(state.plan()), st.session_state["goal-metric"], goal.month)
    choose(replace(other, cash_floor=goal.cash_floor))


def _commit() -> None:
    goal = asked()
    choose(replace(goal, at_most=st.session_state["goal-direction"], month=st.session_state["goal-month"]))


def _commit_target(value: float) -> None:
    goal = asked()
    choose(replace(goal, target=value))


def _commit_has_floor() -> None:
    goal = asked()
    choose(replace(goal, cash_floor=0.0 if st.session_state["goal-has-floor"] else None))


def _commit_floor(value: float) -> None:
    goal = asked()
    choose(replace(goal, cash_floor=value))


def _commit_promise(goals: list[Goal]) -> None:
    at = st.session_state["goal-promise"]
    if at is not None:
        choose(replace(goals[at], cash_floor=asked().cash_floor))


def standing(result: Result, baseline: Result, goal: Goal) -> None:
    """The metric over time against the goal, and what was applied to the plan for it."""
    if APPLIED in st.session_state:
        what, met = st.session_state.pop(APPLIED)
        (st.success if met else st.info)(goal_words.applied(what, met), icon=":material/check_circle:" if met else None)
    st.markdown(goal_words.standing(result, goal))
    figures.show(
        frames.path(result, baseline, goal),
        charts.path(goal.metric),
        result.plan.currency,
        key="goal-path",
        alt_text=f"{COLUMNS[goal.metric].label} over time, and the goal",
    )


def apply(new: Plan, label: str, what: str, lever_id: str | None = None) -> None:
    """Make a plan that was changed for the goal the current one, and show the lever that was changed in detail.

    label: as undoing names it. what: what was done. lever_id: None when no lever was.
    """
    goal = asked()
    new = as_stated(new, state.history().plans())
    state.apply(new, label)
    st.session_state[APPLIED] = what, goal.met(new)
    if lever_id is not None:
        st.session_state[LEVER] = lever_id
