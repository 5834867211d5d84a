"""`project`: what a plan leads to."""

from planner.commands.options import (
    CaseName,
    Format,
    HouseFile,
    MoreSettings,
    Out,
    PlanFile,
    Settings,
    plan_with,
    under_house,
)
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import result_as_csv
from planner.exchange.json_text import result_as_json
from planner.exchange.summary_text import summary


def project(
    plan: PlanFile,
    more: MoreSettings = None,
    settings: Settings = None,
    case: CaseName = None,
    house: HouseFile = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What a plan leads to: a table by year, or every month."""
    (chosen,) = under_house([plan_with(plan, [*(settings or ()), *(more or ())], case=case)], house)
    with patience(COMPILING):
        from planner.model.simulate import simulate  # the compiler is not for commands that do without it

        result = simulate(chosen)
    if format_ == "csv":
        text = result_as_csv(result)
    elif format_ == "json":
        text = result_as_json(result)
    else:
        text = summary(result) + "\n"
    write(text, out, [plan])
