"""A workbook that was handed out can be opened again: what was changed in it is told, and taken over one by one."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from exchange.workbook.workbook_plans import ELABORATE, SHIPPED, changed, changes

from planner.exchange.workbook import edited
from planner.exchange.workbook.edited import Difference, Place, accepted, read
from planner.exchange.workbook.workbook import as_workbook
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, parse
from planner.plan.parts import MAX_ROWS
from planner.vocabulary.errors import PlannerError

PLAN = ELABORATE.changed(
    months=14,
    funding=(Funding(month=6, amount=1e7), Funding(month=12, amount=2e7, needs_arr=9e6)),
)


@cache
def workbook() -> bytes:
    return as_workbook(simulate(PLAN)).file


def after(change: Callable[[Any], None], made: bytes | None = None) -> bytes:
    book, file = openpyxl.load_workbook(io.BytesIO(made or workbook())), io.BytesIO()
    change(book)
    book.save(file)
    return file.getvalue()


def named(book: Any, name: str) -> Any:
    (sheet, cells), *_ = book.defined_names[name].destinations
    return book[sheet][cells]


def filled(**values: Any) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for name, value in values.items():
            named(book, name).value = value

    return fill


@pytest.mark.parametrize("plan", [PLAN, SHIPPED, Plan(months=12)], ids=["elaborate", "shipped", "defaults"])
def test_what_was_not_touched_differs_in_nothing(plan: Plan) -> None:
    found = read(as_workbook(simulate(plan)).file, plan)
    assert (found.differences, found.problems) == ((), ())
    assert found.ignored == ("Not read: Read me, Model, Workings, Summary, Hiring, Checks, Baseline.",)


def test_what_was_added_to_a_workbook_is_said_and_not_read() -> None:
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as parts:
        for name in ("vbaProject.bin", "externalLinks/externalLink1.xml", "comments1.xml", "threadedComments/one.xml"):
            parts.writestr(f"xl/{name}", b"<x/>")
    found = read(file.getvalue(), PLAN)
    assert (found.differences, found.problems) == ((), ())
    assert found.ignored[0].endswith(", Baseline, macros, links to other workbooks, comments.")


def test_what_the_plan_did_since_is_no_edit_of_the_workbook() -> None:
    moved_on = PLAN.with_levers({"enterprise.win_rate": 0.31, "enterprise.acv": 71_000.0})
    found = read(after(filled(enterprise_acv=90_000.0, enterprise_ramp_months=7.0)), moved_on)
    assert {str(one.place): one.edited for one in found.differences} == {
        "enterprise.acv": True,
        "enterprise.ramp_months": True,
        "enterprise.win_rate": False,
    }
    others = PLAN.changed(events=PLAN.events[1:])
    assert {str(one.place): one.edited for one in read(workbook(), others).differences} == {"events": False}


@pytest.mark.parametrize("text", ["", "no plan at all", "eJx"])
def test_a_workbook_without_its_original_is_compared_with_the_plan(text: str) -> None:
    def lose(book: Any) -> None:
        book["Handed out"]["A1"] = text

    moved_on = PLAN.with_levers({"enterprise.win_rate": 0.31})
    (one,) = read(after(lose), moved_on).differences
    assert (str(one.place), one.edited) == ("enterprise.win_rate", True)
    gone = read(after(lambda book: book.remove(book["Handed out"])), moved_on)
    assert [each.edited for each in gone.differences] == [True]


def test_changes_are_told_and_taken_over() -> None:
    found = read(after(filled(**changes(PLAN))), PLAN)
    assert found.problems == ()
    assert len(found.differences) >= 24
    new = accepted(PLAN, found.differences)
    wanted = changed(PLAN)
    assert [replace(event, value=0.5) for event in new.events] == [replace(event, value=0.5) for event in wanted.events]
    assert [event.value for event in new.events] == pytest.approx([event.value for event in wanted.events], rel=1e-12)
    assert new.values() == pytest.approx(wanted.values(), rel=1e-12)


def test_one_change_alone_can_be_taken_over() -> None:
    found = read(after(filled(enterprise_win_rate=0.3, enterprise_acv=7e4, event_1_value=1.2)), PLAN)
    assert [str(one.place) for one in found.differences] == ["enterprise.acv", "enterprise.win_rate", "event 1, value"]
    rate, event = (
        next(one for one in found.differences if str(one.place) == place)
        for place in ("enterprise.win_rate", "event 1, value")
    )
    assert accepted(PLAN, [rate]) == PLAN.with_levers({"enterprise.win_rate": 0.3})
    assert accepted(PLAN, [event]) == PLAN.changed(events=(replace(PLAN.events[0], value=1.2), *PLAN.events[1:]))
    assert accepted(PLAN, []) == PLAN
    derived = PLAN.with_levers({"enterprise.win_rate": 0.2}, "stage")
    assert accepted(derived, [rate]).origin == {**PLAN.origin, "enterprise.win_rate": "entered"}


def test_rounds_are_changed_added_and_removed() -> None:
    def fill(book: Any) -> None:
        months, amounts, needs = (named(book, f"funding_{key}") for key in ("month", "amount", "needs_arr"))
        amounts[0][0].value = 1.5e7
        for column in (months, amounts, needs):
            column[1][0].value = None
        months[2][0].value, amounts[2][0].value = 9, 3e6

    found = read(after(fill), PLAN)
    assert found.differences == (
        Difference(Place("funding", number=1), (6, 1e7, None, True), (6, 1.5e7, None, True)),
        Difference(Place("funding", number=2), (12, 2e7, 9e6, True), None),
        Difference(Place("funding", number=3), None, (9, 3e6, None, True)),
    )
    assert accepted(PLAN, found.differences).funding == (Funding(month=6, amount=1.5e7), Funding(month=9, amount=3e6))


@pytest.mark.parametrize("cell", [False, None])
def test_a_round_is_switched_off(cell: bool | None) -> None:
    found = read(after(lambda book: setattr(named(book, "funding_active")[0][0], "value", cell)), PLAN)
    assert found.differences == (Difference(Place("funding", number=1), (6, 1e7, None, True), (6, 1e7, None, False)),)
    assert [one.active for one in accepted(PLAN, found.differences).funding] == [False, True]


def test_broken_cells_are_named_and_the_others_are_taken() -> None:
    content = after(
        filled(
            enterprise_win_rate="plenty",
            enterprise_acv=None,
            enterprise_quota="=1/0",
            people_backfill=7,
            sales_goes_cold=0.25,
            event_1_start=1.5,
            event_2_active="perhaps",
            event_3_value="#REF!",
        )
    )
    found = read(content, PLAN)
    places = [problem.place for problem in found.problems]
    assert places == [
        *("enterprise.quota", "enterprise.acv", "enterprise.win_rate", "people.backfill"),
        *("event 1, start", "event 2, active", "event 3, value"),
    ]
    assert str(found.problems[3]) == "people.backfill = 7: must be 0 to 1 (share)"
    assert "a formula that no program has worked out" in str(found.problems[0])
    assert found.differences == (Difference(Place("lever", "sales.goes_cold"), 0.3, 0.25),)


def test_a_broken_round_leaves_the_others_in_their_lines() -> None:
    def fill(book: Any) -> None:
        named(book, "funding_amount")[0][0].value = "plenty"

    found = read(after(fill), PLAN)
    assert [str(problem) for problem in found.problems] == ["funding 1 = 'plenty': must be a number"]
    assert found.differences == ()
    assert accepted(PLAN, found.differences) == PLAN


def test_a_round_without_a_month_is_named() -> None:
    def fill(book: Any) -> None:
        named(book, "funding_amount")[3][0].value = 1e6

    found = read(after(fill), PLAN)
    assert [problem.place for problem in found.problems] == ["funding 4"]
    assert found.differences == ()


def test_lines_may_move_and_others_may_stand_between_them() -> None:
    def fill(book: Any) -> None:
        book["Levers"].insert_rows(3, 2)
        book["Levers"]["A3"] = "my.lever"
        book.create_sheet("Mine")["A1"] = "=1+1"

    found = read(after(fill), PLAN)
    assert (found.differences, found.problems) == ((), ())
    assert found.ignored[0].endswith("Baseline, Mine.")
    assert found.ignored[1] == "No levers of this program: my.lever."


def test_events_of_another_plan_come_in_place_of_all() -> None:
    plan = PLAN.changed(events=())
    found = read(workbook(), plan)
    assert [str(one.place) for one in found.differences] == ["events"]
    assert accepted(plan, found.differences).events == PLAN.events
    back = read(as_workbook(simulate(plan)).file, PLAN)
    assert accepted(PLAN, back.differences) == plan


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "^mine.xlsx: file: is empty$"),
        (b"PK\x03\x04 nonsense", "is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0" + bytes(1000), "is no workbook that can be read"),
        (bytes((10 << 20) + 1), "must be at most 10 MiB"),
    ],
    ids=["empty", "nonsense", "encrypted", "large"],
)
def test_what_is_no_workbook_is_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence):
        read(content, PLAN, "mine.xlsx")


def test_a_workbook_that_was_cut_is_a_sentence() -> None:
    with pytest.raises(PlannerError, match="is no workbook that can be read"):
        read(workbook()[: len(workbook()) // 2], PLAN)


def test_a_workbook_of_another_program_is_a_sentence() -> None:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    with pytest.raises(PlannerError, match="sheet Levers: is missing"):
        read(file.getvalue(), PLAN)


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    def larger(by: int) -> bytes:
        file = io.BytesIO(workbook())
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/large.bin", bytes(by))
        return file.getvalue()

    assert read(larger(3 << 20), PLAN).differences == ()
    with pytest.raises(PlannerError, match="unpacks to far more"):
        read(larger(edited.MAX_PARTS), PLAN)


def with_part(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made.namelist():
            archive.writestr(part, content if part == name else made.read(part))
    return file.getvalue()


def test_a_sheet_of_a_million_cells_is_refused() -> None:
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    cells = start + b"<c/>" * 1_000_000 + b"</row></sheetData></worksheet>"
    with pytest.raises(PlannerError, match="unpacks to far more"):
        read(with_part("xl/worksheets/sheet2.xml", cells), PLAN)
    assert read(with_part("xl/worksheets/sheet5.xml", b"damaged"), PLAN).differences == ()


def test_a_plan_of_as_many_events_as_there_may_be_can_be_read() -> None:
    names = [f"{at:0120}" for at in range(200)]
    shape = {"lever": "enterprise.win_rate", "change": "add", "value": 1e-7, "start": 1, "months": 3, "every": 12}
    rows = [{**shape, "name": one, "id": one, "chance": 0.5, "latest": 4} for one in names]
    plan = parse({"plan": {"months": 12, "catalogue": 2}, "events": rows}, "rows")
    made = as_workbook(simulate(plan)).file
    assert read(made, plan).differences == ()
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.getinfo("xl/worksheets/sheet3.xml").file_size / len(names) * MAX_ROWS < edited.MAX_SHEET
