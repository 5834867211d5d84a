"""Sentences about what limits sales are true: their facts are counted again, over random plans."""

import re

import numpy as np
import pytest
from model.plans import seeded

from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.ui.kit.limits import limits
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.numbers import month_name
from planner.vocabulary.teams import CONSTRAINTS, TEAMS

NOBODY = {f"{team}.{lever}": 0.0 for team in TEAMS for lever in ("reps", "ramping_reps", "hires_per_quarter")}
NO_LEADS = {
    **dict.fromkeys(("enterprise.opening_pipeline", "inside_sales.opening_pipeline", "marketing.mqls"), 0.0),
    **dict.fromkeys(("community.visitors", "community.referral", "community.free_accounts"), 0.0),
    "self_serve.upgrade_rate": 0.0,
}


def limiting(result: Result, team: str) -> list[str]:
    """What limits a team in each month, as a sentence names it."""
    names = constraint_names(f"{team}_constraint")
    return [CONSTRAINTS[names[int(code)]].plural for code in result[f"{team}_constraint"][:, 0]]


def facts(text: str, result: Result) -> dict[int, str]:
    """What a sentence about one team says of its months, from 0."""
    months = {month_name(result.plan.start, at + 1): at for at in range(result.months)}
    said: dict[int, str] = {}
    last = result.months - 1
    if match := re.fullmatch(r"(.+) limit [a-z ]+ throughout", text):
        return dict.fromkeys(range(last + 1), match[1])
    if match := re.fullmatch(r"(.+) limit [a-z ]+ at first, (.+) from (\w{3} \d{4}) on", text):
        turn = months[match[3]]
        return {at: match[1] if at < turn else match[2] for at in range(last + 1)}
    for name, since, until in re.findall(r"([A-Za-z ]+?)(?: limit [a-z ]+)? from (\w{3} \d{4}) to (\w{3} \d{4})", text):
        said |= dict.fromkeys(range(months[since], months[until] + 1), name.strip(", "))
    for name, month in re.findall(r"([A-Za-z ]+?)(?: limit [a-z ]+)? in (\w{3} \d{4})", text):
        said[months[month]] = name.strip(", ")
    return said


@pytest.mark.parametrize("seed", range(300))
def test_months_that_are_named_are_limited_as_said(seed: int) -> None:
    result = simulate(seeded(seed))
    text = limits(result)
    if text == "leads limit both teams throughout":
        assert all(set(limiting(result, team)) == {"leads"} for team in TEAMS)
        return
    for sentence in text.split("; "):
        team = next((team.id for team in TEAMS.values() if team.sales in sentence), None)
        if team is None:
            assert text == "nobody sells"
            continue
        true = limiting(result, team)
        for at, name in facts(sentence, result).items():
            assert true[at] == name, sentence
        for name, months in re.findall(r"([A-Za-z ]+?)(?: limit [a-z ]+)? in (\d+) months between", sentence):
            assert true.count(name.strip(", ")) == int(months), sentence
        if "in the other months" in sentence or "before and after" in sentence:
            assert "leads" in true
            assert ("before and after" not in sentence) or (true[0] == true[-1] == "leads")


def test_a_win_rate_of_nothing_is_named() -> None:
    levers = {f"{team}.win_rate": 0.0 for team in TEAMS}
    text = limits(simulate(Plan(levers=levers)))
    assert text == "enterprise sales wins nothing at a win rate of 0%; inside sales wins nothing at a win rate of 0%"


def test_a_team_without_people_is_no_bottleneck() -> None:
    text = limits(simulate(Plan(levers=NOBODY)))
    assert text == (
        "enterprise sales has leads and nobody to sell to them; inside sales has leads and nobody to sell to them"
    )
    assert limits(simulate(Plan(levers=NOBODY | NO_LEADS))) == "nobody sells"


def test_a_team_that_does_not_exist_is_passed_over() -> None:
    levers = {key: value for key, value in (NOBODY | NO_LEADS).items() if not key.startswith("inside_sales.")}
    levers |= {"inside_sales.opening_pipeline": 200.0, "inside_sales.cycle_months": 12.0}
    text = limits(simulate(Plan(levers=levers)))
    assert "enterprise" not in text
    assert "inside sales" in text


def test_the_bottleneck_of_inside_sales_is_named_too() -> None:
    result = simulate(Plan(levers={"inside_sales.reps": 0.5, "inside_sales.hires_per_quarter": 0.0}))
    assert "reps limit inside sales" in limits(result)
    assert np.any(result["inside_sales_constraint"] == 1)
