"""What a lever would have to be: closed forms, both sides of the answer, several answers and none."""

import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from analysis.levers.questions import SHIPPED, at, dense, kept, meets, question
from model.plans import seeded
from support import ROOT

from planner.analysis.levers.goals import Cost, Goal
from planner.analysis.levers.sensitivity import FLOWS
from planner.analysis.levers.solve import Solution, room, solve, solve_each, usual_width
from planner.model.simulate import simulate
from planner.plan import Event, Plan, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import BEYOND_CONTROL, CATALOGUE

BOOK = Plan(
    months=36,
    levers={
        **dict.fromkeys((lever_id for lever_id in CATALOGUE if lever_id.endswith((".arr", ".opening_pipeline"))), 0.0),
        **dict.fromkeys(("community.visitors", "community.free_accounts", "marketing.mqls"), 0.0),
        "self_serve.customers": 0.0,
        "enterprise.arr": 10e6,
        "enterprise.committed_share": 1.0,
        "enterprise.gross_retention": 0.7,
        "enterprise.expansion": 0.0,
        "customer_success.elasticity": 0.0,
    },
)
"""One book of annual contracts and nothing that sells: ARR after k years is 10M times the retention to the power k."""

POOL = Plan(
    months=12,
    levers={
        **dict.fromkeys(("community.visitors", "community.referral", "community.free_churn"), 0.0),
        "self_serve.conversion": 0.0,
        "community.free_accounts": 1000.0,
    },
)
"""A free pool that only PQLs leave: 1,000 r (1 - r) of them in month 2 at a rate of r."""


def test_retention_that_keeps_a_book_is_the_root_of_the_rest() -> None:
    found = solve(BOOK, "enterprise.gross_retention", Goal("arr", 24, 8.1e6))
    assert found.status == "found"
    assert found.today == 0.7
    assert found.value == pytest.approx(0.9, rel=1e-9)
    assert found.metric >= 8.1e6
    assert found.metric == pytest.approx(8.1e6, rel=1e-9)
    assert found.distance == pytest.approx((0.9 - 0.7) / (0.99 - 0.88), rel=1e-8)
    assert found.others == ()
    assert found.best_at is None


def test_a_goal_of_at_most_is_met_from_below() -> None:
    found = solve(BOOK, "enterprise.gross_retention", Goal("arr", 36, 0.125 * 10e6, at_most=True))
    assert found.value == pytest.approx(0.5, rel=1e-9)
    assert found.metric <= 0.125 * 10e6


def test_cash_today_makes_up_exactly_what_is_missing() -> None:
    """Cash at any month is cash on day one plus what does not depend on it."""
    plan = Plan(months=24)
    missing = 50e6 - simulate(plan)["cash"][23, 0]
    found = solve(plan, "finance.cash", Goal("cash", 24, 50e6))
    assert found.value == pytest.approx(30e6 + missing, rel=1e-9)


@pytest.mark.parametrize("target", [11e6, 13e6, 60e6, 3e9])
def test_arr_is_linear_in_contract_value_while_leads_limit(target: float) -> None:
    plan = Plan(levers={"enterprise.quota": 1e9})
    goal = Goal("arr", 30, target)
    here, there = (at(plan, goal, "enterprise.acv", value) for value in (60_000.0, 160_000.0))
    found = solve(plan, "enterprise.acv", goal)
    expected = 60_000 if here >= target else 60_000 + (target - here) / (there - here) * 100_000
    assert found.value == pytest.approx(expected, rel=1e-9)
    assert found.status == ("met" if here >= target else "found")


def test_what_is_met_already_needs_no_change() -> None:
    goal = Goal("arr", 24, 4.9e6)
    found = solve(BOOK, "enterprise.gross_retention", goal)
    assert (found.status, found.today, found.value, found.distance) == ("met", 0.7, 0.7, 0)
    assert found.metric == at(BOOK, goal, found.lever, 0.7)
    assert (found.met_from, found.met_to) == (pytest.approx(0.7, rel=1e-9), 1.0)


