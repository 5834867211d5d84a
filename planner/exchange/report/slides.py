"""A report as slides with native charts and tables, to be edited."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from pptx import Presentation
from pptx.chart.data import ChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Slides
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from planner.exchange.report.document import Chart, Document, Section, Table
from planner.vocabulary.numbers import symbol

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INSIDE = Emu(WIDTH - 2 * MARGIN)
TITLED = 5
"""The layout of the default template that has a title alone."""

MOST_ROWS = 13
"""Rows that a slide has room for."""

SIZES = ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "K"))
"""From what amount an axis counts in a unit, as a number format has it, and its letter."""

TOP: Length = Inches(1.3)
"""Where a slide begins below its title."""

BELOW, WIDE, YEAR = 3, 8, 12
"""Rows of a table that stands below a chart; columns from which on letters are smaller; months between labels."""


def as_slides(document: Document) -> bytes:
    """The report as a presentation, a slide per section and one before them; what is assumed is left to the PDF."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = WIDTH, HEIGHT
    slides.core_properties.title = document.title
    _opening(slides, document)
    for section in document.sections:
        _section(slides, section, document.currency)
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def _opening(slides: Slides, document: Document) -> None:
    slide = _titled(slides, document.title)
    top = _text(slide, [document.hero], Inches(1.4), Pt(26), lines=2)
    top = _text(slide, document.reading, top, Pt(16))
    _text(slide, document.about, Emu(top + Inches(0.2)), Pt(12))


def _section(slides: Slides, section: Section, currency: str) -> None:
    """A section: its charts beside each other, a short table below them; a long one has slides of its own."""
    table, slide, top = section.table, _titled(slides, section.title), TOP
    if section.charts:
        below = table is not None and len(table.rows) <= BELOW
        height = Inches(4.1 if below else 5.8)
        width = Emu(INSIDE // len(section.charts))
        for at, chart in enumerate(section.charts):
            _chart(slide, chart, currency, (Emu(MARGIN + at * width), TOP, width, height))
        top = Emu(TOP + height)
        if table and not below:
            slide, top = _titled(slides, section.title), TOP
    if section.sentences:
        top = _text(slide, section.sentences, top, Pt(12))
    for first in range(0, len(table.rows) if table else 0, MOST_ROWS):
        if first:
            slide, top = _titled(slides, f"{section.title}, continued"), TOP
        if table:
            _table(slide, replace(table, rows=list(table.rows)[first : first + MOST_ROWS]), top)


def _titled(slides: Slides, title: str) -> Slide:
    slide = slides.slides.add_slide(slides.slide_layouts[TITLED])
    shape = slide.shapes.title
    if shape is not None:
        shape.left, shape.top, shape.width, shape.height = MARGIN, Inches(0.35), INSIDE, Inches(0.8)
        shape.text_frame.text = title
        shape.text_frame.paragraphs[0].font.size = Pt(30)
    return slide


def _text(slide: Slide, said: Sequence[str], top: Length, size: Pt, lines: int = 1) -> Length:
    """Lines of text; returns where they end. lines: that each of them may take."""
    height = Emu(int(lines * len(said) * size * 1.4))
    box = slide.shapes.add_textbox(MARGIN, top, INSIDE, height)
    box.text_frame.word_wrap = True
    for at, line in enumerate(said):
        paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = size
    return Emu(top + height + Inches(0.1))


def _table(slide: Slide, table: Table, top: Length) -> None:
    rows, others = list(table.rows), len(table.header) - 1
    height = Emu(min(int(HEIGHT - top - Inches(0.3)), int(Inches(0.36)) * (len(rows) + 1)))
    shape = slide.shapes.add_table(len(rows) + 1, others + 1, MARGIN, top, INSIDE, height)
    size = Pt(11 if others <= WIDE else 9)
    if others:
        named = int(INSIDE * (0.28 if others <= WIDE else 0.17))
        for at in range(others + 1):
            shape.table.columns[at].width = Emu((INSIDE - named) // others if at else named)
    for at, cells in enumerate([table.header, *rows]):
        for column, text in enumerate(cells):
            cell = shape.table.cell(at, column)
            cell.text = text
            cell.margin_top = cell.margin_bottom = Pt(1)
            if others > WIDE:
                cell.margin_left = cell.margin_right = Pt(2)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = size
            if column and not table.prose:
                paragraph.alignment = PP_ALIGN.RIGHT


def _chart(slide: Slide, chart: Chart, currency: str, place: tuple[Length, Length, Length, Length]) -> None:
    """A native chart of the columns that have a value. place: left, top, width, height."""
    data = ChartData()
    data.categories = [f"{month:%b %Y}" for month in chart.frame["date"]]
    series = [one for one in chart.series if chart.frame[one.column].notna().any()]
    numbers = {
        one.column: [None if value != value else float(value) for value in chart.frame[one.column]] for one in series
    }
    for one in series:
        data.add_series(one.called, numbers[one.column])
    lines = XL_CHART_TYPE.LINE_MARKERS if chart.points in numbers else XL_CHART_TYPE.LINE
    kind = XL_CHART_TYPE.AREA_STACKED if chart.stacked else lines
    frame = cast("GraphicFrame", slide.shapes.add_chart(kind, *place, data))
    frame.name = chart.alt
    drawn = frame.chart
    drawn.has_title = True
    drawn.chart_title.text_frame.text = chart.title
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(14)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.font.size = Pt(11)
    for one, native in zip(series, drawn.plots[0].series, strict=True):
        colour = RGBColor.from_string(one.colour.removeprefix("#").upper())
        if chart.stacked:
            native.format.fill.solid()
            native.format.fill.fore_color.rgb = colour
            continue
        native.smooth = False
        native.format.line.color.rgb = colour
        native.format.line.width = Pt(1.25 if one.column in ("P10", "P90") else 2.25)
        if one.column == chart.points:
            native.format.line.fill.background()
            native.marker.style, native.marker.size = XL_MARKER_STYLE.DIAMOND, 9
            native.marker.format.fill.solid()
            native.marker.format.fill.fore_color.rgb = colour
        else:
            native.marker.style = XL_MARKER_STYLE.NONE
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    months = len(chart.frame)
    for name, every in (("c:tickLblSkip", YEAR), ("c:tickMarkSkip", YEAR)):
        if months > YEAR:
            _skip(drawn.category_axis, name, every)
    amounts = [abs(number) for values in numbers.values() for number in values if number is not None]
    labels = drawn.value_axis.tick_labels
    labels.number_format = _amounts(max(amounts, default=0.0), currency) if chart.axis == "money" else "#,##0"
    labels.number_format_is_linked = False


def _skip(axis: Any, name: str, every: int) -> None:
    """Label one month of every so many: an element that python-pptx does not know, where the schema has it."""
    element = axis._element.makeelement(qn(name), {"val": str(every)})
    last = axis._element.find(qn("c:noMultiLvlLbl"))
    last.addprevious(element) if last is not None else axis._element.append(element)


def _amounts(largest: float, currency: str) -> str:
    """A number format of amounts up to the largest one, in one unit: $0.0,,"M"."""
    unit, letter = next(((commas, letter) for size, commas, letter in SIZES if largest >= size), ("", ""))
    digits = "0.0" if letter else "0"
    return f'"{symbol(currency)}"{digits}{unit}"{letter}"'
