"""Every column of the engine against a second implementation of the same equations that shares nothing with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from model.plans import BOUNDS, by_reference, plans, reference_run, seeded

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE

RTOL = 1e-8
TINY = 1e-290
"""Below it a float has no eight digits left."""

Columns = dict[str, np.ndarray]


def over(column: np.ndarray, months: int, ago: int = 0) -> np.ndarray:
    """Sums over the months ending `ago` months back, NaN where they are not all there."""
    sums = np.full(column.size, np.nan)
    for t in range(months + ago - 1, column.size):
        sums[t] = column[t - ago - months + 1 : t - ago + 1].sum()
    return sums


def terms(c: Columns) -> Columns:
    """How large the terms are of columns that are differences: a difference is no more exact than its terms."""
    spent = c["collections"] + c["services_revenue"] + c["operating_cost"]
    total_revenue = c["revenue"] + c["services_revenue"]
    paid = c["invoiced"] + c["collections"] + c["revenue"] + c["receivables"]
    sold, shrunk = c["new_arr"] + np.abs(c["upgrade_arr"]), c["contraction_arr"] + c["churned_arr"]
    return {
        "upgrade_arr": c["won_upgrade_arr"] + np.abs(c["upgrade_arr"]),
        "operating_income": spent,
        "free_cash_flow": spent,
        "receivables": np.cumsum(paid),
        "cash": np.abs(c["cash"]) + np.cumsum(spent + np.abs(c["funding"])),
        "gross_margin": 1 + over(c["cogs"], 3) / over(total_revenue, 3),
        "arr_growth": 1 + np.abs(c["arr_growth"]),
        "rule_of_40": 1 + np.abs(c["arr_growth"]) + over(spent, 12) / over(total_revenue, 12),
        "quick_ratio": over(sold + c["expansion_arr"], 3) / over(shrunk, 3),
        "magic_number": 4 * (over(c["revenue"], 3) + over(c["revenue"], 3, 3)) / over(c["sales_marketing"], 3, 3),
    }


def conditions(c: Columns, t: Columns) -> Columns:
    """How much more than a rounding error of a difference can move the columns divided or multiplied by it."""
    margin = np.abs(t["gross_margin"] / c["gross_margin"])
    sold, sold_terms = c["new_arr"] + c["upgrade_arr"], c["new_arr"] + np.abs(c["upgrade_arr"])
    grown = c["arr_growth"] / (1 + c["arr_growth"])
    flow, spent = c["free_cash_flow"], t["free_cash_flow"]
    return {
        "cac_payback_months": worst(margin, over(sold_terms, 3) / over(sold, 3)),
        "blended_cac_payback_months": worst(
            margin, over(sold_terms + c["expansion_arr"], 3) / over(sold + c["expansion_arr"], 3)
        ),
        "ltv_to_cac": worst(margin, over(sold_terms, 12) / over(sold, 12), 1 / (1 - c["grr"])),
        "burn_multiple": worst(over(spent, 12) / over(flow, 12), 1 / grown),
        "runway_months": worst(t["cash"] / c["cash"], over(spent, 3) / over(flow, 3)),
    }


def worst(*parts: np.ndarray) -> np.ndarray:
    """The largest of the conditions that have a value, at least 1."""
    return np.fmax.reduce([np.ones(parts[0].size), *map(np.abs, parts)])


def apart(ours: Columns, theirs: Columns, rtol: float) -> dict[str, np.ndarray]:
    """The months in which columns differ by more than a relative tolerance of what they are made of, by name."""
    found = {}
    with np.errstate(all="ignore"):
        of_terms = terms(theirs)
        of_factors = conditions(theirs, of_terms)
        for name, column in theirs.items():
            condition = of_factors.get(name, np.ones(column.size))
            size = np.fmax(np.fmax(np.abs(column), np.abs(ours[name])), of_terms.get(name, np.zeros(column.size)))
            same = (ours[name] == column) | (np.isnan(ours[name]) & np.isnan(column))
            same |= np.abs(ours[name] - column) <= rtol * condition * size
            same |= (size < TINY) | (condition > 1 / RTOL)  # nothing but rounding is left
            if not same.all():
                found[name] = ~same
    return found


def months_with_digits(plan: Plan, expected: Columns) -> int:
    """How many months go by until levers that are a few roundings larger or smaller move a column of the reference.

    Sellers who win far more than at their reference bring the model near chaos: the more they sell, the more time the
    expansion of it takes of the months after, and a rounding error grows from month to month. What usage adds to a pool
    that grew a billion times is a difference of which nothing but rounding is left once usage may grow no more.
    """
    moved = (
        apart(by_reference(plan.changed(levers=other)), expected, RTOL / 10)
        for factor in (1 + 2**-48, 1 - 2**-48)
        for other in [{id_: float(np.clip(value * factor, *BOUNDS[id_])) for id_, value in plan.values().items()}]
    )
    return min((int(np.argmax(months)) for found in moved for months in found.values()), default=plan.months)


def disagreements(plan: Plan) -> list[str]:
    """Columns that are not those of the reference, and the first month of each."""
    expected, result = by_reference(plan), simulate(plan)
    ours = {name: result[name][:, 0] for name in expected}
    found = {name: int(np.argmax(months)) for name, months in apart(ours, expected, RTOL).items()}
    last = months_with_digits(plan, expected) if found else 0
    return [
        f"{name} in month {t + 1}: {ours[name][t]!r}, reference {expected[name][t]!r}"
        for name, t in found.items()
        if t < last
    ]


def test_the_reference_covers_the_published_columns() -> None:
    names, ours = list(by_reference(Plan(months=12))), list(COLUMNS)
    published = ours.index("runway_months") + 1
    assert names[:published] == ours[:published]
    assert set(names) <= set(ours)


@pytest.mark.parametrize("group", range(12))
def test_seeded_plans_agree(group: int) -> None:
    found = {seed: disagreements(seeded(seed)) for seed in range(20 * group, 20 * group + 20)}
    assert not {seed: names for seed, names in found.items() if names}


@settings(max_examples=25, deadline=None)
@given(plans())
def test_any_plan_agrees(plan: Plan) -> None:
    assert not disagreements(plan)


@pytest.mark.parametrize("bound", ["min", "max"])
def test_every_lever_at_its_bounds_agrees(bound: str) -> None:
    """One lever at a time, the others at their defaults."""
    levers = [Plan(months=26, levers={lever.id: getattr(lever, bound)}) for lever in CATALOGUE.values()]
    found = {str(plan.levers): disagreements(plan) for plan in levers}
    assert not {levers: names for levers, names in found.items() if names}


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_day_one_and_the_end_of_cash_agree(seed: int) -> None:
    plan = seeded(seed)
    expected, result = reference_run(plan), simulate(plan)
    day_one = {name: result.day_one[name][0] for name in expected.day_one}
    assert day_one == pytest.approx(expected.day_one, rel=RTOL, abs=0)
    month = result.cash_out_month()[0]
    assert (None if np.isnan(month) else month) == expected.cash_out_month
