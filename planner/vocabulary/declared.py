"""What every declaration has: an id that code goes by, the names people read, a colour.

Tables, charts and sentences look a thing up by its id; nothing depends on the order in which things are declared but
the order in which they are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from planner.vocabulary.sentences import within


@dataclass(frozen=True)
class Declared:
    """One thing of the project.

    id: in code, files and columns. label: as people read it. colour: on every page. short: the label where there is
    little room, the same where none is given.
    """

    id: str
    label: str
    colour: str
    short: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        if not self.short:
            object.__setattr__(self, "short", self.label)

    @property
    def within(self) -> str:
        """The label within a sentence: "sales engineers", "BDRs"."""
        return within(self.label)


Kind = TypeVar("Kind", bound=Declared)


def by_id(*declared: Kind) -> Mapping[str, Kind]:
    """Declarations by id, in the order in which they are shown; ValueError when an id or a label stands twice."""
    found = {one.id: one for one in declared}
    if len(found) < len(declared) or len({one.label for one in declared}) < len(declared):
        raise ValueError(f"declared twice: {[one.id for one in declared]}")
    return MappingProxyType(found)
