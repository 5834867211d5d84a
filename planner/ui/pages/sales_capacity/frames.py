"""Frames of the Sales capacity page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.levers.improvements import Improvement
from planner.analysis.readings.quota import QuotaYear
from planner.analysis.readings.ramp import Ramp, Ramps
from planner.analysis.readings.ratios import Ratio
from planner.analysis.readings.seller_time import Pipeline, SellerTime
from planner.analysis.readings.stations import Station
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures import theme
from planner.ui.figures.frames import before, columns, dates
from planner.ui.kit.words import step
from planner.vocabulary import lever_text, units
from planner.vocabulary.declared import Declared, by_id
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name, percent, plain
from planner.vocabulary.sentences import counted
from planner.vocabulary.teams import STATIONS, TEAMS, Team

YEAR = 12

CAP = 2.0
"""The largest load that is drawn: that of a station with work and nobody to do it is infinite."""


@dataclass(frozen=True)
class View(Declared):
    """One sales team, or several together."""

    teams: tuple[Team, ...]


VIEWS = by_id(
    View("both", "Both teams", theme.CAPACITY, tuple(TEAMS.values())),
    *(View(team.id, team.label, team.colour, (team,)) for team in TEAMS.values()),
)


def views(teams: Sequence[Team]) -> list[View]:
    """The views, those of single teams in the order given."""
    return [VIEWS["both"], *(VIEWS[team.id] for team in teams)]


def exists(result: Result, view: View) -> bool:
    """Whether the teams have sellers or demand in any month."""
    anything = [column for team in view.teams for column in (team.seller.id, f"{team.id}_demand_arr")]
    return any(bool(result[column][:, 0].any()) for column in anything)


def strips(view: View) -> tuple[str, ...]:
    """Ids of the teams that have a strip of limits below the capacity chart."""
    return tuple(team.id for team in view.teams)


def anybody(result: Result, baseline: Result, view: View) -> bool:
    """Whether anybody sells in a month of the plan, or of its baseline."""
    return any(bool(one[team.seller.id].any()) for one in (result, baseline) for team in view.teams)


def sellers(result: Result, baseline: Result, view: View) -> dict[str, Any]:
    """What `charts.sellers` draws."""
    people = [team.seller.id for team in view.teams]
    heads, ramped = _total(result, people), _total(result, [f"ramped_{column}" for column in people])
    frame = columns(result, (), Ramped=ramped, Ramping=heads - ramped)
    frame["Baseline"] = sum(before(baseline, column, result.plan) for column in people)
    frame["Heads"] = [count(value) for value in heads]
    frame["Ramped equivalents"] = [plain(value) for value in ramped]
    return frame


def attainment(result: Result, baseline: Result) -> dict[str, Any]:
    """What `charts.attainment` draws: over the last 12 months, from month 12 on."""
    frame = columns(result, {"attainment": "Attainment"})
    columns_of = ("{}_capacity_arr", "sold_expansion_arr_{}")
    could = trailing(_total(result, [column.format(team) for column in columns_of for team in TEAMS]))
    frame["With leads"] = _over(could, trailing(result["street_quota"][:, 0]))
    frame["Baseline"] = before(baseline, "attainment", result.plan)
    return frame


def time(split: SellerTime, plan: Plan) -> pd.DataFrame:
    """What `charts.time` draws, in ARR per month."""
    uses = {"New business": split.new_business, "Expansion": split.expansion, "Idle": split.idle}
    return pd.DataFrame({"date": dates(plan), **uses})


def pipeline(found: Pipeline, plan: Plan) -> pd.DataFrame:
    """What `charts.pipeline` draws, in ARR at each month's end."""
    return pd.DataFrame({"date": dates(plan), "Open pipeline": found.worth, "Needed next quarter": found.needed})


def trailing(flow: np.ndarray) -> np.ndarray:
    """Sum of the last 12 months by month; NaN before month 12."""
    total = np.full(len(flow), np.nan)
    total[YEAR - 1 :] = np.convolve(flow, np.ones(YEAR), "valid")
    return total


