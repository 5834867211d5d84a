"""`stress`: what plans lead to when their levers are uncertain."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.options import CaseName, Format, HouseFile, Out, Settings, plan_with, shock, under_house
from planner.commands.options import names as names_of
from planner.commands.output import COMPILING, check_out, patience, progress, write
from planner.exchange.json_text import as_json
from planner.vocabulary.errors import PlannerError, Problem

DEFAULT_METRICS = (
    *("arr", "arr_self_serve", "arr_inside_sales", "arr_enterprise", "customers", "revenue", "headcount", "aes"),
    *("operating_income", "free_cash_flow", "cash", "nrr", "grr", "arr_growth", "gross_margin", "cac_payback_months"),
    *("burn_multiple", "rule_of_40", "runway_months"),
)
"""What csv and json have unless others are asked for: what a board looks at."""

TABLE_METRICS = ("arr", "nrr", "headcount", "cash")
"""What a table has unless others are asked for."""

PlanFiles = Annotated[list[Path], typer.Argument(metavar="PLAN.toml...", help="The plans.", show_default=False)]
Draws = Annotated[int, typer.Option(metavar="N", help="How many draws of the plan's ranges.")]
Seed = Annotated[int, typer.Option(metavar="N", help="The same seed gives the same draws.")]
Metrics = Annotated[
    list[str] | None,
    typer.Option(
        "--metric",
        metavar="NAME",
        help="A column of `project --format csv`; may be repeated; `all` for every one that is a number. By default "
        "what a board asks for, in a table less of it.",
        show_default=False,
    ),
]
Shocks = Annotated[
    list[str] | None,
    typer.Option(
        "--shock",
        metavar="NAME[@START[+MONTHS]]",
        help="A shock of data/shocks from a month on (from 1, the first by default) and how long, +good for good; may "
        "be repeated.",
        show_default=False,
    ),
]
Chances = Annotated[
    bool, typer.Option("--chances", help="As CSV, one row per promise with its chance, instead of quantiles.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://10.0.0.1:8786.", show_default=False),
]


def stress(
    plans: PlanFiles,
    draws: Draws = 10_000,
    seed: Seed = 1,
    metrics: Metrics = None,
    shocks: Shocks = None,
    chances: Chances = False,
    settings: Settings = None,
    case: CaseName = None,
    house: HouseFile = None,
    scheduler: Scheduler = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What plans lead to when their levers vary: quantiles, chances.

    Levers vary over the ranges in [uncertainty], and events by chance happen. The table of one plan also says what
    breaks its promises and what explains the spread; that of several has one row per plan, at the end of the last month
    of each. CSV has one row per metric and month: metric, month, p5, p10, p25, p50, p75, p90, p95, mean; of several
    plans also the file, first. With --chances it has one row per promise: what, month, metric, least, most, chance.
    Quantiles are exact, from draws stored on disk (TMPDIR says where). Results are the same on one machine and on a
    cluster, whatever the number of workers.
    """
    paths = [path for path in plans if "=" not in path.name or path.exists()]
    more = [str(path) for path in plans if path not in paths]
    if not paths:
        raise PlannerError(Problem("PLAN.toml", None, "is missing"))
    chosen = [plan_with(path, [*(settings or ()), *more], ranges=True, case=case) for path in paths]
    placed = [shock(text) for text in shocks or ()]
    check_out(out, paths)
    with patience(COMPILING):
        from planner.analysis import arguments
        from planner.analysis.draws.sweep import sweep
        from planner.commands import cluster, stress_output
        from planner.model.simulate import simulate
        from planner.plan.placed_shocks import with_shocks

        shocked = [with_shocks(plan, placed) for plan in under_house(chosen, house)]
        simulate(shocked[0])
    names = metrics or (TABLE_METRICS if format_ == "table" else DEFAULT_METRICS)
    with ExitStack() as stack:
        with patience(f"Waiting for the scheduler at {scheduler}."):
            executor, at_a_time = (
                stack.enter_context(cluster.connected(scheduler)) if scheduler is not None else (None, None)
            )
        tell = stack.enter_context(progress("Simulating"))
        spreads = sweep(
            shocked,
            draws,
            seed,
            arguments.METRICS if "all" in names else names,
            executor=executor,
            progress=tell,
            at_a_time=at_a_time,
        )
    if format_ == "table" and len(spreads) > 1:
        text = stress_output.side_by_side(spreads, placed)
    elif format_ == "table":
        text = stress_output.summary(spreads[0], placed)
    elif format_ == "csv":
        text = (stress_output.chances_csv if chances else stress_output.csv_text)(names_of(paths), spreads)
    else:
        text = as_json(stress_output.document(names_of(paths), spreads, shocks or ()))
    write(text, out, paths)
