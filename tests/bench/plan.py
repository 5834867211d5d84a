"""What handling the plan costs on a move of a lever, against simulating it. Prints, asserts nothing.

    python tests/bench/plan.py

A move makes the plan with the lever's new value and asks whether it differs from the plan before and from the baseline,
and for its events and values, as the pages do. The link and the document are for when a drag ends.
"""

from engine import ROOT, best, row

from planner import plan as plans
from planner.exchange import links
from planner.model.simulate import simulate
from planner.plan import Plan

LEVER = "enterprise.win_rate"
SECONDS = 1.0


def move(plan: Plan, value: float) -> Plan:
    """What is done with the plan on one move, but for the model."""
    new = plan.with_levers({LEVER: value})
    if new != plan:
        new.values()
        new.acting_events()
    return new


def main() -> None:
    """Print the table."""
    opening = plans.load(ROOT / "data/plans/open-source-database.toml")
    text = plans.dumps(opening)
    plan = opening.changed(uncertainty={}, correlations=())
    values = [0.2 + 0.0001 * step for step in range(100)]
    simulated = best(lambda: simulate(plan), SECONDS)
    measured = {
        "one lever, a plan without ranges": best(lambda: [move(plan, value) for value in values], SECONDS)
        / len(values),
        "one lever, a plan with ranges": best(lambda: [move(opening, value) for value in values], SECONDS)
        / len(values),
        "another name (the whole plan is checked)": best(lambda: opening.changed(name="x"), SECONDS),
        "document": best(lambda: plans.document(opening), SECONDS),
        "link": best(lambda: links.encode(opening, plan), SECONDS),
        "file written": best(lambda: plans.dumps(opening), SECONDS),
        "file read": best(lambda: plans.loads(text), SECONDS),
    }
    print(f"\nSimulating the plan, every column, one draw: {simulated * 1e6:,.0f} µs")
    print(f"{'':<44}", end="")
    row("µs", "of that")
    for name, seconds in measured.items():
        print(f"{name:<44}", end="")
        row(f"{seconds * 1e6:,.0f}", f"{seconds / simulated:.2f}")


if __name__ == "__main__":
    main()
