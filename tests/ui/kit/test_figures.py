"""Pages are drawn again and again while a lever is held: charts out of sight wait."""

from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.ui.kit import charts, figures, theme


def page_of_parts() -> None:
    from planner.ui.kit import figures

    with figures.section("A heading <1>", "and what it & its chart show"):
        figures.note("costs $5 and $6")
        raise ZeroDivisionError
    figures.note("the rest")


def test_a_section_says_what_it_shows_and_fails_alone() -> None:
    test = AppTest.from_function(page_of_parts).run()
    assert not test.exception
    (heading,) = (html.proto.body for html in test.get("html"))
    assert "A heading &lt;1&gt;</h2>" in heading
    assert "it &amp; its chart" in heading
    assert [note.value for note in test.caption] == [r"costs \$5 and \$6", "the rest"]
    assert test.error[0].value.startswith("A heading \\<1>: this cannot be drawn for the plan as it is.")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The data that charts are drawn with, by key."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(st, "vega_lite_chart", lambda table, chart, key, **rest: found.update({key: table}))
    return found


def page(value: float, keys: tuple[str, ...] = ("first", "second")) -> None:
    for key in keys:
        frame = pd.DataFrame({"date": pd.date_range("2026-01", periods=2, freq="MS"), "ARR": value})
        figures.show(frame, charts.lines({"ARR": theme.ENTERPRISE}), key=key, alt_text="ARR")


def values(drawn: dict[str, Any]) -> dict[str, float]:
    return {key: table["ARR"][0].as_py() for key, table in drawn.items()}


def test_a_chart_out_of_sight_is_drawn_once_it_is_seen(drawn: dict[str, Any]) -> None:
    sheet = figures.Canvas()
    assert not sheet.again
    sheet.draw(lambda: page(1.0), sight={0})
    assert sheet.again
    assert values(drawn) == {"first": 1.0, "second": 1.0}
    sheet.draw(lambda: page(2.0), sight={0})
    assert values(drawn) == {"first": 2.0, "second": 1.0}
    sheet.draw(lambda: page(3.0), sight={1})
    assert values(drawn) == {"first": 2.0, "second": 3.0}
    sheet.draw(lambda: page(4.0))
    assert values(drawn) == {"first": 4.0, "second": 4.0}


def test_a_chart_that_was_not_there_before_is_drawn(drawn: dict[str, Any]) -> None:
    sheet = figures.Canvas()
    sheet.draw(lambda: page(1.0, ("first",)))
    sheet.draw(lambda: page(2.0, ("first", "other")), sight={0})
    assert values(drawn) == {"first": 2.0, "other": 2.0}


def test_without_a_canvas_every_chart_is_drawn(drawn: dict[str, Any]) -> None:
    page(1.0)
    page(2.0)
    assert values(drawn) == {"first": 2.0, "second": 2.0}
