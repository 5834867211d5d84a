"""Community: does usage become revenue? The funnel from the first visit to a customer who stays."""

from functools import partial

import streamlit as st

from planner.analysis.readings import funnel, marketing
from planner.ui.editors import events
from planner.ui.figures import charts as kit
from planner.ui.figures.frames import against, won_by_source
from planner.ui.frame import layout
from planner.ui.kit import figures, reading, tables, tiles
from planner.ui.levers import panels
from planner.ui.pages.community import charts, frames, key_numbers, words
from planner.ui.session import choices, compute
from planner.ui.session.regions import region


def draw(areas: layout.Areas) -> None:
    """Key numbers, charts and the diagnosis."""
    with areas.key_numbers:
        _key_numbers()
    with areas.main:
        with figures.block("From intent to retention"):
            _funnel()
        _free()
        about = "Per month. PQLs come from free accounts, hand-raisers from self-serve customers, MQLs from marketing."
        with figures.section("Leads and ARR from usage and from marketing", about):
            _leads()
        about = "The last 12 months of the plan: what each way to be found costs, and what it brings"
        with figures.section("The free tier as marketing", about):
            _free_tier()


@region("Key numbers", waits=False)
def _key_numbers() -> None:
    result, baseline = compute.against_baseline()
    tiles.row(key_numbers.of(result), result, baseline, chips=reading.chips(result))
    st.markdown(words.diagnosis(result, funnel.diagnose(result)))


@region("From intent to retention")
def _funnel() -> None:
    result, baseline = compute.against_baseline()
    if not frames.exists(result):
        st.info(
            "This plan has no community: no visitors and no free accounts. Enter them among the levers of this page, "
            "under Day one and more.",
        )
        return
    months = choices.months("From intent to retention", result.plan, "funnel-year")
    figures.note("Monthly averages. Bars: the share that goes on. In brackets: the change against the baseline.")
    steps = frames.stages(result, baseline, months)
    figures.show(steps, charts.funnel(), key="funnel", alt_text="The five stages and the share that reaches each")


@region("Free accounts")
def _free() -> None:
    result, baseline = compute.against_baseline()
    if not frames.exists(result):
        return
    left, right = st.columns(2, gap="medium")
    with left, figures.section("Active free accounts"):
        pool = against(result, baseline, "free_accounts")
        figures.show(pool, charts.pool(), key="pool", alt_text="Free accounts over time")
    with right, figures.section("Sign-ups against paying share"):
        paying = frames.paying(result, baseline)
        figures.show(paying, charts.paying(), key="paying", alt_text="Sign-ups to date and the share that pays")


@region("Leads and ARR from usage and from marketing")
def _leads() -> None:
    result, baseline = compute.against_baseline()
    if choices.choice("What to show", {"leads": "Leads", "arr": "ARR won"}, "leads-or-arr") == "leads":
        leads = frames.leads(result, baseline)
        figures.show(leads, charts.leads(), key="leads", alt_text="Leads per month by source")
    else:
        won = won_by_source(result)
        figures.show(won, kit.won_by_source(), result.plan.currency, key="won", alt_text="ARR won by source")


@region("The free tier as marketing")
def _free_tier() -> None:
    """What its money would do elsewhere, too."""
    result, _ = compute.against_baseline()
    plan = result.plan
    ways = marketing.ways(result)
    tables.plain(frames.ways(ways, plan), "The free tier beside programmes and outbound")
    for sentence in words.switches(marketing.switches(plan, result), plan):
        figures.note(sentence)


def show() -> None:
    """The page."""
    below = partial(
        events.editor, "Calls to action, usage limits, an upgrade path: plays that turn usage into revenue."
    )
    layout.planning_page("Community", "Does usage become revenue?", panels.COMMUNITY, draw, below)
