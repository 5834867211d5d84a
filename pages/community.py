"""Community: does usage become revenue? The funnel from the first visit to a customer who stays."""

import streamlit as st

from planner.analysis import funnel
from planner.exchange.numbers import symbol
from planner.ui import choices, compute, events, headlines, kpis, layout, levers, panels, state, theme
from planner.ui.charts import community as charts
from planner.ui.charts.base import show
from planner.ui.charts.common import areas, compared, lines
from planner.ui.frames import community as frames
from planner.ui.frames.base import against
from planner.ui.words import community as words

key_numbers, side, main = layout.planning_page("Community", "Does usage become revenue?")
with side:
    levers.draw(panels.COMMUNITY)

plan = state.plan()
result, baseline = compute.against_baseline()
with key_numbers:
    kpis.row(headlines.community(result), result, baseline)
    st.markdown(words.diagnosis(result, funnel.diagnose(result)))
with main:
    sign, ink = symbol(plan.currency), theme.ink()
    if frames.exists(result):
        months = choices.months("From intent to retention", plan, "funnel-year")
        st.caption("A month on average. Bars are on a logarithmic scale; in brackets the change against the baseline.")
        steps = frames.stages(result, baseline, months)
        show(steps, charts.funnel, ink, key="funnel", alt_text="The five stages, what carries on to each")
        left, right = st.columns(2, gap="medium")
        with left:
            st.header("Active free accounts", anchor=False)
            pool = against(result, baseline, "free_accounts")
            show(pool, compared, "Active free accounts", key="pool", alt_text="Free accounts over time")
        with right:
            st.header("Sign-ups against paying share", anchor=False)
            paying = frames.paying(result, baseline)
            show(paying, charts.paying, ink, key="paying", alt_text="Sign-ups to date and the share that pays")
    else:
        st.info("This plan has no community: no visitors, no free accounts. Day one and more, on the left, adds them.")
    st.header("What usage brings, beside marketing", anchor=False)
    shown = choices.choice("What to show", ["Leads", "ARR won"], "leads-or-arr")
    st.caption("A month. PQLs come from free accounts, hand-raisers from self-serve customers, MQLs from marketing.")
    if shown == "Leads":
        leads = frames.leads(result, baseline)
        show(leads, lines, *frames.LEAD_LINES, key="leads", alt_text="Leads a month by source")
    else:
        won = frames.won_by_source(result)
        show(won, areas, tuple(theme.SOURCES.items()), sign, key="won", alt_text="ARR won by source")
    events.editor("Calls to action, usage limits, an upgrade path: what would make usage pay.")
