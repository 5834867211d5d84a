"""`report`: a plan for its board, as PDF or as slides."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from planner.commands.options import CaseName, MoreSettings, PlanFile, Settings, plan_with
from planner.commands.output import check_out, patience, write_file
from planner.vocabulary.errors import PlannerError, Problem

Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="PLAN.toml", help="A plan to compare with.", show_default=False),
]
ReportFile = Annotated[
    Path, typer.Option("--out", metavar="FILE.pdf|FILE.pptx", help="The report to write.", show_default=False)
]
PaperSize = Annotated[Literal["a4", "us-letter"], typer.Option("--paper", help="Of the PDF.")]
FORMS = (".pdf", ".pptx")
MAKING = "Making the report. This takes some seconds."


def report(
    plan: PlanFile,
    out: ReportFile,
    more: MoreSettings = None,
    settings: Settings = None,
    case: CaseName = None,
    baseline: Baseline = None,
    paper: PaperSize = "a4",
) -> None:
    """A plan for its board: a few pages as PDF, or slides to edit.

    Key numbers by year, ARR and cash, what limits growth, who is hired, what breaks it, what changed since the
    baseline, and in the PDF all that is assumed.
    """
    plans = [plan, *([baseline] if baseline else [])]
    if out.suffix.lower() not in FORMS:
        raise PlannerError(Problem("--out", str(out), "must end in .pdf or .pptx"))
    chosen = plan_with(plan, [*(settings or ()), *(more or ())], case=case)
    other = plan_with(baseline, ()) if baseline else None
    check_out(out, plans)
    with patience(MAKING):
        from planner.ui.report.content import board

        document = board(chosen, other, date.today(), [f"Plan file {plan.name}"])
        if out.suffix.lower() == ".pdf":
            from planner.exchange.report.pdf import as_pdf

            made = as_pdf(document, paper)
        else:
            from planner.exchange.report.slides import as_slides

            made = as_slides(document)
    write_file(made, out, plans)
