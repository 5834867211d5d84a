"""What the analyses cost, against a run of 10,000 draws in the same process. Prints, asserts nothing.

    python tests/bench/analyses.py

The run keeps 12 outputs over 60 months with every lever different in every draw, on all cores, as the analyses are
allowed to use them. Times are the best of several repeats.
"""

from collections.abc import Callable
from typing import Any

from engine import KEEP, ROOT, best, draws_of_every_lever, row

from planner import plan as plans
from planner.analysis.draws import promises, uncertainty
from planner.analysis.hiring import hire_by
from planner.analysis.levers import breaking_points, sensitivity, solve
from planner.analysis.levers.goals import Goal
from planner.model.simulate import simulate

DRAWS = 10_000
SECONDS = 2.0


def forecast(plan: plans.Plan) -> None:
    """What the Overview draws behind its lines on every move."""
    result = uncertainty.run(plan, 2000, 1, dict.fromkeys(("arr", "cash", "headcount", *promises.columns(plan))))
    for column in ("arr", "cash", "headcount"):
        uncertainty.quantiles(result[column])
    promises.of(result)


def main() -> None:
    """Print the table."""
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    levers = draws_of_every_lever(DRAWS)
    yardstick = best(lambda: simulate(plan, levers=levers, keep=KEEP), SECONDS)
    goals = {
        "ARR at least 35M": Goal("arr", 36, 35e6),
        "cash at least 150M": Goal("cash", 60, 150e6),
        "headcount at most 180": Goal("headcount", 60, 180, at_most=True),
    }
    goal = Goal("arr", 36, 34e6)
    measured: dict[str, Callable[[], Any]] = {
        "2,000 draws, quantiles of ARR, cash, headcount": lambda: forecast(plan),
        "the same, lumpy": lambda: forecast(plan.changed(lumpy=True)),
        "the same, lumpy, with sizes": lambda: forecast(plan.changed(lumpy=True, size_spread=1.0)),
        "tornado": lambda: sensitivity.one_way(plan, "arr", 60),
        **{f"all levers, {name}": (lambda goal=goal: solve.solve_each(plan, goal)) for name, goal in goals.items()},
        "one lever": lambda: solve.solve(plan, "enterprise.win_rate", goal),
        "breaking points": lambda: breaking_points.breaking_points(plan),
        "level hiring": lambda: hire_by.even_hiring(plan, "enterprise", goal),
    }
    print(f"\n{DRAWS:,} draws, 12 outputs: {yardstick * 1e3:.0f} ms")
    print(f"{'':<52}", end="")
    row("ms", "of that run")
    for name, run in measured.items():
        seconds = best(run, SECONDS)
        print(f"{name:<52}", end="")
        row(f"{seconds * 1e3:,.1f}", f"{seconds / yardstick:.2f}")


if __name__ == "__main__":
    main()
