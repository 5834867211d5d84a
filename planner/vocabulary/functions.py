"""The functions of a company that costs are booked to."""

from collections.abc import Mapping

from planner.vocabulary import palette
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.declared import Declared, by_id


def _function(column: str, colour: str) -> Declared:
    return Declared(column, COLUMNS[column].label, colour)


FUNCTIONS: Mapping[str, Declared] = by_id(
    _function("cogs", palette.SAND),
    _function("sales_marketing", palette.VERMILION),
    _function("research_development", palette.PINE),
    _function("general_administrative", palette.GREY),
)
"""Every function by the column of its cost."""
