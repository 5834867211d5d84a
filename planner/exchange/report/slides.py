"""A report as slides with native charts and tables, to be edited."""

import io
from collections.abc import Sequence
from typing import cast

from pptx import Presentation
from pptx.chart.data import ChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Slides
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from planner.exchange.report.document import Chart, Document, Section, Table
from planner.vocabulary import palette
from planner.vocabulary.numbers import symbol

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INSIDE = Emu(WIDTH - 2 * MARGIN)
TITLED, BLANK = 5, 6
"""Layouts of the default template: a title alone, and nothing."""

MOST_ROWS = 13
"""Rows that a slide has room for."""

SIZES = ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "K"))
"""From what amount an axis counts in a unit, as a number format has it, and its letter."""

COLOURS = {"line": palette.BLUE, "band": palette.GREY, "points": palette.VERMILION}


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
    _text(slide, [document.hero], Inches(2), Pt(28))
    _text(slide, document.about, Inches(4.4), Pt(16))


def _section(slides: Slides, section: Section, currency: str) -> None:
    """A slide of a section; its charts and a table that takes it whole have slides of their own."""
    if section.charts:
        for chart in section.charts:
            _chart(_titled(slides, chart.title), chart, currency)
        return
    slide = _titled(slides, section.title)
    top: Length = Inches(1.3)
    if section.sentences:
        top = _text(slide, section.sentences, top, Pt(12))
    if section.table:
        _table(slide, section.table, top)


def _titled(slides: Slides, title: str) -> Slide:
    slide = slides.slides.add_slide(slides.slide_layouts[TITLED])
    shape = slide.shapes.title
    if shape is not None:
        shape.left, shape.top, shape.width, shape.height = MARGIN, Inches(0.35), INSIDE, Inches(0.8)
        shape.text_frame.text = title
        shape.text_frame.paragraphs[0].font.size = Pt(30)
    return slide


def _text(slide: Slide, lines: Sequence[str], top: Length, size: Pt) -> Length:
    """Lines of text; returns where they end."""
    height = Emu(int(len(lines) * size * 1.4))
    box = slide.shapes.add_textbox(MARGIN, top, INSIDE, height)
    box.text_frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = size
    return Emu(top + height + Inches(0.1))


def _table(slide: Slide, table: Table, top: Length) -> None:
    rows = list(table.rows)[:MOST_ROWS]
    height = Emu(min(int(HEIGHT - top - Inches(0.4)), int(Inches(0.36)) * (len(rows) + 1)))
    shape = slide.shapes.add_table(len(rows) + 1, len(table.header), MARGIN, top, INSIDE, height)
    for at, cells in enumerate([table.header, *rows]):
        for column, text in enumerate(cells):
            cell = shape.table.cell(at, column)
            cell.text = text
            cell.margin_top = cell.margin_bottom = Pt(1)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(11)
            if column and not table.prose:
                paragraph.alignment = PP_ALIGN.RIGHT


def _chart(slide: Slide, chart: Chart, currency: str) -> None:
    data = ChartData()
    data.categories = [f"{month:%b %Y}" for month in chart.months]
    series: list[tuple[str, Sequence[float | None], str]] = [
        (name, [float(value) for value in values], COLOURS["line"]) for name, values in chart.lines.items()
    ]
    for name, values in zip(("8 of 10 draws: low", "8 of 10 draws: high"), chart.band or (), strict=False):
        series.append((name, [float(value) for value in values], COLOURS["band"]))
    if chart.points:
        promised = [chart.points.get(at) for at in range(len(chart.months))]
        series.append((chart.pointed, promised, COLOURS["points"]))
    for name, numbers, _ in series:
        data.add_series(name, numbers)
    kind = XL_CHART_TYPE.LINE_MARKERS if chart.points else XL_CHART_TYPE.LINE
    frame = cast("GraphicFrame", slide.shapes.add_chart(kind, MARGIN, Inches(1.3), INSIDE, Inches(5.8), data))
    frame.name = chart.alt
    drawn = frame.chart
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    for one, (_, _, colour) in zip(drawn.plots[0].series, series, strict=True):
        one.smooth = False
        one.format.line.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        one.format.line.width = Pt(2.25 if colour != COLOURS["band"] else 1.25)
        if colour != COLOURS["points"]:
            one.marker.style = XL_MARKER_STYLE.NONE
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    largest = max(abs(number) for _, numbers, _ in series for number in numbers if number is not None)
    drawn.value_axis.tick_labels.number_format = _amounts(largest, currency)
    drawn.value_axis.tick_labels.number_format_is_linked = False


def _amounts(largest: float, currency: str) -> str:
    """A number format of amounts up to the largest one, in one unit: $0.0,,"M"."""
    unit, letter = next(((commas, letter) for size, commas, letter in SIZES if largest >= size), ("", ""))
    digits = "0.0" if letter else "0"
    return f'"{symbol(currency)}"{digits}{unit}"{letter}"'
