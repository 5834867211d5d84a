"""What a report says is what the engine says."""

from datetime import date

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis.draws import promises, uncertainty
from planner.exchange.report.content import board
from planner.exchange.report.document import Document, Section
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.vocabulary.numbers import likely, money

PLAN = Plan(
    name="Ours & <theirs>",
    months=36,
    levers={"enterprise.win_rate": 0.24},
    uncertainty={"enterprise.win_rate": (0.18, 0.3)},
    targets=(Target(month=12, least=9e6), Target(month=36, least=9e9)),
    funding=(Funding(month=6, amount=5e6),),
    notes={"enterprise.win_rate": "CRM, last four quarters"},
)
BASELINE = PLAN.with_levers({"enterprise.win_rate": 0.2, "enterprise.quota": 1.2e6})
REPORT = board(PLAN, BASELINE, date(2026, 11, 26))


def section(document: Document, title: str) -> Section:
    return next(one for one in (*document.sections, *document.appendix) if one.title.startswith(title))


def test_the_hero_counts_promises_and_says_how_likely_they_are() -> None:
    drawn = uncertainty.run(PLAN, 2000, 1, keep=promises.columns(PLAN))
    result = simulate(PLAN)
    kept = sum(one.met(float(result["arr"][one.month - 1, 0])) for one in PLAN.targets)
    assert REPORT.hero == (
        f"{kept} of 2 promises are met; everything promised holds, and cash lasts, in "
        f"{likely(promises.of(drawn).everything)} of the draws, given your ranges."
    )


def test_a_plan_without_ranges_has_no_chances() -> None:
    document = board(PLAN.changed(uncertainty={}, targets=()))
    end = money(float(simulate(PLAN)["arr"][-1, 0]), "USD")
    assert document.hero == f"ARR comes to {end} by Dec 2028; nothing is promised."
    assert all(chart.band is None for one in document.sections for chart in one.charts)
    assert not any("likely" in said for one in document.sections for said in one.sentences)


def test_charts_draw_the_plan_its_draws_and_its_promises() -> None:
    arr, cash = section(REPORT, "ARR and cash").charts
    result = simulate(PLAN)
    assert np.array_equal(arr.lines["ARR"], result["arr"][:, 0])
    assert np.array_equal(cash.lines["Cash"], result["cash"][:, 0])
    assert arr.points == {11: 9e6, 35: 9e9}
    assert arr.band is not None
    low, high = arr.band
    assert ((low <= high) & (low > 0)).all()


def test_what_changed_adds_up() -> None:
    table = section(REPORT, "What changed").table
    assert table is not None
    before, after = (float(simulate(plan)["arr"][-1, 0]) for plan in (BASELINE, PLAN))
    assert table.rows[-1] == ["Total", money(before, "USD"), money(after, "USD"), money(after - before, "USD")]
    assert [row[0] for row in table.rows[:-1]] == ["Enterprise win rate", "Account executive quota"]


def test_what_is_missed_is_named() -> None:
    said = section(REPORT, "What breaks it").sentences
    assert "The target of ARR of at least $9B is missed as planned, in Dec 2028." in said


def test_it_says_where_the_plan_is_found() -> None:
    origin = ["Saved, version 3", "https://plans.example/?p=r123&v=3"]
    assert board(PLAN, None, date(2026, 11, 26), origin).about[2:] == origin


def test_levers_say_why() -> None:
    table = section(REPORT, "What is assumed").table
    assert table is not None
    assert table.rows == [["Enterprise win rate", "24%", "18 to 30%", "CRM, last four quarters"]]


@pytest.mark.parametrize("seed", range(20))
def test_every_plan_has_a_report(seed: int) -> None:
    plan = seeded(seed)
    document = board(plan)
    for one in (*document.sections, *document.appendix):
        assert one.title
        if one.table:
            assert {len(row) for row in one.table.rows} <= {len(one.table.header)}
    hires = section(document, "Who is hired").table
    assert hires is not None
    assert len(hires.header) == 1 + -(-plan.months // 12)
