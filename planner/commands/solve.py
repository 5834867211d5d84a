"""`solve`: what would have to be true."""

from typing import Annotated

import typer

from planner.commands.options import CaseName, Format, Metric, Month, MoreSettings, Out, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.plan import Plan
from planner.vocabulary import sentences, typed
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError, Problem

OneLever = Annotated[
    str | None,
    typer.Option(metavar="LEVER", help="The lever to solve for; each of them by default.", show_default=False),
]
Together = Annotated[
    str | None,
    typer.Option(metavar="A,B,...", help="Two to six levers to move the same share of the way.", show_default=False),
]
Target = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="What the metric is to reach, such as 35M, 120% or 1.2.", show_default=False),
]
AtMost = Annotated[bool, typer.Option("--at-most", help="The metric is to be the target or less.")]
CashFloor = Annotated[
    str | None,
    typer.Option(metavar="AMOUNT", help="What cash must not fall below in any month.", show_default=False),
]
RoundMonth = Annotated[
    int | None,
    typer.Option(metavar="N", help="Instead of a target: the smallest round in this month.", show_default=False),
]
RoundAmount = Annotated[
    str | None,
    typer.Option(metavar="AMOUNT", help="Instead of a target: the latest month of such a round.", show_default=False),
]


def solve(
    plan: PlanFile,
    more: MoreSettings = None,
    target: Target = None,
    lever: OneLever = None,
    together: Together = None,
    metric: Metric = "arr",
    month: Month = None,
    at_most: AtMost = False,
    cash_floor: CashFloor = None,
    round_month: RoundMonth = None,
    round_amount: RoundAmount = None,
    settings: Settings = None,
    case: CaseName = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What a lever would have to be for a target, or which round keeps cash above a floor.

    One lever, several --together (each the same share of the way to the better end of its usual range, without one up
    to 30%; the least share is found), or each alone: first those that the company decides on, of these the smallest
    change first, last those with which cash runs out, then those out of reach.

    CSV: lever; today: its value in the plan; value: what it would have to be; status: met (already), found, or out of
    reach; metric_value: the metric at that value; best, best_at: out of reach, the nearest to the target within the
    lever's bounds, and where; distance: from today to the value, in widths of the usual range or in today's value,
    whichever is more; others: further values at which the metric passes the target; part_way, part_way_metric,
    part_way_share: a value at most half as far that brings 95% of the gain or more, the metric there, and the share;
    lowest_cash, lowest_cash_month, headcount (in the goal's month), arr (at the end), cash_out_month: what the plan
    comes to with it; met_from, met_to: for which values a goal that is met stays so; beyond_control: whether nobody in
    the company decides on the lever. With --together also end, of the way, stays: why a lever does (no way,
    no difference, better end, cash, no nearer), and share.
    """
    chosen = plan_with(plan, [*(settings or ()), *(more or ())], case=case)
    floor = None if cash_floor is None else typed.number("--cash-floor", cash_floor, typed.amount(chosen.currency))
    asked = {"--target": target, "--round-month": round_month, "--round-amount": round_amount}
    given = [name for name, value in asked.items() if value is not None]
    if len(given) != 1:
        names = sentences.listed(given or list(asked))
        raise PlannerError(Problem(names, None, "go not together; give one" if given else "are missing; give one"))
    if target is not None:
        text = _for_target(chosen, target, lever, together, metric, month, at_most, floor, format_)
    else:
        text = _for_cash(chosen, round_month, round_amount, floor or 0.0, format_)
    write(text, out, [plan])


def _for_target(
    plan: Plan,
    target: str,
    lever: str | None,
    together: str | None,
    metric: str,
    month: int | None,
    at_most: bool,
    floor: float | None,
    form: Format,
) -> str:
    quantity = typed.of_column(COLUMNS[metric], plan.currency, "fraction") if metric in COLUMNS else typed.Quantity()
    wanted = typed.number("--target", target, quantity)
    with patience(COMPILING):
        from planner.analysis.levers import solve as alone
        from planner.analysis.levers.goals import Goal
        from planner.analysis.levers.together import solve_together
        from planner.commands import solve_output

        goal = Goal(metric, plan.months if month is None else month, wanted, at_most, floor)
        if together is not None:
            if lever is not None:
                raise PlannerError(Problem("--lever and --together", None, "go not together; give one"))
            return solve_output.of_together(plan, goal, solve_together(plan, together.split(","), goal), form)
        found = [alone.solve(plan, lever, goal)] if lever else alone.solve_each(plan, goal)
        return solve_output.of_levers(plan, goal, found, form, one=lever is not None)


def _for_cash(plan: Plan, month: int | None, amount: str | None, floor: float, form: Format) -> str:
    size = None if amount is None else typed.number("--round-amount", amount, typed.amount(plan.currency))
    with patience(COMPILING):
        from planner.analysis import funding
        from planner.commands import solve_output

        if size is not None:
            return solve_output.of_round(plan, funding.latest_month(plan, size, floor), form)
        return solve_output.of_round(plan, funding.smallest_round(plan, month or 0, floor), form)
