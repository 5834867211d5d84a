"""The segments of customers, by how they buy."""

from collections.abc import Mapping

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id

SEGMENTS: Mapping[str, Declared] = by_id(
    Declared("self_serve", "Self-serve", palette.TEAL),
    Declared("inside_sales", "Inside sales", palette.ORANGE, short="Inside"),
    Declared("enterprise", "Enterprise", palette.BLUE),
)
"""Every segment by id; columns and levers of a segment carry its id."""
