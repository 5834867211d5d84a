"""`solve`: what would have to be true."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.options import Format, Metric, Month, MoreSettings, Out, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, called, shown
from planner.plan import Plan
from planner.vocabulary import typed
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import span
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, month_name

if TYPE_CHECKING:
    from planner.analysis.levers.solve import Goal, Solution

HEADER = ("lever", "today", "value", "status", "metric_value", "best", "best_at", "distance", "others")

OneLever = Annotated[
    str | None,
    typer.Option(metavar="LEVER", help="The lever to solve for; each of them by default.", show_default=False),
]
Target = Annotated[
    str,
    typer.Option(metavar="NUMBER", help="What the metric is to reach, such as 35M, 120% or 1.2.", show_default=False),
]
AtMost = Annotated[bool, typer.Option("--at-most", help="The metric is to be the target or less.")]


def solve(
    plan: PlanFile,
    target: Target,
    more: MoreSettings = None,
    lever: OneLever = None,
    metric: Metric = "arr",
    month: Month = None,
    at_most: AtMost = False,
    settings: Settings = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What a lever would have to be for a target.

    One lever, or each of them alone, the smallest change first. CSV: lever; today: its value in the plan; value: what
    it would have to be; status: met (already), found, or out of reach; metric_value: the metric at that value; best,
    best_at: out of reach, the nearest to the target within the lever's bounds, and where; distance: from today to the
    value in widths of the usual range; others: further values at which the metric passes the target.
    """
    chosen = plan_with(plan, [*(settings or ()), *(more or ())])
    quantity = typed.of_column(COLUMNS[metric], chosen.currency, "fraction") if metric in COLUMNS else typed.Quantity()
    aim = typed.number("--target", target, quantity)
    with patience(COMPILING):
        from planner.analysis.levers import solve as analysis

        goal = analysis.Goal(metric, chosen.months if month is None else month, aim, at_most)
        found = [analysis.solve(chosen, lever, goal)] if lever else analysis.solve_each(chosen, goal)
    if format_ == "csv":
        text = as_csv(HEADER, ([*_row(solution)[:-1], ";".join(map(str, solution.others))] for solution in found))
    elif format_ == "json":
        levers = [dict(zip(HEADER, _row(solution), strict=True)) for solution in found]
        text = as_json({"name": chosen.name, **asdict(goal), "levers": levers})
    else:
        text = _sentence(chosen, goal, found[0]) if lever or found[0].status == "met" else _table(chosen, goal, found)
    write(text, out, [plan])


def _row(solution: "Solution") -> list[Any]:
    reached = solution.value is not None
    return [
        solution.lever,
        solution.today,
        solution.value,
        solution.status,
        solution.metric if reached else None,
        None if reached else solution.metric,
        solution.best_at,
        solution.distance if reached else None,
        solution.others,
    ]


def _sentence(plan: Plan, goal: "Goal", solution: "Solution") -> str:
    """One lever's answer for people."""
    metric, when = called(goal.metric), month_name(plan.start, goal.month)
    today, reached = _value(plan, solution.lever, solution.today), shown(goal.metric, solution.metric, plan)
    if solution.status == "met":
        return f"Already met: {metric} in {when} is {reached}.\n"
    if solution.value is None:
        best_at = _value(plan, solution.lever, solution.best_at)
        return f"Not within bounds: best reachable is {reached}, with {solution.lever} at {best_at}.\n"
    needed = _value(plan, solution.lever, solution.value)
    others = ", ".join(_value(plan, solution.lever, value) for value in solution.others)
    also = f"It passes the target at {others}, too.\n" if others else ""
    return f"{solution.lever} would have to be {needed} instead of {today} for {_goal(plan, goal)}.\n{also}"


def _table(plan: Plan, goal: "Goal", solutions: "Sequence[Solution]") -> str:
    """Every lever's answer for people."""
    rows = [["", "today", "would have to be", COLUMNS[goal.metric].label]]
    rows += [
        [
            solution.lever,
            _value(plan, solution.lever, solution.today),
            "not within bounds" if solution.value is None else _value(plan, solution.lever, solution.value),
            shown(goal.metric, solution.metric, plan),
        ]
        for solution in solutions
    ]
    head = f"{plan.name}: for {_goal(plan, goal)}, each lever alone:"
    return "\n".join([head, "", *aligned(rows)]) + "\n"


def _goal(plan: Plan, goal: "Goal") -> str:
    bound = "less" if goal.at_most else "more"
    when = month_name(plan.start, goal.month)
    return f"{called(goal.metric)} of {shown(goal.metric, goal.target, plan)} or {bound} in {when}"


def _value(plan: Plan, lever_id: str, value: float | None) -> str:
    return MISSING if value is None else span(CATALOGUE[lever_id], plan.currency, value)
