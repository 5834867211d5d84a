"""What several commands are told: plans, other values for levers, shocks, the form of the answer."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.commands.output import complain
from planner.plan import Plan, cases, load
from planner.plan.ranges import went_along
from planner.vocabulary import typed
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.levers import CATALOGUE, unknown_lever
from planner.vocabulary.typed import of_lever

if TYPE_CHECKING:
    from planner.plan.placed_shocks import PlacedShock

SHOCKS = Path(__file__).parents[2] / "data" / "shocks"

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="The plan.", show_default=False)]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="LEVER=VALUE",
        help="Another value for a lever, such as 1.2M, 24% or 0.24; may be repeated.",
        show_default=False,
    ),
]
MoreSettings = Annotated[list[str] | None, typer.Argument(metavar="LEVER=VALUE", help="More for --set.")]
CaseName = Annotated[
    str | None,
    typer.Option("--case", metavar="NAME", help="One of the plan's cases; --set comes on top.", show_default=False),
]
Form = Literal["table", "csv", "json"]
Format = Annotated[Form, typer.Option("--format")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.", show_default=False)]
Month = Annotated[
    int | None, typer.Option(metavar="N", help="From 1; the plan's last month by default.", show_default=False)
]
HouseFile = Annotated[
    Path | None,
    typer.Option(
        "--house",
        metavar="HOUSE.toml",
        help="Events and ranges laid over every plan: [[events]] and [uncertainty], as in a plan.",
        show_default=False,
    ),
]
Metric = Annotated[str, typer.Option(metavar="NAME", help="A column of `project --format csv`.")]


def plan_with(
    path: Path, settings: Sequence[str], say: bool = True, ranges: bool = False, case: str | None = None
) -> Plan:
    """The plan of a file with other values for some levers; PlannerError lists every problem of either.

    case: the name of the case in which the plan is taken. say: whether what was brought up to date in it is said on
    standard error. ranges: whether it is said, too, which ranges moved with their levers.
    """
    plan, problems, stretched = load(path), list[Problem](), list[str]()
    if case is not None:
        stretched = list(cases.stretched(plan, case))
        plan = cases.in_case(plan, case)
    values, found = understood(settings, plan)
    problems += found
    opened = plan
    try:
        plan = opened.with_levers(values)
    except PlannerError as error:
        problems += error.problems
    if problems:
        raise PlannerError(problems, "--set")
    if say:
        moved = [*stretched, *went_along(opened, plan)] if ranges else []
        complain([f"{path}: {sentence}" for sentence in (*plan.updates, *moved)])
    return plan


def understood(settings: Sequence[str], plan: Plan) -> tuple[dict[str, float], list[Problem]]:
    """Values by lever id from LEVER=VALUE, as they were meant, and what is wrong with the others.

    A bare number for a share is a fraction; 24% is the same as 0.24. Bounds are the plan's affair.
    """
    values, problems = dict[str, float](), list[Problem]()
    for setting in settings:
        lever_id, equals, text = setting.partition("=")
        if not equals:
            problems.append(Problem(lever_id, None, "must be LEVER=VALUE, such as sales.goes_cold=0.2"))
        elif lever_id not in CATALOGUE:
            problems.append(Problem(lever_id, f'"{text}"', unknown_lever(lever_id)))
        else:
            try:
                values[lever_id] = typed.number(
                    lever_id, text, of_lever(CATALOGUE[lever_id], plan.currency, "fraction")
                )
            except PlannerError as error:
                problems += error.problems
    return values, problems


def shock(text: str) -> "PlacedShock":
    """A shock of the pack, the month it starts in and how long it lasts, from NAME[@START[+MONTHS]] or +good."""
    from planner.plan import shocks
    from planner.plan.placed_shocks import PlacedShock

    parts = re.fullmatch(r"([^@]+)(?:@(\d+)(?:\+(\d+|good))?)?", text)
    if not parts:
        raise PlannerError(Problem("--shock", repr(text), "must be NAME[@START[+MONTHS]], such as hiring-freeze@7+6"))
    name, start, months = parts.groups()
    files = {file.stem: file for file in sorted(SHOCKS.glob("*.toml"))}
    if name not in files:
        raise PlannerError(Problem("--shock", name, f"no such shock{nearest(name, list(files))}"))
    chosen = shocks.load(files[name])
    return PlacedShock(chosen, int(start or 1), None if months == "good" else int(months or chosen.months))


def names(paths: Sequence[Path]) -> list[str]:
    """What tells plans apart: the names of their files, with folders where names alone do not."""
    short = [path.name for path in paths]
    return short if len(set(short)) == len(short) else [str(path) for path in paths]


def under_house(plans: Sequence[Plan], path: Path | None) -> list[Plan]:
    """Plans with what a house lays over them; as they are without a file."""
    from planner.plan import house

    if path is None:
        return list(plans)
    view = house.load(path)
    return [house.laid_over(plan, view) for plan in plans]
