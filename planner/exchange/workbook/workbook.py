"""A plan as a workbook with live formulas."""

import io
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.exchange.sheet import TEXT_IS_TEXT
from planner.exchange.workbook.book import CHECKS, MODEL, WORKINGS
from planner.exchange.workbook.layout import layout
from planner.exchange.workbook.sheets import baseline as baseline_sheet
from planner.exchange.workbook.sheets import events, handed_out, hiring, levers, months, read_me, summary
from planner.exchange.workbook.sheets.styles import Styles
from planner.model.simulate import Result

SHEETS = (
    *(read_me.NAME, levers.NAME, events.NAME, MODEL, WORKINGS),
    *(summary.NAME, hiring.NAME, CHECKS, baseline_sheet.NAME, handed_out.NAME),
)
"""Every sheet, in order."""


class Made(NamedTuple):
    """A workbook as a file. formulas: how many of its cells have one."""

    file: bytes
    formulas: int


def as_workbook(result: Result, baseline: Result | None = None) -> Made:
    """One draw of a plan as XLSX whose formulas recalculate it.

    result: with every column. baseline: numbers to compare with, also with every column; without them the plan's own.
    The values that the engine has stand in the cells until a program recalculates them.
    """
    baseline = baseline or result
    plan, places = result.plan, layout(result)
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, **TEXT_IS_TEXT})
    styles = Styles(workbook)
    sheets = {name: workbook.add_worksheet(name) for name in SHEETS}
    for name, sheet in sheets.items():
        _on_paper(sheet, name)
    levers.write(workbook, sheets[levers.NAME], plan, baseline.plan, styles)
    events.write(workbook, sheets[events.NAME], plan, styles)
    formulas = months.write(sheets, places, styles)
    formulas += summary.write(workbook, sheets[summary.NAME], places.book, plan.start, plan.currency, styles)
    formulas += hiring.write(sheets[hiring.NAME], places.book, plan.start, styles) + 1
    baseline_sheet.write(sheets[baseline_sheet.NAME], baseline, styles)
    handed_out.write(sheets[handed_out.NAME], plan)
    read_me.write(sheets[read_me.NAME], plan, baseline.plan, places, formulas, styles)
    workbook.close()
    return Made(file.getvalue(), formulas)


def _on_paper(sheet: Worksheet, name: str) -> None:
    """How a sheet is printed: those that people read on paper one page wide."""
    sheet.set_landscape()
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.repeat_rows(0)
    if name in (read_me.NAME, levers.NAME, events.NAME, summary.NAME, hiring.NAME):
        sheet.fit_to_pages(1, 0)
