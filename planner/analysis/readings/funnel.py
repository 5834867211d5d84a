"""Does usage become revenue? The five stages of the community funnel, and a diagnosis from their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.levers import CATALOGUE

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


Kind = Literal[
    "no sign-ups",
    "nobody activates",
    "no action",
    "flat top",
    "free is enough",
    "few activate",
    "few sign up",
    "few pay",
    "works",
]


@dataclass(frozen=True)
class Level:
    """A stage whose share of the one before may lie below what is usual. flow, of: columns. levers: that set it."""

    flow: tuple[str, ...]
    of: str
    levers: tuple[str, ...]

    @property
    def usual(self) -> float:
        """The low end of what is usual: that of the lever, or of all of them together."""
        return sum(CATALOGUE[lever_id].usual_low or 0.0 for lever_id in self.levers)


LEVELS: Mapping[Kind, Level] = {
    "few activate": Level(("activations",), "signups", ("community.activation_rate",)),
    "few sign up": Level(("signups",), "visitors", ("community.signup_rate",)),
    "few pay": Level(("conversions", "pqls"), "free_accounts", ("self_serve.conversion", "community.pql_rate")),
}
"""What is too low even when it grows with the stage before, by the diagnosis that says so."""

NEARLY = 1e-9
"""Shares of what is usual that are rounding errors."""


@dataclass(frozen=True)
class Diagnosis:
    """What the funnel does at the end of the plan, and the month (from 1) from which it shows.

    kind: "no sign-ups"; "nobody activates"; "no action" (visitors grow, sign-ups do not); "flat top" (sign-ups stop
    growing, the pipeline starves later); "free is enough" (sign-ups grow, activation or paying does not); "few
    activate", "few sign up", "few pay" (it grows, but the share of the stage before is below what is usual); or "works"
    (paying grows with sign-ups, and no stage is below what is usual). share: of the stage before, in the last month, of
    a kind that says "few"; NaN otherwise. visitors, signups, activations, paying: growth a year in the last month, inf
    after a year of none; paying is accounts that convert or become product-qualified leads, `paid` whether there were
    any in the last month.
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
    share: float = np.nan


def diagnose(result: Result, draw: int = 0) -> Diagnosis:
    """The diagnosis of one draw: the symptom that lasts to the end, from the month it begins, or a funnel that works.

    Growth compares a month with the one a year before; on horizons under two years with the one half the horizon
    before, as a yearly rate.
    """
    if not result["signups"][-1, draw] > 0:
        return Diagnosis("no sign-ups", result.months)
    lag = min(YEAR, result.months // 2)
    if not result["activations"][-1, draw] > 0:
        since = _lasting(result["activations"][:, draw] <= 0) or 0
        growth = float(_growth(result["signups"][:, draw], lag)[-1])
        return Diagnosis("nobody activates", since + 1, signups=growth)
    paid = result["conversions"][:, draw] + result["pqls"][:, draw]
    visitors, signups, activations = (
        _growth(result[name][:, draw], lag) for name in ("visitors", "signups", "activations")
    )
    paying = _growth(paid, lag)
    behind = (visitors >= FLAT) & (signups < FOLLOWS * visitors)
    levels = {kind: _level(result, level, draw) for kind, level in LEVELS.items()}
    below = {kind: (shares < LEVELS[kind].usual * (1 - NEARLY))[lag:] for kind, shares in levels.items()}
    symptoms: dict[Kind, np.ndarray] = {
        "no action": behind,
        "flat top": ~behind & (signups < FLAT),
        "free is enough": ~behind & (signups >= FLAT) & (np.minimum(activations, paying) < FOLLOWS * signups),
        **below,
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
        share=float(levels[kind][-1]) if kind in levels else np.nan,
    )


def _level(result: Result, level: Level, draw: int) -> np.ndarray:
    """The share of the stage before that reaches a stage, by month, (months,); NaN of nobody.

    Of free accounts it is the share of those that the month opened with, whatever newcomers do at once.
    """
    flow = np.sum([result[name][:, draw] for name in level.flow], axis=0)
    of = result[level.of][:, draw]
    if level.of == "free_accounts":
        of = np.concatenate([result.day_one[level.of][draw : draw + 1], of[:-1]])
    return np.divide(flow, of, out=np.full(len(flow), np.nan), where=of > 0)


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
