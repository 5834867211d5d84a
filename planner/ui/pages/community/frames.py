"""Frames of the Community page."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from planner.analysis.readings import funnel, marketing
from planner.analysis.readings.funnel import Funnel
from planner.analysis.readings.marketing import Way
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures.frames import before, columns
from planner.vocabulary.numbers import money, months_apart, plain, rate, volume
from planner.vocabulary.sources import SOURCES
from planner.vocabulary.stages import STAGES, Stage
from planner.vocabulary.units import SHARE

LEADS = {source.leads: source for source in SOURCES.values() if source.leads}
"""The sources that bring leads for sales, by the column of their leads."""

LEAST = 0.005
"""The smallest relative change of a stage that is shown."""

BASELINE = f"{SOURCES['pql'].label} in the baseline"


def exists(result: Result) -> bool:
    """Whether there are visitors, free accounts or sign-ups in any month."""
    return any(bool(result[name][:, 0].any()) for name in ("visitors", "free_accounts", "signups_to_date"))


WAYS = {
    marketing.FREE_TIER: ("Free tier", "active accounts"),
    marketing.PROGRAMMES: ("Programmes", "MQLs"),
    marketing.OUTBOUND: ("Outbound", "opportunities"),
}
"""What each way to be found is called, and what it reaches."""


def ways(found: Mapping[str, Way], plan: Plan) -> pd.DataFrame:
    """Cost and yield of each way to be found, as texts."""
    return pd.DataFrame(
        {
            "Way": WAYS[name][0],
            "Cost": money(way.cost, plan.currency),
            "Of sales and marketing": rate(way.share),
            "Reaches": f"{volume(way.reached)} {WAYS[name][1]}",
            "Cost of each": money(way.per_reached, plan.currency),
            "Customers won": volume(way.customers),
            "Cost per customer": money(way.per_customer, plan.currency),
            "ARR won": money(way.won, plan.currency),
            "Cost per unit of ARR won": plain(way.per_won, 2),
        }
        for name, way in found.items()
    )


def stages(result: Result, baseline: Result, months: slice) -> pd.DataFrame:
    """What `charts.funnel` draws. months: of the plan, a slice from 0."""
    now = funnel.stages(result, months)
    shift = months_apart(baseline.plan.start, result.plan.start)
    there = slice(months.start + shift, months.stop + shift)
    known = baseline.plan != result.plan and there.start >= 0 and there.stop <= baseline.months
    was = funnel.stages(baseline, there) if known else now
    following = dict(pairwise(STAGES))
    return pd.DataFrame(
        {
            "rank": rank,
            "stage": stage.label,
            "volume": f"{volume(now.volumes[stage.id])} {stage.counted}{_change(stage.id, now, was)}",
            "share": now.shares[following[stage.id]] if stage.id in following else math.nan,
            "next": "\n".join(_carried_on(stage, following.get(stage.id), now, was)),
        }
        for rank, stage in enumerate(STAGES.values(), start=1)
    )


def _carried_on(stage: Stage, following: str | None, now: Funnel, was: Funnel) -> Iterator[str]:
    """The share that reaches the following stage; of active accounts also the share that becomes leads for sales."""
    if following is None or math.isnan(now.shares[following]):
        return
    of = f"of {stage.counted}"
    yield _reached(f"{of} {STAGES[following].reaching}", now.shares[following], was.shares[following])
    if stage.id == "activation":
        shares = (_ratio(funnel.pqls, funnel.volumes[stage.id]) for funnel in (now, was))
        yield _reached("become leads for sales, PQLs", *shares)


def _reached(name: str, share: float, was: float) -> str:
    before = f" (was {rate(was)})" if math.isnan(was) or SHARE.shows(share - was, share) else ""
    return f"{rate(share)} {name}{before}"


def _change(stage: str, now: Funnel, was: Funnel) -> str:
    by = now.volumes[stage] / was.volumes[stage] - 1 if was.volumes[stage] else 0.0
    return f" ({'+' if by > 0 else ''}{rate(by)})" if abs(by) >= LEAST else ""


def _ratio(upper: float, lower: float) -> float:
    return upper / lower if lower else math.nan


def leads(result: Result, baseline: Result) -> dict[str, Any]:
    """Leads per month by source, and the baseline's PQLs."""
    frame = columns(result, {column: source.label for column, source in LEADS.items()})
    frame[BASELINE] = before(baseline, "pqls", result.plan)
    return frame


def paying(result: Result, baseline: Result) -> dict[str, Any]:
    """What `charts.paying` draws."""
    frame = columns(result, {"signups_to_date": "Sign-ups", "paying_share": "Share"})
    frame["Baseline"] = before(baseline, "paying_share", result.plan)
    frame["Sign-ups to date"] = [volume(value) for value in frame["Sign-ups"]]
    frame["Paying share"] = [rate(value) for value in frame["Share"]]
    return frame
