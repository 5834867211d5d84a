"""`project`: what a plan leads to."""

from planner.commands.options import Format, MoreSettings, Out, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.exchange.rows import as_json
from planner.exchange.tables import csv_text, document, summary


def project(
    plan: PlanFile,
    more: MoreSettings = None,
    settings: Settings = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What a plan leads to: a table by year, or every month."""
    chosen = plan_with(plan, [*(settings or ()), *(more or ())])
    with patience(COMPILING):
        from planner.model.simulate import simulate  # the compiler is not for commands that do without it

        result = simulate(chosen)
    if format_ == "csv":
        text = csv_text(result)
    elif format_ == "json":
        text = as_json(document(result))
    else:
        text = summary(result) + "\n"
    write(text, out, [plan])
