"""The two sales teams: who sells, since when, and the leads that keep them as busy as quota and attainment say."""

import math
from typing import NamedTuple

from planner.analysis.company.books import CONTRACTS
from planner.analysis.company.draft import YEAR, Draft, people_text, tidy
from planner.plan import Event
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name, months_apart
from planner.vocabulary.sentences import opening
from planner.vocabulary.teams import TEAMS

SLACK = 1.25
"""What BDRs and sales engineers can do over what their account executives need."""

SELLING = 0.6
"""Share of a sales department that carries a quota."""

MOST_SELLERS = 0.3
"""Share of everybody who carries a quota, at most, where nobody said how many there are."""

AHEAD = 0.5
"""Years of hires whose leads come already."""


class Team(NamedTuple):
    """A team on day one. known: whether its people were answered. needed: opportunities a month that keep it busy."""

    heads: float
    known: bool
    needed: float


def fill(draft: Draft, start: str, months: int) -> tuple[Event, ...]:
    """Sellers, quotas, hires and leads; returns the starts of sellers that lie ahead, as events."""
    _quotas(draft)
    events: list[Event] = []
    room = _room(draft)
    teams = {team: _team(draft, team, start, months, room, events) for team in TEAMS}
    _leads(draft, teams)
    return tuple(events)


def _quotas(draft: Draft) -> None:
    answers = draft.answers
    draft.enter_or_usual("enterprise.quota", "quota")
    proportion = draft.defaults.value("inside_sales_to_enterprise_quota")
    if answers.inside_sales_quota is not None:
        draft.enter("inside_sales.quota", answers.inside_sales_quota)
    else:
        how = f"{proportion:.0%} of an account executive's: {draft.defaults.source('inside_sales_to_enterprise_quota')}"
        quota = max(1.0, tidy(draft.value("enterprise.quota") * proportion, 2))
        draft.derive("inside_sales.quota", quota, how, known=answers.quota is not None)
    draft.usual("enterprise.attainment", "inside_sales.attainment", "enterprise.cycle_months")
    for team in TEAMS:
        acv = draft.value(f"{team}.acv")
        known = getattr(answers, CONTRACTS[team]) is not None
        draft.derive(f"{team}.reference_acv", acv, "The contract value that the quota goes with.", known)
        win_rate = draft.value(f"{team}.win_rate")
        draft.derive(f"{team}.reference_win_rate", win_rate, "The win rate that the quota goes with.", known=False)


def _room(draft: Draft) -> float:
    """What the usual number of sellers is multiplied by, so that they fit into the people there are."""
    people, headcount = draft.answers.people, draft.answers.headcount
    usual = sum(_usual_heads(draft, team) for team in TEAMS)
    if people is not None and people.sales is not None:
        return SELLING * people.sales / usual if usual else 1.0
    return min(1.0, MOST_SELLERS * headcount / usual) if headcount is not None and usual else 1.0


def _team(draft: Draft, team: str, start: str, months: int, room: float, events: list[Event]) -> Team:
    """Sellers of a team on day one, and what they can sell."""
    productive = draft.value(f"{team}.quota") * draft.value(f"{team}.attainment")
    known = draft.answers.sellers is not None
    if known:
        heads = wanted = _entered(draft, team, start, months, events)
        heads += sum(event.value / 3 for event in events if event.lever.startswith(f"{team}."))
    else:
        wanted = _usual_heads(draft, team) * room
        heads = float(round(wanted))
        draft.derive(
            f"{team}.reps", heads, "As many as the ARR sold by them needs to grow at the stage's pace.", known=False
        )
        draft.derive(f"{team}.ramping_reps", 0.0, "Taken as ramped.", known=False)
    hires = max(heads, wanted) * draft.defaults.value("seller_hires") / 4
    draft.set(
        f"{team}.hires_per_quarter",
        math.floor(hires * 20 + 0.5) / 20,
        "stage",
        draft.defaults.source("seller_hires"),
    )
    yearly = draft.value(f"{team}.hires_per_quarter") * 4
    per_deal = draft.value(f"{team}.acv") * draft.value(f"{team}.win_rate")
    needed = (heads + AHEAD * yearly) * productive / YEAR / per_deal
    if not heads and draft.value(f"{team}.arr") and known:
        label = TEAMS[team].label.lower()
        text = f"There is ARR from {label} but nobody who sells it: the plan has no new {label} customers"
        draft.say("sellers", "gap", f"{text} until a seller starts. One who starts later can be named, too.")
    return Team(heads, known, needed)


