"""A figure as a value: what it sends, what it says of a month, and how its look is set."""

import dataclasses
import itertools
import re

import pandas as pd
import pytest

from planner.ui.figures import marks, picture, theme
from planner.ui.figures.charts import areas, fanned, lines, tornado
from planner.ui.figures.figure import APART, END, SINCE, TIP, UNTIL, Figure
from planner.ui.figures.marks import data
from planner.ui.pages.people_and_cash import charts as people_and_cash
from planner.vocabulary.units import Axis

MONTHS = pd.date_range("2026-01", periods=3, freq="MS", unit="ms")
NAN = float("nan")
ARR = {"ARR": theme.ENTERPRISE}


@pytest.mark.parametrize(
    ("unit", "symbol", "said", "none"),
    [
        ("money", "$", "$12.4M", "$0"),
        ("share", "$", "1,244,000,000.0%", "0.0%"),
        ("number", "$", "12.4M", "0"),
        ("people", "$", "12,440,000", "0"),
    ],
)
def test_a_month_is_said_without_what_is_not_known(unit: Axis, symbol: str, said: str, none: str) -> None:
    frame = pd.DataFrame({"date": MONTHS, "ARR": [12_440_000.0, NAN, 0.0], "Baseline": [NAN, NAN, 12_440_000.0]})
    table = lines({**ARR, "Baseline": theme.BASELINE}, unit).table(frame, symbol)
    assert table[TIP].to_pylist() == [f"Jan 2026\nARR\t{said}", "Feb 2026", f"Mar 2026\nARR\t{none}\nBaseline\t{said}"]


def test_texts_are_said_as_they_are_and_left_out_when_empty() -> None:
    figure = Figure(data().mark_rect(), ("date",), {"Round": "text"})
    table = figure.table(pd.DataFrame({"date": MONTHS, "Round": ["", "$5M round", ""]}), "$")
    assert table[TIP].to_pylist() == ["Jan 2026", "Feb 2026\nRound\t$5M round", "Mar 2026"]


def test_a_month_reaches_halfway_to_its_neighbours() -> None:
    table = lines(ARR).table(pd.DataFrame({"date": MONTHS, "ARR": 1.0}), "")
    since, until = table[SINCE].to_pylist(), table[UNTIL].to_pylist()
    assert (since[0], until[-1]) == (MONTHS[0], MONTHS[-1])
    assert since[1:] == until[:-1]
    assert since[1] - MONTHS[0] == MONTHS[1] - since[1]


def test_only_declared_columns_are_sent() -> None:
    table = lines(ARR).table(pd.DataFrame({"date": MONTHS, "ARR": 1.0, "Unheard of": 2.0}), "")
    assert set(table.column_names) == {"date", "ARR", f"{END}ARR", TIP, SINCE, UNTIL}


def test_a_frame_that_lacks_a_column_is_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="lacks ARR"):
        lines(ARR).table(pd.DataFrame({"date": MONTHS}), "")
    figure = Figure(data().mark_rect(), ("date",), {"Said": "text"})
    with pytest.raises(KeyError, match="lacks Said"):
        figure.table(pd.DataFrame({"date": MONTHS}), "")


def test_ink_and_currency_are_set_where_a_figure_is_shown() -> None:
    figure = lines(ARR, "money")
    light, dark = figure.spec("#000000", "#ffffff", "$"), figure.spec("#ffffff", "#000000", "€")
    set_to = [{look["name"]: look["value"] for look in spec["params"] if "value" in look} for spec in (light, dark)]
    assert set_to[0] == {"ink": "#000000", "paper": "#ffffff", "symbol": "$"}
    assert set_to[1] == {"ink": "#ffffff", "paper": "#000000", "symbol": "€"}
    assert light["layer"] is dark["layer"], "built once"


def test_a_figure_stays_as_it_was_declared() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        lines(ARR).columns = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("known", "end"), [(12, 11.0), (9, 8.0), (1, 0.0), (0, NAN)], ids=["whole", "ends early", "once", "never"]
)
def test_a_line_that_ends_before_the_plan_is_named_where_it_ends(known: int, end: float) -> None:
    months = pd.date_range("2026-01", periods=12, freq="MS", unit="ms")
    needed = [float(month) if month < known else NAN for month in range(12)]
    frame = pd.DataFrame({"date": months, "Open": 50.0, "Needed": needed})
    named = lines({"Open": theme.DEMAND, "Needed": theme.TARGET}).table(frame, "")[f"{END}Needed"].to_pylist()
    assert named[-1] == pytest.approx(end, nan_ok=True)


