"""The frame of a room's chart: dots that stand on each other, and what each row comes to."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.analysis.workshop.summary import Summary
from planner.ui.workshop.charts import ROOM

PLACES, LARGEST, SMALLEST = 72, 10.0, 4.5
"""Places along a row in which dots stand on each other; pixels of a dot's width."""

MARGIN = 0.045
"""Of a row's width, to either side of its outermost value."""

GAP = 0.04
"""Between two columns of rows, of the whole width."""


@dataclass(frozen=True)
class Value:
    """What one person says. person: the number within the room. says: the value in words."""

    person: int
    value: float
    says: str


@dataclass(frozen=True)
class Row:
    """What a room says of one thing. text: what it comes to; planned: in the plan, None where that says nothing.

    beside: values that the row's scale must reach, too. own: the number of the reader, whose dot stands out.
    """

    title: str
    text: str
    values: Sequence[Value]
    summary: Summary | None
    planned: float | None
    write: Callable[[float], str]
    beside: Sequence[float] = ()
    own: int | None = None


def spread(rows: Sequence[Row], columns: int = 1) -> pd.DataFrame:
    """What `charts.spread` draws, in so many columns, the first one filled first."""
    height = -(-len(rows) // columns)
    width = (1 + GAP) / columns
    found = [
        {**part, **_placed(part, at // height * width, width - GAP)}
        for at, row in enumerate(rows)
        for part in _row(at % height + 1, row)
    ]
    empty = {"x": np.nan, "lift": np.nan, "size": np.nan, "who": "", "says": ""}
    empty |= {"title": "", "text": "", "left": "", "right": "", "planned_text": ""}
    empty |= dict.fromkeys(("start", "end", "lower", "median", "upper", "planned"), np.nan)
    return pd.DataFrame([empty | one for one in found])


def _placed(part: Mapping[str, object], start: float, width: float) -> dict[str, float]:
    """What lies between 0 and 1 within a row, within the whole width."""
    ends = {"start": start, "end": start + width} if part["kind"] == "row" else {}
    within = {name: part[name] for name in ("x", "lower", "median", "upper", "planned") if name in part}
    return ends | {name: start + width * float(str(place)) for name, place in within.items()}


def _row(rank: int, row: Row) -> list[dict[str, object]]:
    values = [one for one in row.values if math.isfinite(one.value)]
    reach = [one for one in (*(value.value for value in values), *row.beside, row.planned) if one is not None]
    reach = [one for one in reach if math.isfinite(one)]
    low, high = (min(reach), max(reach)) if reach else (0.0, 0.0)

    def place(value: float | None) -> float:
        if value is None or not math.isfinite(value):
            return math.nan
        return 0.5 if high == low else MARGIN + (1 - 2 * MARGIN) * (value - low) / (high - low)

    head: dict[str, object] = {"rank": rank, "kind": "row", "title": row.title, "text": row.text}
    if low < high:
        head |= {"left": row.write(low), "right": row.write(high)}
    if row.summary:
        middle = {name: place(getattr(row.summary, name)) for name in ("lower", "median", "upper")}
        head |= middle
    if row.planned is not None:
        head |= {"planned": place(row.planned), "planned_text": row.write(row.planned)}
    return [head, *({"rank": rank, "kind": "dot", **dot} for dot in _dots(values, row.own, place))]


def _dots(values: Sequence[Value], own: int | None, place: Callable[[float], float]) -> list[dict[str, object]]:
    """Dots that stand straight on each other where they would overlap, the reader's own on top.

    They come by value: the order in which people joined would tell who is who.
    """
    stacks: dict[int, list[Value]] = {}
    for one in sorted(values, key=lambda one: (one.person == own, one.value)):
        stacks.setdefault(round(place(one.value) * PLACES), []).append(one)
    tallest = max(map(len, stacks.values()), default=1)
    width = min(LARGEST, max(SMALLEST, ROOM / tallest))
    step = min(width, (ROOM - width) / max(tallest - 1, 1))
    return [
        {
            "x": sum(place(each.value) for each in stack) / len(stack),
            "lift": ROOM - width / 2 - step * at,
            "size": max(2 * width**2, LARGEST**2) if one.person == own else width**2,
            "who": "own" if one.person == own else "others",
            "says": one.says,
        }
        for stack in stacks.values()
        for at, one in enumerate(stack)
    ]
