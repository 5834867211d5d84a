"""The hour of a workshop on one printed page, as PDF: tagged, made without a network."""

import json
import tempfile
from datetime import date
from pathlib import Path

import typst

from planner.exchange.report.pdf import Paper
from planner.exchange.workshop import content
from planner.exchange.workshop.hour import Hour

TEMPLATE = Path(__file__).with_name("hour.typ")

REASONS = (12, 8, 5, 3, 2, 1, 0)
"""Reasons of a lever that are tried, until all stands on one page."""


def as_pdf(hour: Hour, today: date | None = None, paper: Paper = "a4") -> bytes:
    """The page, with as many reasons as there is room for; how many are left out is said."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "hour.typ"
        file.write_bytes(TEMPLATE.read_bytes())
        said = content.page(hour, today)
        inputs: dict[str, str] = {"paper": paper}
        for most in REASONS:
            said["reasons"] = list(content.reasons_of(hour, most))
            (folder / "content.json").write_text(json.dumps(said), encoding="utf-8")
            if json.loads(typst.query(file, "<pages>", root=folder, field="value", one=True, sys_inputs=inputs)) == 1:
                break
        return bytes(typst.compile(file, root=folder, sys_inputs=inputs))
