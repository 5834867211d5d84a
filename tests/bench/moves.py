"""What one move of a slider costs beside the simulation of its plan. Prints, asserts nothing.

    python tests/bench/moves.py

A move as the browser sends it is taken as the session takes it: the plan with its lever moved, the step that undo takes
back, what differs from the baseline, what every lever of the page shows. The plan has no ranges, so one simulation
follows. The link is encoded once a drag has ended. Times are the best of several repeats, in one process.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import count, cycle

from engine import ROOT, best, row

from planner import plan as plans
from planner.exchange import links
from planner.model.simulate import simulate
from planner.ui.levers import live, panels
from planner.ui.session import state

LEVER = "enterprise.acv"
SECONDS = 1.0


def messages() -> Iterator[dict[str, object]]:
    """What the browser sends while a slider is pulled: one move after another of one drag."""
    values = cycle(range(61_000, 99_000, 1_000))
    for number in count(1):
        item = {"number": number, "does": "move", "id": LEVER, "value": next(values), "gesture": 1}
        yield {"mount": "bench", "items": [item], "sight": [], "held": True}


def main() -> None:
    """Print the table."""
    logging.disable(logging.WARNING)
    plan = plans.load(ROOT / "data/plans/open-source-database.toml").changed(uncertainty={}, correlations=())
    state.start(plan, plan)
    sent = messages()

    def handled() -> None:
        live.take(next(sent))
        live.told(panels.OVERVIEW, again=True)

    measured: dict[str, Callable[[], object]] = {
        "handling it: plan, undo, what the levers show": handled,
        "of that, the plan alone": lambda: plan.with_levers({LEVER: 61_000.0}),
        "the link, once a drag has ended": lambda: links.encode(state.plan(), plan),
    }
    yardstick = best(lambda: simulate(state.plan()), SECONDS)
    print(f"\nsimulating the plan, every column: {yardstick * 1e6:.0f} us")
    print(f"{'':<52}", end="")
    row("us", "of that")
    for name, run in measured.items():
        seconds = best(run, SECONDS)
        print(f"{name:<52}", end="")
        row(f"{seconds * 1e6:,.0f}", f"{seconds / yardstick:.2f}")


if __name__ == "__main__":
    main()
