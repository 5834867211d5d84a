"""What a report says is what the engine says."""

import re
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from model.plans import seeded

from planner.analysis.company import Answers, SoldBy, derive
from planner.analysis.draws import promises, uncertainty
from planner.exchange.by_month import by_month
from planner.exchange.report.document import Document, Section
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.plan.placed_shocks import PlacedShock, usual_start, with_shocks
from planner.ui.figures import charts, shared_charts, theme
from planner.ui.pages.stress_test import shock_pack
from planner.ui.report.content import board
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, money
from planner.vocabulary.sentences import opening
from planner.vocabulary.teams import CONSTRAINTS, TEAMS

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


@cache
def report() -> Document:
    return board(PLAN, BASELINE, date(2026, 11, 26))


def section(document: Document, title: str) -> Section:
    return next(one for one in (*document.sections, *document.appendix) if one.title.startswith(title))


def test_the_hero_counts_promises_and_says_how_likely_they_are() -> None:
    drawn = uncertainty.run(PLAN, keep=promises.columns(PLAN))
    result = simulate(PLAN)
    kept = sum(one.met(float(result["arr"][one.month - 1, 0])) for one in PLAN.targets)
    assert report().hero == (
        f"{kept} of 2 promises are met; everything promised holds, and cash lasts, in "
        f"{likely(promises.of(drawn).everything)} of the draws, given your ranges."
    )


def test_a_plan_without_ranges_has_no_chances() -> None:
    document = board(PLAN.changed(uncertainty={}, targets=()))
    end = money(float(simulate(PLAN)["arr"][-1, 0]), "USD")
    assert document.hero == f"ARR comes to {end} by Dec 2028; nothing is promised."
    assert all(chart.frame.get("P10", pd.Series()).isna().all() for one in document.sections for chart in one.charts)
    assert not any("likely" in said for said in document.reading)


def test_without_targets_nothing_promised_is_said_to_hold() -> None:
    document = board(PLAN.changed(targets=()))
    assert document.hero.startswith("ARR comes to ")
    assert "nothing is promised; cash lasts in" in document.hero
    assert "everything promised" not in document.hero


def test_charts_draw_the_plan_its_draws_and_its_promises() -> None:
    arr, cash = section(report(), "ARR and cash").charts
    result, drawn = simulate(PLAN), uncertainty.run(PLAN, keep=(*promises.columns(PLAN), "arr", "cash"))
    levels = [uncertainty.LEVELS.index(level) for level in (0.1, 0.9)]
    for chart, column, name in ((arr, "arr", "ARR"), (cash, "cash", "Cash")):
        ends = uncertainty.quantiles(drawn[column])
        assert np.array_equal(chart.frame[name], result[column][:, 0])
        assert np.array_equal(chart.frame[["P10", "P90"]].T, ends[levels])
        assert np.array_equal(chart.frame["Baseline"], simulate(BASELINE)[column][:, 0])
    assert arr.frame["Target"].dropna().to_dict() == {11: 9e6, 35: 9e9}
    assert arr.note == "Between the thin lines: 8 of 10 draws. Dashed: the baseline. Diamonds: targets."


def test_charts_are_the_figures_of_the_pages() -> None:
    figures = [chart.svg.figure for one in report().sections for chart in one.charts]
    teams = tuple(TEAMS)
    pages = [shared_charts.arr("enterprise"), charts.fanned("cash", "Cash")]
    assert figures == [*pages, shared_charts.capacity(theme.CAPACITY, teams), shared_charts.people()]


def test_a_strip_says_what_limits_each_team_in_every_month() -> None:
    (chart,) = section(report(), "What limits growth").charts
    names = by_month(simulate(PLAN))
    for team in TEAMS.values():
        assert list(chart.frame[f"Limit {team.label}"]) == [
            CONSTRAINTS[str(name)].label for name in names[f"{team.id}_constraint"]
        ]


