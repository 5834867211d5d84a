"""The key numbers of the People and cash page."""

import math

import numpy as np

from planner.analysis.readings import lowest_cash
from planner.model.simulate import Result
from planner.ui.figures.frames import last_month
from planner.ui.kit.tiles import Kpi, at_end
from planner.vocabulary.numbers import month_name
from planner.vocabulary.units import MONEY, MONTHS


def of(result: Result) -> list[Kpi]:
    """The key numbers of a result."""
    when = month_name(result.plan.start, lowest_cash.month(result))
    runway = "The fewest months that cash would last at the burn of the last 3 months"
    return [
        at_end("headcount", better="down"),
        at_end("cash", f"Cash in {last_month(result.plan)}"),
        Kpi(f"Low in {when}", lowest_cash.amount, MONEY, note="Lowest cash of the plan", whole=True),
        Kpi("Shortest runway", shortest_runway, MONTHS, note=runway, whole=True),
        at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
        at_end("rule_of_40", note="ARR growth plus free cash flow margin, last 12 months"),
    ]


def shortest_runway(result: Result) -> float:
    """The shortest runway of any month, in months; inf when no cash is ever burnt."""
    months = result["runway_months"][:, 0]
    return float(np.nanmin(months)) if np.isfinite(months).any() else math.inf
