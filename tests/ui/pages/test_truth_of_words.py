"""What the words of pages say is counted again, in other words than theirs, over random plans."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from model.plans import LACKING, seeded
from support import ROOT

from planner.analysis.levers import improvements
from planner.analysis.levers.breaking_points import breaking_points
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.sensitivity import ASSUMPTIONS
from planner.analysis.levers.solve import in_few_digits, solve_each
from planner.analysis.readings import coverage, lowest_cash, marketing, quota, ramp, seller_time, stations
from planner.model.paths import lever_path
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan, Target, load
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.plan.shocks import load as load_shock
from planner.ui.figures import shared_frames
from planner.ui.kit import reading
from planner.ui.pages.community import words as community
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import levers as lever_words
from planner.ui.pages.people_and_cash import frames as people_frames
from planner.ui.pages.people_and_cash import words as people
from planner.ui.pages.retention import key_numbers as retention_numbers
from planner.ui.pages.retention import words as retention
from planner.ui.pages.sales_capacity import words as sales
from planner.ui.pages.stress_test import words as stress
from planner.vocabulary import lever_text
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, percent, volume
from planner.vocabulary.roles import ROLES
from planner.vocabulary.teams import STATIONS, TEAMS

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
RANDOM = pytest.mark.parametrize("seed", range(150))


@cache
def random_plan(seed: int) -> Plan:
    """A usual or wild plan, some without a team or a community, most with targets, some of them beyond the horizon."""
    if seed % 10 == 9:
        return load(SHIPPED[seed // 10 % len(SHIPPED)])
    plan = seeded(seed).with_levers(LACKING[seed % len(LACKING)] if seed % 7 == 3 else {})
    random = np.random.default_rng(seed)
    months = sorted(random.choice(np.arange(1, 121), size=seed % 4, replace=False).tolist())
    arr = simulate(plan, keep=["arr"])["arr"][:, 0]
    due = [float(arr[min(month, plan.months) - 1]) * float(random.uniform(0.5, 1.5)) for month in months]
    due = [min(least, 1e14) for least in due]
    targets = (Target(month=month, least=round(least, 2)) for month, least in zip(months, due, strict=True))
    return plan.changed(targets=tuple(targets))


@cache
def simulated(seed: int) -> Result:
    """The months of a random plan; one simulation for all that is counted in it."""
    return simulate(random_plan(seed))


def plain(text: str) -> str:
    return text.replace("\\$", "$")


def last_year(result: Result, *columns: str) -> float:
    return sum(float(value) for name in columns for value in result[name][-12:, 0])


@RANDOM
def test_what_sales_could_close_and_closed(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = plain(sales.selling(result, improvements.of(plan)))
    could = money(last_year(result, "enterprise_capacity_arr", "inside_sales_capacity_arr"), plan.currency)
    won = money(last_year(result, "won_arr_enterprise", "won_arr_inside_sales"), plan.currency)
    assert f"sales could close {could} and closed {won}." in text
    for then, planned in re.findall(r"with lowest cash (\S+) \((\S+) as planned\)", text):
        assert planned == money(float(result["cash"].min()), plan.currency)
        reached = {
            one.lowest_cash for part in (improvements.of(plan).tenths, improvements.of(plan).people) for one in part
        }
        assert then in {money(cash, plan.currency) for cash in reached}
        assert then != planned
    if "No lever of sales a tenth better moves ARR" in text:
        gains = [one.gain for one in improvements.of(plan).tenths]
        assert max(gains, default=0.0) <= 0.0005 * abs(float(result["arr"][-1, 0]))


@RANDOM
def test_sellers_time_adds_up_to_all_of_it(seed: int) -> None:
    result = simulated(seed)
    text = sales.time(seller_time.split(result, list(TEAMS)), result)
    everything = last_year(result, *(f"seller_time_{team}" for team in TEAMS))
    if text == "Nobody sells in the last 12 months.":
        assert everything == pytest.approx(0, abs=1e-6)
        return
    selling = last_year(result, *(f"new_business_time_{team}" for team in TEAMS))
    expanding = last_year(result, *(f"sold_expansion_arr_{team}" for team in TEAMS))
    new, more = percent(selling / everything), percent(expanding / everything)
    assert f"spend {new} of their time on new business and {more} on expansion; " in text
    shares = [float(share) for share in re.findall(r"([\d.]+)%", text)]
    assert sum(shares) == pytest.approx(100, abs=1.5)


@RANDOM
def test_the_open_pipeline_is_worth_what_it_would_bring(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = plain(sales.pipeline(seller_time.pipeline(result), result))
    names = [month_name(plan.start, month) for month in range(1, plan.months + 1)]
    at = names.index(re.match(r"In (\w{3} \d{4})", text)[1])  # type: ignore[index]
    worth = sum(
        float(result[f"open_opportunities_{team}"][at, 0])
        * lever_path(plan, f"{team}.win_rate")[at]
        * lever_path(plan, f"{team}.acv")[at]
        for team in TEAMS
    )
    assert f"the open pipeline is worth {money(worth, plan.currency)}" in text
    due = [target.month for target in plan.arr_targets() if target.month <= plan.months]
    reaches = bool(due) and max(due) >= 4
    assert ("no target says what is needed" in text) == (not reaches)
    if reaches:
        assert at + 1 == max(due) - 3


@RANDOM
def test_work_that_waits_or_went_cold_is_named_where_there_is_most(seed: int) -> None:
    result = simulated(seed)
    found = stations.stations(result)
    text = sales.waiting(found, result.plan)
    cold = {name: result[f"{name}_cold"][:, 0] for name in STATIONS}
    queue = {name: result[f"{name}_queue"][:, 0] for name in STATIONS}
    if "every station keeps up" in text:
        assert all(cold[name].sum() < 0.5 and queue[name].max() < 0.5 for name in STATIONS)
        return
    recent = {name: float(cold[name][-12:].sum() + queue[name][-1]) for name in STATIONS}
    if "no work waits any more" in text:
        assert max(recent.values()) < 0.5
        most = max(STATIONS, key=lambda name: float(queue[name].max()))
        when = month_name(result.plan.start, int(queue[most].argmax()) + 1)
        assert f"Most waited in {when}: {volume(queue[most].max())} {STATIONS[most].waits}" in text
        assert f"{volume(cold[most].sum())} of these went cold" in text
    else:
        most = max(recent, key=recent.__getitem__)
        assert f"**{volume(cold[most][-12:].sum())} {STATIONS[most].waits} went cold**" in text
        assert f"{volume(queue[most][-1])} wait in" in text


@RANDOM
def test_what_a_month_of_ramp_is_worth(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = plain(sales.ramps(ramp.compare(plan), result))
    slow, fast = (
        simulate(plan.changed(uncertainty={}, correlations=()).with_levers({"enterprise.ramp_months": months}))
        for months in (9.0, 4.0)
    )
    by = (float(fast["arr"][-1, 0]) - float(slow["arr"][-1, 0])) / 5
    if "no account executives" in text:
        assert not result["aes"].any()
    elif found := re.match(r"\*\*On average one month less of ramp (adds|costs) (.+) of ARR", text):
        assert found[2] == money(abs(by), plan.currency)
        assert (found[1] == "adds") == (by > 0)
    else:
        assert abs(by) * 5 <= 0.0051 * abs(float(result["arr"][-1, 0]))
        if "can close nothing" in text or "hardly anybody ramps" in text:
            capacity = [float(each["enterprise_capacity_arr"].sum()) for each in (slow, fast)]
            assert capacity[1] <= capacity[0] * 1.0051
        if found := re.search(r"([A-Z]\w+(?: \w+)*) limit enterprise sales in (\d+) of (\d+) months", text):
            codes = result["enterprise_constraint"][:, 0].tolist()
            counts = [codes.count(code) for code in set(codes)]
            assert (int(found[2]), int(found[3])) == (max(counts), plan.months)


@RANDOM
def test_quota_is_held_against_the_last_year_with_a_target(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = plain(sales.over_assignment(quota.by_year(result), plan))
    ends = [month_name(plan.start, month) for month in range(1, plan.months + 1)]
    last = ends.index(re.search(r"in the year to (\w{3} \d{4})", text)[1])  # type: ignore[index]
    first = last - last % 12
    carried = float(result["street_quota"][first : last + 1, 0].sum())
    if text.startswith("Nobody carries"):
        assert carried == pytest.approx(0, abs=1e-6)
        return
    assert money(carried, plan.currency) in text
    won = sum(float(result[f"won_arr_{team}"][first : last + 1, 0].sum()) for team in TEAMS)
    assert money(won, plan.currency) in text
    if "The plan has no target" in text:
        assert not any(target.month <= plan.months for target in plan.arr_targets())


@RANDOM
def test_headcount_in_words_is_whole_people(seed: int) -> None:
    result = simulated(seed)
    heads = people_frames.first_and_last(shared_frames.heads(result))
    text = plain(people.people_and_cash(result, heads, lowest_cash.rescues(result)))
    first, last = (sum(pair[at] for pair in heads.values()) for at in (0, 1))
    for at, total in ((0, first), (-1, last)):
        if result["headcount"][at, 0] < 1e15:
            assert abs(total - float(result["headcount"][at, 0])) <= 0.5 + 1e-9
        assert total >= 0
    if last != first:
        assert f"from {first:,} in " in text
        assert f" to {last:,} in " in text
    if found := re.search(r"most of all in (.+?) \(\+([\d,]+)\)", text):
        grown = {ROLES[role].within: after - before for role, (before, after) in heads.items()}
        assert grown[found[1]] == max(grown.values()) == int(found[2].replace(",", ""))
    if "What raises it most" in text:
        assert result["cash"].min() < 0
        lowest, most = money(float(result["cash"].min()), result.plan.currency), re.findall(r"would leave (\S+),", text)
        assert most[0] != lowest


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("metric", ["arr", "cash", "cac_payback_months", "nrr"])
def test_a_goal_is_said_to_be_met_only_where_it_is(seed: int, metric: str) -> None:
    plan, result = random_plan(seed), simulated(seed)
    random = np.random.default_rng(seed)
    value = float(result[metric][-1, 0])
    target = value * float(random.uniform(0.9, 1.1)) if np.isfinite(value) else 1.0
    floor = float(random.choice([-1e9, 0.0, 1e7])) if seed % 2 else None
    goal = Goal(metric, plan.months, target, at_most=bool(seed % 3 == 0), cash_floor=floor)
    text = plain(goal_words.standing(result, goal))
    over = value <= target if goal.at_most else value >= target
    keeps = floor is None or float(result["cash"].min()) >= floor - 0.005
    if np.isnan(value):
        assert text.startswith(f"**{COLUMNS[metric].label} has no value")
        return
    if np.isinf(value):
        return
    assert text.startswith("**The goal is met:") == (over and keeps)
    if not keeps:
        assert "but cash falls to " in text


def test_a_random_plan_has_what_it_is_tried_for() -> None:
    """Some have targets beyond the horizon, no sellers, no community."""
    tried: Sequence[Plan] = [random_plan(seed) for seed in range(150)]
    assert any(target.month > plan.months for plan in tried for target in plan.arr_targets())
    assert any(not simulate(plan)["aes"].any() for plan in tried)
    assert any(not simulate(plan)["signups"].any() for plan in tried)


@RANDOM
def test_the_overview_tells_growth_and_promises_kept_or_due(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    arr, first = result["arr"][:, 0].tolist(), float(result.day_one["arr"][0])
    verdict, about = reading.kept(result)
    text = reading.full_targets(result)
    due = [target for target in plan.arr_targets() if target.month <= plan.months]
    missed = [target for target in due if arr[target.month - 1] < target.arr]
    assert money(first, plan.currency) in text
    assert money(arr[-1], plan.currency) in text
    if money(first, plan.currency) == money(arr[-1], plan.currency):
        assert "as at the start" in text
    elif first > 0 and arr[-1] > 0:
        assert ("ARR grows" if arr[-1] >= first else "ARR shrinks") in text
        assert f"{percent(abs((arr[-1] / first) ** (12 / plan.months) - 1))} a year" in text
    later = len(plan.arr_targets()) - len(due)
    assert (f"; {later} more " in about) == (later > 0)
    expected = f"{len(due) - len(missed)} of {len(due)} reached"
    if not due:
        expected = "None due yet" if later else "Nothing promised"
    elif not missed:
        expected = "Reached" if len(due) == 1 else f"All {len(due)} reached"
    elif len(due) == 1:
        expected = "Missed"
    assert verdict == expected
    if missed:
        for target in missed:
            gap = money(target.arr - arr[target.month - 1], plan.currency)
            assert f"{gap} in {month_name(plan.start, target.month)}" in about


@RANDOM
def test_a_team_that_wins_nothing_has_no_bottleneck(seed: int) -> None:
    result = simulated(seed)
    verdict, text = reading.bottleneck(result)
    for team in TEAMS.values():
        sold = float(result[f"won_arr_{team.id}"].sum())
        codes = result[f"{team.id}_constraint"][:, 0].tolist()
        if found := re.search(rf"{team.sales} in (\d+)", text, re.IGNORECASE):
            assert int(found[1]) == max(codes.count(code) for code in set(codes))
            assert result[team.seller.id].any()
        if f"{team.sales} wins nothing" in text.lower() or f"{team.sales} has leads and nobody" in text.lower():
            assert sold == 0
    if verdict == "Nobody sells":
        assert not any(result[team.seller.id].any() for team in TEAMS.values())
    if verdict in ("Nobody sells", "No deal is won"):
        assert sum(float(result[f"won_arr_{team}"].sum()) for team in TEAMS) == 0


def test_arr_that_reads_alike_at_both_ends_neither_grows_nor_shrinks() -> None:
    ends = (".arr", ".customers", ".reps", ".hires_per_quarter", ".opening_pipeline")
    names = [name for name in CATALOGUE if name.endswith(ends)]
    community = ("community.visitors", "community.referral", "community.free_accounts")
    nothing = Plan(levers=dict.fromkeys([*names, *community], 0.0), months=12)
    assert reading.growth(simulate(nothing)) == "ARR is $0 in Dec 2026, as at the start"


@RANDOM
def test_no_share_but_all_of_it_reads_100_percent(seed: int) -> None:
    result = simulated(seed)
    for row in retention_numbers.of():
        if row.text:
            value = row.value(result)
            assert (row.text(value, result.plan) == "100%") == (round(value, 9) == 1)


def test_a_rounding_error_below_all_of_it_reads_100_percent() -> None:
    kept = retention_numbers.of()[0]
    assert kept.text
    assert [kept.text(value, Plan()) for value in (1 - 1e-15, 1.0, 0.997)] == ["100%", "100%", "99.7%"]


def test_a_target_beyond_the_horizon_is_not_said_to_be_kept() -> None:
    targets = (Target(month=12, least=1e6), Target(month=24, least=1e9), Target(month=36, least=2e9))
    plan = Plan(months=12, targets=targets)
    verdict, about = reading.kept(simulate(plan))
    assert verdict == "Reached"
    assert about.endswith("; 2 more are due after Dec 2026")


def test_no_team_that_wins_nothing_has_a_bottleneck() -> None:
    nothing = Plan(levers={f"{team}.win_rate": 0.0 for team in TEAMS})
    assert reading.bottleneck(simulate(nothing))[0] == "No deal is won"
    nobody = {f"{team}.{name}": 0.0 for team in TEAMS for name in ("reps", "ramping_reps", "hires_per_quarter")}
    alone = Plan(levers=nobody)
    assert reading.bottleneck(simulate(alone))[0] == "Nobody sells"


@pytest.mark.parametrize("seed", range(40))
def test_what_accounts_per_csm_do_to_arr_and_cash(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    text = plain(retention.coverage(coverage.by_accounts(plan), result))
    if "Coverage changes no losses" in text:
        assert plan.value("customer_success.elasticity") == 0
        return
    for accounts, arr, more, cash, richer in re.findall(
        r"with ([\d,.e+]+) accounts per CSM ARR is (\S+) (more|less) and cash (\S+) (more|less)", text
    ):
        other = plan.changed(uncertainty={}, correlations=()).with_levers(
            {"customer_success.accounts_per_csm": float(accounts.replace(",", ""))}
        )
        after = simulate(other)
        for name, amount, sign in (("arr", arr, more), ("cash", cash, richer)):
            by = float(after[name][-1, 0] - result[name][-1, 0])
            assert amount == money(abs(by), plan.currency)
            assert sign == ("more" if by >= 0 else "less")


@pytest.mark.parametrize("seed", range(0, 24, 4))
def test_the_reading_of_a_goal_names_the_levers_that_do_it(seed: int) -> None:
    plan, result = random_plan(seed), simulated(seed)
    reached = float(result["arr"][-1, 0])
    goal = Goal("arr", plan.months, reached * 1.3 + 1.0)
    found = in_few_digits(plan, goal, solve_each(plan, goal))
    text = plain(lever_words.reading(found, goal, result))
    calm = plan.changed(uncertainty={}, correlations=())
    decided = [one for one in found if not one.beyond_control]
    near, far = ([one for one in decided if (one.value is not None) is side] for side in (True, False))
    for one in near:
        assert float(simulate(calm.with_levers({one.lever: one.value}))["arr"][-1, 0]) >= goal.target  # type: ignore[dict-item]
    if not near:
        assert "No lever alone is enough" in text
    elif all(one.cost.cash_lasts for one in near):
        assert near[0].distance == min(one.distance for one in near)
    if named := re.search(r"the best of them, (.+), brings ARR to (\S+) at best", text):
        best = max(far, key=lambda one: one.metric)
        assert named[1] == lever_text.name_within(CATALOGUE[best.lever])
        assert best.metric < goal.target


@pytest.mark.parametrize("seed", range(60))
def test_closing_the_free_tier_leads_where_it_is_said_to(seed: int) -> None:
    """The hosting that is saved buys leads at their cost, or BDRs at their pay, and nobody signs up any more."""
    plan, result = random_plan(seed), simulated(seed)
    nobody = Event(lever="community.signup_rate", change="set", value=0.0, start=1)
    closed = plan.changed(events=(*plan.events, nobody))
    saved = (result["free_hosting_cost"] - simulate(closed)["free_hosting_cost"])[:, 0]
    for text in map(plain, community.switches(marketing.switches(plan, result), plan)):
        assert f" {money(float(saved.sum()), plan.currency)} over the plan, spent on " in text
        assert f"({money(float(result['arr'][-1, 0]), plan.currency)} as planned)" in text
        lever, price = "marketing.mqls", lever_path(plan, "marketing.cost_per_mql") * growing(plan)
        if "BDRs who prospect" in text:
            rise = (1 + lever_path(plan, "people.pay_rise")) ** (1 / 12)
            rise[0] = 1
            lever = "enterprise.bdr_per_ae"
            price = lever_path(plan, "people.bdr_cost") / 12 * rise.cumprod() * result["aes"][:, 0]
        months = [
            Event(lever=lever, change="add", value=float(value), start=month, months=1)
            for month, value in enumerate(saved / price, start=1)
        ]
        after = simulate(closed.changed(events=(*closed.events, *months)))
        assert f"would be {money(float(after['arr'][-1, 0]), plan.currency)} (" in text
        lowest, planned = (money(float(cash.min()), plan.currency) for cash in (after["cash"], result["cash"]))
        assert f"lowest cash {lowest} ({planned} as planned)." in text


def growing(plan: Plan) -> np.ndarray:
    """Growth of MQLs since month 1, (months,)."""
    growth = 1 + lever_path(plan, "marketing.mql_growth")
    growth[0] = 1
    return growth.cumprod()


SHOCKS = [load_shock(path) for path in sorted((ROOT / "data" / "shocks").glob("*.toml"))]


@pytest.mark.parametrize("seed", range(100))
def test_what_shocks_do_is_said_of_the_plan_with_their_events(seed: int) -> None:
    plan = random_plan(seed)
    random = np.random.default_rng(seed)
    chosen = [SHOCKS[at] for at in random.choice(len(SHOCKS), size=1 + seed % 2, replace=False)]
    hit_plan = with_shocks(plan, [PlacedShock(shock, 2 + seed % 9, 12) for shock in chosen])
    planned, hit = simulate(plan), simulate(hit_plan)
    text = plain(stress.reading(planned, hit, [shock.name for shock in chosen], [], None, None))
    before, after = (float(result["arr"][-1, 0]) for result in (planned, hit))
    assert all(shock.name in text for shock in chosen)
    assert money(after, plan.currency) in text
    if found := re.search(r", (\S+)(?: \(.+?\))? (less|more) than planned", text):
        assert found[1] == money(abs(after - before), plan.currency)
        assert (found[2] == "less") == (after < before)
    outs = [
        next((at for at, cash in enumerate(result["cash"][:, 0].tolist(), start=1) if cash < -1), None)
        for result in (planned, hit)
    ]
    if found := re.search(r"cash (?:still )?runs out in (\w{3} \d{4})(?: instead of (\w{3} \d{4}))?", text):
        assert outs[1] is not None
        assert found[1] == month_name(plan.start, outs[1])
        assert ("still runs out" in text) == (outs[0] == outs[1])
        assert (found[2] is not None) == (outs[0] is not None and outs[0] != outs[1])
    else:
        assert "cash lasts" in text
        assert outs[1] is None
        assert ("after all" in text) == (outs[0] is not None)


@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_no_lever_breaks_anything_before_the_thinnest_margin(seed: int) -> None:
    plan = random_plan(seed).changed(targets=())
    points = breaking_points(plan)
    text = plain(stress.thinnest(points, plan))
    ahead = [point for point in points if point.value is not None]
    levers = [lever for lever in ASSUMPTIONS if plan.value(lever)]
    margin = min((point.margin for point in ahead), default=1.0) * 0.98
    values = {lever: np.full(2 * len(levers), plan.value(lever)) for lever in levers}
    for at, lever in enumerate(levers):
        for side, sign in ((0, -1), (1, 1)):
            moved = plan.value(lever) + sign * margin * abs(plan.value(lever))
            values[lever][2 * at + side] = min(max(moved, CATALOGUE[lever].min), CATALOGUE[lever].max)
    today, result = simulate(plan), simulate(plan, levers=values)
    if np.isnan(today.cash_out_month()[0]):
        assert np.isnan(result.cash_out_month()).all()
    else:
        assert "cash runs out in" in text
    if not (today["burn_multiple"][11:] > 2).any():
        assert not (result["burn_multiple"][11:] > 2).any()
    if ahead:
        assert lever_text.name(CATALOGUE[ahead[0].lever or ""]) in text
        assert ahead[0].margin == min(point.margin for point in ahead)