def test_the_edge_of_what_the_plan_reaches_is_met() -> None:
    reached = simulate(BOOK)["arr"][23, 0]
    assert solve(BOOK, "enterprise.gross_retention", Goal("arr", 24, reached)).status == "met"
    above = solve(BOOK, "enterprise.gross_retention", Goal("arr", 24, np.nextafter(reached, np.inf)))
    assert above.status == "found"
    assert above.value == pytest.approx(0.7, rel=1e-9)
    assert above.value >= 0.7


def test_a_hard_bound_can_be_the_only_answer() -> None:
    goal = Goal("arr", 36, at(BOOK, Goal("arr", 36, 0.0), "enterprise.gross_retention", 1.0))
    found = solve(BOOK, "enterprise.gross_retention", goal)
    assert found.status == "found"
    assert found.value == pytest.approx(1.0, rel=1e-9)
    assert found.value <= 1.0


def test_out_of_reach_tells_the_best_and_where_it_is() -> None:
    found = solve(BOOK, "enterprise.gross_retention", Goal("arr", 24, 10.5e6))
    assert (found.status, found.value) == ("out of reach", None)
    assert found.best_at == 1.0
    assert found.metric == pytest.approx(10e6, rel=1e-12)
    assert found.distance == math.inf


@pytest.mark.parametrize(("today", "nearest", "other"), [(0.01, 0.2, 0.8), (0.95, 0.8, 0.2)])
def test_of_two_answers_the_nearest_is_told_and_the_other_counted(today: float, nearest: float, other: float) -> None:
    """1,000 r (1 - r) is 160 at r = 0.2 and at 0.8."""
    plan = POOL.with_levers({"community.pql_rate": today})
    found = solve(plan, "community.pql_rate", Goal("pqls", 2, 160.0))
    assert found.value == pytest.approx(nearest, rel=1e-9)
    assert found.others == pytest.approx((other,), rel=1e-9)


def test_between_two_answers_either_side_counts() -> None:
    plan = POOL.with_levers({"community.pql_rate": 0.45})
    found = solve(plan, "community.pql_rate", Goal("pqls", 2, 160.0, at_most=True))
    assert found.value == pytest.approx(0.2, rel=1e-9)
    assert found.others == pytest.approx((0.8,), rel=1e-9)


def test_a_peak_narrower_than_any_grid_is_found() -> None:
    """Within 1e-6 of the peak of 250 at 0.5 only rates of 0.5 plus or minus 3.2e-5 will do."""
    goal = Goal("pqls", 2, 250.0 - 1e-6)
    found = solve(POOL, "community.pql_rate", goal)
    assert found.value == pytest.approx(0.5 - math.sqrt(1e-9), rel=1e-9)
    assert found.others == pytest.approx((0.5 + math.sqrt(1e-9),), rel=1e-9)
    assert meets(POOL, goal, "community.pql_rate", found.value)


def test_a_peak_beside_a_plateau_is_found() -> None:
    plan = load(Path(__file__).with_name("peak_beside_a_plateau.toml"))
    lever, values = "enterprise.leads_per_bdr", np.linspace(20, 30, 1001)
    runway = simulate(plan, levers={lever: values}, keep=["runway_months"])["runway_months"][23]
    plateau = at(plan, Goal("runway_months", 24, 0.0), lever, plan.value(lever))
    assert plateau == pytest.approx(runway[-1], rel=1e-9)
    goal = Goal("runway_months", 24, (plateau + runway.max()) / 2)
    found = solve(plan, lever, goal)
    enough = values[runway >= goal.target]
    assert 1 < len(enough) < 50
    assert found.status == "found"
    assert found.value == pytest.approx(enough[-1], abs=0.01)
    assert found.others == (pytest.approx(enough[0], abs=0.01),)


def test_out_of_reach_of_a_peak_tells_the_peak() -> None:
    found = solve(POOL, "community.pql_rate", Goal("pqls", 2, 251.0))
    assert found.value is None
    assert found.metric == pytest.approx(250.0, rel=1e-12)
    assert found.best_at == pytest.approx(0.5, abs=1e-4)