def load(found: Sequence[Station], plan: Plan) -> pd.DataFrame:
    """What `charts.load` draws, at most CAP."""
    paths = {STATIONS[station.name].label: np.minimum(station.load, CAP) for station in found}
    return pd.DataFrame({"date": dates(plan)} | paths)


def loaded(found: Sequence[Station]) -> tuple[str, ...]:
    """The stations that ever have work."""
    return tuple(STATIONS[station.name].label for station in found if np.isfinite(station.load).any())


def station_table(found: Sequence[Station]) -> pd.DataFrame:
    """Every station's last 12 months in words."""
    return pd.DataFrame(
        {
            "Station": STATIONS[station.name].label,
            "Team": TEAMS[STATIONS[station.name].team].label,
            "Busy": _busy(station.load[-YEAR:]),
            "Waiting": f"{count(station.waiting[-1])} {STATIONS[station.name].waits}",
            "Went cold": f"{count(station.cold[-YEAR:].sum())} {STATIONS[station.name].waits}",
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


def _ramp_name(ramp: Ramp) -> str:
    return counted(f"{ramp.months:g}", "months")


def ramp_names(found: Ramps) -> tuple[str, ...]:
    """Names of the ramp times, longest first."""
    return tuple(_ramp_name(ramp) for ramp in sorted(found.compared, key=lambda ramp: -ramp.months))


def ramps(found: Ramps, plan: Plan) -> pd.DataFrame:
    """ARR per month that account executives could close, by ramp time, and demand."""
    paths = {_ramp_name(one): one.capacity for one in found.compared}
    return pd.DataFrame({"date": dates(plan), **paths, "Demand": found.demand})


def quotas(years: Sequence[QuotaYear], plan: Plan) -> pd.DataFrame:
    """What `charts.quota` draws."""
    return pd.DataFrame(
        {
            "rank": year.year,
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


def gains(found: Sequence[Improvement], plan: Plan) -> pd.DataFrame:
    """What `charts.gains` draws."""
    rows = []
    for rank, one in enumerate(found, start=1):
        lever = CATALOGUE[one.lever]
        name = lever_text.name(lever)
        change = step(one.lever, plan.value(one.lever), one.value, plan)
        text = f"{'+' if one.gain > 0 else ''}{money(one.gain, plan.currency)}"
        title = f"{name}: {change}"
        rows.append({"rank": rank, "lever": name, "change": change, "title": title, "gain": one.gain, "text": text})
    return pd.DataFrame(rows)


RATIOS = {
    "enterprise.bdr_per_ae": ("BDRs per account executive", "BDRs", "AEs"),
    "enterprise.se_per_ae": ("Sales engineers per account executive", "SEs", "AEs"),
    "customer_success.accounts_per_csm": ("Accounts per customer success manager", "accounts", "CSMs"),
    "people.reps_per_manager": ("Reps per sales manager", "reps", "managers"),
}
"""Label, numerator and denominator of each ratio, by the lever that sets it."""

EXACT = 9
"""Digits of a ratio that count; what is beyond them is a rounding error."""


def ratio_table(found: Sequence[Ratio], plan: Plan) -> pd.DataFrame:
    """One row per ratio: first and last month, usual range, and its people in the last month."""
    first, last = month_name(plan.start, 1), month_name(plan.start, plan.months)
    rows = []
    for ratio in found:
        label, upper, lower = RATIOS[ratio.lever]
        lever = CATALOGUE[ratio.lever]
        unit, usual = units.of_lever(lever), [end for end in (lever.usual_low, lever.usual_high) if end is not None]
        then, now = (units.told_apart(unit, float(f"{ratio.value[at]:.{EXACT}g}"), usual, "")[0] for at in (0, -1))
        rows.append(
            {
                "Ratio": label,
                first: then,
                last: now,
                "Usually": " to ".join(map(unit.number, usual)),
                f"People in {last}": f"{count(ratio.upper[-1])} {upper}, {count(ratio.lower[-1])} {lower}",
            }
        )
    return pd.DataFrame(rows)


def _total(result: Result, columns: Sequence[str]) -> np.ndarray:
    return np.sum([result[column][:, 0] for column in columns], axis=0)


def _over(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lower > 0, upper / lower, np.nan)
