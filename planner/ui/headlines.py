"""The key numbers of every page."""

import math

import numpy as np

from planner.analysis import lowest_cash, uncertainty
from planner.exchange.numbers import likely, money, month_name
from planner.model.simulate import Result
from planner.ui.frames.base import last_month
from planner.ui.frames.retention import payg_arr
from planner.ui.kpis import Kpi, Tile, at_end
from planner.ui.outlook import Outlook

YEAR = 12


def overview(result: Result) -> list[Kpi]:
    """Of the Overview."""
    return [
        at_end("arr", f"ARR in {last_month(result.plan)}"),
        at_end("arr_growth", "ARR growth", note="Over the last 12 months"),
        at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
        at_end("headcount", better="down"),
        Kpi("Lowest cash", _lowest_cash, "money"),
        at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
    ]


def chances(draws: Result, baseline: Outlook | None) -> list[Tile]:
    """How likely the targets are and that cash lasts, against the baseline where something is uncertain there."""
    plan = draws.plan
    before = {(one.month, one.arr): one.probability for one in baseline.chances} if baseline else {}
    tiles = []
    for one in uncertainty.chances(draws):
        label = f"{money(one.arr, plan.currency)} by {month_name(plan.start, one.month)}"
        tiles.append(_chance(label, one.probability, before.get((one.month, one.arr)), "Chance"))
    lasts, lasted = uncertainty.cash_lasts(draws), baseline.cash_lasts if baseline else None
    return [*tiles, _chance("Cash lasts", lasts, lasted, "Chance, to the end")]


def _chance(label: str, probability: float, before: float | None, note: str) -> Tile:
    change = 0 if before is None else round(100 * probability) - round(100 * before)
    return Tile(label, likely(probability), f"{change} pts" if change else None, note, change >= 0)


def community(result: Result) -> list[Kpi]:
    """Of the Community page."""
    paying = "Customers of all segments as a share of all sign-ups to date"
    won = "ARR that sales won from product-qualified leads in the last 12 months"
    return [
        at_end("signups", "Sign-ups", note=f"A month, in {last_month(result.plan)}"),
        at_end("free_accounts", "Free accounts", note="Active at the end of the plan"),
        at_end("pqls", "PQLs", note="Free accounts that become product-qualified leads, a month"),
        Kpi("Paying share", lambda outcome: float(outcome["paying_share"][-1, 0]), "rate", note=paying),
        at_end("arr_self_serve", "Self-serve ARR"),
        Kpi("Won from PQLs", lambda outcome: last_year(outcome, "won_pql_arr"), "money", note=won),
    ]


def sales_capacity() -> list[Kpi]:
    """Of the Sales capacity page."""

    def won(outcome: Result) -> float:
        return last_year(outcome, "won_arr_enterprise", "won_arr_inside_sales")

    def capacity(outcome: Result) -> float:
        return last_year(outcome, "enterprise_capacity_arr", "inside_sales_capacity_arr")

    could = "What both teams could close in the last 12 months, with enough leads"
    street = "Quota carried by ramped sellers in the last 12 months"
    return [
        Kpi("ARR won", won, "money", note="By both sales teams in the last 12 months"),
        Kpi("Capacity", capacity, "money", note=could),
        at_end("attainment", note="ARR won over the quota of ramped sellers, last 12 months"),
        at_end("aes", "AEs", note="Account executives at the end of the plan"),
        at_end("isrs", "Inside sales reps", note="At the end of the plan"),
        Kpi("Street quota", lambda outcome: last_year(outcome, "street_quota"), "money", note=street),
    ]


def retention() -> list[Kpi]:
    """Of the Retention page."""
    return [
        at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
        at_end("grr", "Gross retention", note="Gross revenue retention over the last 12 months"),
        at_end("logo_retention", "Customers kept", note="Logo retention over the last 12 months"),
        Kpi("ARR lost", lost_arr, "money", "down", "Churn and contraction over the whole plan"),
        at_end("quick_ratio", note="ARR added per unit of ARR lost, last 3 months"),
        Kpi("Pay as you go", payg_share, "share", note="Share of ARR without an annual contract at the end"),
    ]


def people_and_cash(result: Result) -> list[Kpi]:
    """Of the People and cash page."""
    lowest = month_name(result.plan.start, lowest_cash.month(result))
    runway = "The fewest months that cash would have lasted, at the burn of the 3 months before"
    return [
        at_end("headcount", better="down"),
        at_end("cash", f"Cash in {last_month(result.plan)}"),
        Kpi(f"Low in {lowest}", _lowest_cash, "money", note="Lowest cash of the plan"),
        Kpi("Shortest runway", shortest_runway, "months", note=runway),
        at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
        at_end("rule_of_40", note="ARR growth plus free cash flow margin, last 12 months"),
    ]


def last_year(result: Result, *columns: str) -> float:
    """Sum of columns over the plan's last 12 months."""
    return float(sum(result[column][-YEAR:, 0].sum() for column in columns))


def lost_arr(result: Result) -> float:
    """ARR lost to churn and contraction over the whole plan."""
    return float((result["churned_arr"] + result["contraction_arr"]).sum())


def payg_share(result: Result) -> float:
    """Share of ARR that is pay-as-you-go in the last month; NaN without ARR."""
    arr = float(result["arr"][-1, 0])
    return float(payg_arr(result)[-1]) / arr if arr else math.nan


def shortest_runway(result: Result) -> float:
    """The fewest months that cash would have lasted at the burn of its time; inf when nothing is ever burnt."""
    months = result["runway_months"][:, 0]
    return float(np.nanmin(months)) if np.isfinite(months).any() else math.inf


def _lowest_cash(result: Result) -> float:
    return float(result["cash"].min())
