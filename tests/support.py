"""What several tests need."""

import re
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from planner import plan as plans

ROOT = Path(__file__).parents[1]
"""The project's folder."""

PLAN = plans.load(ROOT / "tests/pages/plan.toml")
"""The plan of the page and browser tests."""


class Tile(NamedTuple):
    """A key number as the page shows it; change is empty when it is the baseline's."""

    label: str
    value: str
    change: str


def key_numbers(test: Any) -> list[Tile]:
    """The key numbers of a page under Streamlit's app test."""
    html = next(element.proto.body for element in test.get("html") if 'role="list"' in element.proto.body)
    tiles = []
    for item in html.split('role="listitem"')[1:]:
        texts = [unescape(text).strip() for text in re.findall(r">([^<>]*)<", item)]
        label, value, *rest = [text for text in texts if text]
        arrows = {"▲": "", "▼": "-"}
        change = arrows[rest[0]] + rest[1] if rest and rest[0] in arrows else ""
        tiles.append(Tile(label, value, change))
    return tiles


def heading(test: Any) -> str:
    """The title of a page under Streamlit's app test."""
    return next(
        match.group(1) for element in test.get("html") if (match := re.search(r"<h1>(.*?)</h1>", element.proto.body))
    )
