"""What a plan claims about its sellers."""

import pytest

from planner.plan import Plan, loads
from planner.plan.remarks import on_references


def test_a_seller_s_time_is_told_in_digits() -> None:
    many, none = (
        list(on_references(Plan(levers=levers))) for levers in ({"inside_sales.acv": 1e8}, {"enterprise.win_rate": 0.0})
    )
    assert many[0].endswith(" is worth 8,333 times as much.")
    assert none[0].endswith(" is worth nothing.")


def test_a_win_rate_far_from_its_reference_is_a_claim() -> None:
    plan = Plan(currency="EUR", levers={"enterprise.win_rate": 0.4, "inside_sales.acv": 6_000.0})
    assert list(on_references(plan)) == [
        "Enterprise win rate is 40%, and was 22% when quota and attainment were measured "
        "(enterprise.reference_win_rate): the plan says that a seller's time is worth 1.82 times as much.",
        "Inside-sales contract value is €6K, and was €12K when quota and attainment were measured "
        "(inside_sales.reference_acv): the plan says that a seller's time is worth 0.5 times as much.",
    ]


@pytest.mark.parametrize("factor", [0.67, 1.0, 1.33])
def test_a_third_more_or_less_is_none(factor: float) -> None:
    assert not list(on_references(Plan(levers={"enterprise.acv": 60_000.0 * factor})))


def test_a_plan_of_version_1_sells_at_its_references() -> None:
    old = "[plan]\ncatalogue = 1\n[enterprise]\nwin_rate = 0.6\nacv = 900_000\n[inside_sales]\nacv = 99\n"
    assert not list(on_references(loads(old)))
    moved = loads(old).with_levers({"enterprise.win_rate": 0.3})
    (remark,) = on_references(moved)
    assert "is 30%, and was 60%" in remark
