"""A report as PDF: tagged, with vector charts, made without a network."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from planner.exchange.report.document import Document, Section

TEMPLATE = Path(__file__).with_name("report.typ")

WHOLE, HALF = 760, 380
"""Pixels of a chart that takes the width of the page, and of one that stands beside another."""

Paper = Literal["a4", "us-letter"]


def as_pdf(document: Document, paper: Paper = "a4") -> bytes:
    """The report as a PDF."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = document.sections, document.appendix
        sections, appendix = ([_section(one, folder) for one in part] for part in parts)
        content = {
            "title": document.title,
            "about": list(document.about),
            "hero": document.hero,
            "reading": list(document.reading),
            "sections": sections,
            "appendix": appendix,
        }
        (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
        (folder / "report.typ").write_bytes(TEMPLATE.read_bytes())
        made = typst.compile(folder / "report.typ", root=folder, sys_inputs={"paper": paper}, ignore_system_fonts=True)
        return bytes(made)


def _section(one: Section, folder: Path) -> dict[str, Any]:
    """A section as the template reads it; its charts are files beside it."""
    drawn = []
    for chart in one.charts:
        file = folder / f"chart-{len(list(folder.glob('*.svg')))}.svg"
        file.write_text(chart.svg(HALF if len(one.charts) > 1 else WHOLE), encoding="utf-8")
        drawn.append({"title": chart.title, "file": file.name, "alt": chart.alt, "note": chart.note})
    table = one.table and asdict(one.table)
    return {"title": one.title, "sentences": list(one.sentences), "table": table, "charts": drawn}
