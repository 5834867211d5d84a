"""The key numbers of the Sales capacity page."""

from collections.abc import Sequence

from planner.model.simulate import Result
from planner.ui.kit.tiles import Kpi, at_end, last_year
from planner.vocabulary.teams import TEAMS, Team
from planner.vocabulary.units import MONEY

HEADS = {
    "enterprise": at_end("aes", "AEs", note="Account executives at the end of the plan"),
    "inside_sales": at_end("isrs", "Inside sales reps", note="At the end of the plan"),
}
"""How many sell, by team."""


def of(teams: Sequence[Team]) -> list[Kpi]:
    """The key numbers of a result. teams: in the order of their heads."""

    def won(outcome: Result) -> float:
        return last_year(outcome, *(f"won_arr_{team}" for team in TEAMS))

    def capacity(outcome: Result) -> float:
        return last_year(outcome, *(f"{team}_capacity_arr" for team in TEAMS))

    could = "What both teams could close in the last 12 months, with enough leads"
    street = "Quota carried by ramped sellers in the last 12 months"
    return [
        Kpi("ARR won", won, MONEY, note="By both sales teams in the last 12 months"),
        Kpi("Capacity", capacity, MONEY, note=could),
        at_end("attainment", note="ARR won and expansion sold over the quota of ramped sellers, last 12 months"),
        *(HEADS[team.id] for team in teams),
        Kpi("Street quota", lambda outcome: last_year(outcome, "street_quota"), MONEY, note=street),
    ]
