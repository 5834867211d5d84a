"""A tab of a browser without a browser: it speaks Streamlit's protocol, presses, types and waits like one."""

import asyncio
import itertools
import json
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ssl import SSLContext
from typing import Any, NamedTuple, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

BROWSER = "groundswell_browser"
"""The cookie by which the app knows a browser."""

LAST = "groundswell.address"
"""The component that is drawn last when a lever was moved."""


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine, in a thread of its own: where a browser is tested, this one has a loop that runs."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, what).result()


class Drawn(NamedTuple):
    """Something on the page. fragment: the part of the page it is in, which runs alone when it is used."""

    kind: str
    element: Any
    fragment: str

    @property
    def id(self) -> str:
        """Of the widget; empty for what is none."""
        return str(getattr(self.element, "id", ""))


class Tab:
    """A tab, from its opening to its end: `async with Tab(...) as tab`. Its runs come one after another.

    cookies: of the browser. page: its path, empty for the first one. query: of its address. source: the address that it
    connects from. headers: sent besides. waits: whether it looks again by itself, as a page with something live does.
    """

    def __init__(
        self,
        address: str,
        cookies: Mapping[str, str],
        page: str = "",
        query: str = "",
        *,
        source: str | None = None,
        headers: Mapping[str, str] | None = None,
        tls: SSLContext | None = None,
        waits: bool = True,
    ) -> None:
        self.url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        self.cookies, self.page, self.query, self.source, self.tls = cookies, page, query, source, tls
        self.waits, self.headers = waits, dict(headers or {})
        self.widgets: dict[str, WidgetState] = {}
        self.drawn: dict[tuple[int, ...], Drawn] = {}
        self._looks: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.changed = asyncio.Event()
        self._script = ""
        self._told = False
        self._entries = itertools.count(1)
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        options: dict[str, Any] = {"subprotocols": ["streamlit"], "max_size": None, "ping_interval": None}
        if self.source:
            options["local_addr"] = (self.source, 0)
        self.socket: ClientConnection = await connect(
            self.url, additional_headers={"Cookie": cookies, **self.headers}, ssl=self.tls, open_timeout=60, **options
        )
        await self.run()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket.close()

    # What somebody does

    async def press(self, label: str) -> None:
        """Press the button of this label."""
        await self.submit(label, {})

    async def submit(self, button: str, fields: Mapping[str, str]) -> None:
        """Fill text fields, by label, and press a button."""
        typed = [WidgetState(id=self.find(one, "text_input").id, string_value=text) for one, text in fields.items()]
        pressed = self.find(button, "button")
        await self.run(*typed, WidgetState(id=pressed.id, trigger_value=True), fragment=pressed.fragment)

    async def open_box(self, part: str) -> None:
        """Open a box whose content is drawn when it is opened, by a part of its id."""
        await self.run(WidgetState(id=self.find(part).id, bool_value=True))

    def close_box(self, part: str) -> None:
        """Have the box closed from the next run on."""
        for id_ in [one for one in self.widgets if part in one]:
            self.widgets[id_] = WidgetState(id=id_, bool_value=False)

    async def move(
        self, lever: str, value: float, *, gesture: int = 0, sight: Sequence[str] | None = None, held: bool = False
    ) -> None:
        """Set a lever. gesture: of the hand. sight: those that can be seen, all by default. held: whether it is."""
        await self._enter({"id": lever, "does": "move", "value": value, "gesture": gesture}, sight, held=held)

    async def rest(self, sight: Sequence[str] | None = None) -> None:
        """Ask for what was left out: the address, and the regions that can be seen, all by default."""
        await self._enter({"id": "", "does": "rest"}, sight)

    async def _enter(self, item: Mapping[str, Any], sight: Sequence[str] | None, *, held: bool = False) -> None:
        levers, items = self.component("levers"), [{"number": next(self._entries), **item}]
        entries = {"entries": {"mount": f"tab-{id(self)}", "items": items, "sight": sight, "held": held}}
        await self.run(WidgetState(id=levers.id, json_value=json.dumps(entries)), fragment=levers.fragment)

    async def until(self, text: str, patience: float = 30.0) -> None:
        """Wait until the page says something; TimeoutError when it does not."""
        async with asyncio.timeout(patience):
            while True:
                self.changed.clear()
                async with self._turn:  # Not while it is being drawn.
                    if text in self.text():
                        return
                await self.changed.wait()

    # What is on the page

    def find(self, part: str, kind: str = "") -> Drawn:
        """What was drawn last with this in its label or its id, of a kind; LookupError when nothing was."""
        for one in reversed(self.drawn.values()):
            if one.kind.startswith(kind) and one.id and (part in getattr(one.element, "label", "") or part in one.id):
                return one
        raise LookupError(f"no {kind or 'part'} {part!r} on this page:\n{self.text()}")

    def component(self, name: str) -> Drawn:
        """A component of ours."""
        for one in reversed(self.drawn.values()):
            if one.kind == "bidi_component" and one.element.component_name == f"groundswell.{name}":
                return one
        raise LookupError(f"no component {name!r} on this page:\n{self.text()}")

    def text(self) -> str:
        """What the page says, part by part."""
        said = []
        for _, (kind, element, _) in sorted(self.drawn.items()):
            label = getattr(element, "label", "")
            said.append(element.json if kind == "bidi_component" else getattr(element, "body", "") or str(label))
        return "\n".join(one for one in said if one and not one.startswith("<style>"))

    # Messages

    async def run(self, *changed: WidgetState, fragment: str = "", by_itself: bool = False) -> None:
        """One message to the server, and all that it answers until the run is over."""
        async with self._turn:
            if fragment and fragment not in (
                self._looks if by_itself else {one.fragment for one in self.drawn.values()}
            ):
                return  # The page was drawn anew meanwhile, without it.
            message = BackMsg()
            state = message.rerun_script
            state.query_string, state.fragment_id, state.is_auto_rerun = self.query, fragment, by_itself
            state.page_name, state.page_script_hash = "" if self._script else self.page, self._script
            for one in changed:
                if one.WhichOneof("value") != "trigger_value":
                    self.widgets[one.id] = one
            sent = {**self.widgets, **{one.id: one for one in changed}}
            state.widget_states.widgets.extend(sent.values())
            self._told = False
            await self.socket.send(message.SerializeToString())
            while not self._took(await self.socket.recv()):
                pass
            self.changed.set()

    def _took(self, received: Any) -> bool:
        """Note what the server says; whether the run is over, which is not said of one that only changes values."""
        answer = ForwardMsg()
        answer.ParseFromString(received)
        if answer.HasField("new_session"):
            self._told = True
            if not answer.metadata.run.fragment_ids:
                self.drawn.clear()
                self._looks.clear()
        elif answer.HasField("delta"):
            self._note(tuple(answer.metadata.delta_path), answer.delta)
            return not self._told and answer.delta.new_element.bidi_component.component_name == LAST
        elif answer.HasField("navigation"):
            self._script = answer.navigation.page_script_hash
        elif answer.HasField("page_info_changed"):
            self.query = answer.page_info_changed.query_string
        elif answer.HasField("auto_rerun") and self.waits:
            self._look(answer.auto_rerun.fragment_id, answer.auto_rerun.interval)
        elif answer.HasField("script_finished"):
            return bool(answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
        return False

    def _note(self, path: tuple[int, ...], delta: Any) -> None:
        if delta.HasField("add_block"):
            block = delta.add_block
            kind = block.WhichOneof("type") or "block"
            element = getattr(block, kind) if kind != "block" and getattr(getattr(block, kind), "id", "") else block
        else:
            kind = delta.new_element.WhichOneof("type") or "empty"
            element = getattr(delta.new_element, kind)
        self.drawn[path] = Drawn(kind, element, delta.fragment_id)

    def _look(self, fragment: str, interval: float) -> None:
        """Run a part of the page again and again, until the page is drawn anew."""
        number = next(self._entries)

        async def again() -> None:
            while self._looks.get(fragment) == number:
                await asyncio.sleep(interval)
                if self._looks.get(fragment) == number:
                    await self.run(fragment=fragment, by_itself=True)

        self._looks[fragment] = number
        task = asyncio.create_task(again())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
