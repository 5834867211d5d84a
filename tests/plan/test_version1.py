"""Plans of version 1 give the numbers that the engine of version 1 gave, but for what version 2 defines anew.

version1/*.toml are the plans that were shipped then and twenty that were generated; results.csv is what that engine
made of them, without the columns of REDEFINED.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from planner.model.simulate import Result, simulate
from planner.plan import Plan, load
from planner.vocabulary.columns import COLUMNS

HERE = Path(__file__).parent / "version1"
REDEFINED = {
    *("collections", "free_cash_flow", "cash", "burn_multiple", "rule_of_40", "runway_months"),
    *("ae_queue", "ae_cold", "isr_queue", "isr_cold"),
}
"""Collections wait a month for usage, and cash with what is made of it follows; sellers' queues hold opportunities
where they held the deals that these would become."""

PLANS = sorted(path.stem for path in HERE.glob("*.toml"))
with (HERE / "results.csv").open(encoding="utf-8", newline="") as file:
    STORED = list(csv.DictReader(file))
COMPARED = [name for name in STORED[0] if name not in ("plan", "month")]


@cache
def run(name: str) -> Result:
    return simulate(load(HERE / f"{name}.toml"))


def redefined(column: str, month: int, stored: float, result: Result) -> bool:
    """Whether version 2 says something else of this plan and month on purpose."""
    if column == "nrr":
        return upgrades(result.plan)
    if column == "ltv_to_cac":
        return bool(result["grr"][month - 1, 0] > 0.8)
    if column == "cac_payback_months":
        return bool(np.isnan(stored) or stored < 0)
    team = next((team for team in ("enterprise", "inside_sales") if column.startswith(team)), None)
    if team and column in (f"{team}_capacity_arr", f"{team}_constraint"):
        return moves_a_reference(result.plan, team) or result.plan.value(f"{team}.win_rate") == 0
    return False


def upgrades(plan: Plan) -> bool:
    """Whether customers upgrade, who now count in net retention."""
    rate = "self_serve.upgrade_rate"
    return plan.value(rate) > 0 or any(event.lever == rate for event in plan.acting_events())


def moves_a_reference(plan: Plan, team: str) -> bool:
    """Whether an event takes a win rate or a contract value away from its reference, and seller time with it."""
    return any(event.lever in (f"{team}.win_rate", f"{team}.acv") for event in plan.acting_events())


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_version_1_gives_its_numbers(name: str) -> None:
    result, differ = run(name), []
    for row in (row for row in STORED if row["plan"] == name):
        month = int(row["month"])
        for column in COMPARED:
            stored, now = float(row[column]), result[column][month - 1, 0]
            same = np.isclose(now, stored, rtol=1e-9, atol=0, equal_nan=True)
            if not same and not redefined(column, month, stored, result):
                differ.append(f"{column} in month {month}: {stored} then, {now} now")
    assert not differ


def test_most_is_compared() -> None:
    """Guards what is left out: no column is exempt everywhere, and every one that was stored is still there."""
    assert len(PLANS) == 27
    assert set(COMPARED) <= set(COLUMNS)
    assert not REDEFINED & set(COMPARED)
    assert len(COMPARED) > 120
    exempt = sum(
        redefined(column, int(row["month"]), float(row[column]), run(row["plan"]))
        for row in STORED
        for column in COMPARED
    )
    assert exempt < 0.02 * len(STORED) * len(COMPARED)
    compared = {
        column
        for row in STORED
        for column in COMPARED
        if not redefined(column, int(row["month"]), float(row[column]), run(row["plan"]))
    }
    assert compared == set(COMPARED)


@pytest.mark.parametrize("name", PLANS)
def test_it_says_that_it_was_brought_up_to_date(name: str) -> None:
    assert load(HERE / f"{name}.toml").updates
