"""What the figures of `shared_charts` draw of a plan."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.hiring import by_quarter
from planner.analysis.readings import promises, quota
from planner.analysis.readings.stations import existing
from planner.model.simulate import Result
from planner.ui.figures.frames import Ends, against, before, columns, constraint, dates, fan
from planner.vocabulary.roles import ROLES
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import TEAMS, Team


def arr(result: Result, baseline: Result, ends: Ends | None) -> dict[str, Any]:
    """What `shared_charts.arr` draws. ends: of the plan's fans, where something is uncertain."""
    plan = result.plan
    promised = promises.marks(plan, "arr", result["arr"][:, 0])
    return columns(
        result,
        {f"arr_{segment.id}": segment.label for segment in SEGMENTS.values()} | {"arr": "ARR"},
        Baseline=before(baseline, "arr", plan),
        Target=[promised.get(month, np.nan) for month in range(1, plan.months + 1)],
        Limit=constraint(result, f"{limited(result) or 'enterprise'}_constraint"),
        **fan(ends, "arr"),
    )


def limited(result: Result) -> str:
    """The team whose limits are shown: enterprise where there is one, else inside sales; empty where nobody sells."""
    teams = [team.id for team in existing(result)]
    return "enterprise" if "enterprise" in teams else next(iter(teams), "")


def followed(result: Result, baseline: Result, ends: Ends | None, column: str) -> dict[str, Any]:
    """What `charts.fanned` draws: a column with its baseline and its fan."""
    return against(result, baseline, column, **fan(ends, column))


def capacity(result: Result, baseline: Result, teams: Sequence[Team]) -> dict[str, Any]:
    """What `shared_charts.capacity` draws, in ARR per month. What the targets need is known for all teams together."""
    plan = result.plan
    frame = columns(result, ())
    for name, column in (("Won", "won_arr_{}"), ("Capacity", "{}_capacity_arr"), ("Demand", "{}_demand_arr")):
        frame[name] = sum(result[column.format(team.id)][:, 0] for team in teams)
    frame["Needed"] = quota.needed(result) if len(teams) == len(TEAMS) else np.full(plan.months, np.nan)
    frame["Baseline"] = sum(before(baseline, f"won_arr_{team.id}", plan) for team in teams)
    for team in teams:
        frame[f"Limit {team.label}"] = constraint(result, f"{team.id}_constraint")
    return frame


def heads(result: Result) -> pd.DataFrame:
    """What `shared_charts.people` draws: whole people of every role, and everyone."""
    roles = {ROLES[role].label: people[1:] for role, people in by_quarter.whole_people(result).items()}
    return pd.DataFrame({"date": dates(result.plan), "Everyone": sum(roles.values()), **roles})