@pytest.mark.parametrize(("known", "row"), [(120, 119), (109, 119), (108, 107), (60, 59)])
def test_a_line_of_a_shorter_plan_is_named_where_it_ends(known: int, row: int) -> None:
    months = pd.date_range("2026-01", periods=120, freq="MS", unit="ms")
    short = [float(month) if month < known else NAN for month in range(120)]
    frame = pd.DataFrame({"date": months, "Long": 500.0, "Short": short})
    figure = lines({"Long": theme.DEMAND, "Short": theme.TARGET})
    named = figure.table(frame, "")[f"{END}Short"].to_pylist()
    assert [at for at, value in enumerate(named) if value == value] == [row]
    assert named[row] == known - 1


def places(figure: Figure, **columns: object) -> dict[str, float]:
    """Where a figure of three months puts its names."""
    table = figure.table(pd.DataFrame({"date": MONTHS, **columns}), "")
    return {name: table[f"{END}{name}"].to_pylist()[-1] for name in figure.ends}


THREE = {"A": theme.ENTERPRISE, "B": theme.LOSS, "C": theme.GAIN}


def test_an_area_is_named_in_the_middle_of_its_end() -> None:
    """From the bottom up: 20, then 60 on it, then 20."""
    assert places(areas(THREE), A=20.0, B=60.0, C=20.0) == {"A": 10.0, "B": 50.0, "C": 90.0}


def test_an_area_that_is_never_there_is_not_named() -> None:
    assert places(areas(THREE), A=20.0, B=0.0, C=80.0) == {"A": 10.0, "B": pytest.approx(NAN, nan_ok=True), "C": 60.0}


@pytest.mark.parametrize("last", [[5.0, 5.0, 5.0], [100.0, 99.0, 98.0], [0.0, 0.5, 100.0], [0.0, 0.0, 0.0]])
def test_names_of_lines_keep_a_text_s_height_apart(last: list[float]) -> None:
    ends = [[0.0, 100.0, value] for value in last]
    found = sorted(places(lines(THREE), **dict(zip(THREE, ends, strict=True))).values())
    assert all(above - below >= 100 * APART - 1e-9 for below, above in itertools.pairwise(found))
    assert 0 <= found[0] <= found[-1] <= 100


def test_names_of_lines_that_are_all_zero_stand_above_each_other() -> None:
    assert places(lines(THREE), A=0.0, B=0.0, C=0.0) == {"A": 0.0, "B": 1.0, "C": 2.0}


def test_names_are_as_far_apart_as_a_fan_makes_the_axis_long() -> None:
    found = places(fanned("cash", "Cash"), Cash=50.0, Baseline=51.0, P10=0.0, P90=1000.0)
    assert found["Baseline"] - found["Cash"] == pytest.approx(1000 * APART)


def test_names_stand_on_an_axis_whose_ends_are_fixed() -> None:
    found = places(people_and_cash.runway(), Runway=200.0, Baseline=300.0)
    assert found == {"Runway": pytest.approx(60 * (1 - APART)), "Baseline": 60.0}


@pytest.mark.parametrize("width", [350, 900])
def test_names_stand_at_ends_where_there_is_room_else_in_a_legend(width: int) -> None:
    frame = pd.DataFrame({"date": MONTHS, "A": 20.0, "B": 60.0, "C": 20.0})
    drawn = picture.Drawing(areas(THREE), frame, "$")(width)
    assert ("role-legend" in drawn) == (width == 350)
    assert sorted(re.findall(r"<text[^>]*>([ABC])</text>", drawn)) == ["A", "B", "C"]


def test_a_long_name_at_a_line_leaves_the_chart_room() -> None:
    name = "A plan whose name nobody could shorten " * 3
    assert marks.named_from([name]) == marks.named_from(["x" * 40]) < 560


@pytest.mark.parametrize(("width", "lines"), [(330, 2), (900, 1)])
def test_a_long_title_of_a_row_takes_two_lines_of_a_narrow_chart(width: int, lines: int) -> None:
    title = "Share of growth per customer that comes from more use cases rather than price"
    row = {"rank": 1, "lever": title, "title": title, "text_low": "", "text_high": "", "left": "", "right": ""}
    values = {"base": 1.0, "at_low": 0.5, "at_high": 2.0, "least": 0.5, "most": 2.0, "low": 0.1, "high": 0.2}
    drawn = picture.Drawing(tornado("number"), pd.DataFrame([row | values]), "$")(width)
    shown = [text for text in re.findall(r"<(?:tspan|text)[^>]*>([^<]+)<", drawn) if text in title and " " in text]
    assert (len(shown), " ".join(shown)) == (lines, title)
