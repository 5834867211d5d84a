"""The funnel's stages and one plan for each thing it can do."""

import math

import numpy as np
import pytest

from planner.analysis.readings.funnel import FLAT, diagnose, stages
from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.vocabulary.stages import STAGES

GROWING = {"community.visitor_growth": 0.02, "community.referral": 0.0}


def event(lever: str, change: str, value: float, start: int, phase_in: int = 0) -> Event:
    return Event(lever=lever, change=change, value=value, start=start, phase_in=phase_in)


def test_a_funnel_that_grows_on_all_stages_works() -> None:
    found = diagnose(simulate(Plan(levers=GROWING)))
    assert found.kind == "works"
    assert found.month == 60
    assert found.signups == pytest.approx(1.02**12 - 1)
    assert found.paying == pytest.approx(found.signups, abs=0.01)
    assert found.pipeline_month is None


def test_growing_sign_ups_without_paying_mean_a_generous_free_tier() -> None:
    fades = [event(lever, "multiply", 0.2, 25, 36) for lever in ("self_serve.conversion", "community.pql_rate")]
    found = diagnose(simulate(Plan(levers=GROWING, events=tuple(fades))))
    assert found.kind == "free is enough"
    assert 25 < found.month <= 32
    assert found.paying < 0.5 * found.signups
    assert found.paid


def test_sign_ups_that_grow_while_activation_does_not_mean_the_same() -> None:
    fades = (event("community.activation_rate", "multiply", 0.25, 30, 31),)
    found = diagnose(simulate(Plan(levers=GROWING, events=fades)))
    assert found.kind == "free is enough"
    assert found.month >= 30
    assert found.activations < 0.5 * found.signups


def test_a_funnel_in_which_nobody_ever_pays_does_not_work() -> None:
    nobody = {"self_serve.conversion": 0.0, "community.pql_rate": 0.0}
    found = diagnose(simulate(Plan(levers=GROWING | nobody)))
    assert found.kind == "free is enough"
    assert found.paying == 0
    assert not found.paid


def test_a_flat_top_starves_the_pipeline_later() -> None:
    stops = (event("community.visitor_growth", "set", -0.02, 25),)
    found = diagnose(simulate(Plan(levers=GROWING, events=stops)))
    assert found.kind == "flat top"
    assert 25 < found.month <= 37
    assert found.signups < FLAT
    assert found.pipeline_month is not None
    assert found.month < found.pipeline_month <= 60


def test_growing_visitors_without_sign_ups_are_interest_only() -> None:
    fades = (event("community.signup_rate", "multiply", 0.3, 20, 40),)
    found = diagnose(simulate(Plan(levers=GROWING, events=fades)))
    assert found.kind == "no action"
    assert found.visitors >= FLAT
    assert found.signups < 0.5 * found.visitors
    assert 20 < found.month < 40


def test_a_symptom_that_passes_is_none() -> None:
    dip = Event(lever="community.signup_rate", change="multiply", value=0.5, start=20, months=6)
    assert diagnose(simulate(Plan(levers=GROWING, events=(dip,)))).kind == "works"


@pytest.mark.parametrize(
    "levers", [{"community.visitors": 0.0, "community.referral": 0.0}, {"community.signup_rate": 0.0}]
)
def test_without_sign_ups_there_is_no_funnel(levers: dict[str, float]) -> None:
    assert diagnose(simulate(Plan(levers=levers))).kind == "no sign-ups"


def test_a_funnel_that_begins_late_grows_without_end() -> None:
    begins = (event("community.visitors", "set", 60_000.0, 55),)
    found = diagnose(simulate(Plan(levers=GROWING | {"community.visitors": 0.0}, events=begins)))
    assert math.isinf(found.signups)
    assert found.kind in ("works", "free is enough")


@pytest.mark.parametrize("months", [12, 13, 23, 24, 25, 120])
def test_growth_is_a_yearly_rate_on_every_horizon(months: int) -> None:
    found = diagnose(simulate(Plan(months=months, levers=GROWING)))
    assert found.signups == pytest.approx(1.02**12 - 1)
    assert found.month <= months


def test_stages_are_monthly_means_and_shares_of_the_stage_before() -> None:
    result = simulate(Plan())
    year = slice(12, 24)
    found = stages(result, year)
    assert found.volumes["intent"] == pytest.approx(result["visitors"][year, 0].mean())
    assert found.shares["action"] == pytest.approx(0.05)
    assert found.shares["activation"] == pytest.approx(0.35)
    assert found.volumes["monetisation"] == pytest.approx(found.volumes["activation"] * found.shares["monetisation"])
    assert found.shares["retention"] == pytest.approx(0.7)
    assert found.volumes["retention"] == pytest.approx(0.7 * found.volumes["monetisation"])
    assert found.pqls == pytest.approx(result["pqls"][year, 0].mean())


def test_stages_of_nobody_have_no_shares() -> None:
    nobody = dict.fromkeys(("community.visitors", "community.referral", "community.free_accounts"), 0.0)
    found = stages(simulate(Plan(levers=nobody)), slice(0, 12))
    assert found.volumes == dict.fromkeys(STAGES, 0)
    assert np.isnan(list(found.shares.values())).all()
