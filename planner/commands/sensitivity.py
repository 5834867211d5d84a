"""`sensitivity`: which levers matter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.commands.options import CaseName, Format, Metric, Month, MoreSettings, Out, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import records_as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, called, shown
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import brief
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name

if TYPE_CHECKING:
    from planner.analysis.levers.sensitivity import Swing

HEADER = ("lever", "low", "high", "lever_low", "lever_high", "base")


def sensitivity(
    plan: PlanFile,
    more: MoreSettings = None,
    metric: Metric = "arr",
    month: Month = None,
    settings: Settings = None,
    case: CaseName = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What each lever alone does to a metric.

    The largest swing comes first. A lever moves over the plan's range, or else its usual one, or else a tenth up and
    down. CSV: lever; low, high: the metric with the lever at its low and at its high end; lever_low, lever_high: these
    ends; base: the metric as planned.
    """
    chosen = plan_with(plan, [*(settings or ()), *(more or ())], case=case)
    month = chosen.months if month is None else month
    with patience(COMPILING):
        from planner.analysis.levers.sensitivity import one_way

        swings = one_way(chosen, metric, month)
    levers = [
        {
            "lever": swing.lever,
            "low": swing.at_low,
            "high": swing.at_high,
            "lever_low": swing.low,
            "lever_high": swing.high,
            "base": swing.base,
        }
        for swing in swings
    ]
    if format_ == "csv":
        text = records_as_csv(HEADER, levers)
    elif format_ == "json":
        text = as_json({"name": chosen.name, "metric": metric, "month": month, "levers": levers})
    else:
        text = _table(chosen, metric, month, swings)
    write(text, out, [plan])


def _table(plan: Plan, metric: str, month: int, swings: "Sequence[Swing]") -> str:
    """The swings for people. Levers that make no difference are counted."""
    label, base = COLUMNS[metric].label, shown(metric, swings[0].base, plan)
    moving = [swing for swing in swings if swing.at_low != swing.at_high]
    rows = [["", "low", label, "high", label]]
    rows += [
        [
            swing.lever,
            brief(CATALOGUE[swing.lever], swing.low, plan.currency),
            shown(metric, swing.at_low, plan),
            brief(CATALOGUE[swing.lever], swing.high, plan.currency),
            shown(metric, swing.at_high, plan),
        ]
        for swing in moving
    ]
    head = f"{plan.name}: {called(metric)} in {month_name(plan.start, month)} is {base}. Each lever alone:"
    still = len(swings) - len(moving)
    rest = ["", f"{still} more {'levers make' if still > 1 else 'lever makes'} no difference."] if still else []
    return "\n".join([head, "", *aligned(rows), *rest]) + "\n"
