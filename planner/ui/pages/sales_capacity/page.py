"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

from collections.abc import Sequence

import streamlit as st

from planner.analysis.levers import improvements
from planner.plan import remarks
from planner.ui.frame import layout
from planner.ui.kit import figures, limits, tiles
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.levers import panels
from planner.ui.levers.panels import Panel
from planner.ui.pages.sales_capacity import charts, details, frames, key_numbers, words
from planner.ui.session import choices, compute, state


def draw(areas: layout.Areas) -> None:
    """Key numbers, capacity, sellers, attainment and a closer look."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    found = improvements.of(plan)
    with areas.key_numbers, part("Key numbers"):
        tiles.row(key_numbers.of(limits.ordered(result)), result, baseline)
        st.markdown(words.selling(result, found))
        for remark in remarks.on_references(plan):
            st.caption(f":material/info: {literal(remark)}")
    with areas.main:
        labels = {view.id: view.label for view in frames.views(limits.ordered(result))}
        view = frames.VIEWS[choices.titled("Capacity, demand and what is won", labels, "sales-team")]
        if frames.exists(result, view):
            with part("Capacity, demand and what is won"):
                figures.note(words.about(view))
                capacity, key = frames.capacity(result, baseline, view), f"capacity-{view.id}"
                figure = charts.capacity(view.colour, frames.strips(view))
                figures.show(capacity, figure, plan.currency, key=key, alt_text="Capacity and ARR won")
            if not frames.anybody(result, baseline, view):
                figures.note("Nobody sells here in this plan, so that there are no heads and no attainment to show.")
                details.draw(result, found)
                return
            left, right = st.columns(2, gap="medium")
            about = f"{view.label}, by productivity."
            with left, figures.section("Heads and ramped equivalents", about):
                heads, key = frames.sellers(result, baseline, view), f"sellers-{view.id}"
                figures.show(heads, charts.sellers(view.colour), key=key, alt_text="Sellers, ramped and ramping")
            about = "Both teams. With leads: attainment with enough leads."
            with right, figures.section("Attainment, last 12 months", about):
                attained = frames.attainment(result, baseline)
                figures.show(attained, charts.attainment(), key="attainment", alt_text="Attainment of quota over time")
        else:
            st.info(
                "There are no sellers here and no deals to close. Add hires and leads on the left.",
            )
        details.draw(result, found)


def show() -> None:
    """The page."""
    layout.planning_page("Sales capacity", "Can the team sell what was promised?", _panels, draw)


def _panels() -> Sequence[Panel]:
    """The levers, those of teams that exist first."""
    teams = limits.ordered(compute.projection(state.plan()))
    return panels.in_order(panels.SALES_CAPACITY, [team.id for team in teams])
