"""Tidy frames for the charts, from results."""

import functools
import math

import numpy as np
import pandas as pd

from planner.analysis import churn, cohorts, hiring
from planner.analysis.bridge import YearBridge
from planner.analysis.losses import Losses
from planner.analysis.sensitivity import Swing
from planner.exchange.numbers import money, month_name, rounded_to_add_up
from planner.levers import CATALOGUE, SEGMENTS
from planner.model.columns import COLUMNS, constraint_names
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui import levers as lever_text
from planner.ui import theme

SEGMENT_NAMES = dict(zip(SEGMENTS, theme.SEGMENTS, strict=True))


def dates(plan: Plan, months: int | None = None) -> pd.DatetimeIndex:
    """First day of every month of the plan."""
    return _dates(plan.start, months or plan.months)


@functools.lru_cache(64)
def _dates(start: str, months: int) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=months, freq="MS", unit="ms")


def columns(result: Result, names: dict[str, str] | tuple[str, ...]) -> pd.DataFrame:
    """Columns of one draw by month: date, and a field a column, under its label or the given name."""
    labels = names if isinstance(names, dict) else {name: COLUMNS[name].label for name in names}
    return pd.DataFrame({"date": dates(result.plan)} | {label: result[name][:, 0] for name, label in labels.items()})


def before(baseline: Result, column: str, plan: Plan) -> np.ndarray:
    """A column of the baseline over the plan's months; NaN where it has none, and all NaN when the two are the same."""
    values = np.full(plan.months, np.nan)
    if baseline.plan != plan:
        both = min(plan.months, baseline.months)
        values[:both] = baseline[column][:both, 0]
    return values


