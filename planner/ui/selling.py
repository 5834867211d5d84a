"""What the Sales capacity page shows: frames for its charts, and its tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis import quota, ramp, ratios, stations
from planner.analysis.quota import QuotaYear
from planner.analysis.ramp import Ramps
from planner.analysis.ratios import Ratio
from planner.analysis.relief import Relief
from planner.analysis.stations import STATIONS, Station
from planner.exchange.numbers import count, money, month_name, percent, plain, symbol
from planner.levers import CATALOGUE
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui import charts, frames, theme, words
from planner.ui import levers as lever_text

YEAR = 12
CAP = 2.0
"""Load that is drawn at most: a station with work and nobody to do it has no end."""

TEAMS = {"Both teams": ("enterprise", "inside_sales"), "Enterprise": ("enterprise",), "Inside sales": ("inside_sales",)}
NAMES = {"enterprise": "Enterprise", "inside_sales": "Inside sales"}
HEADS = {"enterprise": "aes", "inside_sales": "isrs"}


WON = ("won_arr_enterprise", "won_arr_inside_sales")
CAPACITY = ("enterprise_capacity_arr", "inside_sales_capacity_arr")
YEAR_NOTE = "By both sales teams in the last 12 months"
CAN = "What both teams could close in the last 12 months, with enough leads"
ATTAINMENT = "ARR won over the quota of ramped sellers, last 12 months"
STREET = "Quota carried by ramped sellers in the last 12 months"

DEMAND = "Demand: all that is ready to be signed, with what waits."
NEEDED = "Needed: what would meet the targets."
ABOUT = {
    "Both teams": f"{DEMAND} {NEEDED} Below: what limits each team.",
    "Enterprise": f"{DEMAND} Below: what limits sales.",
    "Inside sales": f"{DEMAND} Below: what limits sales.",
}


def _of(group: str, *names: str) -> list[str]:
    return [f"{group}.{name}" for name in names]


LEVERS = {
    "Enterprise": (
        _of("enterprise", "hires_per_quarter", "quota", "ramp_months", "win_rate"),
        [
            *_of("enterprise", "reps", "opening_pipeline", "attainment", "attrition", "cycle_months"),
            *_of("enterprise", "pql_share", "mql_share", "pql_to_opportunity", "mql_to_opportunity"),
            *_of("enterprise", "bdr_per_ae", "leads_per_bdr", "se_per_ae", "evaluations_per_se"),
        ],
    ),
    "Inside sales": (
        _of("inside_sales", "hires_per_quarter", "win_rate"),
        [
            *_of("inside_sales", "reps", "opening_pipeline", "quota", "attainment", "ramp_months", "attrition"),
            *_of("inside_sales", "cycle_months", "pql_to_opportunity", "mql_to_opportunity"),
        ],
    ),
    "Both teams": (
        [],
        ["sales.goes_cold", *_of("people", "backfill", "time_to_hire", "reps_per_manager")],
    ),
}
"""Levers by heading: those that are open, and the rest."""


def team() -> str:
    """A choice of team: a key of TEAMS."""
    return st.segmented_control(
        "Team",
        list(TEAMS),
        default="Both teams",
        key="sales-team",
        label_visibility="collapsed",
        persist_state="session",
        required=True,
        wrap=True,
    )


def exists(result: Result, team: str) -> bool:
    """Whether the team has anybody, or anything to sell, in any month."""
    columns = [column for part in TEAMS[team] for column in (HEADS[part], f"{part}_demand_arr")]
    return any(bool(result[column][:, 0].any()) for column in columns)


def strips(team: str) -> tuple[str, ...]:
    """Names of the teams that have a strip of limits below the capacity chart."""
    return tuple(NAMES[part] for part in TEAMS[team])


def capacity(result: Result, baseline: Result, team: str) -> pd.DataFrame:
    """What `charts.capacity` draws, ARR a month. What the targets need is known for both teams together."""
    plan, parts = result.plan, TEAMS[team]
    frame = pd.DataFrame({"date": frames.dates(plan), "until": frames.dates(plan, plan.months + 1)[1:]})
    for name, column in (("Won", "won_arr_{}"), ("Capacity", "{}_capacity_arr"), ("Demand", "{}_demand_arr")):
        frame[name] = _total(result, [column.format(part) for part in parts])
    frame["Needed"] = quota.needed(result) if len(parts) > 1 else np.nan
    frame["Baseline"] = sum(frames.before(baseline, f"won_arr_{part}", plan) for part in parts)
    for part in parts:
        frame[f"Limit {NAMES[part]}"] = frames.constraint(result, f"{part}_constraint")
    return frame


def sellers(result: Result, baseline: Result, team: str) -> pd.DataFrame:
    """What `charts.sellers` draws."""
    columns = [HEADS[part] for part in TEAMS[team]]
    heads, ramped = _total(result, columns), _total(result, [f"ramped_{column}" for column in columns])
    frame = pd.DataFrame({"date": frames.dates(result.plan), "Ramped": ramped, "Ramping": heads - ramped})
    frame["Baseline"] = sum(frames.before(baseline, column, result.plan) for column in columns)
    frame["Heads"] = [count(value) for value in heads]
    frame["Ramped equivalents"] = [plain(value) for value in ramped]
    return frame


def attainment(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.shares_of_quota` draws: 12 months each, from month 12 on."""
    frame = frames.columns(result, {"attainment": "Attainment"})
    could = trailing(_total(result, CAPACITY))
    frame["With leads"] = _over(could, trailing(result["street_quota"][:, 0]))
    frame["Baseline"] = frames.before(baseline, "attainment", result.plan)
    return frame


