"""What limits sales, in words."""

from typing import NamedTuple

import numpy as np

from planner.analysis.readings.stations import Phase, existing, phases
from planner.model.paths import lever_path
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.words import limiter
from planner.vocabulary.numbers import month_name
from planner.vocabulary.teams import TEAMS, Team


def limits(result: Result) -> str:
    """What limits each team over the plan; teams that do not exist are passed over while another one does."""
    teams = existing(result)
    if not teams:
        return "nobody sells"
    if len(teams) == len(TEAMS) and all(_limited_by_leads(result, team) for team in teams):
        return "leads limit both teams throughout"
    return "; ".join(_team(result, team) for team in teams)


def ordered(result: Result) -> list[Team]:
    """Every team, those that exist first."""
    found = existing(result)
    return [*found, *(team for team in TEAMS.values() if team not in found)]


def loses_all(plan: Plan, team: Team) -> str:
    """That a team wins no deal, however many people it has; empty for one that does."""
    return "" if lever_path(plan, f"{team.id}.win_rate").any() else f"{team.sales} wins nothing at a win rate of 0%"


def stuck(result: Result, team: Team) -> str:
    """Why a team can win nothing in any month; empty for one that can."""
    if why := loses_all(result.plan, team):
        return why
    if not result[team.seller.id][:, 0].any():
        return f"{team.sales} has leads and nobody to sell to them"
    return ""


class Most(NamedTuple):
    """What limits a team in most of its months, and in how many. limit: by its id."""

    team: Team
    limit: str
    months: int


def most(result: Result) -> list[Most]:
    """What limits each team in most months; teams that do not exist, or can win nothing, are passed over."""
    found = []
    for team in existing(result):
        if not stuck(result, team):
            months: dict[str, int] = {}
            for phase in phases(result, team.id):
                months[phase.limit] = months.get(phase.limit, 0) + phase.last - phase.first + 1
            limit = max(months, key=months.__getitem__)
            found.append(Most(team, limit, months[limit]))
    return found


def _limited_by_leads(result: Result, team: Team) -> bool:
    return not stuck(result, team) and {phase.limit for phase in phases(result, team.id)} == {"leads"}


def _team(result: Result, team: Team) -> str:
    """What limits one team, from the first month to the last."""
    found, start, name = phases(result, team.id), result.plan.start, team.sales
    if why := stuck(result, team):
        return why
    if len(found) == 1:
        return f"{limiter(found[0].limit)} limit {name} throughout"
    if len(found) == 2:
        turn = month_name(start, found[1].first)
        return f"{limiter(found[0].limit)} limit {name} at first, {limiter(found[1].limit)} from {turn} on"
    parts: list[str] = []
    for limit in dict.fromkeys(phase.limit for phase in found if phase.limit != "leads"):
        own = [phase for phase in found if phase.limit == limit]
        first, last = month_name(start, own[0].first), month_name(start, own[-1].last)
        when = f"in {_months(own)} months between {first} and {last}"
        if len(own) == 1:
            when = f"from {first} to {last}" if first != last else f"in {first}"
        parts.append(f"{limiter(limit)} limit {name} {when}" if not parts else f"{limiter(limit)} {when}")
    if any(phase.limit == "leads" for phase in found):
        around = [phase.limit == "leads" for phase in found] == [True, False, True]
        parts.append(f"leads {'before and after' if around else 'in the other months'}")
    return ", ".join(parts)


def _months(found: list[Phase]) -> int:
    return int(np.sum([phase.last - phase.first + 1 for phase in found]))
