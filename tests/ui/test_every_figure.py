"""Every figure of every page: its specification, the columns it draws, what it says of a month."""

import importlib
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support import ROOT
from ui.figure_examples import EXAMPLES

from planner.ui.figures.figure import END, INK, SINCE, SYMBOL, TIP, UNTIL, Figure

EVERY = pytest.mark.parametrize(
    ("figure", "frame"), [found for _, *found in EXAMPLES], ids=[name for name, *_ in EXAMPLES]
)


def test_every_figure_of_every_page_is_looked_at() -> None:
    """A figure is declared by a function that is cached: it is built once."""
    declared = set()
    for path in (ROOT / "planner" / "ui").glob("**/*charts.py"):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, value in vars(module).items():
            own = getattr(value, "__module__", "") == module.__name__ and hasattr(value, "cache_info")
            if own and inspect.unwrap(value).__annotations__["return"] is Figure:
                declared.add(f"{path.parent.name}.{name}")
    assert declared == {name for name, *_ in EXAMPLES}


def parts(spec: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a specification."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from parts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from parts(value)


@EVERY
def test_no_function_of_an_expression_misses_a_value(figure: Figure, frame: pd.DataFrame) -> None:
    """The browser draws nothing of a chart in which one does."""
    for part in parts(figure.spec("#000000", "#ffffff", "$")):
        assert not re.search(r"[(,]\s*,|,\s*\)", str(part.get("expr", "")))


@EVERY
def test_a_legend_has_columns_for_the_room_of_the_whole_chart(figure: Figure, frame: pd.DataFrame) -> None:
    """The width of what is drawn changes after room was made for the legend, which would be cut."""
    for part in parts(figure.spec("#000000", "#ffffff", "$")):
        assert "width" not in re.findall(r"\w+", json.dumps((part.get("legend") or {}).get("columns", "")))


def drawn(spec: dict[str, Any]) -> set[str]:
    """The fields of its frame that a specification draws: those that it names but for those that it makes."""
    named, made = set(), set()
    for part in parts(spec):
        named |= {part["field"]} if isinstance(part.get("field"), str) else set()
        named |= set(part.get("fold", []))
        aliases = part.get("as", [])
        made |= {aliases} if isinstance(aliases, str) else set(aliases)
        for key, value in part.items():
            if isinstance(value, str) and key != "labelExpr":
                dotted, quoted = re.findall(r"datum\.(\w+)", value), re.findall(r"datum\['([^']+)'\]", value)
                named |= {*dotted, *quoted}
            if isinstance(value, str):
                named |= {*re.findall(r"pluck\(data\('source'\), '([^']+)'\)", value)}
    return {name for name in named - made - {TIP, SINCE, UNTIL, ""} if not name.startswith(END)}


@EVERY
def test_a_specification_is_valid_and_without_data(figure: Figure, frame: pd.DataFrame) -> None:
    spec = figure.spec("#000000", "#ffffff", "$")
    figure.chart.to_dict(validate=True)
    assert not {"datasets", "data"} & {key for part in parts(spec) for key in part}
    named = {name for name in re.findall(r"\b\w+\b", json.dumps(spec)) if name in (INK, SYMBOL)}
    assert named == {INK, SYMBOL}


@EVERY
def test_a_figure_declares_the_columns_it_draws_and_no_others(figure: Figure, frame: pd.DataFrame) -> None:
    assert set(figure.columns) == drawn(figure.spec("#000000", "#ffffff", "$"))


@EVERY
def test_no_order_depends_on_the_data_that_came_first(figure: Figure, frame: pd.DataFrame) -> None:
    """A chart is patched with new data; an order that is not declared stays that of the first."""
    assert all(part["sort"] is not None for part in parts(figure.spec("#000000", "#ffffff", "$")) if "sort" in part)


OF_A_TEAM = {"Capacity", "Ramped", "Ramping"}
"""What is drawn in the colour of the team that it is of."""


def test_what_goes_by_one_name_has_one_colour_on_every_page() -> None:
    found: dict[str, set[str]] = {}
    for _, figure, _ in EXAMPLES:
        for part in parts(figure.spec("#000000", "#ffffff", "$")):
            if {"domain", "range"} <= set(part) and str(part["range"][0]).startswith("#"):
                for name, colour in zip(part["domain"], part["range"], strict=True):
                    found.setdefault(name, set()).add(colour)
    assert {name for name, colours in found.items() if len(colours) > 1} == OF_A_TEAM
    assert found["Cash"] == found["Runway"] != found["ARR"] == found["Revenue"]


@EVERY
def test_every_row_is_sent_and_every_month_is_said(figure: Figure, frame: pd.DataFrame) -> None:
    table = figure.table(frame, "$")
    rows = pd.DataFrame(frame)
    assert table.num_rows == len(rows) > 0
    assert (TIP in table.column_names) == bool(figure.says)
    if figure.says:
        said = table[TIP].to_pylist()
        assert said[0].startswith("Jan 2026")
        assert said[-1].startswith("Apr 2029")
        lines = {line.partition("\t")[0] for text in said for line in text.split("\n")[1:]}
        assert lines <= set(figure.says)
        assert lines >= {name for name in figure.says if rows[name].replace("", np.nan).notna().any()}
        assert not any(word in text for text in said for word in ("nan", "None"))
