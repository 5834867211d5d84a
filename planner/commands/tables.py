"""`tables`: every table of a plan as files."""

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.options import MoreSettings, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, patience, write_file
from planner.exchange.csv_text import table_as_csv
from planner.vocabulary.errors import PlannerError, Problem

Folder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go.", show_default=False)]


def tables(plan: PlanFile, out: Folder, more: MoreSettings = None, settings: Settings = None) -> None:
    """Every table of a plan as CSV in a folder, and the numbers by month as XLSX, too.

    A file is named after what it shows: numbers.csv, arr-bridge-by-year.csv, hiring-by-quarter.csv, levers.csv, ...
    Files of the same name are replaced.
    """
    chosen = plan_with(plan, [*(settings or ()), *(more or ())])
    _make(out)
    with patience(COMPILING):
        from planner.commands.tables_output import every_table
        from planner.exchange.sheet import table_as_xlsx
        from planner.model.simulate import simulate  # the compiler is not for commands that do without it

        found = list(every_table(simulate(chosen)))
    files = {f"{table.name}.csv": table_as_csv(table).encode() for table in found}
    files["numbers.xlsx"] = table_as_xlsx(found[0])
    for name, content in files.items():
        write_file(content, out / name, [plan])


def _make(folder: Path) -> None:
    """The folder, made when it is not there; PlannerError when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlannerError(Problem("--out", str(folder), f"is no folder to write to ({error.strerror})")) from None
