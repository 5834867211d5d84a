"""Shocks: what can go wrong for a while, as events that can be put into a plan at any month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from planner.plan.parts import Event, Part
from planner.plan.plays import events, load_pack
from planner.plan.rules import BAD, month, one_line, text


@dataclass(frozen=True, kw_only=True)
class Shock(Part):
    """Something that can happen to a company.

    effects: where the numbers come from. months: how long it usually lasts. events: what it does; their starts count
    from the first month of the shock, and they last as long as it does unless they say how long.
    """

    NOUN = "shock"
    KEYS = ("name", "about", "effects", "months")

    name: Annotated[str, one_line()]
    about: Annotated[str, text()]
    effects: Annotated[str, text()]
    months: Annotated[int, month]
    events: Annotated[tuple[Event, ...], events]

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Events that would start after the shock."""
        months, own = values["months"], values["events"]
        for at, event in enumerate(() if BAD in (months, own) else own, 1):
            if event.start > months:
                yield "events", f"event {at} starts in month {event.start}; must be within the shock, 1 to {months}"


def load(path: Path | str) -> Shock:
    """The shock in a TOML file, [shock] and [[events]]; PlannerError lists every problem."""
    return load_pack(Shock, path)
