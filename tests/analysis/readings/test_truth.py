"""What readings say is counted again, in other words than theirs, over random plans."""

import math
import re
from functools import cache

import numpy as np
import pytest
from model.plans import LACKING, seeded
from support import ROOT

from planner.analysis.levers.goals import Goal
from planner.analysis.readings import bands, losses, pay
from planner.analysis.readings.funnel import diagnose
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan, load
from planner.ui.kit.words import cash
from planner.ui.pages.community import words as community
from planner.ui.pages.people_and_cash import words as people
from planner.ui.pages.retention import words as retention
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, rate
from planner.vocabulary.segments import SEGMENTS

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
RANDOM = pytest.mark.parametrize("seed", range(200))
CALM = {"self_serve.upgrade_rate": 0.0, "sales.expansion_sold": 0.0}


@cache
def random_plan(seed: int) -> Plan:
    """A usual or wild plan, some without a team, a community, customers, some whose usage falls."""
    if seed % 10 == 9:
        return load(SHIPPED[seed // 10 % len(SHIPPED)])
    plan = seeded(seed)
    if seed % 3 == 1:
        falls = Event(lever="retention.usage_change", change="set", value=-0.02, start=2)
        plan = plan.changed(events=(*plan.events, falls))
    return plan.with_levers(LACKING[seed % len(LACKING)]) if seed % 7 == 3 else plan


@cache
def simulated(seed: int) -> Result:
    """The months of a random plan; one simulation for all that is counted in it."""
    return simulate(random_plan(seed))


def flow(result: Result, name: str, month: int) -> float:
    return float(result[name][month, 0])


@RANDOM
def test_the_funnel_works_only_where_no_stage_is_below_what_is_usual(seed: int) -> None:
    result = simulated(seed)
    text, last = community.diagnosis(result, diagnose(result)), result.months - 1
    visitors, signups, active = (flow(result, name, last) for name in ("visitors", "signups", "activations"))
    pool = flow(result, "free_accounts", last - 1)
    paid = flow(result, "conversions", last) + flow(result, "pqls", last)
    usual = {name: CATALOGUE[name].usual_low or 0.0 for name in CATALOGUE}
    if "**No funnel" in text:
        assert signups == 0
        return
    assert signups > 0
    assert ("**Nobody becomes active" in text) == (active == 0)
    if "**The funnel works" in text:
        assert active / signups >= usual["community.activation_rate"] * (1 - 1e-6)
        assert signups / visitors >= usual["community.signup_rate"] * (1 - 1e-6)
        assert pool == 0 or paid / pool >= (usual["self_serve.conversion"] + usual["community.pql_rate"]) * (1 - 1e-6)
    for few, share in (("become active.", active / signups), ("Few visitors sign up.", signups / max(visitors, 1e-99))):
        if few in text:
            assert f" {rate(share)} of " in text
    if "nobody pays or asks for sales" in text.lower():
        assert paid == 0
    if found := re.search(r"It shows from (\w{3} \d{4})", text):
        assert found[1] in {month_name(result.plan.start, month) for month in range(1, result.months + 1)}


@pytest.mark.parametrize(
    ("levers", "says"),
    [
        ({"community.activation_rate": 0.0}, "**Nobody becomes active.**"),
        ({"community.activation_rate": 0.02}, "**Few who sign up become active.**"),
        ({"community.signup_rate": 0.002}, "**Few visitors sign up.**"),
        ({"self_serve.conversion": 1e-4, "community.pql_rate": 1e-4}, "**The free tier is enough for most.**"),
        ({}, "**The funnel works.**"),
    ],
)
def test_the_level_of_a_stage_counts_and_not_its_growth_alone(levers: dict[str, float], says: str) -> None:
    result = simulate(Plan(levers={"community.referral": 0.0} | levers))
    assert community.diagnosis(result, diagnose(result)).startswith(says)


@RANDOM
def test_usage_and_prices_count_in_the_segment_that_loses_most(seed: int) -> None:
    """Segments alone, without what moves between them, lose what they lose together."""
    plan = random_plan(seed).with_levers(CALM)
    result = simulate(plan)
    lost = losses.by_segment(result)
    everything = float((result["contraction_arr"] + result["churned_arr"]).sum())
    size = 1 + float(result["arr"].max()) + everything
    assert sum(lost.values()) == pytest.approx(everything, abs=1e-7 * size)
    for segment in SEGMENTS:
        if not any(event.lever.startswith("self_serve.upgrade") for event in plan.events):
            assert lost[segment] == pytest.approx(alone(result, segment), abs=1e-6 * size)


def alone(result: Result, segment: str) -> float:
    """Renewals of a segment that are lost, and each month's fall of its ARR that nothing else explains."""
    lost, before = 0.0, float(result.day_one[f"arr_{segment}"][0])
    for month in range(result.months):
        came = sum(flow(result, f"{name}_{segment}", month) for name in ("won_arr", "expansion_arr"))
        after = flow(result, f"arr_{segment}", month)
        lost += max(before + came - after, flow(result, f"lost_arr_{segment}", month), 0.0)
        before = after
    return lost


@RANDOM
def test_what_churn_costs_in_words_is_what_was_lost(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = retention.retention(result, losses.cost_of_churn(plan), losses.arr_per_point(plan)).replace("\\$", "$")
    assert "nan" not in text
    if "loses most" not in text:
        assert not result["arr"].any() or (result["contraction_arr"] + result["churned_arr"]).sum() <= 1e-6
        return
    gone = float((result["contraction_arr"] + result["churned_arr"]).sum())
    assert f"take {money(gone, plan.currency)} of ARR" in text
    if "one point more of" in text:
        (named,) = re.findall(r"one point more of (.+) gross retention adds", text)
        gains = {}
        for segment, each in SEGMENTS.items():
            lever = f"{segment}.gross_retention"
            better = plan.changed(uncertainty={}, correlations=()).with_levers(
                {lever: min(1.0, plan.value(lever) + 0.01)}
            )
            gains[each.within] = float(simulate(better)["arr"][-1, 0] - result["arr"][-1, 0])
        assert gains[named] == pytest.approx(max(gains.values()), rel=1e-9)
        assert gains[named] > 0
    year_ago = float(result["arr"][-13, 0]) if result.months > 12 else float(result.day_one["arr"][0])
    assert ("There was no ARR a year before" in text) == (not np.isfinite(result["nrr"][-1, 0]))
    assert ("There was no ARR a year before" not in text) or year_ago == 0


@RANDOM
def test_only_the_margin_on_services_pays_for_customer_success(seed: int) -> None:
    """What customer success is paid is what operating cost falls by when it is paid nothing."""
    plan, result = random_plan(seed), simulated(seed)
    text = people.services(result).replace("\\$", "$")
    calm = tuple(event for event in plan.events if event.lever != "people.csm_cost")
    unpaid = simulate(plan.changed(events=calm), levers={"people.csm_cost": 0.0})
    team = float((result["operating_cost"] - unpaid["operating_cost"])[-12:, 0].sum())
    sold, delivery = (float(result[name][-12:, 0].sum()) for name in ("services_revenue", "services_cost"))
    size = float(result["operating_cost"][-12:, 0].sum())
    paid = float((result["csms"][:, 0] * pay.monthly(plan, "people.csm_cost"))[-12:].sum())
    assert paid == pytest.approx(team, rel=1e-6, abs=1e-9 * size + 1e-6)
    margin = sold - delivery
    if "pay for customer success" in text:
        assert margin >= paid > 0
    elif found := re.search(r"\*\*Services pay for (.+) of customer success", text):
        assert found[1] == rate(margin / paid)
        assert 0 < margin < paid
    elif "pay nothing" in text:
        assert margin <= 0.0005 * sold
        assert paid > 0
    elif "No services" in text:
        assert sold == 0
    else:
        assert paid == 0


@RANDOM
def test_free_cash_flow_burns_only_where_the_burn_multiple_does(seed: int) -> None:
    result = simulated(seed)
    text, flows = cash(result), result["free_cash_flow"][:, 0].tolist()
    multiple = float(result["burn_multiple"][-1, 0])
    if "still below 0 over the last 12 months" in text:
        assert sum(flows[-12:]) < 0
        assert multiple > 0
    if "below 0 in the last month, but not over 12" in text:
        assert flows[-1] < 0 <= sum(flows[-12:])
        assert multiple == 0
    if found := re.search(r"from (\w{3} \d{4}) free cash flow stays at 0 or above", text):
        names = [month_name(result.plan.start, month) for month in range(1, result.months + 1)]
        turn = names.index(found[1])
        assert min(flows[turn:]) >= 0
        assert turn == 0 or flows[turn - 1] < 0
    if text.startswith("Cash is lowest"):
        assert min(result["cash"][:, 0]) >= -0.006
    if found := re.match(r"Cash runs out in (\w{3} \d{4})", text):
        month = next(at for at, value in enumerate(result["cash"][:, 0], start=1) if value < -1)
        assert found[1] == month_name(result.plan.start, month)


def test_losing_on_every_sale_is_not_good_payback() -> None:
    plan = Plan(levers={"finance.hosting_share": 1.0, "people.customers_per_support_engineer": 50.0})
    result = simulate(plan)
    assert result["gross_margin"][-1, 0] < 0
    assert not Goal("cac_payback_months", 60, 18.0, at_most=True).met(plan)
    (payback,) = [reading for reading in bands.readings(result) if reading.band.column == "cac_payback_months"]
    assert math.isinf(payback.value)
    assert payback.verdict == "weak"


@RANDOM
def test_a_verdict_on_a_band_is_on_the_right_side_of_both_ends(seed: int) -> None:
    result = simulated(seed)
    for reading in bands.readings(result):
        value, low, high = reading.value, reading.band.low, reading.band.high
        if reading.verdict is None:
            assert math.isnan(value) or reading.band.is_money or reading.band.column == "burn_multiple"
            continue
        up = reading.band.better == "high"
        if reading.verdict == "good":
            assert value >= (high if high is not None else low) if up else value <= (low if low is not None else high)
        elif reading.verdict == "weak":
            assert value < (low if low is not None else high) if up else value > (high if high is not None else low)
        else:
            assert low is not None
            assert high is not None
            assert low <= value <= high


NOTHING = Plan(levers={lever.id: max(lever.min, 0.0) for lever in CATALOGUE.values()})
BURNS = NOTHING.with_levers({"finance.cash": 1e6, "enterprise.reps": 2.0, "people.ae_cost": 2e5})
DORMANT = NOTHING.with_levers({"self_serve.arr": 1e6, "self_serve.customers": 100.0, "self_serve.gross_retention": 1.0})


@pytest.mark.parametrize("seed", [*range(300), "nothing", "burns", "dormant"])
def test_the_verdict_on_the_burn_multiple_is_worked_out_again(seed: int | str) -> None:
    empty = {"nothing": NOTHING, "burns": BURNS, "dormant": DORMANT}
    result = simulate(empty[seed]) if isinstance(seed, str) else simulated(seed)
    (reading,) = [one for one in bands.readings(result) if one.band.column == "burn_multiple"]
    arr = [float(result.day_one["arr"][0]), *result["arr"][:, 0].tolist()]
    year = result["free_cash_flow"][-12:, 0].tolist()
    burnt, added = -math.fsum(year), arr[-1] - arr[-13]
    if burnt <= 1e-9 * math.fsum(map(abs, year)):
        assert reading.value <= 1e-6
        assert reading.verdict == ("good" if arr[-1] > 0 else None)
    elif added <= 0:
        assert (reading.value, reading.verdict) == (math.inf, "weak")
    elif added > 1e-9 * arr[-1]:
        assert reading.value == pytest.approx(burnt / added, rel=1e-6)
        verdict = "good" if reading.value <= 1 else "weak" if reading.value > 2 else "usual"
        assert reading.verdict == verdict
