"""What stays in sight: its numbers are the model's."""

import pytest
from model.plans import seeded

from planner.model.simulate import simulate
from planner.plan import Plan, Target
from planner.ui.frame import strip
from planner.vocabulary.numbers import count, money, month_name


@pytest.mark.parametrize("seed", range(60))
def test_the_strip_is_true(seed: int) -> None:
    result = simulate(seeded(seed))
    plan, path = result.plan, result["arr"][:, 0]
    arr, cash, heads = strip.cells(result, result)
    due = sorted(target for target in plan.arr_targets() if target.month <= plan.months)
    month = due[0].month if due else plan.months
    assert (arr.label, arr.value) == (
        f"ARR in {month_name(plan.start, month)}",
        money(float(path[month - 1]), plan.currency),
    )
    assert arr.verdict == ("" if not due else "good" if path[month - 1] >= due[0].arr else "bad")
    assert due or arr.about == "no ARR promised"
    assert cash.value == money(float(result["cash"].min()), plan.currency)
    assert cash.verdict == ("bad" if result["cash"].min() < 0 else "good")
    assert heads.value == count(float(result["headcount"][-1, 0]))
    assert not any(cell.change or cell.spark.before for cell in (arr, cash, heads))


@pytest.mark.parametrize(
    ("target", "label", "about", "verdict"),
    [
        (Target(month=6, metric="headcount", most=500.0), "Headcount in Jun 2026", "is at most 500", "good"),
        (Target(month=6, metric="nrr", least=1.1), "Net revenue retention in Jun 2026", "not at least 110%", "bad"),
    ],
)
def test_the_next_promise_stands_there_whatever_it_is_of(target: Target, label: str, about: str, verdict: str) -> None:
    result = simulate(Plan(targets=(Target(month=12, least=9e6), target)))
    arr, other, *_ = found = strip.cells(result, result)
    assert len(found) == 4
    assert arr.label == "ARR in Dec 2026"
    assert (other.label, other.about, other.verdict) == (label, about, verdict)
    assert len(strip.cells(simulate(Plan(targets=(Target(month=3, least=1.0), target))), result)) == 3


def test_changes_are_against_the_baseline_in_the_same_month() -> None:
    targets = (Target(month=24, least=1e7),)
    baseline = simulate(Plan(targets=targets))
    result = simulate(Plan(targets=targets, levers={"enterprise.acv": 120_000.0}))
    arr, _, heads = strip.cells(result, baseline)
    by = float(result["arr"][23, 0] - baseline["arr"][23, 0])
    assert arr.change is not None
    assert (arr.change.text, arr.change.up, arr.change.good) == (money(by, "USD"), True, True)
    assert arr.spark.before
    assert len(arr.spark.dots) == 1
    assert heads.change is None or heads.change.good == (not heads.change.up)


def test_what_the_browser_is_told_is_plain() -> None:
    cell = strip.told(strip.cells(simulate(Plan()), simulate(Plan(months=24)))[0])
    assert isinstance(cell["spark"], dict)
    assert cell["change"] is None
