"""What the Community page shows: frames for its charts, and the choice of months for its funnel."""

import math

import pandas as pd
import streamlit as st

from planner.analysis import funnel
from planner.exchange.numbers import month_name, percent, rate, volume
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui import frames, theme

YEAR = 12

OPEN = (
    "community.visitor_growth",
    "community.signup_rate",
    "community.activation_rate",
    "self_serve.conversion",
    "community.pql_rate",
    "community.free_churn",
)
MORE = (
    "community.visitors",
    "community.referral",
    "self_serve.upgrade_rate",
    "community.free_accounts",
    "community.signups_to_date",
    "community.hosting_per_free_account",
)
"""Levers of the page: those that are open, and the rest."""

LEADS = {"PQLs": "pqls", "Hand-raisers": "upgrade_leads", "MQLs": "mqls"}
"""Leads a month by the name people read: column."""

LEAD_LINES = (
    (*((name, theme.SOURCES[name]) for name in LEADS), ("PQLs in the baseline", theme.BASELINE)),
    "",
    False,
    ("PQLs in the baseline",),
)
"""How `charts.lines` draws leads."""

PAYING = "Customers of all segments as a share of all sign-ups to date"
WON = "ARR that sales won from product-qualified leads in the last 12 months"

COUNTED = ("visitors", "sign-ups", "accounts become active", "start to pay", "still pay a year later")
CARRY_ON = ("sign up", "become active", "start to pay", "stay for a year")


def exists(result: Result) -> bool:
    """Whether there is anybody to show, in any month."""
    return any(bool(result[name][:, 0].any()) for name in ("visitors", "free_accounts", "signups_to_date"))


def period(plan: Plan) -> slice:
    """The heading of the funnel beside a choice of its months (a slice, from 0): a year of the plan."""
    years = [slice(first, min(first + YEAR, plan.months)) for first in range(0, plan.months, YEAR)]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("From intent to retention", anchor=False, width="content")
        chosen = st.selectbox(
            "Months of the funnel",
            range(len(years)),
            index=len(years) - 1,
            format_func=lambda at: _months(plan, years[at]),
            key=f"funnel-year-{plan.start}-{plan.months}",
            label_visibility="collapsed",
            persist_state="session",
            width=230,
        )
    return years[chosen]


def _months(plan: Plan, months: slice) -> str:
    return f"{month_name(plan.start, months.start + 1)} to {month_name(plan.start, months.stop)}"


def what_leads_bring() -> str:
    """The heading of the last chart, and the choice of what it shows: "Leads" or "ARR won"."""
    st.subheader("What usage brings, beside marketing", anchor=False)
    shown = st.segmented_control(
        "What to show",
        ["Leads", "ARR won"],
        default="Leads",
        key="leads-or-arr",
        label_visibility="collapsed",
        persist_state="session",
        required=True,
        wrap=True,
    )
    st.caption("A month. PQLs come from free accounts, hand-raisers from self-serve customers, MQLs from marketing.")
    return shown


def stages(result: Result, baseline: Result, months: slice) -> pd.DataFrame:
    """What `charts.funnel` draws. months: of the plan, a slice from 0."""
    now = funnel.stages(result, months)
    known = baseline.plan != result.plan and baseline.months >= months.stop
    was = funnel.stages(baseline, months) if known else now
    reached = [
        _reached(name, share, old) for name, share, old in zip(CARRY_ON, now.shares[1:], was.shares[1:], strict=True)
    ]
    if now.volumes[2] > 0:
        asking = _reached("become leads for sales (PQLs)", now.pqls / now.volumes[2], _ratio(was.pqls, was.volumes[2]))
        reached[2] = f"{reached[2]}, {asking.removeprefix('↓ ')}"
    return pd.DataFrame(
        {
            "stage": list(theme.STAGES),
            "title": [f"{name} · {counted}" for name, counted in zip(theme.STAGES, COUNTED, strict=True)],
            "volume": [
                f"{volume(amount)} a month{_change(amount, old)}"
                for amount, old in zip(now.volumes, was.volumes, strict=True)
            ],
            "size": [math.log10(1 + amount) for amount in now.volumes],
            "next": [*reached, ""],
        }
    )


def _reached(name: str, share: float, was: float) -> str:
    if math.isnan(share):
        return ""
    before = f" (was {rate(was)})" if rate(was) != rate(share) else ""
    return f"↓ {rate(share)} {name}{before}"


def _change(now: float, was: float) -> str:
    change = percent(now / was - 1) if was else "0%"
    return "" if change == "0%" else f" ({'' if change.startswith('-') else '+'}{change})"


def _ratio(upper: float, lower: float) -> float:
    return upper / lower if lower else math.nan


def leads(result: Result, baseline: Result) -> pd.DataFrame:
    """Leads a month by where they come from, and the baseline's PQLs."""
    frame = frames.columns(result, {column: name for name, column in LEADS.items()})
    frame["PQLs in the baseline"] = frames.before(baseline, "pqls", result.plan)
    return frame


def won_by_source(result: Result) -> pd.DataFrame:
    """ARR won a month by where the customer came from, as `charts.areas` draws theme.SOURCES."""
    columns = ("won_arr_self_serve", "won_pql_arr", "won_upgrade_arr", "won_mql_arr")
    return frames.columns(result, dict(zip(columns, theme.SOURCES, strict=True)))


def paying(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.paying` draws."""
    frame = frames.columns(result, {"signups_to_date": "Sign-ups", "paying_share": "Share"})
    frame["Baseline"] = frames.before(baseline, "paying_share", result.plan)
    frame["Sign-ups to date"] = [volume(value) for value in frame["Sign-ups"]]
    frame["Paying share"] = [rate(value) for value in frame["Share"]]
    return frame
