import numpy as np
import pytest

from planner.model import sales, stations
from planner.model.simulate import Result, simulate
from planner.model.stations import BySource
from planner.plan import Event, Plan
from planner.vocabulary.columns import ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS


def served(work: BySource, capacity: float) -> tuple[BySource, BySource]:
    """What a station serves of its work, and what it leaves."""
    done = stations.scaled(work, stations.share_served(stations.work(work), capacity))
    return done, stations.less(work, done)


def test_a_station_serves_every_source_in_proportion() -> None:
    work = stations.available(BySource(10, 20, 0, 0), BySource(5, 0, 30, 0), 0.5)
    assert work == (10, 10, 30, 0)
    done, queue = served(work, 20.0)
    assert done == pytest.approx((4, 4, 12, 0))
    assert queue == pytest.approx((6, 6, 18, 0))
    assert stations.queue(queue) == pytest.approx(30)


@pytest.mark.parametrize("capacity", [50.0, 51.0])
def test_a_station_with_room_serves_everything(capacity: float) -> None:
    done, queue = served(BySource(10, 10, 25, 5), capacity)
    assert done == (10, 10, 25, 5)
    assert queue == (0, 0, 0, 0)


def test_a_station_without_work_serves_nothing_and_does_not_bind() -> None:
    nothing = BySource(0, 0, 0, 0)
    assert served(nothing, 0.0) == (nothing, nothing)
    assert not stations.binds(0.0, 0.0)
    assert stations.binds(1e-12, 0.0)


def test_rounding_does_not_bind() -> None:
    assert not stations.binds(10 * (1 + 1e-12), 10.0)
    assert stations.binds(10 * (1 + 1e-8), 10.0)


@pytest.mark.parametrize(
    ("bdrs", "leads", "each", "idle"),
    [
        (4.0, 100.0, 50.0, 2.0),
        (4.0, 200.0, 50.0, 0.0),
        (4.0, 999.0, 50.0, 0.0),
        (4.0, 9.0, 0.0, 4.0),
        (0.0, 9.0, 5.0, 0.0),
    ],
)
def test_bdrs_without_leads_are_idle(bdrs: float, leads: float, each: float, idle: float) -> None:
    assert sales.idle_bdrs(bdrs, leads, each) == idle


def cycle(*cycles: float, served: float = 8.0, opening: float = 0.0) -> list[float]:
    """Opportunities decided by month: `served` in month 1, `opening` open on day one, the cycle of every month."""
    levers = {"inside_sales.opening_pipeline": opening, "inside_sales.cycle_months": cycles[0]}
    events = tuple(
        Event(lever="inside_sales.cycle_months", change="set", value=value, start=at + 1, months=1)
        for at, value in enumerate(cycles)
    )
    once = Event(lever="marketing.mqls", change="set", value=0.0, start=2)
    plan = Plan(months=24, levers=DECIDING | levers | {"marketing.mqls": served}, events=(*events, once))
    return np.trim_zeros(simulate(plan)["won_customers_inside_sales"][:, 0], "b").tolist()


@pytest.mark.parametrize(
    ("months", "decided"),
    [
        (0.0, [8]),
        (0.25, [6, 2]),
        (1.0, [0, 8]),
        (1.5, [0, 4, 4]),
        (2.25, [0, 0, 6, 2]),
        (5.0, [0, 0, 0, 0, 0, 8]),
    ],
)
def test_opportunities_are_decided_a_cycle_later(months: float, decided: list[float]) -> None:
    """A cycle of 1.5 decides half one month later and half two months later."""
    assert cycle(*[months] * 24) == pytest.approx(decided)


def test_a_cycle_that_gets_longer_delays_what_is_in_flight() -> None:
    """Of a cycle of 3, one month is over: 2 to go become 4, so the decision comes 2 months later."""
    assert cycle(3, 3, *[6] * 22) == pytest.approx([0, 0, 0, 0, 0, 8])
    assert cycle(*[3] * 24) == pytest.approx([0, 0, 0, 8])


def test_a_cycle_that_gets_shorter_brings_forward_what_is_in_flight() -> None:
    """Of a cycle of 6, one month is over: 5 to go become 2.5, half of which is decided at 1.5, half at 0.5."""
    assert cycle(6, 6, *[3] * 22) == pytest.approx([0, 0, 0, 4, 4])
    assert cycle(6, 6, *[0] * 22) == pytest.approx([0, 0, 8])


def test_what_is_decided_stays_decided() -> None:
    """Half is decided when the cycle grows tenfold; the other half waits."""
    decided = cycle(1.5, 1.5, *[15] * 22)
    assert decided[:3] == pytest.approx([0, 4, 0])
    assert sum(decided) == pytest.approx(8)
    assert len(decided) == 7


@pytest.mark.parametrize(
    ("months", "decided"),
    [(0.0, [9]), (1.0, [9]), (1.5, [6, 3]), (3.0, [3, 3, 3]), (0.25, [9])],
)
def test_the_opening_pipeline_is_spread_over_one_cycle(months: float, decided: list[float]) -> None:
    """A cycle of 1.5 months puts two thirds in the first month and one third in the second."""
    assert cycle(*[months] * 24, served=0.0, opening=9.0) == pytest.approx(decided)