def test_a_metric_without_a_value_is_not_met() -> None:
    """Before month 12 nothing has a growth; with no sign-ups at all nothing has a paying share."""
    nowhere = solve(Plan(), "enterprise.acv", Goal("arr_growth", 11, -1.0))
    assert (nowhere.status, nowhere.best_at) == ("out of reach", 60_000.0)
    assert math.isnan(nowhere.metric)
    plan = Plan(
        levers={
            "community.visitors": 0.0,
            "community.referral": 0.0,
            "community.signups_to_date": 0.0,
            "self_serve.customers": 100.0,
        }
    )
    assert np.isnan(simulate(plan)["paying_share"][11, 0])
    goal = Goal("paying_share", 12, 0.02)
    found = solve(plan, "community.visitors", goal)
    assert found.status == "found"
    assert all(meets(plan, goal, "community.visitors", value) for value in (found.value, *found.others))
    assert meets(plan, goal, "community.visitors", 1.0)


def test_infinite_metrics_are_bracketed() -> None:
    """A burn multiple is infinite while ARR does not grow: here until what is kept expands to more than it was."""
    assert np.isinf(simulate(BOOK)["burn_multiple"][11, 0])
    goal = Goal("burn_multiple", 12, 30.0, at_most=True)
    found = solve(BOOK, "enterprise.expansion", goal)
    assert found.status == "found"
    assert found.value > 1 / 0.7 - 1
    assert found.metric == pytest.approx(30.0, rel=1e-6)
    assert np.isinf(at(BOOK, goal, found.lever, 1 / 0.7 - 1 - 1e-9))


FREE = dict.fromkeys(("finance.collection_months", "people.pay_rise", "people.overhead_per_head"), 0.0)


def test_a_step_has_its_answer_at_its_edge() -> None:
    """Without cash, runway is 0 while the plan burns and infinite once it does not: nothing in between."""
    plan = Plan(months=12, levers={"finance.cash": -1e9, "people.engineers": 60.0, **FREE})
    goal = Goal("runway_months", 12, 1.0)
    assert at(plan, goal, "people.engineer_cost", plan.value("people.engineer_cost")) == 0
    found = solve(plan, "people.engineer_cost", goal)
    assert found.status == "found"
    assert np.isinf(found.metric)
    assert at(plan, goal, found.lever, found.value * (1 + 1e-9)) == 0


def test_a_lever_that_an_event_sets_is_out_of_reach() -> None:
    event = Event(lever="enterprise.gross_retention", change="set", value=0.6, start=1)
    found = solve(BOOK.changed(events=(event,)), "enterprise.gross_retention", Goal("arr", 24, 8.1e6))
    assert (found.status, found.best_at) == ("out of reach", 0.7)
    assert found.metric == pytest.approx(3.6e6, rel=1e-12)


def test_events_act_on_top_of_the_answer() -> None:
    event = Event(lever="enterprise.gross_retention", change="multiply", value=0.9, start=1)
    found = solve(BOOK.changed(events=(event,)), "enterprise.gross_retention", Goal("arr", 24, 6.25e6))
    assert found.value == pytest.approx(math.sqrt(0.625) / 0.9, rel=1e-9)


