import numpy as np
import pytest

from planner.model import sales
from planner.model.sales import BySource
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan
from planner.vocabulary.columns import ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS


def test_a_station_serves_every_source_in_proportion() -> None:
    work = sales.available(BySource(10, 20, 0), BySource(5, 0, 30), 0.5)
    assert work == (10, 10, 30)
    served, queue = sales.serve(work, 50.0, 20.0)
    assert served == pytest.approx((4, 4, 12))
    assert queue == pytest.approx((6, 6, 18))


@pytest.mark.parametrize("capacity", [50.0, 51.0])
def test_a_station_with_room_serves_everything(capacity: float) -> None:
    served, queue = sales.serve(BySource(10, 10, 30), 50.0, capacity)
    assert served == (10, 10, 30)
    assert queue == (0, 0, 0)


def test_a_station_without_work_serves_nothing_and_does_not_bind() -> None:
    assert sales.serve(BySource(0, 0, 0), 0.0, 0.0) == ((0, 0, 0), (0, 0, 0))
    assert not sales.binds(0.0, 0.0)
    assert sales.binds(1e-12, 0.0)


def test_rounding_does_not_bind() -> None:
    assert not sales.binds(10 * (1 + 1e-12), 10.0)
    assert sales.binds(10 * (1 + 1e-8), 10.0)


@pytest.mark.parametrize(
    ("cycle", "months"),
    [(0.0, {0: 9}), (1.0, {0: 9}), (1.5, {0: 6, 1: 3}), (3.0, {0: 3, 1: 3, 2: 3}), (0.25, {0: 9})],
)
def test_the_opening_pipeline_is_spread_over_one_cycle(cycle: float, months: dict[int, float]) -> None:
    """A cycle of 1.5 months puts two thirds in the first month and one third in the second."""
    decisions = np.zeros((30, 3))
    sales.open_pipeline(decisions, 2, cycle, 9.0)
    assert {month: amount for month, amount in enumerate(decisions[:, 2]) if amount} == pytest.approx(months)
    assert not decisions[:, :2].any()


@pytest.mark.parametrize(("cycle", "months"), [(0.0, {2: 8}), (2.0, {4: 8}), (2.25, {4: 6, 5: 2}), (24.0, {26: 8})])
def test_opportunities_are_decided_a_cycle_later(cycle: float, months: dict[int, float]) -> None:
    decisions = np.zeros((30, 3))
    sales.decide_later(decisions, 2, cycle, BySource(8, 16, 0))
    assert {month: row[0] for month, row in enumerate(decisions) if row.any()} == pytest.approx(months)
    assert decisions[:, 1] == pytest.approx(2 * decisions[:, 0])
    assert sales.decided(decisions, 2 + int(cycle))[0] == pytest.approx(months[2 + int(cycle)])


@pytest.mark.parametrize(
    ("binding", "name"),
    [
        ((False, False, False), "leads"),
        ((True, False, False), "bdr"),
        ((True, True, False), "se"),
        ((True, True, True), "ae"),
        ((True, False, True), "ae"),
    ],
)
def test_the_constraint_is_the_most_downstream_station_that_binds(binding: tuple[bool, ...], name: str) -> None:
    assert ENTERPRISE_CONSTRAINTS[sales.constraint(*binding)] == name


CHAIN = {
    "marketing.mqls": 100.0,
    "marketing.mql_growth": 0.0,
    "community.free_accounts": 0.0,
    "community.visitors": 0.0,
    "self_serve.upgrade_rate": 0.0,
    "sales.goes_cold": 0.5,
    "enterprise.mql_share": 1.0,
    "enterprise.reps": 10.0,
    "enterprise.hires_per_quarter": 0.0,
    "enterprise.attrition": 0.0,
    "enterprise.bdr_per_ae": 1.0,
    "enterprise.leads_per_bdr": 100.0,
    "enterprise.se_per_ae": 1.0,
    "enterprise.evaluations_per_se": 100.0,
    "enterprise.mql_to_opportunity": 0.5,
    "enterprise.win_rate": 0.4,
    "enterprise.cycle_months": 2.0,
    "enterprise.opening_pipeline": 0.0,
    "enterprise.quota": 1_200_000.0,
    "enterprise.attainment": 1.0,
    "enterprise.acv": 10_000.0,
    "inside_sales.opening_pipeline": 0.0,
}
"""A hundred leads a month, no shortage of anybody: 50 opportunities, 20 deals two months later, 100 possible."""


