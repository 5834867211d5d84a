"""How busy the stations of the sales chains are, what waits there and what goes cold."""

from dataclasses import dataclass

import numpy as np

from planner.model.paths import effect
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import STATIONS


@dataclass(frozen=True)
class Station:
    """Work that waits for people. Each (months,).

    load: work available in the month, that is what waited and did not go cold and what came in, over what the people
    can do; above 1 some of it waits. NaN without work and people, inf for work without people. waiting: at the month's
    end. cold: in the month. limits: whether it is what limits its chain.
    """

    name: str
    load: np.ndarray
    waiting: np.ndarray
    cold: np.ndarray
    limits: np.ndarray


def stations(result: Result, draw: int = 0) -> list[Station]:
    """Every station of one draw of a plan."""
    return [_station(result, name, draw) for name in STATIONS]


def lever_path(plan: Plan, lever_id: str) -> np.ndarray:
    """A lever's value by month, events included, (months,)."""
    bounds = CATALOGUE[lever_id]
    path = np.full(plan.months, plan.value(lever_id))
    for event in plan.events:
        if event.active and event.lever == lever_id:
            scale, offset, of_loss = effect(event, plan.months)
            path = np.where(of_loss, 1 - (1 - path) * scale, path * scale + offset)
    return np.clip(path, bounds.min, bounds.max)


@dataclass(frozen=True)
class Phase:
    """Months (from 1, both included) in which the same thing limits a chain. limit: a name of columns.py."""

    limit: str
    first: int
    last: int


def phases(result: Result, team: str, draw: int = 0) -> list[Phase]:
    """What limits a team's chain, from one change to the next. team: by its id."""
    column = f"{team}_constraint"
    codes = result[column][:, draw].astype(int)
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = np.append(starts[1:], len(codes))
    names = constraint_names(column)
    return [Phase(names[codes[start]], int(start) + 1, int(end)) for start, end in zip(starts, ends, strict=True)]


def _station(result: Result, name: str, draw: int) -> Station:
    waiting, cold = result[f"{name}_queue"][:, draw], result[f"{name}_cold"][:, draw]
    work, capacity = _load(result, name, draw)
    with np.errstate(divide="ignore", invalid="ignore"):
        load = work / capacity
    column = f"{STATIONS[name].team}_constraint"
    limits = result[column][:, draw] == constraint_names(column).index(name)
    return Station(name, load, waiting, cold, limits)


def _load(result: Result, name: str, draw: int) -> tuple[np.ndarray, np.ndarray]:
    """Work available and capacity by month, in the same unit."""
    if name in ("ae", "isr"):
        team = STATIONS[name].team
        return result[f"{team}_demand_arr"][:, draw], result[f"{team}_capacity_arr"][:, draw]

    def path(lever: str) -> np.ndarray:
        return lever_path(result.plan, f"enterprise.{lever}")

    if name == "se":
        done = result["enterprise_opportunities"][:, draw]
        return done + result["se_queue"][:, draw], result["ses"][:, draw] * path("evaluations_per_se")
    waited = np.concatenate([[0.0], result["bdr_queue"][:-1, draw]]) - result["bdr_cold"][:, draw]
    asked = result["pqls"][:, draw] + result["upgrade_leads"][:, draw]
    came = asked * path("pql_share") + result["mqls"][:, draw] * path("mql_share")
    return waited + came, result["bdrs"][:, draw] * path("leads_per_bdr")
