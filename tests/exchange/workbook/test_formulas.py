"""Every column as a formula, worked out here as a spreadsheet would: the engine's numbers, without a spreadsheet."""

import re

import pytest
from exchange.workbook.workbook_plans import ELABORATE, MOVING_UP, NOTHING_YET
from model.plans import seeded
from support import ROOT

from planner.exchange.workbook.book import CHECKS, MODEL
from planner.exchange.workbook.equations import checks, sections
from planner.exchange.workbook.layout import Layout, layout
from planner.model.checks import IDENTITIES
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS

TOLERANCE = 1e-8
SEEDED = [plan for plan in map(seeded, range(60)) if plan.months <= 25][:8]

DOCUMENTED = {"ABS", "AND", "IF", "INT", "MAX", "MIN", "MMULT", "MOD", "OR", "PRODUCT", "SUM", "SUMPRODUCT"}
"""Functions that Excel, LibreOffice and Google Sheets all document, and that are older than dynamic arrays."""


def by_formulas(plan: Plan) -> tuple[Layout, Layout]:
    """The layout that takes columns from the engine, and one that works out everything."""
    taken, worked_out = layout(simulate(plan)), layout(simulate(plan))
    worked_out.book.known = {}
    return taken, worked_out


@pytest.mark.parametrize(
    "plan", [ELABORATE.changed(months=36), MOVING_UP, NOTHING_YET, *SEEDED], ids=lambda plan: plan.name
)
def test_formulas_give_the_engine_s_numbers(plan: Plan) -> None:
    taken, worked_out = by_formulas(plan)
    for name, values in taken.values.items():
        for month, wanted in enumerate(values, 1):
            found = worked_out.book.value(name, month, 0)
            assert found == (wanted if isinstance(wanted, str) else pytest.approx(wanted, rel=TOLERANCE, abs=1e-9)), (
                name,
                month,
            )


@pytest.mark.parametrize("months", [12, 61, 120])
def test_every_column_has_a_row_on_model(months: int) -> None:
    book = layout(simulate(Plan(months=months))).book
    assert {name for name, place in book.places.items() if place.sheet == MODEL} == set(COLUMNS)


def test_sections_are_those_of_the_model() -> None:
    text = (ROOT / "planner/model/MODEL.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    own = [section.title for section in sections(12)]
    assert own == [title for title in titles if title in own]
    assert len(own) == 9


def test_formulas_use_functions_that_every_program_documents() -> None:
    book = layout(simulate(ELABORATE)).book
    used = {
        function
        for name in book.places
        for cell in book.cells(name)
        for function in re.findall(r"([A-Z.]+)\(", cell.formula)
    }
    assert used == DOCUMENTED
    assert max(len(cell.formula) for name in book.places for cell in book.cells(name)) < 8192


def test_identities_are_those_of_the_model() -> None:
    assert list(checks.FORMULAS) == list(IDENTITIES)


def test_a_wrong_number_breaks_an_identity() -> None:
    plan = ELABORATE.changed(months=12, funding=())
    book = layout(simulate(plan)).book
    assert all(book.value(name, month, 0) for name in IDENTITIES for month in range(1, 13))
    for column, identity in (("arr", "ARR bridge"), ("cash", "Cash"), ("receivables", "Ledger"), ("aes", "Reps")):
        other = layout(simulate(plan)).book
        other.known = {**other.known, column: [value * 1.001 for value in other.known[column]]}
        assert book.places[identity].sheet == CHECKS
        assert not other.value(identity, 12, 0)
