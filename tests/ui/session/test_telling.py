"""A browser that is told only what changes has on its page what it would have if it were told all."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from planner.ui.session.telling import Telling

PARTS = 2
END = {
    "page": ForwardMsg.FINISHED_SUCCESSFULLY,
    "parts": ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    "early": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}


@dataclass
class Browser:
    """What Streamlit's browser makes of messages: what stands in each place, of which run and part."""

    run: str = ""
    places: dict[tuple[int, ...], tuple[bytes, str, str]] = field(default_factory=dict)
    told: int = 0

    def takes(self, message: ForwardMsg) -> None:
        self.told += 1
        match message.WhichOneof("type"):
            case "new_session":
                self.run = message.metadata.run.script_run_id
            case "delta":
                self._draws(tuple(message.metadata.delta_path), message)
            case "script_finished" if message.script_finished != END["early"]:
                self._clears(message)

    def _draws(self, place: tuple[int, ...], message: ForwardMsg) -> None:
        delta = message.delta
        kept = delta.HasField("add_block") and self.places.get(place, (b"",))[0] == delta.add_block.SerializeToString()
        if not kept:
            self.places = {at: one for at, one in self.places.items() if at[: len(place)] != place}
        content = delta.add_block if delta.HasField("add_block") else delta.new_element
        self.places[place] = (content.SerializeToString(), self.run, delta.fragment_id)

    def _clears(self, message: ForwardMsg) -> None:
        run, parts = message.metadata.run.script_run_id, set(message.metadata.run.fragment_ids)
        tops = [at for at, (_, of, part) in self.places.items() if of == run and part in parts]
        inside = [at for at in self.places if not parts or any(at[: len(top)] == top != at for top in tops)]
        for at in inside:
            if self.places[at][1] != run:
                del self.places[at]

    def shows(self) -> dict[tuple[int, ...], bytes]:
        return {at: content for at, (content, _, _) in self.places.items()}


def element(kind: str, text: str) -> ForwardMsg:
    message = ForwardMsg()
    match kind:
        case "markdown":
            message.delta.new_element.markdown.body = text
        case "chart":
            message.delta.new_element.vega_lite_chart.spec = text
        case "component":
            message.delta.new_element.bidi_component.id, message.delta.new_element.bidi_component.json = "own", text
        case "field":
            message.delta.new_element.text_input.id = text
        case "box":
            message.delta.add_block.vertical.SetInParent()
    return message


SHAPES = (["markdown", "chart"], ["markdown", "chart", "markdown"], ["markdown", "component"], ["box", "field"])

looks = some.tuples(some.sampled_from(SHAPES), some.sampled_from(["aaa", "aba"])).map(
    lambda one: list(zip(one[0], one[1], strict=False))
)
"""What a part draws: kinds and texts."""

runs = some.lists(
    some.tuples(
        some.sampled_from([[0], [0], [1], [1, 0], []]),
        some.lists(looks, min_size=PARTS, max_size=PARTS),
        some.sampled_from([99, 99, 99, 1, 2, 3]),
    ),
    min_size=4,
    max_size=10,
)
"""Runs of parts, or of the page where none is named: what each draws, and after how much of it it is interrupted."""


def drawn(parts: list[int], what: list[list[tuple[str, str]]]) -> list[ForwardMsg]:
    """What a run draws: a box for each part, and in it what the part draws."""
    messages = []
    for part in parts or range(PARTS):
        for at, (kind, text) in enumerate([("box", ""), *what[part]]):
            message = element(kind, text)
            message.metadata.delta_path.extend([0, part, at - 1][: 3 if at else 2])
            message.delta.fragment_id = f"part {part}"
            messages.append(message)
    return messages


def around(number: int, parts: list[int], inside: list[ForwardMsg], end: int) -> list[ForwardMsg]:
    """All messages of a run."""
    begins, goes, ends, stands = ForwardMsg(), ForwardMsg(), ForwardMsg(), ForwardMsg()
    begins.new_session.name = "app"
    goes.session_status_changed.script_is_running = True
    ends.script_finished = end
    stands.session_status_changed.script_is_running = False
    for one in (begins, ends):
        one.metadata.run.script_run_id = f"run {number}"
        one.metadata.run.fragment_ids.extend(f"part {part}" for part in parts)
    return [begins, goes, *inside, ends, stands]


@settings(max_examples=300)
@given(runs)
def test_the_page_is_what_it_would_be_if_all_were_told(runs: list) -> None:
    everything, needed, telling = Browser(), Browser(), Telling(lambda _: True)
    page = ([], runs[0][1], 99)
    for number, (parts, what, after) in enumerate([page, *runs]):
        inside = drawn(parts, what)
        end = END["early" if after < len(inside) else "parts" if parts else "page"]
        messages = around(number, parts, inside[:after], end)
        for message in messages:
            everything.takes(message)
        for message in telling.sent(messages):
            needed.takes(message)
        assert needed.shows() == everything.shows()


def test_the_same_places_with_other_values_are_sent_alone() -> None:
    telling, browser = Telling(lambda _: True), Browser()
    before, after = [("markdown", "a"), ("chart", "b"), ("component", "c")], [("markdown", "a"), ("chart", "d")]

    def sent(number: int, parts: list[int], what: list[tuple[str, str]]) -> list[str | None]:
        inside = drawn(parts, [what] * PARTS)
        messages = telling.sent(around(number, parts, inside, END["parts" if parts else "page"]))
        for message in messages:
            browser.takes(message)
        return [message.WhichOneof("type") for message in messages]

    run = ["new_session", "session_status_changed", "script_finished", "session_status_changed"]
    assert sent(0, [], before) == [*run[:2], *["delta"] * 4 * PARTS, *run[2:]]
    assert sent(1, [0], before) == [*run[:2], *["delta"] * 4, *run[2:]]  # The first of a part is told.
    assert sent(2, [0], before) == ["delta"]  # The component: it may be an answer.
    assert sent(3, [1], [*before[:1], ("chart", "x"), before[2]]) == ["delta"] * 2
    assert sent(4, [0], after) == ["delta", *run[:2], *["delta"] * 3, *run[2:]]  # One is gone: told from its beginning.
    assert (0, 0, 2) not in browser.places
