"""What pages say of one plan, number by label.

Run as a script, it prints that with every declaration in reverse order, for facts that are pickled on standard input.
"""

import json
import pickle
import sys
from types import MappingProxyType
from typing import Any

import pandas as pd

from planner.vocabulary import declared

if __name__ == "__main__":
    in_order = declared.by_id
    declared.by_id = lambda *things: in_order(*reversed(things))  # before anything is declared

from planner.analysis.hiring import hire_by
from planner.analysis.levers.goals import Goal
from planner.analysis.readings import funnel, losses, stations
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.ui.figures import shared_frames, theme
from planner.ui.figures.frames import constraint, won_by_source
from planner.ui.kit import words
from planner.ui.pages.community import frames as community
from planner.ui.pages.goal_seek import frames as goal_seek
from planner.ui.pages.people_and_cash import frames as people
from planner.ui.pages.retention import frames as retention
from planner.ui.pages.retention import words as retention_words
from planner.ui.pages.sales_capacity import frames as sales

PLAN = Plan(
    months=24, levers={"enterprise.hires_per_quarter": 0.0, "marketing.mqls": 900.0, "enterprise.se_per_ae": 0.3}
)
GOAL = Goal("arr", 24, 30e6)


def facts() -> dict[str, Any]:
    """What the pages show: found once, since the compiled engine keeps the places of what is declared."""
    result = simulate(PLAN)
    return {
        "columns": dict(result.columns),
        "day_one": dict(result.day_one),
        "losses": losses.cost_of_churn(PLAN),
        "per_point": losses.arr_per_point(PLAN),
        "calendar": hire_by.calendar(PLAN, "enterprise", GOAL, ()),
    }


def labelled(found: dict[str, Any]) -> dict[str, object]:
    """Every text and number that stands beside the name of a role, a team, a segment, a source, a function, a stage."""
    result = Result(PLAN, MappingProxyType(found["columns"]), MappingProxyType(found["day_one"]))
    tables = {
        "arr": shared_frames.arr(result, result, None),
        "heads": shared_frames.heads(result),
        "costs": people.costs(result),
        "leads": community.leads(result, result),
        "won": won_by_source(result),
        "rates": retention.rates(result, result, "nrr"),
        "load": sales.load(stations.stations(result), PLAN),
    }
    shown = {name: pd.DataFrame(table).iloc[-1].drop("date").astype(str).to_dict() for name, table in tables.items()}
    plan = people.hiring_plan(result, "heads")
    return shown | {
        "hiring": plan.drop("Everyone").iloc[:, -1].astype(int).to_dict(),
        "people": people.first_and_last(shared_frames.heads(result)),
        "stations": sales.station_table(stations.stations(result)).set_index("Station").to_dict("index"),
        "capacity": {
            view.label: shared_frames.capacity(result, result, view.teams)["Won"][-1] for view in sales.VIEWS.values()
        },
        "limits": constraint(result, "enterprise_constraint"),
        "limiters": {name: words.limiter(name) for name in ("leads", "bdr", "se", "ae", "isr")},
        "funnel": community.stages(result, result, slice(0, 12)).set_index("stage")["volume"].to_dict(),
        "stages": sorted(funnel.stages(result, slice(0, 12)).volumes.items()),
        "churn": retention_words.retention(result, found["losses"], found["per_point"]),
        "seats": sorted((row.seat.role, row.name) for row in goal_seek.rows(found["calendar"])),
        "colours": [theme.SEGMENTS, theme.ROLES, theme.CONSTRAINTS, theme.SOURCES, theme.FUNCTIONS, theme.STAGES],
    }


if __name__ == "__main__":
    json.dump(labelled(pickle.load(sys.stdin.buffer)), sys.stdout)