@pytest.mark.parametrize("months", [12, 120])
def test_the_last_month_can_be_asked_for_at_any_horizon(months: int) -> None:
    plan = BOOK.changed(months=months)
    found = solve(plan, "enterprise.gross_retention", Goal("arr", months, 10e6 * 0.95 ** (months // 12)))
    assert found.value == pytest.approx(0.95, rel=1e-9)


@pytest.mark.parametrize(
    ("lever", "goal", "sentence"),
    [
        ("enterprise.winrate", Goal("arr", 12, 1.0), r"no such lever in enterprise \(did you mean win_rate\?\)"),
        ("enterprise.acv", Goal("arrr", 12, 1.0), r"arrr: no such metric \(did you mean arr\?\)"),
        ("enterprise.acv", Goal("enterprise_constraint", 12, 1.0), "enterprise_constraint: "),
        ("enterprise.acv", Goal("arr", 61, 1.0), "month = 61: must be 1 to 60"),
        ("enterprise.acv", Goal("arr", 0, 1.0), "month = 0: must be 1 to 60"),
        ("enterprise.acv", Goal("arr", 12, math.nan), "target = nan: must be a finite number"),
        ("enterprise.acv", Goal("arr", 12, math.inf), "target = inf: must be a finite number"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(lever: str, goal: Goal, sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence) as error:
        solve(Plan(), lever, goal)
    assert len(error.value.sentences()) == 1


GOAL = Goal("arr", 36, 40e6)


def test_all_levers_together_say_what_each_says_alone() -> None:
    plan = load(ROOT / "data" / "plans" / "open-source-database.toml")
    found = solve_each(plan, GOAL)
    assert sorted(one.lever for one in found) == sorted(FLOWS)
    alone = {lever: solve(plan, lever, GOAL) for lever in FLOWS}
    for one in found:
        assert one.status == alone[one.lever].status
        assert one.value is None or one.value == pytest.approx(alone[one.lever].value, rel=1e-9)
        assert one.metric == pytest.approx(alone[one.lever].metric, rel=1e-9)


def groups(found: list[Solution]) -> list[tuple[bool, bool, bool]]:
    """In which group each answer stands: beyond control, out of reach, cash runs out."""
    return [(one.beyond_control, one.value is None, one.value is not None and not one.cost.cash_lasts) for one in found]


@pytest.mark.parametrize("name", ["open-source-database", "seed-stage-devtool", "mongodb-2017"])
def test_answers_are_ranked_by_change_within_their_group(name: str) -> None:
    plan = load(ROOT / "data" / "plans" / f"{name}.toml")
    arr = simulate(plan, keep=["arr"])["arr"][35, 0]
    found = solve_each(plan, Goal("arr", 36, 1.2 * arr))
    assert {one.lever for one in found if one.beyond_control} == {one for one in FLOWS if one in BEYOND_CONTROL}
    order = groups(found)
    assert order == sorted(order)
    assert order.count((False, False, False)) > 5
    for group in set(order):
        own = [one for one, each in zip(found, order, strict=True) if each == group]
        if group[1]:
            assert [one.metric for one in own] == sorted((one.metric for one in own), reverse=True)
        else:
            assert [one.distance for one in own] == sorted(one.distance for one in own)


def distance(lever_id: str, today: float, value: float) -> float:
    cost = Cost(lowest_cash=0.0, lowest_month=1, headcount=0.0, arr=0.0, cash_out_month=None)
    width = usual_width(Plan(), lever_id)
    return Solution(lever_id, today, "found", value, 0.0, cost, usual_width=width).distance


def test_a_change_is_measured_in_the_usual_range_and_in_today() -> None:
    """500 to 951 is 9% of a range that is 5,000 wide, and 90% more than today."""
    assert distance("self_serve.acv", 500.0, 951.0) == pytest.approx(451 / 500)
    assert distance("self_serve.acv", 4000.0, 4900.0) == pytest.approx(900 / 4000)
    assert distance("enterprise.ramp_months", 9.0, 6.0) == 1
    assert distance("marketing.mqls", 200.0, 300.0) == 0.5
    assert distance("enterprise.hires_per_quarter", 0.0, 5.0) == 0.5


def test_a_lever_at_0_without_a_usual_range_is_measured_in_steps() -> None:
    plan = Plan(levers={"marketing.mqls": 0.0})
    goal = Goal("mqls", 1, 300.0)
    assert solve(plan, "marketing.mqls", goal).distance == pytest.approx(300 / 10, rel=1e-9)


def test_a_goal_that_is_met_asks_nothing_of_any_lever() -> None:
    found = solve_each(Plan(), Goal("arr", 12, 1e6))
    assert {one.status for one in found} == {"met"}
    assert {one.lever for one in found} == set(FLOWS)
    control = [one for one in found if not one.beyond_control]
    assert found[: len(control)] == control
    assert [room(one) for one in control] == sorted(room(one) for one in control)


@pytest.mark.parametrize(
    ("metric", "at_most"), [("arr", False), ("cash", False), ("headcount", True), ("burn_multiple", True)]
)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_plan_is_answered_and_the_answers_are_true(path: Path, metric: str, at_most: bool) -> None:
    """Each answer meets the goal, just; what is out of reach no value drawn at random reaches."""
    plan = load(path)
    month = plan.months - 5
    today = simulate(plan, keep=[metric])[metric][month - 1, 0]
    goal = Goal(metric, month, today * 0.8 if at_most else today + 0.2 * abs(today), at_most=at_most)
    random = np.random.default_rng(1)
    for one in solve_each(plan, goal):
        lever = CATALOGUE[one.lever]
        if one.value is not None:
            assert lever.min <= one.value <= lever.max
            assert meets(plan, goal, one.lever, one.value)
            before = one.value + 1e-8 * (one.today - one.value)
            assert one.status == "met" or not meets(plan, goal, one.lever, before)
            continue
        around = one.today + (lever.max - lever.min) * random.choice([-1, 1], 40) * 10.0 ** random.uniform(-9, 0, 40)
        values = np.clip(np.concatenate([around, random.uniform(lever.min, lever.max, 10)]), lever.min, lever.max)
        reached = simulate(plan, levers={one.lever: values}, keep=[metric])[metric][month - 1]
        assert not (reached <= goal.target if at_most else reached >= goal.target).any()


METRICS = (
    *("arr", "cash", "runway_months", "burn_multiple", "headcount", "nrr", "gross_margin", "cac_payback_months"),
    *("rule_of_40", "ltv_to_cac", "quick_ratio", "revenue", "pqls", "free_accounts"),
    *("magic_number", "attainment", "customers", "free_cash_flow", "arr_growth", "arr_per_head", "paying_share"),
)


@pytest.mark.parametrize("seed", range(36))
def test_a_dense_scan_finds_nothing_that_solve_missed(seed: int) -> None:
    """Every answer is as near as the nearest of the scan, and what is out of reach is so for all of it."""
    random = np.random.default_rng(seed)
    plan = load(SHIPPED[seed // 2 % len(SHIPPED)]) if seed % 2 else seeded(seed)
    metric, month = str(random.choice(METRICS)), int(random.integers(6, plan.months + 1))
    for lever in map(str, random.choice(FLOWS, 6, replace=False)):
        values, today = dense(plan, lever), plan.value(lever)
        reached = simulate(plan, levers={lever: values}, keep=[metric])[metric][month - 1]
        base, known = reached[values == today][0], reached[np.isfinite(reached)]
        if not np.isfinite(base):
            continue
        ends = [end for end in (known.min(), known.max()) if abs(end - base) > 1e-9 * abs(base)]  # not by rounding
        for best, share in itertools.product(ends, (0.5, 0.999, 1 - 1e-6)):
            goal = Goal(metric, month, float(base + share * (best - base)), bool(best < base))
            found = solve(plan, lever, goal)
            enough = values[reached <= goal.target if goal.at_most else reached >= goal.target]
            nearest = np.abs(enough - today).min()
            assert found.value is not None, (lever, goal)
            assert abs(found.value - today) <= nearest * (1 + 1e-9), (lever, goal)


@pytest.mark.parametrize("seed", range(12))
def test_every_answer_says_what_it_comes_to(seed: int) -> None:
    plan, goal = question(seed)
    for one in solve_each(plan, goal)[::3]:
        value = one.best_at if one.value is None else one.value
        result = simulate(plan.with_levers({one.lever: value}))
        cash, out = result["cash"][:, 0], result.cash_out_month()[0]
        assert one.cost.lowest_cash == pytest.approx(cash.min(), rel=1e-9)
        assert cash[one.cost.lowest_month - 1] == pytest.approx(cash.min(), rel=1e-9)
        assert one.cost.headcount == pytest.approx(result["headcount"][goal.month - 1, 0], rel=1e-9)
        assert one.cost.arr == pytest.approx(result["arr"][-1, 0], rel=1e-9)
        assert one.cost.cash_out_month == (None if np.isnan(out) else out)
        assert one.cost.cash_lasts == np.isnan(out)


@pytest.mark.parametrize("seed", range(0, 36, 3))
def test_a_floor_for_cash_is_kept_by_every_answer(seed: int) -> None:
    plan, goal = question(seed)
    random = np.random.default_rng(seed)
    assert goal.cash_floor is not None
    for lever in map(str, random.choice(FLOWS, 6, replace=False)):
        found, values = solve(plan, lever, goal), dense(plan, lever)
        metric, holds = kept(goal, plan, lever, values)
        enough = values[holds & (metric >= goal.target)]
        if found.value is None:
            assert not len(enough), lever
            best_metric, best_holds = kept(goal, plan, lever, np.array([found.best_at]))
            assert best_holds[0] == holds.any()
            if holds.any():
                assert best_metric[0] >= metric[holds].max() - 1e-6 * abs(best_metric[0])
            continue
        metric, holds = kept(goal, plan, lever, np.array([found.value]))
        assert holds[0]
        assert metric[0] >= goal.target
        assert not len(enough) or abs(found.value - found.today) <= np.abs(enough - found.today).min() * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(24))
def test_what_brings_most_of_the_gain_is_named_if_near(seed: int) -> None:
    """At most half as far, at least 95% of the gain; and whenever a dense scan knows of such a value."""
    plan, goal = question(seed)
    if goal.cash_floor is not None or goal.met(plan):
        goal = replace(goal, cash_floor=None, target=goal.target + abs(goal.target) * 0.1)
    base, named = at(plan, goal, FLOWS[0], plan.value(FLOWS[0])), 0
    for one in solve_each(plan, goal)[::4]:
        end = one.best_at if one.value is None else one.value
        gain, half = one.metric - base, 0.5 * abs(end - one.today)
        if gain <= 1e-6 * abs(base):
            continue
        if one.part_way:
            named += 1
            assert abs(one.part_way.value - one.today) <= half
            assert one.part_way.metric == at(plan, goal, one.lever, one.part_way.value)
            assert one.part_way.metric - base >= (0.95 - 1e-9) * gain
            assert one.part_way.share == pytest.approx((one.part_way.metric - base) / gain)
            continue
        values = dense(plan, one.lever)
        values = values[np.abs(values - one.today) < half * (1 - 1e-6)]
        reached = simulate(plan, levers={one.lever: values}, keep=[goal.metric])[goal.metric][goal.month - 1]
        assert not (reached - base > (0.95 + 1e-6) * gain).any(), one


def test_most_of_a_gain_is_on_a_step_of_the_slider() -> None:
    """Leads run out: the hires that make up the last of them are many, and one a quarter does nearly as well."""
    plan = Plan(levers={"inside_sales.reps": 0.0, "inside_sales.hires_per_quarter": 0.0})
    hires = "inside_sales.hires_per_quarter"
    most = simulate(plan, levers={hires: 50.0}, keep=["arr"])["arr"][-1, 0]
    found = solve(plan, hires, Goal("arr", 60, float(most)))
    assert found.value is not None
    assert found.part_way is not None
    assert found.part_way.value in (0.5, 1.0, 1.5)
    assert found.part_way.value < found.value / 2


@pytest.mark.parametrize("seed", range(12))
def test_a_goal_stays_met_up_to_where_it_is_said_to(seed: int) -> None:
    plan, goal = question(seed)
    goal = replace(goal, target=at(plan, goal, FLOWS[0], plan.value(FLOWS[0])) * 0.9, cash_floor=None)
    if not goal.met(plan):
        return
    for one in solve_each(plan, goal)[::4]:
        assert one.met_from is not None
        assert one.met_to is not None
        lever = CATALOGUE[one.lever]
        values = dense(plan, one.lever)
        inside = np.append(values[(values >= one.met_from) & (values <= one.met_to)], [one.met_from, one.met_to])
        reached = simulate(plan, levers={one.lever: inside}, keep=[goal.metric])[goal.metric][goal.month - 1]
        assert (reached >= goal.target).all(), one
        for end, bound in ((one.met_from, lever.min), (one.met_to, lever.max)):
            beyond = end + 1e-8 * (end - one.today) + 1e-12 * (bound - end)
            assert end == bound or not meets(plan, goal, one.lever, min(max(beyond, lever.min), lever.max)), one
