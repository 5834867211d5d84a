"""The key numbers of the Retention page."""

import math

from planner.model.simulate import Result
from planner.ui.kit.tiles import Kpi, at_end
from planner.ui.pages.retention.frames import payg_arr
from planner.vocabulary.units import MONEY, SHARE


def of() -> list[Kpi]:
    """The key numbers of a result."""
    return [
        at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
        at_end("grr", "Gross retention", note="Gross revenue retention over the last 12 months"),
        at_end("logo_retention", "Customers kept", note="Logo retention over the last 12 months"),
        Kpi("ARR lost", lost_arr, MONEY, "down", "Churn and contraction over the whole plan", whole=True),
        at_end("quick_ratio", note="ARR added per unit of ARR lost, last 3 months"),
        Kpi("Pay as you go", payg_share, SHARE, note="Share of ARR without an annual contract at the end"),
    ]


def lost_arr(result: Result) -> float:
    """ARR lost to churn and contraction over the whole plan."""
    return float((result["churned_arr"] + result["contraction_arr"]).sum())


def payg_share(result: Result) -> float:
    """Share of ARR that is pay-as-you-go in the last month; NaN without ARR."""
    arr = float(result["arr"][-1, 0])
    return float(payg_arr(result)[-1]) / arr if arr else math.nan
