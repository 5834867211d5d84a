"""Where the next dollar goes: one step of each hire, programme and play, ranked by ARR per unit of cost."""

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from planner.analysis import next_dollar as analysis
from planner.analysis.next_dollar import Step
from planner.plan import Plan
from planner.ui.editors import events
from planner.ui.kit import figures, tables
from planner.ui.pages.goal_seek import words


@lru_cache(32)
def steps(plan: Plan) -> Sequence[Step]:
    """Every step, most ARR per unit of cost first; while they are tried, how many are done."""
    text = "Trying every step"
    bar = st.progress(0.0, text)
    plays = {play.name: play for each in events.plays().values() for play in each}

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, text)

    found = analysis.ranked(plan, plays, tell=tell)
    bar.empty()
    return tuple(found)


def draw(plan: Plan) -> None:
    """The steps, a click away: trying them takes a moment."""
    with (
        figures.section("Where the next dollar goes", words.next_about(plan)),
        st.expander("One step of each hire, programme and play", key="goal-next", on_change="rerun") as box,
    ):
        if box.open:
            found = steps(plan)
            st.markdown(words.next_step(found, plan))
            tables.plain(pd.DataFrame(words.next_steps(found, plan)), "What one step of each costs and adds")
            figures.note(words.next_idle(found))
            figures.note(words.NEXT_COST)
