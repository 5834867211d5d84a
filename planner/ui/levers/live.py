"""Levers that move the charts while they are dragged: one component for all levers of a page.

The browser sends what was entered since the last answer, and the next only once the run that answers is over, so that
every run draws its charts to the end, however fast the hand. While a slider or a key is held, only the charts in
sight follow it; once the hand rests, the others do. Where the component cannot run, `plain` stands in.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime

from planner.ui.kit.figures import EVERY
from planner.ui.levers import controls
from planner.ui.levers.controls import FOLLOWS, Group
from planner.ui.session import state

KEY, HANDLED, SIGHT, PLAIN = "live", "live-handled", "live-sight", "plain"


def _file(name: str) -> str:
    """The text of a file that runs in the browser."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


_levers = st.components.v2.component(
    "groundswell.levers",
    html='<div class="levers"><p>The sliders have not started. <a href="?levers=plain">Use plain ones</a></p></div>',
    css=_file("levers.css"),
    js=_file("levers.js"),
)
_address = st.components.v2.component("groundswell.address", js=_file("address.js"))


def possible() -> bool:
    """Whether there is a browser: outside a server, as in tests, there is none."""
    return runtime.exists() and type(runtime.get_instance()) is runtime.Runtime


def runs() -> bool:
    """Whether the levers may be live ones: there is a browser, and nobody asked for plain ones."""
    if st.query_params.get("levers") == PLAIN:
        st.session_state[PLAIN] = True
    return possible() and not st.session_state.get(PLAIN)


def draw(groups: Sequence[Group], *, again: bool, behind: bool) -> None:
    """The levers, and the way back to the baseline.

    again: the browser has them and needs what may differ. behind: charts out of sight wait for the hand to rest.
    """
    handled = st.session_state.get(HANDLED, ("", 0))
    data: dict[str, Any] = {
        "answered": {"mount": handled[0], "number": handled[1]},
        "behind": behind,
        "undo": state.last_step(),
        "changes": state.changes(),
        "baseline": state.baseline_plan().name,
    }
    if again:
        controls = [control for group in groups for control in group.every()]
        data["controls"] = [{name: getattr(control, name) for name in FOLLOWS} for control in controls]
    else:
        data["groups"] = [asdict(group) for group in groups]
    _levers(key=KEY, data=data, default={"entries": None}, on_entries_change=_take)


def sight() -> Container[int]:
    """The charts to draw: while a lever is held those that can be seen, counted from the first; asked for once."""
    seen = st.session_state.pop(SIGHT, None)
    return EVERY if seen is None else seen


def address() -> None:
    """Keep plan and baseline in the address, without an entry in the browser's history for every move."""
    if possible():
        _address(key="address", data={"name": state.LINK, "value": state.token()})
    elif st.query_params.get(state.LINK) != state.token():
        st.query_params[state.LINK] = state.token()


def _take() -> None:
    """What was entered in the browser and not been handled yet."""
    sent = st.session_state[KEY].get("entries")
    if not isinstance(sent, Mapping):
        return
    mount, entries = str(sent.get("mount")), sent.get("items", [])
    st.session_state[SIGHT] = None if sent.get("sight") is None else frozenset(sent["sight"])
    known, last = st.session_state.get(HANDLED, ("", 0))
    last = last if known == mount else 0
    for entry in entries:
        if entry["number"] > last:
            last = entry["number"]
            DOES[entry["does"]](entry)
    st.session_state[HANDLED] = (mount, last)


DOES: Mapping[str, Callable[[Any], None]] = {
    "set": lambda entry: controls.enter(entry["id"], float(entry["value"])),
    "range": lambda entry: controls.enter_range(entry["id"], float(entry["low"]), float(entry["high"])),
    "doubt": lambda entry: controls.doubt(entry["id"]),
    "sure": lambda entry: state.drop_range(entry["id"]),
    "reset": lambda entry: state.reset_lever(entry["id"]),
    "undo": lambda entry: state.undo(),
    "reset all": lambda entry: state.reset(),
    "pin": lambda entry: state.pin(),
    "rest": lambda entry: None,
}
"""What the browser can ask for."""
