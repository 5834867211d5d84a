"""What is taken out of charts and tables: numbers as they are, pictures of every figure."""

import math
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from ui import figure_examples

from planner.exchange.csv_text import table_as_csv
from planner.ui.figures import picture, theme
from planner.ui.figures.figure import Figure
from planner.ui.kit.take_out import as_table, as_tabs

EXAMPLES = {name: (figure, pd.DataFrame(frame)) for name, figure, frame in figure_examples.EXAMPLES}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_can_be_drawn_as_a_picture(name: str) -> None:
    svg = picture.svg(*shown(*EXAMPLES[name]))
    assert svg.startswith("<svg")
    assert svg.count("<path") > 3
    assert "NaN" not in svg.replace("NaNs", "")
    assert "undefined" not in svg


def shown(figure: Figure, frame: pd.DataFrame) -> tuple[pa.Table, dict[str, Any]]:
    return figure.table(frame, "$"), figure.spec(theme.INK, theme.PAPER, "$")


@pytest.mark.parametrize("width", [380, 900])
def test_a_picture_ends_where_nothing_is_named_beside_it(width: int) -> None:
    figure, frame = EXAMPLES["figures.fanned"]
    alone = frame.assign(Baseline=math.nan, P10=math.nan, P90=math.nan)
    assert "Infinity" not in picture.svg(*shown(figure, alone), width)
    assert "Baseline" not in picture.svg(*shown(figure, alone), width)
    assert "Baseline" in picture.svg(*shown(figure, frame), width)


def test_a_png_is_twice_as_wide_as_its_picture() -> None:
    png = picture.png(*shown(*EXAMPLES["overview.cash"]))
    assert png.startswith(b"\x89PNG")
    assert 1500 < int.from_bytes(png[16:20], "big") < 2100


@pytest.mark.parametrize("name", EXAMPLES)
def test_numbers_of_a_figure_are_its_columns(name: str) -> None:
    figure, frame = EXAMPLES[name]
    table = as_table(name, frame[list(figure.columns)])
    assert list(table.header) == list(figure.columns)
    assert len(table.rows) == len(frame)
    assert table_as_csv(table)


def test_cells_are_days_numbers_and_texts() -> None:
    frame = pd.DataFrame(
        {"date": pd.to_datetime(["2026-01-01"]), "ARR": [1.5], "note": ["=1+1\tx"], "gone": [math.nan]}
    )
    assert table_as_csv(as_table("x", frame)) == "date,ARR,note,gone\n2026-01-01,1.5,'=1+1\tx,\n"
    assert as_tabs(as_table("x", frame)) == "date\tARR\tnote\tgone\n2026-01-01\t1.5\t'=1+1 x\t"


def test_names_of_rows_come_first() -> None:
    frame = pd.DataFrame({"2026": [1.25]}, index=["New"]).rename_axis("Step")
    assert table_as_csv(as_table("x", frame)) == "Step,2026\nNew,1.25\n"