def _entered(draft: Draft, team: str, start: str, months: int, events: list[Event]) -> float:
    """Sellers as answered: ramped, ramping, and those who start later, within the months of the plan."""
    ramp = draft.value(f"{team}.ramp_months")
    ramped = ramping = tenures = 0.0
    for group in draft.answers.sellers or ():
        if group.team != team or not group.people:
            continue
        here = months_apart(group.since, start) if group.since else math.inf
        if here < 0:
            month = 1 - int(here)
            text = f"{people_text(group.people, 'starts', 'start')} in {month_name(start, month)}, after the"
            if month > months:
                draft.say(
                    "sellers", "gap", f"{text} plan's last month, and {'is' if group.people == 1 else 'are'} left out."
                )
                continue
            events.append(_start(team, group.people, month))
            draft.say("sellers", "assumption", f"{text} first month: an event of the plan.")
        elif here >= ramp:
            ramped += group.people
        else:
            ramping += group.people
            tenures += group.people * here
    draft.enter(f"{team}.reps", ramped)
    draft.enter(f"{team}.ramping_reps", ramping)
    if ramping:
        tenure = min(tidy(tenures / ramping), CATALOGUE[f"{team}.ramping_tenure"].max)
        draft.derive(f"{team}.ramping_tenure", tenure, "Mean of the months since those who still ramp started.")
    return ramped + ramping


def _start(team: str, people: float, month: int) -> Event:
    """So many sellers who start in a month."""
    name = f"{opening(TEAMS[team].sellers)} who start"
    return Event(name=name, lever=f"{team}.hires_per_quarter", change="add", value=3 * people, start=month, months=1)


def _usual_heads(draft: Draft, team: str) -> float:
    """Sellers that the ARR of a team needs to grow at the stage's pace, with what customers buy more of counted."""
    productive = draft.value(f"{team}.quota") * draft.value(f"{team}.attainment")
    net = draft.value(f"{team}.gross_retention") * (1 + draft.value(f"{team}.expansion"))
    return draft.value(f"{team}.arr") * max(draft.defaults.value("growth") + 1 - net, 0.1) / productive


def _leads(draft: Draft, teams: dict[str, Team]) -> None:
    """Leads that keep the sellers busy beside those the community brings; opportunities already open."""
    enterprise, inside = teams["enterprise"], teams["inside_sales"]
    selling = [team for team, one in teams.items() if one.needed]
    if selling == ["inside_sales"] or not selling:
        draft.derive("enterprise.pql_share", 0.0, "Nobody sells to enterprises.", enterprise.known)
    elif selling == ["enterprise"]:
        draft.derive("enterprise.pql_share", 1.0, "Only account executives sell.", inside.known)
    share = draft.value("enterprise.pql_share")
    raised = draft.value("community.free_accounts") * draft.value("community.pql_rate")
    raised += draft.value("self_serve.customers") * draft.value("self_serve.upgrade_rate")
    brought = {
        "enterprise": raised * share * draft.value("enterprise.pql_to_opportunity"),
        "inside_sales": raised * (1 - share) * draft.value("inside_sales.pql_to_opportunity"),
    }
    mqls = {
        team: max(0.0, one.needed - brought[team]) / draft.value(f"{team}.mql_to_opportunity")
        for team, one in teams.items()
    }
    total, known = tidy(sum(mqls.values()), 3), enterprise.known or inside.known
    how = "So that sellers, and those hired in the next half year, are as busy as quota and attainment say."
    draft.derive("marketing.mqls", min(total, CATALOGUE["marketing.mqls"].max), how, known)
    to_enterprise = mqls["enterprise"] / sum(mqls.values()) if total else float(bool(enterprise.needed))
    draft.derive("enterprise.mql_share", tidy(to_enterprise, 4), "As the leads of both teams.", known)
    draft.usual("marketing.mql_growth", "marketing.cost_per_mql")
    for team, one in teams.items():
        inflow = brought[team] + mqls[team] * draft.value(f"{team}.mql_to_opportunity")
        open_ones = min(inflow, one.needed) * draft.value(f"{team}.cycle_months")
        how = "As many as come in over one sales cycle."
        draft.derive(f"{team}.opening_pipeline", tidy(min(open_ones, 1e7), 3), how, one.known)


def fit_stations(draft: Draft) -> None:
    """Let BDRs and sales engineers, however few, carry what their account executives need today."""
    heads = draft.value("enterprise.reps") + draft.value("enterprise.ramping_reps")
    productive = draft.value("enterprise.quota") * draft.value("enterprise.attainment") / YEAR
    per_seller = productive / (draft.value("enterprise.acv") * draft.value("enterprise.win_rate"))
    worst = min(draft.value("enterprise.mql_to_opportunity"), draft.value("enterprise.pql_to_opportunity"))
    known = draft.answers.sellers is not None or draft.answers.people is not None
    stations = {
        "enterprise.leads_per_bdr": per_seller / worst / draft.value("enterprise.bdr_per_ae"),
        "enterprise.evaluations_per_se": per_seller / draft.value("enterprise.se_per_ae"),
    }
    for lever, least in stations.items():
        if heads and SLACK * least > draft.value(lever):
            most = CATALOGUE[lever].max
            how = "So that they do not hold account executives back, who do part of this work where there are few."
            draft.derive(lever, min(tidy(SLACK * least, 2), most), how, known)
