"""What several tests need."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from planner import plan as plans
from planner.plan import event_groups

ROOT = Path(__file__).parents[1]
"""The project's folder."""

PLAN = plans.load(ROOT / "tests/pages/plan.toml")
"""The plan of the page and browser tests."""


def decided(plan: plans.Plan, key: str, happens: bool) -> plans.Plan:
    """The plan with the events of a group left to chance no more: they happen for sure, or do not act."""
    one = event_groups.group(plan.events, key)
    assert one
    events = (
        replace(event, active=happens, chance=1.0) if at in one.positions else event
        for at, event in enumerate(plan.events)
    )
    return plan.changed(events=tuple(events))


class Tile(NamedTuple):
    """A key number as the page shows it; change is empty when it is the baseline's."""

    label: str
    value: str
    change: str


def told(test: Any, component: str) -> dict[str, Any] | None:
    """What a component of ours is told, under Streamlit's app test; None where the page has none."""
    found = [one.proto for one in test.get("bidi_component") if one.proto.component_name == f"groundswell.{component}"]
    return json.loads(found[0].json) if found else None


def key_numbers(test: Any) -> list[Tile]:
    """The key numbers of a page under Streamlit's app test."""
    if numbers := told(test, "key_numbers"):
        return [Tile(tile["label"], tile["value"], _change(tile["change"])) for tile in numbers["tiles"]]
    return rows_of_tiles(test)[0]


def strip(test: Any) -> list[Tile]:
    """What of the results stays in sight, under Streamlit's app test."""
    return [Tile(cell["label"], cell["value"], _change(cell["change"])) for cell in (told(test, "head") or {})["cells"]]


def _change(change: dict[str, Any] | None) -> str:
    return "" if change is None else f"{'' if change['up'] else '-'}{change['text']}"


def rows_of_tiles(test: Any) -> list[list[Tile]]:
    """Rows of numbers that stand among the figures of a page, under Streamlit's app test."""
    found = []
    for html in [element.proto.body for element in test.get("html") if 'role="list"' in element.proto.body]:
        tiles = []
        for item in html.split('role="listitem"')[1:]:
            texts = [unescape(text).strip() for text in re.findall(r">([^<>]*)<", item)]
            label, value, *rest = [text for text in texts if text]
            arrows = {"▲": "", "▼": "-"}
            change = arrows[rest[0]] + rest[1] if rest and rest[0] in arrows else ""
            tiles.append(Tile(label, value, change))
        found.append(tiles)
    return found


def heading(test: Any) -> str:
    """The title of a page under Streamlit's app test."""
    return str((told(test, "head") or {})["title"])
