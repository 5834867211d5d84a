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
from planner.ui.pages.goal_seek.words import next_dollar as next_dollar_words


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
        figures.section("Where more money does most", next_dollar_words.about(plan)),
        st.expander("One step of each hire, programme and play", key="goal-next", on_change="rerun") as box,
    ):
        if box.open:
            found = steps(plan)
            st.markdown(next_dollar_words.first(found, plan))
            tables.plain(pd.DataFrame(next_dollar_words.table(found, plan)), "What one step of each costs and adds")
            figures.note(next_dollar_words.idle(found))
            figures.note(next_dollar_words.COST)