def arr(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.arr` draws."""
    plan = result.plan
    frame = columns(result, {f"arr_{segment}": name for segment, name in SEGMENT_NAMES.items()} | {"arr": "ARR"})
    frame["until"] = dates(plan, plan.months + 1)[1:]
    frame["Baseline"] = before(baseline, "arr", plan)
    promised = {target.month: target.arr for target in plan.targets}
    frame["Target"] = [promised.get(month, np.nan) for month in range(1, plan.months + 1)]
    frame["Limit"] = constraint(result, "enterprise_constraint")
    return frame


def constraint(result: Result, column: str) -> list[str]:
    """A constraint column as the names people read."""
    names = [theme.CONSTRAINT_NAMES[name] for name in constraint_names(column)]
    return [names[int(code)] for code in result[column][:, 0]]


def last_month(plan: Plan) -> str:
    """The plan's last month: "Dec 2030"."""
    return month_name(plan.start, plan.months)


def against(result: Result, baseline: Result, column: str) -> pd.DataFrame:
    """What `charts.compared` draws."""
    frame = columns(result, (column,))
    frame["Baseline"] = before(baseline, column, result.plan)
    return frame


FLOWS = {
    "new": "New",
    "upgrade": "Upgrades",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "churned": "Churned",
}
LOSSES = ("contraction", "churned")


def bridges(years: list[YearBridge]) -> pd.DataFrame:
    """ARR bridges by year, rounded so that every row adds up: Year, Opening, the flows with their signs, Closing."""
    unit = rounding_unit(max(abs(year.closing) for year in years))
    rows = []
    for year in years:
        opening, closing = (round(value / unit) * unit for value in (year.opening, year.closing))
        flows = [-getattr(year, name) if name in LOSSES else getattr(year, name) for name in FLOWS]
        parts, _ = rounded_to_add_up(flows, closing - opening, unit)
        rows.append(
            {"Year": year.year, "Opening": opening}
            | dict(zip(FLOWS.values(), parts, strict=True))
            | {"Closing": closing}
        )
    return pd.DataFrame(rows)


def waterfall(table: pd.DataFrame, plan: Plan, year: int | None) -> pd.DataFrame:
    """What `charts.waterfall` draws: one row of `bridges`, or the whole plan."""
    rows = table if year is None else table[table["Year"] == year]
    level = float(rows["Opening"].iloc[0])
    steps = [("Opening", 0.0, level, "total")]
    for name in FLOWS.values():
        change = float(rows[name].sum())
        steps.append((name, level, level + change, "gain" if change >= 0 else "loss"))
        level += change
    steps.append(("Closing", 0.0, level, "total"))
    frame = pd.DataFrame(steps, columns=["step", "start", "end", "kind"])
    frame["text"] = [money(end if kind == "total" else end - start, plan.currency) for _, start, end, kind in steps]
    return frame


def swings(found: list[Swing], plan: Plan) -> pd.DataFrame:
    """What `charts.tornado` draws."""
    return pd.DataFrame(
        {
            "lever": CATALOGUE[swing.lever].label,
            "at_low": swing.at_low,
            "at_high": swing.at_high,
            "base": swing.base,
            "low": lever_text.brief(CATALOGUE[swing.lever], swing.low, plan),
            "high": lever_text.brief(CATALOGUE[swing.lever], swing.high, plan),
            "text_low": money(swing.at_low, plan.currency),
            "text_high": money(swing.at_high, plan.currency),
        }
        for swing in found
    )


def rounding_unit(largest: float) -> float:
    """What to round to so that the largest number has three digits."""
    return 10.0 ** (math.floor(math.log10(largest)) - 2) if largest > 0 else 1.0


RETENTION = {
    "nrr": "Net retention",
    "grr": "Gross retention",
    "logo_retention": "Customers kept",
}
"""Measures of retention, by column."""


def rates(result: Result, baseline: Result, measure: str) -> pd.DataFrame:
    """What `charts.rates` draws. measure: one of RETENTION."""
    names = {f"{measure}_{segment}": name for segment, name in SEGMENT_NAMES.items()} | {measure: "All customers"}
    frame = columns(result, names)
    frame["Baseline"] = before(baseline, measure, result.plan)
    return frame


def losses(lost: Losses, plan: Plan) -> pd.DataFrame:
    """What `charts.losses` draws."""
    return pd.DataFrame(
        {
            "date": dates(plan),
            "ARR": lost.arr,
            "ARR without losses": lost.arr_without,
            "Lost to date": lost.lost_to_date,
        }
    )


CONTRACTS = {"Annual contracts": theme.ENTERPRISE, "Pay as you go": theme.SELF_SERVE}


def contracts(result: Result) -> pd.DataFrame:
    """ARR on annual contracts and in pay-as-you-go pools, as `charts.areas` draws CONTRACTS."""
    payg = payg_arr(result)
    return pd.DataFrame(
        {"date": dates(result.plan), "Annual contracts": result["arr"][:, 0] - payg, "Pay as you go": payg}
    )


def payg_arr(result: Result) -> np.ndarray:
    """Pay-as-you-go ARR of all segments by month."""
    return sum((result[f"payg_arr_{segment}"][:, 0] for segment in SEGMENTS), np.zeros(result.months))


def cohort_arr(result: Result) -> pd.DataFrame:
    """ARR by year of the contract, a row, and year's end, a column; the last row is what the others add up to, rounded.

    NaN before a contract's year.
    """
    cells = cohorts.triangle(result)
    table = np.full((len(cells) + 1, len(cells)), np.nan)
    for end in range(len(cells)):
        parts = cells[: end + 1, end].tolist()
        table[: end + 1, end], table[-1, end] = rounded_to_add_up(parts, sum(parts), rounding_unit(sum(parts)))
    return pd.DataFrame(table, index=[*_cohort_names(len(cells)), "ARR"], columns=_year_ends(result.plan, len(cells)))


def cohort_shares(result: Result) -> pd.DataFrame:
    """Each cohort's ARR as a share of what it was at the end of its first year; NaN before, and for an empty cohort."""
    cells = cohorts.triangle(result)
    first = np.diag(cells)[:, None]
    shares = np.divide(cells, first, out=np.full(cells.shape, np.nan), where=first > 0)
    return pd.DataFrame(shares, index=_cohort_names(len(cells)), columns=_year_ends(result.plan, len(cells)))


def lost_arr(result: Result) -> float:
    """ARR lost to churn and contraction over the whole plan."""
    return float((result["churned_arr"] + result["contraction_arr"]).sum())


def payg_share(result: Result) -> float:
    """Share of ARR that is pay-as-you-go in the last month; NaN without ARR."""
    arr = float(result["arr"][-1, 0])
    return float(payg_arr(result)[-1]) / arr if arr else math.nan


def _cohort_names(rows: int) -> list[str]:
    return ["Day one", *(f"Year {year}" for year in range(1, rows))]


def _year_ends(plan: Plan, ends: int) -> list[str]:
    return ["Day one", *(month_name(plan.start, min(12 * year, plan.months)) for year in range(1, ends))]


def two_businesses(business: churn.Business, retentions: tuple[float, float], currency: str) -> pd.DataFrame:
    """What `charts.two_businesses` draws."""
    high, low = (churn.revenue(business, kept) for kept in sorted(retentions, reverse=True))
    frame = pd.DataFrame({"year": range(business.years + 1), "better": high, "worse": low, "last": business.years})
    for name, kept in zip(("better", "worse"), sorted(retentions, reverse=True), strict=True):
        frame[f"text_{name}"] = f"{100 * kept:.4g}% kept"
        frame[f"tip_{name}"] = [money(value, currency) for value in frame[name]]
    frame["tip_gap"] = [money(value, currency) for value in high - low]
    return frame


ROLE_NAMES = dict(zip(hiring.ROLES, theme.ROLES, strict=True))
"""Roles by column, as people read them."""


def heads(result: Result) -> pd.DataFrame:
    """What `charts.people` draws: whole people of every role, and everyone."""
    whole = hiring.whole_people(result)[:, 1:]
    roles = {ROLE_NAMES[role]: whole[at] for at, role in enumerate(hiring.ROLES)}
    return pd.DataFrame({"date": dates(result.plan), "Everyone": whole.sum(axis=0), **roles})


def first_and_last(heads: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Whole people of the first and the last month, by role. heads: of `heads`."""
    return {role: (int(heads[role].iloc[0]), int(heads[role].iloc[-1])) for role in theme.ROLES}


HIRING = {"hires": "Who joins", "leavers": "Who leaves", "heads": "Heads at the end"}
"""What a hiring plan can show."""


def hiring_plan(result: Result, what: str) -> pd.DataFrame:
    """Whole people by role, a row, and quarter, a column named after its last month; the last row is everyone.

    what: "hires", "leavers" (both with their sum in a first column) or "heads" (day one in a first column).
    """
    quarters = hiring.by_quarter(result)
    ends = [month_name(result.plan.start, month) for month in hiring.quarter_ends(result.months)]
    rows = {ROLE_NAMES[quarter.role]: getattr(quarter, what) for quarter in quarters}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=ends)
    if what == "heads":
        table.insert(0, "Day one", [quarter.day_one for quarter in quarters])
    else:
        table.insert(0, "In all", table.sum(axis=1))
    table.loc["Everyone"] = table.sum()
    return table


FUNCTION_NAMES = dict(
    zip(("cogs", "sales_marketing", "research_development", "general_administrative"), theme.FUNCTIONS, strict=True)
)


def costs(result: Result) -> pd.DataFrame:
    """What `charts.costs` draws: cost by function, all of it, and revenue with services."""
    frame = columns(result, FUNCTION_NAMES | {"operating_cost": "All cost"})
    frame["Revenue"] = result["revenue"][:, 0] + result["services_revenue"][:, 0]
    return frame


def cash(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.cash` draws."""
    plan = result.plan
    frame = against(result, baseline, "cash")
    arrives = result["funding"][:, 0]
    frame["Round"] = np.where(arrives != 0, frame["Cash"], np.nan)
    frame["Funding"] = [f"{money(amount, plan.currency)} round" if amount else "" for amount in arrives]
    frame["Late"] = np.arange(plan.months) >= plan.months / 2
    frame["Cash after"] = [
        money(cash, plan.currency) if amount else "" for cash, amount in zip(frame["Cash"], arrives, strict=True)
    ]
    return frame


def flow(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.flow` draws."""
    frame = against(result, baseline, "free_cash_flow")
    frame["until"] = dates(result.plan, result.months + 1)[1:]
    return frame


def lowest_cash(result: Result) -> float:
    """The lowest cash of the plan."""
    return float(result["cash"].min())


def shortest_runway(result: Result) -> float:
    """The fewest months that cash would have lasted at the burn of its time; inf when nothing is ever burnt."""
    months = result["runway_months"][:, 0]
    return float(np.nanmin(months)) if np.isfinite(months).any() else math.inf


def runway(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.runway` draws."""
    values = {"Runway": result["runway_months"][:, 0], "Baseline": before(baseline, "runway_months", result.plan)}
    return pd.DataFrame(
        {"date": dates(result.plan)} | {name: np.where(np.isinf(path), np.nan, path) for name, path in values.items()}
    )
