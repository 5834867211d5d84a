"""Does usage become revenue? A diagnosis of the community funnel from its numbers."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.model.simulate import Result

YEAR = 12
FLAT = 0.05
"""Growth a year below which the top of the funnel counts as flat."""

FOLLOWS = 0.5
"""Share of the growth of sign-ups that paying must show to count as growing with them."""

Kind = Literal["flat top", "free is enough", "works"]


@dataclass(frozen=True)
class Diagnosis:
    """What the funnel does, and the month (from 1) it shows.

    kind: "flat top" (sign-ups stop growing, the pipeline starves later), "free is enough" (sign-ups grow, activation or
    paying does not) or "works" (paying grows with sign-ups). signups, activations, paying: growth a year at that month.
    pipeline_month: for a flat top, the month from which fewer leads come than a year before, or None.
    """

    kind: Kind
    month: int
    signups: float
    activations: float
    paying: float
    pipeline_month: int | None = None


def diagnose(result: Result, draw: int = 0) -> Diagnosis:
    """The diagnosis of one draw: the first lasting symptom, or the state at the end of a funnel that works.

    Growth compares a year with the year before; paying is accounts that convert or become product-qualified leads. A
    symptom counts from the month after which it stays to the end.
    """
    signups = _growth(result["signups"][:, draw])
    activations = _growth(result["activations"][:, draw])
    paying = _growth(result["conversions"][:, draw] + result["pqls"][:, draw])
    if not len(signups):
        return Diagnosis("works", result.months, np.nan, np.nan, np.nan)
    flat = _lasting(signups < FLAT)
    lags = _lasting((signups >= FLAT) & (np.minimum(paying, activations) < FOLLOWS * signups))
    at = next((start for start in (lags, flat) if start is not None), len(signups) - 1)
    kind: Kind = "free is enough" if lags is not None else "flat top" if flat is not None else "works"
    shrinking = _lasting(paying[at:] < 0) if kind == "flat top" else None
    return Diagnosis(
        kind=kind,
        month=_month(at, result.months),
        signups=float(signups[at]),
        activations=float(activations[at]),
        paying=float(paying[at]),
        pipeline_month=None if shrinking is None else _month(at + shrinking, result.months),
    )


def _month(at: int, months: int) -> int:
    return min(at + 2 * YEAR if months >= 2 * YEAR else at + 1, months)


def _growth(flow: np.ndarray) -> np.ndarray:
    """Growth of the last 12 months over the 12 before, from month 24 on; from one month to the next, a year's worth,
    on horizons too short for that.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(flow) < 2 * YEAR:
            return (flow[1:] / flow[:-1]) ** YEAR - 1
        years = np.convolve(flow, np.ones(YEAR), "valid")
        return years[YEAR:] / years[:-YEAR] - 1


def _lasting(symptom: np.ndarray) -> int | None:
    """Where the symptom begins that stays to the end; None when it is not there at the end."""
    if not len(symptom) or not symptom[-1]:
        return None
    gone = np.flatnonzero(~symptom)
    return int(gone[-1]) + 1 if len(gone) else 0