def test_the_opening_pipeline_waits_when_the_cycle_gets_longer() -> None:
    """A third of 9 over 3 months; the 2 months left become 6, so a sixth of 6 each month."""
    assert cycle(3, *[9] * 23, served=0.0, opening=9.0) == pytest.approx([3, *[1] * 6])


def test_open_opportunities_are_in_flight_or_waiting() -> None:
    levers = {"inside_sales.opening_pipeline": 9.0, "inside_sales.cycle_months": 3.0, "marketing.mqls": 8.0}
    result = simulate(Plan(months=12, levers=DECIDING | levers))
    assert result.day_one["open_opportunities_inside_sales"][0] == 9
    assert result["open_opportunities_inside_sales"][:4, 0] == pytest.approx([6 + 8, 3 + 16, 24, 24])
    waiting = simulate(
        Plan(months=12, levers=DECIDING | levers | {"inside_sales.attainment": 0.0, "sales.goes_cold": 0.0})
    )
    assert waiting["open_opportunities_inside_sales"][:, 0] == pytest.approx(9 + 8 * np.arange(1, 13))


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
    assert ENTERPRISE_CONSTRAINTS[int(sales.constraint(*binding))] == name


DECIDING = {
    **dict.fromkeys(("community.free_accounts", "community.visitors", "self_serve.upgrade_rate"), 0.0),
    **dict.fromkeys(("enterprise.mql_share", "enterprise.opening_pipeline", "marketing.mql_growth"), 0.0),
    "inside_sales.mql_to_opportunity": 1.0,
    "inside_sales.win_rate": 1.0,
    "inside_sales.reps": 1000.0,
}
"""Inside sales takes every MQL as an opportunity and wins what is decided."""

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
    "enterprise.reference_win_rate": 0.4,
    "enterprise.reference_acv": 10_000.0,
    "enterprise.ramping_reps": 0.0,
    "enterprise.outbound_per_bdr": 0.0,
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
    assert result["ae_queue"][2:4, 0] == pytest.approx([25, 37.5])
    assert result["ae_work"][2:4, 0] == pytest.approx([50, 62.5])
    assert result["ae_capacity"][2:4, 0] == pytest.approx([25, 25])


def test_nobody_to_sell_sells_nothing_and_work_waits() -> None:
    result = chain(reps=0.0)
    assert not result["won_arr_enterprise"].any()
    assert result["bdr_queue"][-1, 0] == pytest.approx(200, rel=1e-3)
    assert constraint(result) == "bdr"


def test_wins_follow_the_win_rate_of_the_month_of_the_decision() -> None:
    event = Event(lever="enterprise.win_rate", change="set", value=0.2, start=4)
    result = simulate(Plan(months=12, levers=CHAIN, events=(event,)))
    assert result["won_customers_enterprise"][2:5, 0].tolist() == [20, 10, 10]


def test_sellers_spend_time_on_opportunities_not_on_wins() -> None:
    """Time for 25 opportunities; a win rate half as good halves what is won of them."""
    normal, worse = chain(attainment=0.1), chain(attainment=0.1, win_rate=0.2)
    assert worse["won_arr_enterprise"][5, 0] == pytest.approx(0.5 * normal["won_arr_enterprise"][5, 0])
    assert worse["enterprise_capacity_arr"][5, 0] == pytest.approx(50_000)
    dearer = chain(attainment=0.1, acv=20_000.0)
    assert dearer["won_arr_enterprise"][5, 0] == pytest.approx(2 * normal["won_arr_enterprise"][5, 0])
    assert normal["new_business_time_enterprise"][5, 0] == normal["seller_time_enterprise"][5, 0] == 100_000


def test_bdrs_without_leads_prospect() -> None:
    """100 leads for ten BDRs who can work 20 each: five find 2 opportunities each, which win like the others."""
    result = chain(leads_per_bdr=20.0, outbound_per_bdr=2.0)
    assert result["idle_bdrs"][:, 0] == pytest.approx(np.full(12, 5))
    assert result["outbound_opportunities"][:, 0] == pytest.approx(np.full(12, 10))
    assert result["enterprise_opportunities"][:, 0] == pytest.approx(np.full(12, 60))
    assert result["won_outbound_arr"][2:, 0] == pytest.approx(np.full(10, 10 * 0.4 * 10_000))
    busy = chain(leads_per_bdr=10.0, outbound_per_bdr=2.0)
    assert not busy["outbound_opportunities"].any()


def test_inside_sales_takes_the_rest() -> None:
    rates = {"mql_to_opportunity": 0.2, "win_rate": 0.5, "cycle_months": 0.0, "acv": 1000.0, "reps": 3.0}
    levers = CHAIN | {"enterprise.mql_share": 0.25} | {f"inside_sales.{name}": value for name, value in rates.items()}
    result = simulate(Plan(months=12, levers=levers))
    assert result["inside_sales_opportunities"][:, 0] == pytest.approx(75 * 0.2)
    assert result["won_mql_arr"][0, 0] == pytest.approx(75 * 0.2 * 0.5 * 1000)
    assert INSIDE_SALES_CONSTRAINTS[int(result["inside_sales_constraint"][0, 0])] == "leads"
    nobody = simulate(Plan(months=12, levers=levers | {"inside_sales.attainment": 0.0}))
    assert INSIDE_SALES_CONSTRAINTS[int(nobody["inside_sales_constraint"][0, 0])] == "isr"
    assert nobody["isr_queue"][0, 0] == pytest.approx(15)
