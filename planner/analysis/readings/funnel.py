"""Does usage become revenue? The five stages of the community funnel, and a diagnosis from their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from planner.model.simulate import Result

YEAR = 12
FLAT = 0.05
"""Growth a year below which the top of the funnel counts as flat."""

FOLLOWS = 0.5
"""Share of the growth of one stage that the next must show to count as growing with it."""


FLOWS: Mapping[str, str] = {
    "intent": "visitors",
    "action": "signups",
    "activation": "activations",
    "monetisation": "conversions",
}
"""The column that counts who reaches a stage, by stage; retention is worked out from the one before."""


@dataclass(frozen=True)
class Funnel:
    """The five stages over some months: visitors, sign-ups, activations, free accounts that start to pay, and those of
    them who stay for a year.

    volumes: a month on average, by stage. shares: of the stage before, by stage, in flows of the same months; NaN for
    intent and after an empty stage. pqls: free accounts a month that become product-qualified leads.
    """

    volumes: Mapping[str, float]
    shares: Mapping[str, float]
    pqls: float


def stages(result: Result, months: slice, draw: int = 0) -> Funnel:
    """The funnel of one draw over some of its months (a slice, from 0)."""

    def mean(name: str) -> float:
        return float(result[name][months, draw].mean())

    volumes = {stage: mean(column) for stage, column in FLOWS.items()}
    stay = mean("logo_renewal_rate_self_serve")
    shares = {
        stage: volumes[stage] / volumes[before] if volumes[before] else np.nan for before, stage in pairwise(volumes)
    }
    paying = volumes["monetisation"]
    return Funnel(
        volumes={**volumes, "retention": paying * stay},
        shares={"intent": np.nan, **shares, "retention": stay if paying else np.nan},
        pqls=mean("pqls"),
    )


Kind = Literal["no sign-ups", "no action", "free is enough", "flat top", "works"]


@dataclass(frozen=True)
class Diagnosis:
    """What the funnel does at the end of the plan, and the month (from 1) from which it shows.

    kind: "no sign-ups"; "no action" (visitors grow, sign-ups do not); "free is enough" (sign-ups grow, activation or
    paying does not); "flat top" (sign-ups stop growing, the pipeline starves later) or "works" (paying grows with
    sign-ups). visitors, signups, activations, paying: growth a year in the last month, inf after a year of none; paying
    is accounts that convert or become product-qualified leads, `paid` whether there were any in the last month.
    pipeline_month: for a flat top, the month from which fewer of them come than a year before, or None.
    """

    kind: Kind
    month: int
    visitors: float = np.nan
    signups: float = np.nan
    activations: float = np.nan
    paying: float = np.nan
    paid: bool = False
    pipeline_month: int | None = None


def diagnose(result: Result, draw: int = 0) -> Diagnosis:
    """The diagnosis of one draw: the symptom that lasts to the end, from the month it begins, or a funnel that works.

    Growth compares a month with the one a year before; on horizons under two years with the one half the horizon
    before, as a yearly rate.
    """
    if not result["signups"][-1, draw] > 0:
        return Diagnosis("no sign-ups", result.months)
    lag = min(YEAR, result.months // 2)
    paid = result["conversions"][:, draw] + result["pqls"][:, draw]
    visitors, signups, activations = (
        _growth(result[name][:, draw], lag) for name in ("visitors", "signups", "activations")
    )
    paying = _growth(paid, lag)
    behind = (visitors >= FLAT) & (signups < FOLLOWS * visitors)
    symptoms: dict[Kind, np.ndarray] = {
        "no action": behind,
        "flat top": ~behind & (signups < FLAT),
        "free is enough": ~behind & (signups >= FLAT) & (np.minimum(activations, paying) < FOLLOWS * signups),
    }
    begins = {kind: start for kind, symptom in symptoms.items() if (start := _lasting(symptom)) is not None}
    kind, at = next(iter(begins.items()), ("works", len(signups) - 1))
    shrinking = _lasting(paying[at:] < 0) if kind == "flat top" else None
    return Diagnosis(
        kind=kind,
        month=at + lag + 1,
        visitors=float(visitors[-1]),
        signups=float(signups[-1]),
        activations=float(activations[-1]),
        paying=float(paying[-1]),
        paid=bool(paid[-1] > 0),
        pipeline_month=None if shrinking is None else at + shrinking + lag + 1,
    )


def _growth(flow: np.ndarray, lag: int) -> np.ndarray:
    """Growth a year against `lag` months before, (months - lag,): 0 from nothing to nothing, inf from nothing up."""
    before, now = flow[:-lag], flow[lag:]
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = (now / before) ** (YEAR / lag) - 1
    return np.where((before == 0) & (now == 0), 0.0, growth)


def _lasting(symptom: np.ndarray) -> int | None:
    """Where the symptom begins that stays to the end; None when it is not there at the end."""
    if not len(symptom) or not symptom[-1]:
        return None
    gone = np.flatnonzero(~symptom)
    return int(gone[-1]) + 1 if len(gone) else 0
