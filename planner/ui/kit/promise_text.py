"""Whether everything promised holds, in words: how likely, what breaks it, with and without rounds that depend."""

from collections.abc import Sequence
from typing import NamedTuple

from planner.analysis.draws.promises import Break, Happening, Leaning, Promises, RoundChance
from planner.analysis.draws.sampling import given
from planner.plan import Plan, target_text
from planner.vocabulary.lever_text import brief, name, rounded
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, money, month_name
from planner.vocabulary.sentences import listed, within

EVERYTHING, CASH = "Everything promised", "Cash lasts"

LEANS = 0.05
"""How far from the middle of all draws a lever must lie in those that fail, to be named."""

MORE = 1.2
"""How many times as often an event must happen in the draws that fail, to be named."""

FEW = 2
"""The most promises, levers and events that a sentence names."""


NOT_DUE = "No target is due within the plan"


class Chance(NamedTuple):
    """A promise by its name, and how likely it is kept, 0 to 1."""

    name: str
    probability: float


def chances(plan: Plan, found: Promises) -> list[Chance]:
    """Everything promised, each target, and that cash lasts; without targets that is cash alone."""
    cash = Chance(CASH, found.cash_lasts)
    if not found.chances:
        return [cash]
    each = [Chance(target_text.promised(plan, one.target), one.probability) for one in found.chances]
    return [Chance(EVERYTHING, found.everything), *each, cash]


def whole(found: Promises) -> str:
    """What the chance of everything is called: without targets it is that cash lasts."""
    return EVERYTHING if found.chances else CASH


def headline(plan: Plan, found: Promises) -> str:
    """How likely everything holds, in a sentence."""
    what = "Everything promised holds and cash lasts" if found.chances else "Nothing is promised; cash lasts"
    return f"{what} in {likely(found.everything)} of the draws, {given(plan)}"


def first_broken(plan: Plan, found: Promises) -> str:
    """What breaks it most often, in a sentence; empty where nothing does, and where only cash can."""
    if not found.breaks or not found.chances:
        return ""
    first, *others = found.breaks[:FEW]
    if first.share == 1:
        return f"What breaks it first is always {promise(plan, first)}"
    share = f"in {likely(first.share)} of the draws that fail"
    then = "".join(f", then {promise(plan, one)} ({likely(one.share)})" for one in others)
    return f"What breaks it first most often is {promise(plan, first)}, {share}{then}"


def promise(plan: Plan, one: Break) -> str:
    """A promise within a sentence: "the target of $35M ARR by Dec 2028", "cash"."""
    return "cash" if one.target is None else f"the target of {within(target_text.promised(plan, one.target))}"


def where_it_fails(plan: Plan, leanings: Sequence[Leaning], happenings: Sequence[Happening]) -> str:
    """Where levers lie in the draws that fail, and what happens there, in a sentence; empty where nothing does."""
    parts = []
    for one in [one for one in leanings if abs(one.position - 0.5) >= LEANS][:FEW]:
        lever = CATALOGUE[one.lever]
        failing, usual = (brief(lever, rounded(lever, value, 3), plan.currency) for value in (one.failing, one.usual))
        side = "low" if one.position < 0.5 else "high"
        parts.append(f"{name(lever)} lies {side} (half of them below {failing}, of all draws below {usual})")
    for event in [one for one in happenings if one.failing >= MORE * one.usual][:FEW]:
        called = event.event.name or name(CATALOGUE[event.event.lever])
        parts.append(f"{called} happens in {likely(event.failing)} of them, and in {likely(event.usual)} of all")
    return f"In the draws that fail, {listed(parts)}" if parts else ""


def with_and_without(plan: Plan, found: Promises) -> list[str]:
    """That cash lasts with and without each round that needs an ARR, in sentences."""
    return [_round(plan, found, one) for one in found.rounds]


def _round(plan: Plan, found: Promises, one: RoundChance) -> str:
    amount, needs = (money(value, plan.currency) for value in (one.round.amount, one.round.needs_arr or 0.0))
    if one.closes in (0, 1):
        when, closes = month_name(plan.start, one.round.month), "all" if one.closes else "none"
        return f"The round of {amount} in {when} needs {needs} ARR and closes in {closes} of the draws"
    lasts, closing, without = (likely(share) for share in (found.cash_lasts, one.lasts_with, one.lasts_without))
    return (
        f"Cash lasts in {lasts} of the draws: in {closing} with the round of {amount} in "
        f"{month_name(plan.start, one.round.month)}, and in {without} without it. It needs {needs} ARR and closes in "
        f"{likely(one.closes)}"
    )
