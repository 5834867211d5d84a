"""Frames of the Community page."""

import math

import pandas as pd

from planner.analysis.readings import funnel
from planner.model.simulate import Result
from planner.ui.kit import theme
from planner.ui.kit.frames import before, columns
from planner.vocabulary.numbers import percent, rate, volume

LEADS = {"PQLs": "pqls", "Hand-raisers": "upgrade_leads", "MQLs": "mqls"}
"""Leads a month by the name people read: column."""

LEAD_LINES = (
    (*((name, theme.SOURCES[name]) for name in LEADS), ("PQLs in the baseline", theme.BASELINE)),
    "",
    False,
    ("PQLs in the baseline",),
)
"""How `charts.lines` draws leads."""

COUNTED = ("visitors", "sign-ups", "accounts become active", "start to pay", "still pay a year later")

CARRY_ON = ("sign up", "become active", "start to pay", "stay for a year")


def exists(result: Result) -> bool:
    """Whether there is anybody to show, in any month."""
    return any(bool(result[name][:, 0].any()) for name in ("visitors", "free_accounts", "signups_to_date"))


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
    frame = columns(result, {column: name for name, column in LEADS.items()})
    frame["PQLs in the baseline"] = before(baseline, "pqls", result.plan)
    return frame


def won_by_source(result: Result) -> pd.DataFrame:
    """ARR won a month by where the customer came from, as `charts.areas` draws theme.SOURCES."""
    won = ("won_arr_self_serve", "won_pql_arr", "won_upgrade_arr", "won_mql_arr")
    return columns(result, dict(zip(won, theme.SOURCES, strict=True)))


def paying(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.paying` draws."""
    frame = columns(result, {"signups_to_date": "Sign-ups", "paying_share": "Share"})
    frame["Baseline"] = before(baseline, "paying_share", result.plan)
    frame["Sign-ups to date"] = [volume(value) for value in frame["Sign-ups"]]
    frame["Paying share"] = [rate(value) for value in frame["Share"]]
    return frame
