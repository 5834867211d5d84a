"""Community: does usage become revenue? The funnel from the first visit to a customer who stays."""

import streamlit as st

from planner.analysis import funnel
from planner.exchange.numbers import symbol
from planner.ui import charts, community, compute, events, frames, kpis, layout, levers, selling, state, theme, words
from planner.ui.kpis import Kpi

layout.page("Community", "Does usage become revenue?")
key_numbers = st.container()
side, main = st.columns([4, 9], gap="medium")
with side:
    levers.panel("From visit to customer", community.OPEN, community.MORE, more_title="Day one and more")

plan = state.plan()
result, baseline = compute.projection(plan), compute.projection(state.baseline_plan())
with key_numbers:
    kpis.row(
        [
            kpis.at_end("signups", "Sign-ups", note=f"A month, in {frames.last_month(plan)}"),
            kpis.at_end("free_accounts", "Free accounts", note="Active at the end of the plan"),
            kpis.at_end("pqls", "PQLs", note="Free accounts that become product-qualified leads, a month"),
            Kpi("Paying share", lambda outcome: float(outcome["paying_share"][-1, 0]), "rate", note=community.PAYING),
            kpis.at_end("arr_self_serve", "Self-serve ARR"),
            Kpi(
                "Won from PQLs", lambda outcome: selling.last_year(outcome, "won_pql_arr"), "money", note=community.WON
            ),
        ],
        result,
        baseline,
    )
    st.markdown(words.diagnosis(result, funnel.diagnose(result)))
with main:
    sign = symbol(plan.currency)
    if community.exists(result):
        months = community.period(plan)
        st.caption("A month on average. Bars are on a logarithmic scale; in brackets the change against the baseline.")
        steps = community.stages(result, baseline, months)
        charts.show(
            steps, charts.funnel, theme.ink(), key="funnel", alt_text="The five stages, what carries on to each"
        )
        left, right = st.columns(2, gap="medium")
        with left:
            st.subheader("Active free accounts", anchor=False)
            pool = frames.against(result, baseline, "free_accounts")
            charts.show(pool, charts.compared, "Active free accounts", key="pool", alt_text="Free accounts over time")
        with right:
            st.subheader("Sign-ups against paying share", anchor=False)
            paying = community.paying(result, baseline)
            charts.show(paying, charts.paying, key="paying", alt_text="Sign-ups to date and the share that pays")
    else:
        st.info("This plan has no community: no visitors, no free accounts. Day one and more, on the left, adds them.")
    if community.what_leads_bring() == "Leads":
        leads = community.leads(result, baseline)
        charts.show(leads, charts.lines, *community.LEAD_LINES, key="leads", alt_text="Leads a month by source")
    else:
        won = community.won_by_source(result)
        charts.show(won, charts.areas, tuple(theme.SOURCES.items()), sign, key="won", alt_text="ARR won by source")
    events.editor("Calls to action, usage limits, an upgrade path: what would make usage pay.")
