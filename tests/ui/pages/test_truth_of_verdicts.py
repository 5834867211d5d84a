"""Verdicts of words that stand on several pages and in files are worked out again over random plans."""

import re

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis import next_dollar
from planner.analysis.draws import promises, uncertainty
from planner.analysis.hiring.hire_by import even_hiring
from planner.analysis.levers.breaking_points import breaking_points
from planner.analysis.levers.goals import Goal
from planner.exchange import summary_text
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan, Target, load
from planner.plan.plays import load_play
from planner.ui.frame import strip
from planner.ui.kit import promise_text, reading, words
from planner.ui.pages.goal_seek.words import hiring
from planner.ui.pages.goal_seek.words import next_dollar as next_dollar_words
from planner.ui.pages.stress_test import words as stress
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, money, month_name

RANDOM = pytest.mark.parametrize("seed", range(150))
SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
PLAYS = {path.stem: load_play(path) for path in sorted((ROOT / "data" / "plays").glob("*.toml"))}
CENT = 0.005


def promising(seed: int) -> Plan:
    """A random plan, or a shipped one, with one to three targets of ARR near what it reaches."""
    plan = load(SHIPPED[seed % len(SHIPPED)]) if seed % 8 == 5 else seeded(seed)
    random, arr = np.random.default_rng(seed), simulate(plan, keep=("arr",))["arr"][:, 0]
    months = random.choice(np.arange(1, plan.months + 1), size=1 + seed % 3, replace=False).tolist()
    due = [float(arr[month - 1]) * float(random.choice([0.7, 1.0, 1.0001, 1.4])) for month in months]
    targets = (Target(month=month, least=min(least, 1e15)) for month, least in zip(months, due, strict=True))
    return plan.changed(targets=tuple(targets))


def plain(text: str) -> str:
    return text.replace("\\$", "$")


def cash_out(result: Result) -> int | None:
    """The first month, from 1, that ends with cash below 0 by more than a rounding."""
    largest = float(result.day_one["cash"][0])
    for month, cash in enumerate(result["cash"][:, 0].tolist(), 1):
        largest = max(largest, cash)
        if cash < -max(CENT, 1e-9 * largest):
            return month
    return None


@RANDOM
def test_cash_is_said_to_last_run_out_and_turn_as_it_does(seed: int) -> None:
    result = simulate(promising(seed))
    plan, cash, flow = result.plan, result["cash"][:, 0].tolist(), result["free_cash_flow"][:, 0].tolist()
    out, low = cash_out(result), cash.index(min(cash)) + 1
    lowest, when = money(min(cash), plan.currency), month_name(plan.start, low)
    text, printed, about = words.cash(result), summary_text.cash_in_words(result), strip.cells(result, result)[-2].about
    assert reading.lowest(result) == f"Lowest in {when}, at {lowest}"
    if out is not None:
        assert text == f"Cash runs out in {month_name(plan.start, out)} and falls to {lowest}"
        assert printed == f"Cash runs out in {month_name(plan.start, out)}."
        assert about == f"runs out in {month_name(plan.start, out)}"
        return
    assert printed == f"Cash lasts; it is lowest in {when}, at {lowest}."
    assert about == "lasts to the end"
    if text.startswith("Cash never falls below today's "):
        assert min(cash) >= float(result.day_one["cash"][0])
        return
    assert text.startswith(f"Cash is lowest in {when} at {lowest}")
    if turn := re.search(r"from (\w{3} \d{4}) free cash flow stays at 0 or above$", text):
        first = [month_name(plan.start, month) for month in range(1, plan.months + 1)].index(turn[1])
        assert min(flow[first:]) >= 0
        assert first == 0 or flow[first - 1] < 0
    else:
        assert flow[-1] < 0
        assert text.endswith("still below 0 over the last 12 months") == (sum(flow[-12:]) < 0)


@RANDOM
def test_targets_are_said_to_be_reached_where_they_are(seed: int) -> None:
    result = simulate(promising(seed))
    plan, arr = result.plan, result["arr"][:, 0].tolist()
    lines, about = summary_text.targets_in_words(result), strip.cells(result, result)[0].about
    due = sorted(plan.arr_targets())
    for line, (month, least) in zip(lines, due, strict=True):
        gap = arr[month - 1] - least
        asked = f"Target of {money(least, plan.currency)} ARR in {month_name(plan.start, month)}: "
        verdict = "exactly" if gap == 0 else f"{money(abs(gap), plan.currency)} {'above' if gap > 0 else 'short'}"
        assert line == f"{asked}{verdict}."
    (month, least), *_ = due
    short = least - arr[month - 1]
    asked = money(least, plan.currency)
    assert about == (f"reaches {asked}" if short <= 0 else f"{money(short, plan.currency)} short of {asked}")


