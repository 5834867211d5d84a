"""Funding that keeps cash above the floor: the smallest round in a month, and the latest month of one."""

from functools import lru_cache

import streamlit as st

from planner.analysis import funding
from planner.analysis.funding import Round
from planner.analysis.levers import goals
from planner.analysis.levers.goals import Goal
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit import figures
from planner.ui.pages.goal_seek import goal_entry
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import rounds as round_words
from planner.ui.session import number_fields, page_inputs, refusals, state
from planner.ui.session.page_inputs import AskedRound
from planner.vocabulary import typed
from planner.vocabulary.numbers import month_name

CHOSEN, AT, MONTH = "round", "goal-round", "goal-round-month"


@lru_cache(64)
def smallest(plan: Plan, month: int, floor: float) -> Round:
    """The smallest round in a month, rounded up so that it still keeps the floor when it is read."""
    found = funding.smallest_round(plan, month, floor)
    return found if found.status != "found" else funding.rounded_up(plan, found)


@lru_cache(64)
def latest(plan: Plan, amount: float, floor: float) -> Round:
    """The latest month of a round of this amount."""
    return funding.latest_month(plan, amount, floor)


def draw(result: Result, goal: Goal) -> None:
    """A round's month or its amount, and the other that it takes."""
    plan, floor = result.plan, goal.cash_floor or 0.0
    with figures.section("Which round would it take?", round_words.about(floor, plan)):
        asked: AskedRound = page_inputs.get(CHOSEN) or AskedRound()
        needed = smallest(plan, 1, floor)
        if needed.status == "not needed":
            st.markdown(round_words.none(needed, plan))
            return
        month = min(asked.month or needed.below or 1, plan.months)
        first = smallest(plan, min(needed.below or 1, plan.months), floor)
        amount = asked.amount or first.amount or needed.amount
        left, right = st.columns(2, gap="medium")
        with left:
            state.show(MONTH, month)
            st.selectbox(
                "Closes at the end of",
                range(1, plan.months + 1),
                format_func=lambda at: month_name(plan.start, at),
                key=MONTH,
                on_change=_choose_month,
                width=200,
            )
            _answer(smallest(plan, month, floor), goal, plan, "month")
        with right:
            quantity = typed.amount(plan.currency, low=0)
            number_fields.draw("goal-round", "Amount", amount, quantity, _choose_amount, at=AT, width=200)
            refusals.show(AT)
            if amount > 0:
                _answer(latest(plan, amount, floor), goal, plan, "amount")


def _answer(one: Round, goal: Goal, plan: Plan, by: str) -> None:
    """What a round comes to, and the button that adds it."""
    st.markdown(round_words.answer(one, plan, by))
    if one.status != "found" or one.month is None:
        return
    funded = funding.with_round(plan, one.month, one.amount)
    figures.note(goal_words.comes_to(goals.cost(funded, goal.month), goal, plan))
    st.button(
        "Add this round",
        key=f"goal-round-apply-{by}",
        icon=":material/check:",
        on_click=_apply,
        args=(one.month, one.amount),
    )


def _choose_month() -> None:
    page_inputs.keep(CHOSEN, (page_inputs.get(CHOSEN) or AskedRound())._replace(month=st.session_state[MONTH]))


@state.refusing(AT)
def _choose_amount(value: float) -> None:
    page_inputs.keep(CHOSEN, (page_inputs.get(CHOSEN) or AskedRound())._replace(amount=value))


@state.refusing(AT)
def _apply(month: int, amount: float) -> None:
    plan = state.plan()
    goal_entry.apply(funding.with_round(plan, month, amount), "adding a round", round_words.added(plan, month, amount))
