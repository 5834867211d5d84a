"""Seats of the hiring plan: as many as join, in their quarter, opened in time, at what they cost."""

import math
from collections import Counter

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis.hiring.by_quarter import QUARTER, by_quarter
from planner.analysis.hiring.seats import PAY, seats
from planner.model.paths import lever_path
from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.roles import ROLES


def test_every_role_has_its_cost() -> None:
    assert set(PAY) == set(ROLES)
    assert set(PAY.values()) <= set(CATALOGUE)


@pytest.mark.parametrize("seed", range(80))
def test_seats_are_those_of_the_plan_by_quarter(seed: int) -> None:
    result = simulate(seeded(seed))
    found = seats(result)
    counted: Counter[tuple[str, int]] = Counter()
    for seat in found:
        counted[seat.role, (seat.starts - 1) // QUARTER] += seat.people
    for quarters in by_quarter(result):
        for at, hires in enumerate(quarters.hires.tolist()):
            assert counted[quarters.role, at] == hires
    wait = lever_path(result.plan, "people.time_to_hire")
    assert found == sorted(found, key=lambda seat: (seat.opens, seat.starts, list(ROLES).index(seat.role)))
    for seat in found:
        assert 1 <= seat.starts <= result.months
        took = wait[max(seat.opens, 1) - 1]
        assert seat.opens + math.ceil(took - 1e-9) <= seat.starts
        later = [month for month in range(max(seat.opens + 1, 1), seat.starts + 1) if month <= len(wait)]
        assert all(month + math.ceil(wait[month - 1] - 1e-9) > seat.starts for month in later)


def test_a_seat_costs_pay_and_overhead_of_the_month_it_starts_in() -> None:
    plan = Plan(
        levers={"people.pay_rise": 0.12, "people.time_to_hire": 2.5, "people.engineer_hires_per_quarter": 3.0},
        events=(Event(lever="people.engineer_cost", change="multiply", value=1.5, start=13),),
    )
    result = simulate(plan)
    engineers = [seat for seat in seats(result) if seat.role == "engineers"]
    early = next(seat for seat in engineers if seat.starts == 4)
    late = next(seat for seat in engineers if seat.starts == 13)
    cost, overhead = plan.value("people.engineer_cost"), plan.value("people.overhead_per_head")
    assert early.cost == pytest.approx((cost + overhead) * 1.12 ** (3 / 12))
    assert late.cost == pytest.approx((1.5 * cost + overhead) * 1.12)
    assert (early.opens, late.opens) == (1, 10)
    assert np.isfinite([seat.cost for seat in engineers]).all()
