"""A menu at every chart and table: its numbers as CSV or for a spreadsheet, a chart as a picture."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from planner.exchange.csv_text import table_as_csv
from planner.exchange.file_names import file_name
from planner.exchange.tables import Table
from planner.ui.figures import picture as pictures
from planner.ui.kit.markdown import heard

PLAN_NAME = "take-out-plan"
"""Where the session keeps the name that files begin with."""

_copy = st.components.v2.component(
    "groundswell.copy", js=Path(__file__).with_name("copy.js").read_text(encoding="utf-8")
)

Picture = Callable[[], tuple[pa.Table, Mapping[str, Any]]]
"""Gives a chart's data and its specification in light colours."""


def menu(key: str, what: str, numbers: Callable[[], pd.DataFrame], picture: Picture | None = None) -> None:
    """What can be taken out of a chart or table; nothing of it is made before the menu is opened.

    key: of the chart or table. what: it shows, for the names of files. numbers: its rows, as a frame. picture: of a
    chart.
    """
    name = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    label = f"Take out {heard(what)}"
    with st.popover(label, type="tertiary", on_change="rerun", key=f"take-out-{name}", help=what) as box:
        if box.open:
            table = as_table(what, numbers())
            _file("CSV", table_as_csv(table), what, "csv", "text/csv", name)
            _copy(key=f"copy-{name}", data={"label": "Copy for a spreadsheet", "text": as_tabs(table)})
            if picture:
                shown = picture()
                _file("PNG", pictures.png(*shown), what, "png", "image/png", name)
                _file("SVG", pictures.svg(*shown), what, "svg", "image/svg+xml", name)


def _file(label: str, content: str | bytes, what: str, ending: str, kind: str, name: str) -> None:
    called = file_name(st.session_state.get(PLAN_NAME, ""), what, date.today(), ending)
    look: dict[str, Any] = {"icon": ":material/download:", "width": "stretch"}
    st.download_button(label, content, called, kind, key=f"{ending}-{name}", **look)


def as_table(what: str, frame: pd.DataFrame) -> Table:
    """The rows of a frame, its index first where it is named or has names; a day is written as such."""
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    rows = [[_cell(value) for value in row] for row in frame.to_numpy(dtype=object).tolist()]
    return Table(what, ["" if name == "index" else str(name) for name in frame.columns], rows)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return None if pd.isna(value) else value


def as_tabs(table: Table) -> str:
    """Rows of cells with tabs between them, as a spreadsheet pastes them; no text in it is taken for a formula."""
    lines = csv.reader(io.StringIO(table_as_csv(table)))
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