@pytest.mark.parametrize("seed", range(60))
def test_what_breaks_a_plan_first_most_often_is_counted_draw_by_draw(seed: int) -> None:
    plan = promising(seed)
    wins = plan.value("enterprise.win_rate")
    plan = plan.changed(uncertainty={"enterprise.win_rate": (0.5 * wins, min(1.5 * wins + 0.01, 1.0))}, correlations=())
    drawn = uncertainty.run(plan, 60, 1, promises.columns(plan))
    text = promise_text.first_broken(plan, promises.of(drawn))
    firsts: list[str] = []
    for draw in range(60):
        out = drawn.cash_out_month()[draw]
        fails = [(out, len(plan.targets), "cash")] if np.isfinite(out) else []
        for at, (month, least) in enumerate(plan.arr_targets()):
            if drawn["arr"][month - 1, draw] < least:
                name = f"the target of {money(least, plan.currency)} ARR by {month_name(plan.start, month)}"
                fails.append((month, at, name))
        firsts += [min(fails)[2]] if fails else []
    if not firsts:
        assert text == ""
        return
    counts = {name: firsts.count(name) for name in firsts}
    if len(counts) == 1:
        assert text == f"What breaks it first is always {firsts[0]}"
        return
    found = re.match(r"What breaks it first most often is (.+?), (in \S+ (?:\d+% )?of the draws that fail)", text)
    assert found
    assert counts[found[1]] == max(counts.values())
    assert found[2] == f"in {likely(counts[found[1]] / len(firsts))} of the draws that fail"


@pytest.mark.parametrize("seed", range(0, 80, 2))
def test_what_is_broken_already_is_and_all_of_it(seed: int) -> None:
    plan = promising(seed)
    result, points = simulate(plan), breaking_points(plan, ["enterprise.win_rate"])
    text, out = plain(stress.already(points, plan)), cash_out(simulate(plan))
    said = [] if not text else text.removeprefix("Broken already: ").split(", and ")
    expected = [f"cash runs out in {month_name(plan.start, out)}"] if out else []
    burnt = np.flatnonzero(result["burn_multiple"][:, 0] > 2)
    if burnt.size:
        expected.append(f"the burn multiple passes 2 in {month_name(plan.start, int(burnt[0]) + 1)}")
    for month, least in plan.arr_targets():
        if result["arr"][month - 1, 0] < least:
            target = f"{money(least, plan.currency)} is missed in {month_name(plan.start, month)}"
            expected.append(f"the target of {target}")
    assert sorted(said) == sorted(expected)


@pytest.mark.parametrize("seed", range(8))
def test_no_step_adds_more_for_its_cost_than_the_one_that_is_named(seed: int) -> None:
    plan = promising(seed).changed(uncertainty={}, correlations=())
    months = min(36, plan.months)
    found = next_dollar.ranked(plan, PLAYS, draws=2)
    text, before, worth = plain(next_dollar_words.first(found, plan)), comes_to(plan, months), dict[str, float]()
    for step in found:
        play = next((one for one in PLAYS.values() if one.name == step.name), None)
        with_play = plan.changed(events=(*plan.events, *(play.events if play else ())))
        other = with_play if play else plan.with_levers({step.name: step.end or 0.0})
        cost, arr = (after - now for after, now in zip(comes_to(other, months), before, strict=True))
        cost, arr = (0.0 if abs(by) < 1e-8 * abs(now) else by for by, now in zip((cost, arr), before, strict=True))
        if arr > 0 and cost > 0:
            worth[step.name if play else lever_text.name(CATALOGUE[step.name])] = arr / cost
    if not worth:
        assert text.startswith("**Nothing that costs something adds ARR by then.**")
        return
    named = re.match(r"\*\*(.+) adds most for its cost:\*\*", text)
    assert named
    assert worth[named[1]] == pytest.approx(max(worth.values()), rel=1e-4)


def comes_to(plan: Plan, months: int) -> tuple[float, float]:
    """Operating cost but for what follows revenue over so many months, and ARR at their end."""
    result = simulate(plan)
    cost = sum(
        sign * float(result[name][:months, 0].sum())
        for name, sign in (("operating_cost", 1), ("commissions", -1), ("hosting_cost", -1), ("services_cost", -1))
    )
    return cost, float(result["arr"][months - 1, 0])


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_hiring_that_is_said_to_be_enough_is_and_less_is_not(seed: int) -> None:
    plan = promising(seed).changed(uncertainty={}, correlations=())
    result, random = simulate(plan), np.random.default_rng(seed)
    month = max(2, plan.months - seed % 3)
    goal = Goal("arr", month, float(result["arr"][month - 1, 0]) * float(random.choice([0.99, 1.001, 1.02, 1.3])) + 1.0)
    level = even_hiring(plan, "enterprise", goal)
    text = plain(hiring.level_hiring(level, result))

    def reached(hires: float) -> bool:
        even = Event(lever="enterprise.hires_per_quarter", change="set", value=hires, start=level.first_month)
        return goal.met(plan.changed(events=(*plan.events, even)))

    if level.first_month > goal.month:
        assert text.startswith("**No hire can help by ")
        return
    tried = np.linspace(0, CATALOGUE["enterprise.hires_per_quarter"].max, 40)
    if text.startswith("**Impossible"):
        assert not any(reached(hires) for hires in tried.tolist())
        return
    number = level.hires_per_quarter
    assert number is not None
    assert reached(number)
    assert not any(reached(hires) for hires in tried.tolist() if hires < number * (1 - 1e-9))
    if number > 0:
        assert not reached(0.998 * number)
    if "no fewer do" not in text:
        assert number < level.planned or number == 0
    assert text.startswith("**It takes fewer hires:**") <= (not goal.met(plan))
