"""A plan among its own draws, or beside them."""

from dataclasses import replace

import numpy as np

from planner.analysis.draws import uncertainty
from planner.analysis.draws.own_draws import Outside, outside
from planner.model.simulate import simulate
from planner.plan import Plan

WINS = "enterprise.win_rate"
TENTH, NINETIETH = uncertainty.LEVELS.index(0.10), uncertainty.LEVELS.index(0.90)


def beside(plan: Plan) -> Outside | None:
    draws = uncertainty.run(plan, 500, 1)
    ends = {name: uncertainty.quantiles(column)[[TENTH, NINETIETH]] for name, column in draws.columns.items()}
    return outside(simulate(plan), {name: (low, high) for name, (low, high) in ends.items()})


def test_a_plan_in_the_middle_of_its_ranges_lies_among_its_draws() -> None:
    assert beside(Plan(uncertainty={WINS: (0.8 * Plan().value(WINS), 1.2 * Plan().value(WINS))})) is None


def test_a_plan_at_an_end_of_its_ranges_lies_beside_its_draws() -> None:
    plan = Plan(uncertainty={WINS: (Plan().value(WINS), 0.9)})
    found = beside(plan)
    assert found is not None
    draws, line = uncertainty.run(plan, 500, 1), simulate(plan)["arr"][:, 0]
    low, high = np.quantile(draws["arr"], [0.1, 0.9], axis=1)
    months = np.flatnonzero((line < low) | (line > high))
    assert (found.metric, found.months, found.month) == ("arr", len(months), months[-1] + 1)
    assert (found.value, found.low) == (line[found.month - 1], low[found.month - 1])
    assert found.value < found.low < found.high


def test_a_plan_that_reads_like_an_end_is_not_beside_its_draws() -> None:
    planned = simulate(Plan())
    line = np.full((60, 1), 346.2)
    planned = replace(planned, columns={"headcount": line})
    assert outside(planned, {"headcount": (line[:, 0] + 0.1, line[:, 0] + 0.2)}) is None
    assert outside(planned, {"headcount": (line[:, 0] + 1, line[:, 0] + 2)}) is not None


def test_months_without_a_number_are_left_out() -> None:
    planned = simulate(Plan())
    line = planned["arr"][:, 0]
    assert outside(planned, {"arr": (np.full(60, np.nan), np.full(60, np.nan))}) is None
    assert outside(planned, {"arr": (line * (1 + 1e-12), line * 2)}) is None
    endless = replace(planned, columns={"arr": np.full((60, 1), np.inf)})
    assert outside(endless, {"arr": (line, line)}) is None


def test_a_plan_beside_its_own_draws_says_so_in_a_sentence() -> None:
    assert Outside("arr", 12, 40, 3.3e7, 3.5e7, 5e7).sentence(Plan(months=40)) == (
        "The plan lies outside 8 of 10 of its own draws in 12 of 40 months: ARR is $33M in Apr 2029, and 8 of 10 draws "
        "lie between $35M and $50M."
    )
