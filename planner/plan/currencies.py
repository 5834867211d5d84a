"""A plan in another currency: its amounts converted at a rate, or left as they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from planner.plan.parts import Event
from planner.plan.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.lever_text import name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.reference_currency import CURRENCY

DIGITS = 6
"""Digits of an amount that was converted."""


def renamed(plan: Plan, currency: str, usd: float | None) -> Plan:
    """The plan with the same numbers in another currency. usd: USD for one unit of it, where that is known."""
    return plan.changed(currency=currency, usd=None if currency == CURRENCY else usd)


def rate(plan: Plan, currency: str, usd: float | None) -> float | None:
    """What one unit of the plan's currency is in another one; None where a rate is not known."""
    here = 1.0 if plan.currency == CURRENCY else plan.usd
    there = 1.0 if currency == CURRENCY else usd
    return None if here is None or there is None else here / there


def converted(plan: Plan, currency: str, usd: float | None, digits: int = DIGITS) -> Plan:
    """The plan with every amount converted: levers, ranges, events, funding, targets and cases.

    Levers that are at their default are named, since a default is a number whatever the currency. digits: of an amount;
    17 are all it has. PlannerError for an amount beyond its bounds in the other currency; ValueError where a rate is
    not known.
    """
    factor = rate(plan, currency, usd)
    if factor is None:
        raise ValueError(f"what one {currency} is in {plan.currency} is not known")

    def amount(value: float) -> float:
        return float(f"{value * factor:.{digits}g}")

    def levers(values: Mapping[str, float]) -> dict[str, float]:
        return {one: amount(value) if CATALOGUE[one].is_money else value for one, value in values.items()}

    try:
        return plan.changed(
            currency=currency,
            usd=None if currency == CURRENCY else usd,
            levers=levers(
                {**{one.id: plan.value(one.id) for one in CATALOGUE.values() if one.is_money}, **plan.levers}
            ),
            uncertainty={
                one: (amount(low), amount(high)) if CATALOGUE[one].is_money else (low, high)
                for one, (low, high) in plan.uncertainty.items()
            },
            events=tuple(_event(event, amount) for event in plan.events),
            funding=tuple(
                replace(one, amount=amount(one.amount), needs_arr=_optional(one.needs_arr, amount))
                for one in plan.funding
            ),
            targets=tuple(
                replace(one, least=_optional(one.least, amount), most=_optional(one.most, amount))
                if COLUMNS[one.metric].unit == "money"
                else one
                for one in plan.targets
            ),
            cases=tuple(replace(case, levers=levers(case.levers)) for case in plan.cases),
        )
    except PlannerError as error:
        raise _too_large(error, plan, currency, usd) from error


def _too_large(error: PlannerError, plan: Plan, currency: str, usd: float | None) -> PlannerError:
    """Why a plan cannot be in a currency whose unit is worth little, in one sentence that says what can be done."""
    beyond = [problem for problem in error.problems if problem.place.rpartition("levers.")[2] in CATALOGUE]
    if len(beyond) < len(error.problems):
        return error
    lever = CATALOGUE[beyond[0].place.rpartition("levers.")[2]]
    amounts = "1 amount" if len(beyond) == 1 else f"{len(beyond)} amounts"
    allowed = f"would take {amounts} beyond what a lever may be, among them {name(lever)}, {beyond[0].value}"
    if usd is not None and (rate(plan, currency, usd) or 0) > 1:
        allowed += (
            f"; count in thousands: the rate of 1,000 {currency} is {1000 * usd:.6g}, and every amount is in 1,000s"
        )
    return PlannerError(Problem("currency", currency, allowed))


def _optional(value: float | None, amount: Callable[[float], float]) -> float | None:
    return None if value is None else amount(value)


def _event(event: Event, amount: Callable[[float], float]) -> Event:
    """An event whose value is an amount, converted; a factor stays."""
    if not CATALOGUE[event.lever].is_money or event.change.startswith("multiply"):
        return event
    return replace(event, value=amount(event.value))
