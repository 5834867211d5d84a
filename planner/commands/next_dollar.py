"""`next`: where the next dollar goes."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.options import CaseName, Format, MoreSettings, Out, PlanFile, Settings, plan_with
from planner.commands.output import COMPILING, check_out, patience, progress, write
from planner.exchange.csv_text import records_as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned
from planner.plan import Plan
from planner.plan.plays import load_play
from planner.vocabulary.lever_text import change
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, likely, money, month_name, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.analysis.next_dollar import Step

PLAYS = Path(__file__).parents[2] / "data" / "plays"
HEADER = ("kind", "name", "start", "end", "cost", "arr", "arr_per_cost", "paid", "pays")

Months = Annotated[
    int | None,
    typer.Option(metavar="N", help="How many months to look ahead; 36 or the whole plan.", show_default=False),
]


def next_dollar(
    plan: PlanFile,
    more: MoreSettings = None,
    months: Months = None,
    settings: Settings = None,
    case: CaseName = None,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """What one step of each hire, programme and play costs, and what ARR it adds.

    Each step alone: one seller, engineer or marketer more a quarter; one person more beside those of day one for roles
    that follow from others; ten leads more a month; each play of data/plays. Most ARR per unit of cost comes first.
    Cost is operating cost over the months, with the step less without, both without commissions, hosting of paying
    customers and delivery of services, which follow revenue; a play has no cost but what its events change. ARR is that
    at the end of the months, with the step less without.

    CSV: kind: hire, programme or play; name: of the lever or the play; start, end: the lever's values, as for --set;
    cost; arr; arr_per_cost: inf for ARR at no cost; paid: whether free cash flow over the months is higher with the
    step; pays: the probability of that over 1,024 draws of the plan's ranges, the same with the step and without.
    """
    chosen = plan_with(plan, [*(settings or ()), *(more or ())], case=case)
    check_out(out, [plan])
    plays = {file.stem: load_play(file) for file in sorted(PLAYS.glob("*.toml"))}
    with patience(COMPILING):
        from planner.analysis import next_dollar as analysis
        from planner.model.simulate import simulate

        simulate(chosen, keep=("arr",))
    with progress("Trying every step") as tell:
        found = analysis.ranked(chosen, plays, months, tell=tell)
    span = min(analysis.MONTHS, chosen.months) if months is None else months
    steps = [{name: getattr(step, name) for name in HEADER} for step in found]
    if format_ == "csv":
        text = records_as_csv(HEADER, steps)
    elif format_ == "json":
        text = as_json({"name": chosen.name, "currency": chosen.currency, "months": span, "steps": steps})
    else:
        text = _table(chosen, found, span)
    write(text, out, [plan])


def _table(plan: Plan, found: "Sequence[Step]", months: int) -> str:
    """The steps for people. Those that add no ARR are told apart."""
    adding = [step for step in found if step.arr > 0]
    rows = [["", "step", "cost", "adds ARR", "ARR per 1 of cost", "pays"]]
    rows += [
        [
            step.name,
            _change(plan, step),
            money(step.cost, plan.currency),
            money(step.arr, plan.currency),
            significant(step.arr_per_cost, 2) if math.isfinite(step.arr_per_cost) else "no cost",
            MISSING if step.pays is None else likely(step.pays),
        ]
        for step in adding
    ]
    head = f"{plan.name}: one step each, over {months} months to {month_name(plan.start, months)}:"
    idle = [step.name for step in found if step.arr <= 0]
    rest = ["", f"These add no ARR by then: {', '.join(idle)}."] if idle else []
    about = (
        "Cost: operating cost without commissions, hosting and services, which follow revenue. "
        "Pays: the chance that free cash flow over these months is higher with the step."
    )
    return "\n".join([head, "", *map(str.rstrip, aligned(rows)), *rest, "", about]) + "\n"


def _change(plan: Plan, step: "Step") -> str:
    if step.start is None or step.end is None:
        return "the play"
    return change(CATALOGUE[step.name], step.start, step.end, plan.currency)
