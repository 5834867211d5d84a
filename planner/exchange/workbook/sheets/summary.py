"""Summary: the plan by year, and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.book import MODEL, MONTH_ONE, Book
from planner.exchange.workbook.sheets.periods import YEAR, ends
from planner.exchange.workbook.sheets.styles import Styles
from planner.vocabulary import palette
from planner.vocabulary.columns import COLUMNS, constraint_names
from planner.vocabulary.numbers import month_name
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import CONSTRAINTS, TEAMS

NAME = "Summary"
TEAM_CONSTRAINTS = tuple(f"{team}_constraint" for team in TEAMS)
FIRST = 2
"""The line of the first row, from 0."""


@dataclass(frozen=True)
class Shown:
    """A row. adds_up: whether it is the sum of a year, rather than what stands at its end."""

    name: str
    adds_up: bool = False


ROWS: Sequence[Shown | str] = (
    "ARR",
    *(Shown(name) for name in ("arr", *(f"arr_{segment}" for segment in SEGMENTS), "arr_growth", "customers")),
    "ARR bridge, sums of the year",
    *(
        Shown(name, adds_up=True)
        for name in ("new_arr", "upgrade_arr", "expansion_arr", "contraction_arr", "churned_arr")
    ),
    "Retention and efficiency",
    *(Shown(name) for name in ("nrr", "grr", "logo_retention", "gross_margin", "cac_payback_months", "magic_number")),
    *(Shown(name) for name in ("burn_multiple", "rule_of_40", "attainment", "arr_per_head")),
    "Revenue and cost, sums of the year",
    *(
        Shown(name, adds_up=True)
        for name in (
            *("revenue", "services_revenue", "cogs", "sales_marketing", "research_development"),
            *("general_administrative", "operating_income", "collections", "free_cash_flow", "funding"),
        )
    ),
    "At the end of the year",
    *(Shown(name) for name in ("cash", "runway_months", "headcount", "aes", "isrs", "engineers", *TEAM_CONSTRAINTS)),
)
BRIDGE = (
    ("new_arr", palette.BLUE),
    ("upgrade_arr", palette.TEAL),
    ("expansion_arr", palette.LIME),
    ("contraction_arr", palette.ORANGE),
    ("churned_arr", palette.VERMILION),
)


def write(workbook: Workbook, sheet: Worksheet, book: Book, start: str, currency: str, styles: Styles) -> int:
    """Fill the sheet; returns how many of its cells have a formula."""
    years = ends(book.months, YEAR)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(years), 19)
    sheet.write_string(0, 0, f"By year, in {currency}", styles.title)
    sheet.write_string(1, 0, "Year to", styles.header)
    for column, end in enumerate(years, 1):
        sheet.write_string(1, column, month_name(start, end), styles.number_header)
    lines: dict[str, int] = {}
    count = 0
    for line, row in enumerate(ROWS, FIRST):
        if isinstance(row, str):
            sheet.set_row(line, None, styles.heading)
            sheet.write_string(line, 0, row, styles.heading)
            continue
        lines[row.name] = line
        sheet.write_string(line, 0, COLUMNS[row.name].label)
        for column, end in enumerate(years, 1):
            first = YEAR * (column - 1) + 1
            count += 1
            _cell(sheet, line, column, row, (first, end), book, styles)
    sheet.freeze_panes(FIRST, 1)
    charts = _charts(workbook, book, lines, len(years), currency)
    _placed(sheet, charts, FIRST + len(ROWS) + 1)
    return count


def _cell(
    sheet: Worksheet, line: int, column: int, row: Shown, year: tuple[int, int], book: Book, styles: Styles
) -> None:
    look, (first, end) = styles.column(row.name), year
    if not row.adds_up:
        where, value = book.at(NAME, row.name, (end, end), 0), book.value(row.name, end, 0)
        if row.name in TEAM_CONSTRAINTS:
            where, value = _named(row.name, where), CONSTRAINTS[value].label
        sheet.write_formula(line, column, f"={where}", look, value)
        return
    total = float(np.sum([book.value(row.name, month, 0) for month in range(first, end + 1)]))
    sheet.write_formula(line, column, f"=SUM({book.at(NAME, row.name, year, 0)})", look, total)


def _named(name: str, where: str) -> str:
    """The label of what limits a team's sales. where: the cell with its code."""
    *codes, last = constraint_names(name)
    label = f'"{CONSTRAINTS[last].label}"'
    for code in reversed(codes):
        label = f'IF({where}="{code}", "{CONSTRAINTS[code].label}", {label})'
    return label


@dataclass(frozen=True)
class Titled:
    """A chart with its title and what its axis counts, "" for years."""

    chart: Any
    title: str
    axis: str


def _charts(workbook: Workbook, book: Book, lines: dict[str, int], years: int, currency: str) -> list[Titled]:
    months = _months(book, "header")
    by_segment = workbook.add_chart({"type": "area", "subtype": "stacked"})
    for segment in SEGMENTS.values():
        values = _months(book, f"arr_{segment.id}")
        look = {"fill": {"color": segment.colour}}
        by_segment.add_series({"name": segment.label, "categories": months, "values": values, **look})
    cash = workbook.add_chart({"type": "line"})
    cash.add_series(
        {"name": "Cash", "categories": months, "values": _months(book, "cash"), "line": {"color": palette.BLUE}}
    )
    heads = workbook.add_chart({"type": "line"})
    heads.add_series(
        {
            "name": COLUMNS["headcount"].label,
            "categories": months,
            "values": _months(book, "headcount"),
            "line": {"color": palette.SLATE},
        }
    )
    bridge = workbook.add_chart({"type": "column", "subtype": "clustered"})
    last = xl_col_to_name(years)
    for name, colour in BRIDGE:
        line = lines[name] + 1
        bridge.add_series(
            {
                "name": COLUMNS[name].label,
                "categories": f"={NAME}!$B$2:${last}$2",
                "values": f"={NAME}!$B${line}:${last}${line}",
                "fill": {"color": colour},
            }
        )
    return [
        Titled(by_segment, f"ARR by segment, {currency}", "month"),
        Titled(bridge, f"ARR bridge by year, {currency}", ""),
        Titled(cash, f"Cash, {currency}", "month"),
        Titled(heads, "Headcount", "month"),
    ]


def _placed(sheet: Worksheet, charts: Sequence[Titled], below: int) -> None:
    """Two charts beside each other, from a line on."""
    for at, one in enumerate(charts):
        chart, axis = one.chart, one.axis
        chart.set_title({"name": one.title, "name_font": {"size": 12}})
        chart.set_x_axis({"name": axis, "interval_unit": YEAR if axis else 1, "label_position": "low"})
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
        chart.set_size({"width": 620, "height": 320})
        sheet.insert_chart(below + 17 * (at // 2), 4 * (at % 2), chart, {"description": one.title})


def _months(book: Book, name: str) -> str:
    """A row of Model as a chart takes it; "header" is that of the months."""
    line = 1 if name == "header" else book.places[name].line + 1
    first, last = (xl_col_to_name(MONTH_ONE[MODEL] + month - 1) for month in (1, book.months))
    return f"={MODEL}!${first}${line}:${last}${line}"
