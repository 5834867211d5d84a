"""How busy the stations of the sales chains are, what waits there and what goes cold."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.teams import STATIONS, TEAMS, Team


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
    waiting, cold, work, capacity = (
        result[f"{name}_{quantity}"][:, draw] for quantity in ("queue", "cold", "work", "capacity")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        load = work / capacity
    column = f"{STATIONS[name].team}_constraint"
    limits = result[column][:, draw] == constraint_names(column).index(name)
    return Station(name, load, waiting, cold, limits)


def existing(result: Result) -> list[Team]:
    """The teams that ever have people, or opportunities that are decided."""
    return [team for team in TEAMS.values() if _exists(result, team)]


def _exists(result: Result, team: Team) -> bool:
    """Whether a team ever has people, or opportunities that are decided."""
    return bool(result[team.seller.id][:, 0].any() or result[f"{team.id}_demand_arr"][:, 0].any())
