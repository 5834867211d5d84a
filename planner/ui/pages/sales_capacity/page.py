"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

from collections.abc import Sequence
from functools import lru_cache, partial

import streamlit as st

from planner.analysis.levers import improvements
from planner.plan import remarks
from planner.ui.figures import shared_charts, shared_frames
from planner.ui.frame import layout
from planner.ui.kit import figures, limits, reading, tiles
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.levers import panels
from planner.ui.levers.panels import Panel
from planner.ui.pages.sales_capacity import charts, details, frames, key_numbers, words
from planner.ui.session import choices, compute, regions, state
from planner.ui.session.regions import region

CAPACITY, SELLERS = "Capacity, demand and what is won", "Heads and attainment"
"""Titles of regions: what is chosen in the first one is of both."""

TEAM = "sales-team"
"""The key of that choice."""


def draw(areas: layout.Areas) -> None:
    """Key numbers, capacity, sellers, attainment and a closer look."""
    with areas.key_numbers:
        _key_numbers()
    with areas.main:
        _team()
        _sellers()
        with figures.section("A closer look"):
            _closer()


_improvements = lru_cache(compute.CACHED)(improvements.of)
"""What would help a plan; two regions say it."""


@region("Key numbers", waits=False)
def _key_numbers() -> None:
    plan = state.plan()
    result, baseline = compute.against_baseline()
    tiles.row(
        key_numbers.of(limits.ordered(result)), result, baseline, chips=reading.chips(result, here="./sales_capacity")
    )
    st.markdown(words.selling(result, _improvements(plan)))
    for remark in remarks.on_references(plan):
        st.caption(f":material/info: {literal(remark)}")


@region(CAPACITY)
def _team() -> None:
    result, baseline = compute.against_baseline()
    labels = {view.id: view.label for view in frames.views(limits.ordered(result))}
    view = frames.VIEWS[choices.titled(CAPACITY, labels, TEAM, partial(regions.again, CAPACITY, SELLERS))]
    if not frames.exists(result, view):
        st.info(
            "There are no sellers here and no deals to close. Add hires and leads among the levers of this page.",
        )
        return
    with part(CAPACITY):
        figures.note(words.about(view))
        capacity, key = shared_frames.capacity(result, baseline, view.teams), f"capacity-{view.id}"
        figure = shared_charts.capacity(view.colour, frames.strips(view))
        figures.show(capacity, figure, result.plan.currency, key=key, alt_text="Capacity and ARR won")


@region(SELLERS)
def _sellers() -> None:
    result, baseline = compute.against_baseline()
    view = frames.VIEWS[st.session_state.get(TEAM, "both")]
    if not frames.exists(result, view):
        return
    if not frames.anybody(result, baseline, view):
        figures.note("Nobody sells here in this plan, so there are no heads and no attainment to show.")
        return
    left, right = st.columns(2, gap="medium")
    with left, figures.section("Heads and ramped equivalents", f"{view.label}, by productivity."):
        heads, key = frames.sellers(result, baseline, view), f"sellers-{view.id}"
        figures.show(heads, charts.sellers(view.colour), key=key, alt_text="Sellers, ramped and ramping")
    with right, figures.section("Attainment, last 12 months", "Both teams. With leads: attainment with enough leads."):
        attained = frames.attainment(result, baseline)
        figures.show(attained, charts.attainment(), key="attainment", alt_text="Attainment of quota over time")


@region("A closer look")
def _closer() -> None:
    result, _ = compute.against_baseline()
    details.draw(result, _improvements(result.plan))


def show() -> None:
    """The page."""
    layout.planning_page("Sales capacity", "Can the team sell what was promised?", _panels, draw)


def _panels() -> Sequence[Panel]:
    """The levers, those of teams that exist first."""
    with part("The order of the teams"):
        teams = limits.ordered(compute.projection(state.plan()))
        return panels.in_order(panels.SALES_CAPACITY, [team.id for team in teams])
    return panels.SALES_CAPACITY
