"""What is said of funding rounds is worked out again over random plans, most of whose own rounds need an ARR."""

import re
from dataclasses import replace

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis import funding
from planner.analysis.draws import promises, uncertainty
from planner.commands import stress_output
from planner.model.simulate import Result, simulate
from planner.plan import Funding, Plan
from planner.ui.kit import promise_text
from planner.ui.pages.goal_seek import rounds
from planner.ui.pages.goal_seek.words import rounds as round_words
from planner.ui.pages.overview import words as overview
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, money, month_name

RANDOM = pytest.mark.parametrize("seed", range(200))
WINS = "enterprise.win_rate"


def dependent(seed: int) -> Plan:
    """A random plan with one to three rounds, of which most need an ARR near the one that the plan has by then."""
    plan, random = seeded(seed).changed(funding=()), np.random.default_rng(seed)
    before = before_month(simulate(plan, keep=("arr",)))
    found = []
    for month in random.integers(1, plan.months + 1, 1 + seed % 3).tolist():
        needs = min(float(before[month - 1]) * float(random.choice([0.5, 1.0, 1 + 1e-9, 2.0])), 1e15)
        amount = float(f"{10 ** random.uniform(4, 8):.3g}")
        found.append(Funding(month=month, amount=amount, needs_arr=None if random.random() < 0.2 else needs))
    return plan.changed(funding=tuple(found))


def before_month(result: Result) -> np.ndarray:
    """ARR at the end of the month before each, (months,): that of day one before the first."""
    return np.concatenate([result.day_one["arr"], result["arr"][:-1, 0]])


def text_of(plan: Plan, one: Funding) -> str:
    return f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}"


@RANDOM
def test_a_round_is_said_not_to_close_where_no_money_comes(seed: int) -> None:
    """What of the rounds of a month is not said to stay away is the money that the model has in it."""
    plan = dependent(seed)
    result = simulate(plan)
    said = overview.rounds(result).removeprefix("Funding: ").removesuffix(".")
    arrives = np.zeros(plan.months)
    for one in plan.funding:
        name = text_of(plan, one)
        assert said.startswith(name)
        said = said.removeprefix(name)
        if closed := not said.startswith(" (needs "):
            arrives[one.month - 1] += one.amount
        else:
            away = f" (needs {money(one.needs_arr or 0.0, plan.currency)} ARR, does not close)"
            assert said.startswith(away)
            said = said.removeprefix(away)
        assert closed == (simulate(plan.changed(funding=(one,)), keep=("funding",))["funding"].sum() > 0)
        said = said.removeprefix(", ")
    assert said == ""
    assert result["funding"][:, 0] == pytest.approx(arrives)


@RANDOM
def test_the_round_of_goal_seek_is_just_enough_and_just_in_time(seed: int) -> None:
    """The plan's own rounds count where they close, whether or not the one that is asked about comes."""
    plan, random = dependent(seed), np.random.default_rng(seed)
    cash = simulate(plan, keep=("cash",))["cash"][:, 0]
    floor = float(cash.min() + random.uniform(-0.5, 1.0) * abs(cash.min()))
    month = int(random.integers(1, plan.months + 1))
    below = next((at for at, value in enumerate(cash.tolist(), 1) if value < floor - 0.005), None)
    text = round_words.answer(rounds.smallest(plan, month, floor), plan, "month").replace("\\$", "$")
    amount = min(float(random.choice([0.5, 1.0, 1.5])) * max(floor - float(cash.min()), 1.0), 1e15)
    later = round_words.answer(rounds.latest(plan, amount, floor), plan, "amount").replace("\\$", "$")
    if below is None:
        assert text.startswith("**No round is needed:**")
        assert later.startswith("**No round is needed:**")
        assert f"at its lowest {money(float(cash.min()), plan.currency)} in " in text
        return
    falls = f" Without one cash falls below {money(floor, plan.currency)} in {month_name(plan.start, below)}."
    assert text.endswith(falls)
    assert later.endswith(falls)
    if "comes too late" in text:
        assert below < month
    elif "No round is large enough" not in text:
        found = rounds.smallest(plan, month, floor)
        assert text.startswith(f"**The smallest round in {month_name(plan.start, month)} is ")
        assert keeps(plan, month, found.amount, floor)
        assert not keeps(plan, month, 0.989 * found.amount, floor)
    if "is too small in any month" in later:
        assert not keeps(plan, 1, amount, floor)
    else:
        when = re.match(r"\*\*The latest month of \S+ is (\w{3} \d{4})\.", later)
        assert when
        assert when[1] == month_name(plan.start, below)
        assert keeps(plan, below, amount, floor)
        assert below == plan.months or not keeps(plan, below + 1, amount, floor)


def keeps(plan: Plan, month: int, amount: float, floor: float) -> bool:
    """Whether cash is at the floor or above it in every month with a round more."""
    funded = funding.with_round(plan, month, amount)
    cash = simulate(funded, keep=("cash",))["cash"][:, 0]
    return bool((cash >= floor - 0.006 - 1e-9 * np.abs(cash)).all())


@RANDOM
def test_cash_with_and_without_a_round_is_counted_draw_by_draw(seed: int) -> None:
    """The money that the model has in the month says which draws the round closes in."""
    plan = dependent(seed)
    lever, value = CATALOGUE[WINS], plan.value(WINS)
    ends = max(lever.min, 0.5 * value), min(lever.max, 1.5 * value + 0.01)
    (one, *_) = plan.funding
    plan = plan.changed(uncertainty={WINS: ends}, funding=(replace(one, needs_arr=one.needs_arr or 0.0),))
    drawn = uncertainty.run(plan, 40, 1, (*promises.columns(plan), "funding"))
    closes = drawn["funding"][one.month - 1] > 0
    lasts = np.isnan(drawn.cash_out_month())
    found = promises.of(drawn)
    if not one.needs_arr:
        assert promise_text.with_and_without(plan, found) == []
        return
    (said,) = promise_text.with_and_without(plan, found)
    printed = stress_output._round(plan, found.rounds[0])
    assert all(text_of(plan, one) in text for text in (said, printed))
    if closes.all() or not closes.any():
        every = "all" if closes.all() else "none"
        assert said.endswith(f" and closes in {every} of the draws")
        assert printed == f"{said}."
        return
    share = [likely(float(each.mean())) for each in (lasts, closes & lasts, ~closes & lasts, closes)]
    assert said.startswith(f"Cash lasts in {share[0]} of the draws: in {share[1]} with the round of ")
    assert f", and in {share[2]} without it. " in said
    assert said.endswith(f" ARR and closes in {share[3]}")
    assert printed.endswith(f"closes in {share[3]}: cash lasts with it in {share[1]}, without it in {share[2]}.")


def test_the_random_plans_have_what_they_are_tried_for() -> None:
    """Rounds that close and some that do not, cash that lasts and cash that runs out."""
    found = [simulate(dependent(seed)) for seed in range(60)]
    away = ["does not close" in overview.rounds(one) for one in found]
    lasts = [bool(np.isnan(one.cash_out_month()[0])) for one in found]
    assert 10 < sum(away) < 55
    assert 5 < sum(lasts) < 55
