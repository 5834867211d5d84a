"""The PDF and the slides hold every word and number of the document, whatever its texts are."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pypdf import PdfReader

from planner.exchange.report.document import Document, Section, Table
from planner.exchange.report.pdf import as_pdf
from planner.exchange.report.slides import MOST_ROWS, as_slides
from planner.plan import Event, Funding, Plan, Target
from planner.ui.report.content import board

HOSTILE = '#set text(0pt) \\ $x$ <a> [b] *c* _d_ @e "f" =1+1 ü'
PLAN = Plan(
    name=HOSTILE,
    months=24,
    uncertainty={"enterprise.win_rate": (0.18, 0.3)},
    events=(Event(name=HOSTILE, lever="enterprise.acv", change="multiply", value=1.2, start=3),),
    targets=(Target(month=12, least=9e6), Target(month=24, metric="nrr", least=1.1)),
    funding=(Funding(month=6, amount=5e6),),
    notes={"plan": HOSTILE},
)


@cache
def whole() -> Document:
    return board(PLAN, PLAN.changed(events=()), date(2026, 11, 26))


def texts(document: Document, appendix: bool) -> Iterator[str]:
    yield from (document.title, document.hero, *document.reading, *document.about)
    for one in (*document.sections, *(document.appendix if appendix else ())):
        yield from one.sentences
        if one.table:
            yield from one.table.header
            for row in one.table.rows:
                yield from row


def squeezed(text: str) -> str:
    """Without spaces, and without what a line break does to words."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def test_the_pdf_says_everything_and_is_tagged() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(whole())))
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    missing = [text for text in texts(whole(), True) if squeezed(text) not in said]
    assert not missing
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == HOSTILE
    assert 2 <= len(reader.pages) <= 8


def test_an_amount_keeps_its_minus_however_narrow_its_column() -> None:
    document = board(Plan(name="Ten years", months=120))
    table = document.sections[0].table
    assert table is not None
    lost = [cell for row in table.rows for cell in row if cell.startswith("-")]
    assert lost
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(document))).pages)
    assert [cell for cell in lost if cell not in said] == []


def test_slides_align_numbers_and_axes_have_a_currency() -> None:
    slides = Presentation(io.BytesIO(as_slides(board(PLAN.changed(currency="EUR")))))
    shapes = [shape for slide in slides.slides for shape in slide.shapes]
    table = next(shape.table for shape in shapes if shape.has_table)
    sides = {at: table.cell(1, at).text_frame.paragraphs[0].alignment for at in range(len(table.columns))}
    assert {at for at, side in sides.items() if side == PP_ALIGN.RIGHT} == {*range(1, len(table.columns))}
    formats = [shape.chart.value_axis.tick_labels.number_format for shape in shapes if shape.has_chart]
    assert formats == ['"€"0.0,,"M"'] * 3 + ["#,##0"]


def test_a_heading_stands_with_what_follows_and_a_table_on_one_page() -> None:
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(as_pdf(whole()))).pages]
    for one in whole().sections:
        first, last = [squeezed(one.table.rows[at][0]) for at in (0, -1)] if one.table else ("", "")
        follows = squeezed(one.charts[0].title) if one.charts else last
        assert any(squeezed(one.title) in page and follows in page for page in pages), one.title
        assert any(first in page and last in page for page in pages), one.title


def test_paper_can_be_letter() -> None:
    sizes = [PdfReader(io.BytesIO(as_pdf(whole(), paper))).pages[0].mediabox for paper in ("a4", "us-letter")]
    assert [round(float(size.width)) for size in sizes] == [595, 612]


def test_slides_have_native_tables_and_charts_of_the_same_numbers() -> None:
    slides = Presentation(io.BytesIO(as_slides(whole())))
    assert 6 <= len(slides.slides) <= 8
    shapes = [shape for slide in slides.slides for shape in slide.shapes]
    said = {shape.text_frame.text for shape in shapes if shape.has_text_frame}
    said |= {line for text in said for line in text.split("\n")}
    for shape in shapes:
        if shape.has_table:
            said |= {cell.text for row in shape.table.rows for cell in row.cells}
    missing = [text for text in texts(whole(), False) if text not in said]
    assert not missing
    drawn = [shape.chart for shape in shapes if shape.has_chart]
    charts = [chart for one in whole().sections for chart in one.charts]
    assert len(drawn) == len(charts) == 4
    for chart, native in zip(charts, drawn, strict=True):
        shown = [one for one in chart.series if chart.frame[one.column].notna().any()]
        assert [series.name for series in native.plots[0].series] == [one.called for one in shown]
        for one, series in zip(shown, native.plots[0].series, strict=True):
            values = [float("nan") if value is None else value for value in series.values]
            assert values == pytest.approx(list(chart.frame[one.column]), nan_ok=True)


def test_a_table_that_is_longer_than_a_slide_goes_on_on_the_next_one() -> None:
    rows = [[f"row {at}", str(at)] for at in range(MOST_ROWS + 2)]
    document = replace(whole(), sections=[Section("Long", ["Said once"], Table(["", "Value"], rows))])
    slides = Presentation(io.BytesIO(as_slides(document)))
    tables = [shape.table for slide in slides.slides for shape in slide.shapes if shape.has_table]
    assert [cell.text for table in tables for row in list(table.rows)[1:] for cell in list(row.cells)[:1]] == [
        row[0] for row in rows
    ]
    assert slides.slides[2].shapes.title.text_frame.text == "Long, continued"


def test_tables_of_ten_years_stay_on_their_slides() -> None:
    slides = Presentation(io.BytesIO(as_slides(board(PLAN.changed(months=120)))))
    for shape in (shape for slide in slides.slides for shape in slide.shapes):
        assert shape.left + shape.width <= slides.slide_width
        assert shape.top + shape.height <= slides.slide_height
    tables = [shape.table for slide in slides.slides for shape in slide.shapes if shape.has_table]
    sizes = {len(one.columns): one.cell(1, 0).text_frame.paragraphs[0].font.size.pt for one in tables}
    assert sizes[12] < sizes[4]


def test_slides_open_in_libreoffice(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    impress = program and any(Path("/usr/lib/libreoffice/program").glob("libsdlo.so"))
    if not impress:
        assert not os.environ.get("CI"), "LibreOffice Impress is missing"
        pytest.skip("LibreOffice Impress is missing")
    file = tmp_path / "report.pptx"
    file.write_bytes(as_slides(whole()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reader = PdfReader(tmp_path / "report.pdf")
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    missing = [text for text in texts(whole(), False) if squeezed(text) not in said]
    assert not missing
