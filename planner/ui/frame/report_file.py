"""The report of the plan for its board: made on demand, as PDF or as slides."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import streamlit as st

from planner.exchange.file_names import file_name
from planner.exchange.report.document import Document
from planner.exchange.report.pdf import as_pdf
from planner.exchange.report.slides import as_slides
from planner.plan import Plan
from planner.ui.frame import plan_bar, share
from planner.ui.report.content import board
from planner.ui.session import compute, state, working_draft

MADE = "report-made"
NOTE = "Making the report, which takes some seconds."


class Form(NamedTuple):
    """A form of the report. name: what it is called within a sentence. kind: its media type. write: makes the file."""

    name: str
    kind: str
    write: Callable[[Document], bytes]


SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FORMS: Mapping[str, Form] = {
    "pdf": Form("report (PDF)", "application/pdf", as_pdf),
    "pptx": Form("slides (PPTX)", SLIDES, as_slides),
}
"""The forms, by the ending of the file."""


def download() -> None:
    """Make a report of the plan, and of what changed since its baseline, and then hand it out."""
    plan, baseline, origin = state.whole_plan(), state.baseline_plan(), _origin()
    made: tuple[Plan, Plan, dict[str, bytes], list[str]] = st.session_state.get(MADE, (None, None, {}, []))
    if (*made[:2], made[3]) != (plan, baseline, origin):
        made = st.session_state[MADE] = plan, baseline, {}, origin
    for ending, form in FORMS.items():
        if ending not in made[2]:
            if not st.button(
                f"Make the {form.name}", icon=":material/description:", help="For a board", key=f"report-{ending}"
            ):
                continue
            with st.spinner(NOTE):
                compute.wait_for_engine()
                today = date.today()
                made[2][ending] = form.write(board(plan, None if baseline == plan else baseline, today, origin))
        name = file_name(plan.name, "report", date.today(), ending)
        st.download_button(
            f"Download the {form.name}",
            made[2][ending],
            name,
            form.kind,
            icon=":material/download:",
            key=f"got-{ending}",
        )


def _origin() -> list[str]:
    """How the plan stands to what is saved, and the link that reads it."""
    status = working_draft.status()
    saved = status.saved
    return [plan_bar.words(status), *([share.short(saved.read_id, saved.version.number)] if saved else [])]
