"""`workbook`: a plan as a workbook with live formulas."""

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.options import CaseName, MoreSettings, PlanFile, Settings, plan_with
from planner.commands.output import check_out, patience, write_file
from planner.vocabulary.errors import PlannerError, Problem

Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="PLAN.toml", help="A plan to compare with.", show_default=False),
]
WorkbookFile = Annotated[Path, typer.Option(metavar="FILE.xlsx", help="The workbook to write.", show_default=False)]
MAKING = "Making the workbook. This takes some seconds."


def workbook(
    plan: PlanFile,
    out: WorkbookFile,
    more: MoreSettings = None,
    settings: Settings = None,
    case: CaseName = None,
    baseline: Baseline = None,
) -> None:
    """A plan as a workbook that Excel, LibreOffice and Google Sheets recalculate."""
    plans = [plan, *([baseline] if baseline else [])]
    if out.suffix.lower() != ".xlsx":
        raise PlannerError(Problem("--out", str(out), "must end in .xlsx"))
    chosen = plan_with(plan, [*(settings or ()), *(more or ())], case=case)
    other = plan_with(baseline, ()) if baseline else None
    check_out(out, plans)
    with patience(MAKING):
        from planner.exchange.workbook.workbook import as_workbook
        from planner.model.simulate import simulate  # the compiler is not for commands that do without it

        made = as_workbook(simulate(chosen), simulate(other) if other else None)
    write_file(made.file, out, plans)