def trailing(flow: np.ndarray) -> np.ndarray:
    """Sum of the last 12 months by month; NaN before month 12."""
    total = np.full(len(flow), np.nan)
    total[YEAR - 1 :] = np.convolve(flow, np.ones(YEAR), "valid")
    return total


def last_year(result: Result, *columns: str) -> float:
    """Sum of columns over the plan's last 12 months."""
    return float(sum(result[column][-YEAR:, 0].sum() for column in columns))


def load(found: Sequence[Station], plan: Plan) -> pd.DataFrame:
    """What `charts.load` draws, at most CAP."""
    paths = {theme.CONSTRAINT_NAMES[station.name]: np.minimum(station.load, CAP) for station in found}
    return pd.DataFrame({"date": frames.dates(plan)} | paths)


def load_lines(found: Sequence[Station]) -> tuple[tuple[str, str], ...]:
    """The stations that ever have work, with their colours."""
    names = [theme.CONSTRAINT_NAMES[station.name] for station in found if np.isfinite(station.load).any()]
    return tuple((name, theme.CONSTRAINTS[name]) for name in names)


def station_table(found: Sequence[Station]) -> pd.DataFrame:
    """Every station's last 12 months in words."""
    return pd.DataFrame(
        {
            "Station": theme.CONSTRAINT_NAMES[station.name],
            "Team": NAMES[STATIONS[station.name]],
            "Busy": _busy(station.load[-YEAR:]),
            "Waiting": f"{count(station.waiting[-1])} {words.WAITING[station.name]}",
            "Went cold": f"{count(station.cold[-YEAR:].sum())} {words.WAITING[station.name]}",
            "Limits sales in": f"{int(station.limits.sum())} of {len(station.limits)} months",
        }
        for station in found
    )


def _busy(load: np.ndarray) -> str:
    if np.isnan(load).all():
        return "no work"
    if np.isinf(load[-1]):
        return "nobody there"
    return percent(float(np.nanmean(load[np.isfinite(load)])))


def ramp_lines(found: Ramps) -> tuple[tuple[str, str], ...]:
    """Names and colours of the ramp times, and of what there is to close."""
    names = [f"{ramp.months:g} months" for ramp in found.compared]
    return (*zip(names, theme.RAMPS, strict=True), ("Demand", theme.DEMAND))


def ramps(found: Ramps, plan: Plan) -> pd.DataFrame:
    """What account executives could close a month, by ramp time, and what there is to close."""
    paths = [*(ramp.capacity for ramp in found.compared), found.demand]
    names = [name for name, _ in ramp_lines(found)]
    return pd.DataFrame({"date": frames.dates(plan)} | dict(zip(names, paths, strict=True)))


def quotas(years: Sequence[QuotaYear], plan: Plan) -> pd.DataFrame:
    """What `charts.quota` draws."""
    return pd.DataFrame(
        {
            "year": _year_name(year, plan),
            "Quota carried": year.street,
            "Expected to close": year.capacity,
            "Won": year.won,
            "Needed": year.needed,
        }
        for year in years
    )


def quota_table(years: Sequence[QuotaYear], plan: Plan) -> pd.DataFrame:
    """Over-assignment by year, in words."""
    return pd.DataFrame(
        {
            "Year": _year_name(year, plan),
            "Quota carried": money(year.street, plan.currency),
            "Expected to close": money(year.capacity, plan.currency),
            "Won": money(year.won, plan.currency),
            "Needed for the targets": money(year.needed, plan.currency),
            "Over-assigned": percent(year.over_assignment),
        }
        for year in years
    )


def _year_name(year: QuotaYear, plan: Plan) -> str:
    return f"to {month_name(plan.start, (year.year - 1) * YEAR + year.months)}"


def gains(found: Sequence[Relief], plan: Plan) -> pd.DataFrame:
    """What `charts.gains` draws."""
    return pd.DataFrame(
        {
            "lever": words.lever_name(relief.lever),
            "change": words.relief_change(relief, plan),
            "title": f"{words.lever_name(relief.lever)}: {words.relief_change(relief, plan)}",
            "gain": relief.gain,
            "text": f"{'+' if relief.gain > 0 else ''}{money(relief.gain, plan.currency)}",
        }
        for relief in found
    )