def test_nobody_who_sells_is_said_rather_than_tabled() -> None:
    none = dict.fromkeys(("enterprise.reps", "enterprise.hires_per_quarter", "enterprise.opening_pipeline"), 0.0)
    none |= dict.fromkeys(("inside_sales.reps", "inside_sales.hires_per_quarter", "inside_sales.opening_pipeline"), 0.0)
    none |= dict.fromkeys(("marketing.mqls", "community.pql_rate", "self_serve.upgrade_rate"), 0.0)
    alone = section(board(PLAN.with_levers(none)), "What limits growth")
    assert alone.sentences == ["Nobody sells, and there are no deals to close: growth comes from self-serve alone."]
    assert (alone.table, list(alone.charts)) == (None, [])


def test_people_of_the_chart_are_those_of_the_table() -> None:
    hired = section(report(), "Who is hired")
    assert hired.table is not None
    ends = [f"{int(people):,}" for people in hired.charts[0].frame["Everyone"].iloc[[11, 23, 35]]]
    assert hired.table.rows[-1] == ["Headcount at the end", *ends]


def test_a_baseline_in_another_currency_is_not_compared() -> None:
    changed = section(board(PLAN, BASELINE.changed(currency="JPY")), "What changed")
    assert changed.sentences == [
        "The baseline is in JPY, the plan in USD, and no rate is stated. What changed is not compared."
    ]


def test_what_changed_adds_up() -> None:
    table = section(report(), "What changed").table
    assert table is not None
    before, after = (float(simulate(plan)["arr"][-1, 0]) for plan in (BASELINE, PLAN))
    assert table.rows[-1] == ["Total", money(before, "USD"), money(after, "USD"), money(after - before, "USD")]
    assert [row[0] for row in table.rows[:-1]] == ["Enterprise win rate", "Account executive quota"]


def test_what_is_missed_is_named() -> None:
    said = section(report(), "What breaks it").sentences
    assert "The target of ARR of at least $9B is missed as planned, in Dec 2028." in said


def test_shocks_start_as_on_their_page_and_say_what_they_change() -> None:
    table = section(report(), "What breaks it").table
    assert table is not None
    planned = float(simulate(PLAN)["arr"][-1, 0])
    for row, shock in zip(table.rows, shock_pack.shipped().values(), strict=True):
        placed = PlacedShock(shock, 13, shock.months)
        change = float(simulate(with_shocks(PLAN, [placed]))["arr"][-1, 0]) - planned
        said = f"under 0.1% {'less' if change < 0 else 'more'}" if 0.5 <= abs(change) < planned / 2000 else None
        assert row[:3] == [shock.name, placed.when(PLAN), said or money(change, "USD")]
    assert any(row[2].startswith("under 0.1%") for row in table.rows)
    assert usual_start(PLAN) == 13


def test_it_says_where_the_plan_is_found() -> None:
    origin = ["Saved, version 3", "https://plans.example/?p=r123&v=3"]
    assert board(PLAN, None, date(2026, 11, 26), origin).about[2:] == origin


def test_levers_say_why() -> None:
    table = section(report(), "What is assumed").table
    assert table is not None
    assert table.rows == [["Enterprise win rate", "24%", "18 to 30%", "CRM, last four quarters"]]


def test_levers_say_where_they_come_from() -> None:
    answers = Answers(arr=3.1e6, sold_by=SoldBy(self_serve=0.6, inside_sales=0.4), activation=0.35)
    found = section(board(derive(answers).plan), "What is assumed")
    assert found.table is not None
    assert found.sentences[-1].endswith("levers at the defaults of the program.")
    rows = {row[0]: row for row in found.table.rows}
    assert rows[lever_text.name(CATALOGUE["community.activation_rate"])][1::2] == ["35%", "Entered"]
    assert {row[3] for row in rows.values()} == {"Entered", "Derived from answers", "Default of the stage"}
    assert max(len(re.sub(r"\D", "", row[1]).lstrip("0")) for row in rows.values() if "%" in row[1]) <= 4


def test_a_default_that_only_the_company_knows_is_an_assumption() -> None:
    table = section(board(Plan(levers={"enterprise.win_rate": 0.22})), "What is assumed").table
    assert table is not None
    assert table.rows[0][3] == opening(lever_text.source_of_default(CATALOGUE["enterprise.win_rate"]))
    reps = lever_text.source_of_default(CATALOGUE["enterprise.reps"])
    assert reps.startswith("assumption, until known from your own ")


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
