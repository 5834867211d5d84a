"""Pay, overhead and cash, so that the burn of the first three months is the answer."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.optimize import brentq

from planner.analysis.company.draft import DIGITS, Draft, tidy
from planner.plan import Event
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, months_apart, percent
from planner.vocabulary.sentences import counted

PAY = (*(one for one in CATALOGUE if one.startswith("people.") and one.endswith("_cost")), "people.overhead_per_head")
"""The levers that are pay, and overhead."""

LEAST, MOST = 0.6, 1.6
"""How far pay and overhead are scaled from the stage's."""

CLOSE = 0.1
"""Share by which the burn may be off."""

LEAST_MONTHS = 4
"""Months of all costs that cash is, at least, where nobody said how much there is."""

ROUNDING = 0.01
"""Share by which rounding pay may move the burn."""

MONTHS = 3
"""Months over which the burn is measured."""


def fill(draft: Draft, events: tuple[Event, ...], start: str) -> None:
    """Pay, overhead and cash."""
    usual = {lever: draft.value(lever) * draft.defaults.value("pay") for lever in PAY}

    def scaled(factor: float, digits: int = 3) -> dict[str, float]:
        return {lever: _held(lever, tidy(value * factor, digits)) for lever, value in usual.items()}

    def burn(pay: Mapping[str, float]) -> float:
        flow = draft.run("free_cash_flow", others=pay, events=events, start=start)["free_cash_flow"]
        return float(-np.mean(flow[:MONTHS]))

    asked = draft.answers.burn
    if asked is None:
        pay, how = scaled(1.0), draft.defaults.source("pay")
    else:
        factor = _factor(lambda one: burn({lever: _held(lever, value * one) for lever, value in usual.items()}), asked)
        rounded = [scaled(factor, digits) for digits in (3, 4, DIGITS)]
        pay = next((one for one in rounded if _close(burn(one), asked)), rounded[-1])
        how = f"{percent(factor)} of what is usual at the stage, so that the burn is met."
        _say_gap(draft, burn(pay), asked, factor)
    if held := [lever for lever, value in pay.items() if value == CATALOGUE[lever].max]:
        most = f"{CATALOGUE[held[0]].max:,.0f} {draft.defaults.currency}"
        text = f"Pay of more than {most} a year is more than a plan takes, and is held there"
        draft.say("currency", "gap", f"{text}: enter all amounts in thousands.")
    for lever, value in pay.items():
        draft.derive(lever, value, how, known=asked is not None)
    _cash(draft, burn(pay), start)


def _close(found: float, asked: float) -> bool:
    return abs(found - asked) <= ROUNDING * abs(asked)


def _held(lever: str, value: float) -> float:
    return min(value, CATALOGUE[lever].max)


def _factor(burn: Callable[[float], float], asked: float) -> float:
    """What pay is multiplied by, so that the burn is met; the nearest end where it cannot be."""
    if asked <= burn(LEAST):
        return LEAST
    if asked >= burn(MOST):
        return MOST
    return float(brentq(lambda factor: burn(factor) - asked, LEAST, MOST, xtol=1e-6))


def _say_gap(draft: Draft, found: float, asked: float, factor: float) -> None:
    """The gap where pay alone cannot explain the burn."""
    if abs(found - asked) <= CLOSE * abs(asked) or LEAST < factor < MOST:
        return
    currency = draft.defaults.currency
    why = (
        "more people, contractors, cloud or offices beyond the usual, or less that is paid upfront"
        if asked > found
        else "fewer people, pay in shares, more that is paid upfront, or income that is not ARR"
    )
    extreme = "even at 160%" if asked > found else "even at 60%"
    text = f"With pay and overhead {extreme} of the usual the plan burns {money(found, currency)} a month"
    draft.say("burn", "gap", f"{text}, not {money(asked, currency)}; what would explain it: {why}.")


def _cash(draft: Draft, burn: float, start: str) -> None:
    """Cash as answered, or what is left of the last round, or so many months of burn as are usual."""
    last, currency = draft.answers.last_round, draft.defaults.currency
    ago = months_apart(last.since, start) if last else 0
    if ago < 0:
        draft.say(
            "last_round", "contradiction", "The last round lies after the plan's first month: it is the next one."
        )
    if draft.answers.cash is not None:
        draft.enter("finance.cash", draft.answers.cash)
        return
    if last and ago >= 0:
        left = max(0.0, last.amount - max(0.0, burn) * ago)
        since = f"after {counted(ago, 'months')} at a burn of {money(burn, currency)}"
        how = f"What is left of {money(last.amount, currency)} {since}."
        draft.derive("finance.cash", tidy(left, 2), how)
        return
    months = draft.defaults.value("months_of_cash")
    cost = float(draft.run("operating_cost")["operating_cost"][0])
    enough = max(burn * months, cost * LEAST_MONTHS)
    burnt = counted(f"{months:.0f}", "months")
    how = f"{burnt} of burn, and at least {LEAST_MONTHS} of costs. {draft.defaults.source('months_of_cash')}"
    draft.derive("finance.cash", tidy(enough, 2), how, known=False)
