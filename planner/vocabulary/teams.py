"""The sales teams, the stations of their chains and what can limit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id
from planner.vocabulary.roles import ROLES, Role
from planner.vocabulary.segments import SEGMENTS


@dataclass(frozen=True)
class Team(Declared):
    """A sales team. id: of the segment it sells to. seller: the role that closes its deals.

    sales: what it does, within a sentence. sellers: several of its people, within a sentence about it.
    """

    seller: Role
    sales: str
    sellers: str


def _team(segment: str, seller: str, sales: str, sellers: str) -> Team:
    sold_to = SEGMENTS[segment]
    return Team(sold_to.id, sold_to.label, sold_to.colour, ROLES[seller], sales, sellers, short=sold_to.short)


TEAMS: Mapping[str, Team] = by_id(
    _team("enterprise", "aes", "enterprise sales", "account executives"),
    _team("inside_sales", "isrs", "inside sales", "reps"),
)
"""Every sales team by id."""


@dataclass(frozen=True)
class Constraint(Declared):
    """What can limit a team's sales. id: as a constraint column names it. plural: within a sentence."""

    plural: str


@dataclass(frozen=True)
class Station(Constraint):
    """People of one role through whom a team's work passes. waits: what waits for them."""

    role: str
    team: str
    waits: str


def _station(station: str, role: str, team: str, waits: str) -> Station:
    people = ROLES[role]
    seller = TEAMS[team].seller.id == role
    return Station(
        station, people.label, people.colour, TEAMS[team].sellers if seller else people.within, role, team, waits
    )


STATIONS: Mapping[str, Station] = by_id(
    _station("bdr", "bdrs", "enterprise", "leads"),
    _station("se", "ses", "enterprise", "opportunities"),
    _station("ae", "aes", "enterprise", "opportunities"),
    _station("isr", "isrs", "inside_sales", "opportunities"),
)
"""Every station by id, in the order of the chains."""

CONSTRAINTS: Mapping[str, Constraint] = MappingProxyType(
    {"leads": Constraint("leads", "Leads", palette.SAGE, "leads"), **STATIONS}
)
"""Whatever can limit sales, by the name that a constraint column's code stands for."""
