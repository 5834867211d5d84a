"""How charts write the values of an axis."""

import re

import vl_convert

from planner.ui.figures.marks import label
from planner.vocabulary.numbers import short
from planner.vocabulary.units import Axis


def written(unit: Axis, values: list[float]) -> list[str]:
    """The texts that the expression of a value axis makes of values, by Vega itself."""
    spec = {
        "data": {"values": [{"at": at, "value": value} for at, value in enumerate(values)]},
        "transform": [{"calculate": label(unit, "datum.value"), "as": "text"}],
        "mark": "text",
        "encoding": {
            "text": {"field": "text", "type": "nominal"},
            "y": {"field": "at", "type": "ordinal", "axis": None},
        },
    }
    return re.findall(r"<text[^>]*>([^<]*)</text>", vl_convert.vegalite_to_svg(spec))


def test_amounts_on_an_axis_read_as_they_do_elsewhere() -> None:
    amounts = [0.5, 12, 1200, 35_400, 2.5e6, 1.41e9, 9e11, 1.5e15, 2e18, -3e15]
    assert written("number", amounts) == [short(one) for one in amounts]


def test_small_shares_on_an_axis_can_be_told_apart() -> None:
    assert written("share", [0.0, 0.0002, 0.0004, 0.0055, 0.01, 0.125, 1.5]) == [
        *("0%", "0.02%", "0.04%", "0.55%", "1%", "12.5%", "150%"),
    ]
