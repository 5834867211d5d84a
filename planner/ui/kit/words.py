"""Sentences that several pages show."""

import math

import numpy as np

from planner.analysis.levers import improvements
from planner.analysis.readings import lowest_cash
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name, plain
from planner.vocabulary.teams import CONSTRAINTS

YEAR = 12


def dollars(text: str) -> str:
    """The text with dollar signs escaped: Streamlit would read what is between two of them as a formula."""
    return text.replace("$", "\\$")


def cash(result: Result) -> str:
    """When cash runs out, or its lowest amount and when."""
    plan, path = result.plan, result["cash"][:, 0]
    out = result.cash_out_month()[0]
    if np.isfinite(out):
        deepest = money(lowest_cash.amount(result), plan.currency)
        return f"Cash runs out in {month_name(plan.start, int(out))} and falls to {deepest}"
    low = lowest_cash.month(result)
    if low == 1 and path[0] >= result.day_one["cash"][0]:
        return f"Cash never falls below today's {money(float(result.day_one['cash'][0]), plan.currency)}"
    amount, when = money(lowest_cash.amount(result), plan.currency), month_name(plan.start, low)
    flow = np.flatnonzero(result["free_cash_flow"][:, 0] < 0)
    turn = int(flow[-1]) + 2 if len(flow) else 1
    if turn > plan.months:
        year = float(result["free_cash_flow"][-YEAR:, 0].sum())
        burns = "still below 0 over the last 12 months" if year < 0 else "below 0 in the last month, but not over 12"
        return f"Cash is lowest in {when} at {amount}, and free cash flow is {burns}"
    return (
        f"Cash is lowest in {when} at {amount}; from {month_name(plan.start, turn)} free cash flow stays at 0 or above"
    )


def limiter(constraint: str) -> str:
    """What limits sales, within a sentence: "account executives", "BDRs". constraint: by its id."""
    return CONSTRAINTS[constraint].plural


def step(lever_id: str, before: float, after: float, plan: Plan) -> str:
    """From one value of a lever to another; of people beside account executives, one more as one: people are whole."""
    if lever_id in improvements.RATIOS:
        person = improvements.one_person(plan, lever_id)
        if math.isclose(after - before, person):
            sellers = 1 / person
            number = count(sellers) if math.isclose(sellers, round(sellers)) else plain(sellers)
            return f"one more for {'each account executive' if number == '1' else f'{number} account executives'}"
    return lever_text.change(CATALOGUE[lever_id], before, after, plan.currency)
