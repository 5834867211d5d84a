"""Several levers moved together: the least share of the way to their better ends that meets the goal."""

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.sensitivity import DECISIONS
from planner.analysis.levers.solve import Solution
from planner.analysis.levers.together import FEWEST, MOST, Together, solve_together, together_in_few_digits
from planner.exchange.together_text import stays
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit import figures, tables
from planner.ui.levers.entries import ENTERED
from planner.ui.pages.goal_seek import goal_entry
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import levers as lever_words
from planner.ui.session import page_inputs, state
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE

CHOSEN, KEY = "together", "goal-together"


@lru_cache(64)
def solution(plan: Plan, levers: tuple[str, ...], goal: Goal) -> Together:
    """What the levers would have to be, in values that can be read and still meet the goal."""
    return together_in_few_digits(plan, goal, solve_together(plan, levers, goal))


def draw(result: Result, goal: Goal, found: Sequence[Solution]) -> None:
    """Which levers, and what they would have to be. found: what each alone would have to be, the nearest first."""
    plan = result.plan
    if found[0].status == "met":
        return
    about = (
        "Each moves the same share of the way to the better end of its usual range; one without a usual range by up to "
        "30%. The least share that meets the goal."
    )
    with figures.section("Several levers together", about):
        nearest = [one.lever for one in found if not one.beyond_control][:FEWEST]
        levers = page_inputs.get(CHOSEN)
        state.show(KEY, list(nearest if levers is None else levers))
        st.multiselect(
            f"Levers, {FEWEST} to {MOST}",
            DECISIONS,
            format_func=lambda lever_id: CATALOGUE[lever_id].label,
            key=KEY,
            max_selections=MOST,
            on_change=_choose,
        )
        chosen = tuple(st.session_state[KEY])
        if len(chosen) < FEWEST:
            figures.note(f"Choose {FEWEST} to {MOST} levers.")
            return
        one = solution(plan, chosen, goal)
        st.markdown(lever_words.together(one, goal, plan))
        tables.plain(pd.DataFrame(lever_words.together_table(one, plan)), "What the levers together would have to be")
        for sentence in stays(one, goal, plan, lambda lever_id: lever_text.name(CATALOGUE[lever_id])):
            figures.note(sentence)
        figures.note(goal_words.comes_to(one.cost, goal, plan))
        if one.status == "found":
            st.button("Apply all", key="goal-together-apply", icon=":material/check:", on_click=_apply, args=(one,))


def _choose() -> None:
    page_inputs.keep(CHOSEN, tuple(st.session_state[KEY]))


@state.refusing(goal_entry.AT)
def _apply(one: Together) -> None:
    new = state.plan().with_levers(dict(zip(one.levers, one.values, strict=True)), ENTERED)
    goal_entry.apply(new, f"setting {len(one.levers)} levers", f"{len(one.levers)} levers are set", one.levers[0])