def chain(**levers: float) -> Result:
    return simulate(Plan(months=12, levers=CHAIN | {f"enterprise.{name}": value for name, value in levers.items()}))


def constraint(result: Result) -> str:
    return ENTERPRISE_CONSTRAINTS[int(result["enterprise_constraint"][-1, 0])]


def test_a_chain_with_room_turns_leads_into_wins() -> None:
    result = chain()
    assert (result["enterprise_opportunities"][:, 0] == 50).all()
    assert result["won_customers_enterprise"][:4, 0].tolist() == [0, 0, 20, 20]
    assert result["enterprise_demand_arr"][5, 0] == 200_000
    assert result["enterprise_capacity_arr"][5, 0] == 1_000_000
    assert constraint(result) == "leads"


def test_a_queue_builds_up_where_people_are_short() -> None:
    """80 leads can be worked: 20 wait, half of those go cold, so 30 wait after the second month, and so on to 40."""
    result = chain(leads_per_bdr=8.0)
    assert result["bdr_queue"][:3, 0] == pytest.approx([20, 30, 35])
    assert result["bdr_cold"][:3, 0] == pytest.approx([0, 10, 15])
    assert (result["enterprise_opportunities"][:, 0] == 40).all()
    assert constraint(result) == "bdr"


def test_what_binds_further_down_hides_what_binds_before() -> None:
    assert constraint(chain(leads_per_bdr=8.0, evaluations_per_se=3.0)) == "se"
    assert constraint(chain(leads_per_bdr=8.0, evaluations_per_se=3.0, attainment=0.1)) == "ae"
    assert constraint(chain(attainment=0.1)) == "ae"


def test_capacity_caps_what_is_won() -> None:
    result = chain(attainment=0.1)
    assert result["won_arr_enterprise"][5, 0] == pytest.approx(100_000)
    assert result["ae_queue"][2:4, 0] == pytest.approx([10, 15])


def test_nobody_to_sell_sells_nothing_and_work_waits() -> None:
    result = chain(reps=0.0)
    assert not result["won_arr_enterprise"].any()
    assert result["bdr_queue"][-1, 0] == pytest.approx(200, rel=1e-3)
    assert constraint(result) == "bdr"


def test_wins_follow_the_win_rate_of_the_month_of_the_decision() -> None:
    event = Event(lever="enterprise.win_rate", change="set", value=0.2, start=4)
    result = simulate(Plan(months=12, levers=CHAIN, events=(event,)))
    assert result["won_customers_enterprise"][2:5, 0].tolist() == [20, 10, 10]


def test_the_cycle_is_that_of_the_month_the_opportunity_was_served_in() -> None:
    event = Event(lever="enterprise.cycle_months", change="set", value=0.0, start=4)
    result = simulate(Plan(months=12, levers=CHAIN, events=(event,)))
    assert result["won_customers_enterprise"][2:7, 0].tolist() == [20, 40, 40, 20, 20]


def test_inside_sales_takes_the_rest() -> None:
    rates = {"mql_to_opportunity": 0.2, "win_rate": 0.5, "cycle_months": 0.0, "acv": 1000.0, "reps": 3.0}
    levers = CHAIN | {"enterprise.mql_share": 0.25} | {f"inside_sales.{name}": value for name, value in rates.items()}
    result = simulate(Plan(months=12, levers=levers))
    assert result["inside_sales_opportunities"][:, 0] == pytest.approx(75 * 0.2)
    assert result["won_mql_arr"][0, 0] == pytest.approx(75 * 0.2 * 0.5 * 1000)
    assert INSIDE_SALES_CONSTRAINTS[int(result["inside_sales_constraint"][0, 0])] == "leads"
    nobody = simulate(Plan(months=12, levers=levers | {"inside_sales.attainment": 0.0}))
    assert INSIDE_SALES_CONSTRAINTS[int(nobody["inside_sales_constraint"][0, 0])] == "isr"
    assert nobody["isr_queue"][0, 0] == pytest.approx(7.5)
