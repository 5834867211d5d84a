"""Compare: which plan, and why? Plans side by side, what differs, and what every difference does."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from planner.analysis.explain.comparison import FEWEST, Comparison, compare
from planner.analysis.explain.explanation import MOST_EXACT, Explanation, explain
from planner.analysis.explain.items import items
from planner.plan import Plan
from planner.ui.figures.figure import as_field
from planner.ui.frame import layout
from planner.ui.kit import figures, metrics, tables
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.pages.compare import charts, choice, differing, frames, words
from planner.ui.session import compute, state
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.sentences import counted

ASKED = "compare-asked"
"""Pairs of plans whose difference is split although that takes a moment."""

CACHED = 64
"""Answers that are kept of each question, for all sessions together."""


@lru_cache(CACHED)
def compared(plans: tuple[Plan, ...], month: int, calendar: bool) -> Comparison:
    """Plans side by side."""
    return compare(plans, month, calendar=calendar)


@lru_cache(CACHED)
def explained(plan: Plan, other: Plan, metric: str, months: tuple[int, int], fold: bool) -> Explanation:
    """Why a metric differs. months: the one of each plan that is compared."""
    return explain(plan, other, metric, months[0], other_month=months[1], fold=fold)


def draw() -> None:
    """What is compared, the key numbers, one of them over time and split, and what differs."""
    chosen = choice.draw()
    if len(chosen) < FEWEST:
        choice.too_few()
        return
    names, plans = [name for name, _ in chosen.values()], tuple(plan for _, plan in chosen.values())
    compute.wait_for_engine()
    month, calendar = choice.month(plans)
    found = compared(plans, month, calendar)
    for sentence in words.apart(found, names, calendar):
        st.caption(literal(sentence))
    with figures.section("Key numbers", "▲ the best, ▼ the worst, in the month that is compared"):
        texts, styles = frames.numbers(found, names)
        full = frames.in_full(found, names)
        tables.tinted(texts, styles, "Number", "Key numbers of every plan", full)
    with part("Over time"):
        metric = _metric()
        _over_time(found, names, metric)
    with part("Why they differ"):
        _why(found, names, metric)
    with figures.section("What differs", "A click takes a plan's value into the current plan; Undo takes it back."):
        differing.draw(found, chosen)


def _metric() -> str:
    """The metric that is drawn over time and split."""
    st.html('<h2 class="section">Over time</h2>')
    kept = st.session_state.get("compare-metric-kept", "arr")
    state.show("compare-metric", kept)
    return metrics.choose(
        "Metric",
        key="compare-metric",
        on_change=lambda: st.session_state.update({"compare-metric-kept": st.session_state["compare-metric"]}),
        width=320,
    )


def _over_time(found: Comparison, names: Sequence[str], metric: str) -> None:
    fields = tuple(map(as_field, names))
    figure = charts.overlaid(fields, units.of(metric).axis)
    frame, label = frames.overlaid(found, fields, metric), COLUMNS[metric].label
    figures.show(frame, figure, found.plans[0].currency, key="compared", alt_text=f"{label} of every plan over time")


def _why(found: Comparison, names: Sequence[str], metric: str) -> None:
    """The difference of a plan to the first one, by what differs."""
    others = range(1, len(names))
    with figures.section("Why they differ"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            at = 1
            if len(others) > 1:
                label = f"Against {names[0]}"
                at = st.selectbox(label, others, format_func=names.__getitem__, key="compare-other", width=420)
            fold = st.toggle("One bar for the levers of a group", key="compare-fold")
        pair = (found.plans[0], found.plans[at])
        if found.rates[at] is None:
            st.markdown("Amounts in two currencies are split only once their exchange rate is known.")
            return
        try:
            if not _asked(pair, fold):
                return
            split = explained(*pair, metric, (found.months[0], found.months[at]), fold)
        except PlannerError as error:
            st.markdown(literal(f"It cannot be split. {error.sentences()[0]}."))
            return
        ends = (names[0], names[at])
        st.markdown(literal(words.explained(split, ends)))
        if any(one.effect for one in split.effects):
            figure = charts.waterfall(units.of(metric).axis)
            alt_text = f"{COLUMNS[metric].label} from {ends[0]} to {ends[1]}, by what differs"
            frame = frames.waterfall(split, ends)
            figures.show(frame, figure, split.plan.currency, key="explained", alt_text=alt_text)
            figures.note(words.exactness(split))


def _asked(pair: tuple[Plan, Plan], fold: bool) -> bool:
    """Whether the difference is split: at once where that is quick, else when it is asked for."""
    count = len(items(*pair, fold))
    asked: set[tuple[Plan, Plan]] = st.session_state.setdefault(ASKED, set())
    if count <= MOST_EXACT or pair in asked:
        return True
    st.button(f"Split it by its {counted(count, 'differences')}", key="compare-split", on_click=asked.add, args=(pair,))
    return False


def show() -> None:
    """The page."""
    layout.analysis_page("Compare", "Which plan, and why?", draw)
