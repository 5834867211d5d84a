"""The workbook in the app: made on demand, opened again after somebody edited it."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from hand import current
from streamlit.testing.v1 import AppTest
from support import PLAN

from planner.exchange.workbook.workbook import as_workbook
from planner.model.simulate import simulate
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE

App = Callable[..., AppTest]


def opened(test: AppTest) -> AppTest:
    test.session_state["plans"] = True
    return test.run()


def edited(**values: Any) -> bytes:
    book, file = openpyxl.load_workbook(io.BytesIO(as_workbook(simulate(PLAN)).file)), io.BytesIO()
    for name, value in values.items():
        (sheet, cell), *_ = book.defined_names[name].destinations
        book[sheet][cell] = value
    book.save(file)
    return file.getvalue()


def uploaded(test: AppTest, content: bytes) -> AppTest:
    return opened(test).file_uploader(key="upload").set_value(("ours.xlsx", content, "")).run()


def downloads(test: AppTest) -> list[str]:
    return [element.proto.label for element in test.get("download_button")]


def test_it_is_made_on_demand_and_anew_for_another_plan(app: App) -> None:
    test = opened(app())
    assert downloads(test) == ["Plan (TOML)", "Numbers (CSV)", "Numbers (XLSX)"]
    assert test.button(key="workbook-make").label == "Make the workbook (XLSX)"
    test.button(key="workbook-make").click().run()
    assert "Download the workbook" in downloads(test)
    assert openpyxl.load_workbook(io.BytesIO(test.session_state["workbook-made"][2].file), read_only=True)["Model"]
    test.selectbox(key="shipped").set_value("churn-70").run()
    assert "Download the workbook" not in downloads(test)


def test_changes_are_taken_over_one_by_one(app: App) -> None:
    test = app()
    before = current(test)
    uploaded(test, edited(enterprise_acv=81_000, sales_goes_cold=0.5, people_backfill=9))
    boxes = {box.key: box for box in test.checkbox if str(box.key).startswith("edited-")}
    assert list(boxes) == ["edited-enterprise.acv", "edited-sales.goes_cold"]
    assert "→ $81K" in boxes["edited-enterprise.acv"].label.replace("\\", "")
    assert f"{lever_text.name(CATALOGUE['people.backfill'])} = 9: must be 0 to 1" in test.warning[0].value.replace(
        "\\", ""
    )
    assert any("Not read" in caption.value for caption in test.caption)
    boxes["edited-sales.goes_cold"].uncheck().run()
    test.button(key="edited-take").click().run()
    assert current(test) == before.with_levers({"enterprise.acv": 81_000})
    assert "workbook-edited" not in test.session_state


def test_what_is_no_workbook_changes_nothing(app: App) -> None:
    test = app()
    before = current(test)
    uploaded(test, b"no workbook")
    assert any("is no workbook that can be read" in error.value for error in test.error)
    assert current(test) == before