RATIOS = {
    "enterprise.bdr_per_ae": ("BDRs per account executive", "BDRs", "AEs", 2),
    "enterprise.se_per_ae": ("Sales engineers per account executive", "SEs", "AEs", 2),
    "customer_success.accounts_per_csm": ("Accounts per customer success manager", "accounts", "CSMs", 0),
    "people.reps_per_manager": ("Reps per sales manager", "reps", "managers", 1),
}


def ratio_table(found: Sequence[Ratio], plan: Plan) -> pd.DataFrame:
    """Every ratio in the first and the last month, its usual range, and the people behind it in the last month."""
    first, last = month_name(plan.start, 1), month_name(plan.start, plan.months)
    rows = []
    for ratio in found:
        label, upper, lower, digits = RATIOS[ratio.lever]
        lever = CATALOGUE[ratio.lever]
        usual = f"{lever_text.shown(lever, lever.usual_low or 0)} to {lever_text.shown(lever, lever.usual_high or 0)}"
        rows.append(
            {
                "Ratio": label,
                first: plain(ratio.value[0], digits),
                last: plain(ratio.value[-1], digits),
                "Usually": usual,
                f"People in {last}": f"{count(ratio.upper[-1])} {upper}, {count(ratio.lower[-1])} {lower}",
            }
        )
    return pd.DataFrame(rows)


def detail(result: Result, found: Sequence[Relief]) -> None:
    """What lies behind capacity, one view at a time."""
    views = {
        "What would help": lambda outcome: _what_would_help(outcome, found),
        "Queues": _queues,
        "Ramp 9 → 6 → 4": _ramps,
        "Quota": _quota,
        "Ratios": _ratios,
    }
    st.subheader("A closer look", anchor=False)
    view = st.segmented_control(
        "View",
        list(views),
        default="What would help",
        key="sales-view",
        label_visibility="collapsed",
        persist_state="session",
        required=True,
        wrap=True,
    )
    views[view](result)


def _what_would_help(result: Result, found: Sequence[Relief]) -> None:
    st.caption(f"What each lever alone, a tenth better, adds to ARR in {frames.last_month(result.plan)}")
    trifle = words.TRIFLE * abs(float(result["arr"][-1, 0]))
    helpful = [relief for relief in found if relief.gain > trifle][:8]
    if not helpful:
        st.markdown("No lever of sales moves ARR: there is nothing to sell, or nobody to sell it.")
        return
    shown = gains(helpful, result.plan)
    charts.show(shown, charts.gains, theme.ink(), key="gains", alt_text="ARR that each lever adds")


def _queues(result: Result) -> None:
    found, plan = stations.stations(result), result.plan
    st.markdown(words.waiting(found, plan))
    if lines := load_lines(found):
        st.caption(f"Work over what the people can do; above the line it waits. Drawn up to {percent(CAP)}.")
        charts.show(load(found, plan), charts.load, lines, key="load", alt_text="How busy each station is")
    st.caption(f"The last 12 months of the plan; what waits, in {frames.last_month(plan)}")
    table(station_table(found), "Stations of the sales chains, last 12 months")


def _ramps(result: Result) -> None:
    plan, found = result.plan, ramp.compare(result.plan)
    st.markdown(words.ramps(found, result))
    if not found.compared[-1].capacity.any():
        return
    with st.grid(len(found.compared), min_column_width=150, gap="small"):
        for compared in found.compared:
            change = money(compared.arr - found.planned.arr, plan.currency)
            same = change.strip("-") == money(0, plan.currency)
            st.metric(
                f"ARR at {compared.months:g} months of ramp",
                words.dollars(money(compared.arr, plan.currency)),
                None if same else change,
                delta_description=f"{'as' if same else 'vs'} at {found.planned.months:g} months",
                border=True,
            )
    st.caption("What account executives could close a month, by ramp, and what there is to close (demand)")
    lines, sign = ramp_lines(found), symbol(plan.currency)
    frame = ramps(found, plan)
    charts.show(frame, charts.lines, lines, sign, False, ("Demand",), key="ramps", alt_text="Capacity by ramp time")


def _quota(result: Result) -> None:
    plan, years = result.plan, quota.by_year(result)
    st.markdown(words.over_assignment(years, plan))
    if any(year.street for year in years):
        st.caption("ARR a year, both teams. The line across a year: what the targets need.")
        charts.show(quotas(years, plan), charts.quota, symbol(plan.currency), key="quota", alt_text="Quota by year")
        table(quota_table(years, plan), "Quota by year")


def _ratios(result: Result) -> None:
    st.caption("As they come out of the plan, events included")
    table(ratio_table(ratios.ratios(result), result.plan), "Ratios of the sales organisation")


def table(frame: pd.DataFrame, alt: str) -> None:
    """A frame of texts as a table."""
    st.dataframe(frame, hide_index=True, width="stretch", height="content", alt=alt)


def _total(result: Result, columns: Sequence[str]) -> np.ndarray:
    return np.sum([result[column][:, 0] for column in columns], axis=0)


def _over(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lower > 0, upper / lower, np.nan)
