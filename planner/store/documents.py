"""Plans and histories as they are kept in the database, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from planner.plan import Plan, document, parse
from planner.plan.history import History, Standing, Step
from planner.vocabulary.errors import PlannerError, Problem

SOURCE = "saved plan"

OPENING = "opening "
"""How steps begin that open another plan, in histories that were kept before they said so themselves."""


@lru_cache(4096)
def plan_text(plan: Plan) -> str:
    """A plan as JSON, on one line."""
    return json.dumps(document(plan), separators=(",", ":"))


def plan_of(text: str) -> Plan:
    """The plan of a text that `plan_text` gave; PlannerError when a newer program wrote it."""
    return parse(json.loads(text), SOURCE)


def history_bytes(history: History, view: Mapping[str, Any] | None = None) -> bytes:
    """A history, every plan of it once, and what is looked at beside it. From which gesture a step came is not kept."""
    texts: dict[str, int] = {}
    places: dict[int, int] = {}

    def at(plan: Plan) -> int:
        # By identity first: most steps share a baseline, and to compare a plan is to look at all of it.
        if id(plan) not in places:
            places[id(plan)] = texts.setdefault(plan_text(plan), len(texts))
        return places[id(plan)]

    def row(standing: Standing) -> list[Any]:
        return [at(standing.plan), at(standing.baseline), standing.saved, standing.case]

    now = row(history.now)
    sides = {"past": history.past, "future": history.future}
    rows = {side: [[step.label, *row(step.other)] for step in steps] for side, steps in sides.items()}
    opened = {side: [at for at, step in enumerate(steps) if step.opens] for side, steps in sides.items()}
    steps = json.dumps({"now": now, **rows, "opened": opened, "view": view or {}}, separators=(",", ":"))
    return zlib.compress(f'{{"steps":{steps},"plans":[{",".join(texts)}]}}'.encode(), 1)


def history_of(packed: bytes) -> tuple[History, dict[str, Any]]:
    """The history of what `history_bytes` gave, and what was looked at; PlannerError when a newer program wrote it.

    Steps to a plan that cannot be read any more are left out, with those beyond them.
    """
    try:
        found = json.loads(zlib.decompress(packed))
        steps, documents = found["steps"], found["plans"]
    except (ValueError, KeyError, TypeError, zlib.error):
        raise PlannerError(
            Problem(
                "draft",
                None,
                "cannot be read: a part of it is missing; open its plan in the Library",
            )
        ) from None
    plans: dict[int, Plan] = {}

    def plan(at: int) -> Plan:
        if at not in plans:
            plans[at] = parse(documents[at], "draft")
        return plans[at]

    def standing(row: list[Any]) -> Standing:
        return Standing(plan(row[0]), plan(row[1]), *row[2:])

    def read(side: str) -> tuple[Step, ...]:
        kept: list[Step] = []
        for at, (label, *row) in reversed(list(enumerate(steps[side]))):
            opens = at in steps["opened"][side] if "opened" in steps else label.startswith(OPENING)
            try:
                kept.append(Step(label, standing(row), opens=opens))
            except PlannerError:
                break
        return tuple(reversed(kept))

    return History(standing(steps["now"]), read("past"), read("future")), steps["view"]
