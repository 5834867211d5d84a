"""What a browser is told of the runs of its page: of a part that looks as before but for its values, only these.

A browser goes through the whole page for each thing that it is told of a run: that it has begun, that it goes on, that
it is over. It needs that to remove what the run no longer draws. So a run that draws the same places again is not told,
and what stands in them as it is there already is not sent. Once a run draws something else it is told after all, from
its beginning.

The first run of a part after one of the page is told in any case: a browser that comes back after its connection was
lost asks for what it may have missed if the last run that it knows was one of a part.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

BLOCK = "block"
"""The kind of what holds elements."""

STILL = frozenset({BLOCK, "empty", "heading", "html", "markdown", "vega_lite_chart"})
"""Kinds that nothing is entered in: sent again only when they differ."""

VALUES = STILL | {"alert", "arrow_data_frame", "bidi_component", "button_group", "selectbox"}
"""Kinds that a browser draws again by what they are alone, whichever run they come from."""

Place: TypeAlias = tuple[int, ...]


class Drawn(NamedTuple):
    """What stands in a place.

    part: of the page, by its id. kind: of element. id: of the widget, or how a block is laid out. content: a digest of
    what it says, empty for what may be entered in.
    """

    part: str
    kind: str
    id: str
    content: bytes


@dataclass
class Telling:
    """What one browser has been sent, in order.

    alike: whether a part of the page may be drawn again without its runs being told.
    """

    alike: Callable[[str], bool]
    _there: dict[Place, Drawn] = field(default_factory=dict)
    _parts: frozenset[str] = frozenset()
    _untold: list[ForwardMsg] | None = None
    _now: set[Place] = field(default_factory=set)
    _known: bool = False
    _settled: bool = False

    def sent(self, messages: Iterable[ForwardMsg]) -> list[ForwardMsg]:
        """Those of the session's messages that the browser needs, in the order in which it needs them."""
        return [one for message in messages for one in self._needed(message)]

    def _needed(self, message: ForwardMsg) -> list[ForwardMsg]:
        match message.WhichOneof("type"):
            case "new_session":
                return self._begins(message)
            case "session_status_changed" if self._untold is not None:
                return self._goes(message)
            case "delta":
                return self._draws(message)
            case "script_finished":
                return self._ends(message)
        return [message]

    def _begins(self, message: ForwardMsg) -> list[ForwardMsg]:
        self._parts, self._now = frozenset(message.metadata.run.fragment_ids), set()
        if self._parts:
            self._untold = [message]
            return []
        self._untold, self._there, self._known, self._settled = None, {}, False, False
        return [message]

    def _goes(self, message: ForwardMsg) -> list[ForwardMsg]:
        """Whether a run goes on, of which the browser has not heard."""
        if not self._untold:
            self._untold = None
        elif message.session_status_changed.script_is_running:
            self._untold.append(message)
        return []

    def _draws(self, message: ForwardMsg) -> list[ForwardMsg]:
        place, drawn = tuple(message.metadata.delta_path), _drawn(message.delta)
        before = self._there.get(place)
        self._now.add(place)
        if self._untold is None:
            self._there[place] = drawn
            return [message]
        self._untold.append(message)
        if not (self._quiet() and before and before[:3] == drawn[:3] and drawn.kind in VALUES):
            return self._told()
        self._there[place] = drawn
        return [] if drawn.content and drawn.content == before.content else [message]

    def _ends(self, message: ForwardMsg) -> list[ForwardMsg]:
        how, success = message.script_finished, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        if not self._parts:
            self._settled = how == ForwardMsg.FINISHED_SUCCESSFULLY
            return [message]
        if self._untold is None:
            self._known = how == success and self._settled
            return [message]
        if how == ForwardMsg.FINISHED_EARLY_FOR_RERUN or (how == success and self._quiet() and self._all_drawn()):
            self._untold = []
            return []
        return [*self._told(), message]

    def _quiet(self) -> bool:
        return self._known and all(map(self.alike, self._parts))

    def _all_drawn(self) -> bool:
        """Whether the run has drawn every place of its parts."""
        return all(place in self._now for place, drawn in self._there.items() if drawn.part in self._parts)

    def _told(self) -> list[ForwardMsg]:
        """The run so far, which the browser hears of now."""
        run, self._untold = self._untold or [], None
        mine = {place for place, drawn in self._there.items() if drawn.part in self._parts}
        self._there = {
            place: drawn
            for place, drawn in self._there.items()
            if not any(place[:length] in mine for length in range(1, len(place) + 1))
        }
        for message in run:
            if message.HasField("delta"):
                self._there[tuple(message.metadata.delta_path)] = _drawn(message.delta)
        return run


def _drawn(delta: Delta) -> Drawn:
    if delta.HasField("add_block"):
        kind, id_ = BLOCK, f"{delta.add_block.WhichOneof('type')} {delta.add_block.id}"
    else:
        kind = delta.new_element.WhichOneof("type") or ""
        id_ = getattr(getattr(delta.new_element, kind, None), "id", "")
    still = delta.SerializeToString(deterministic=True) if kind in STILL else None
    return Drawn(delta.fragment_id, kind, id_, hashlib.blake2b(still, digest_size=16).digest() if still else b"")
