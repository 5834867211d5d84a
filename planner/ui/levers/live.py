"""Levers that move the charts while they are dragged: one component for all levers of a page.

The browser sends what was entered since the last answer, and the next only once the run that answers is over, so that
every run draws its charts to the end, however fast the hand. The regions in sight follow it; the others do when they
come into sight, or nothing has moved for a while. The address and the draft follow once the hand rests.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from planner.plan import Plan
from planner.plan.history import Standing
from planner.plan.ranges import as_stated
from planner.ui.kit import elements
from planner.ui.levers import controls, entries
from planner.ui.levers.panels import Panel
from planner.ui.session import browser, messages, regions, state, working_draft

KEY = "live"

TITLE = "Levers"
"""Of the region that they are."""


def _file(name: str) -> str:
    """The text of a file that runs in the browser."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


TOO_OLD = (
    "The levers cannot run in this browser. They need Chrome or Edge 111, Firefox 121, Safari 16.4 or newer; "
    "what the plan leads to is shown without them."
)
_levers = st.components.v2.component(
    "groundswell.levers",
    html=f'<div class="levers"></div><p class="too-old" hidden>{TOO_OLD}</p>',
    css=_file("levers.css"),
    js=elements.JS + elements.ENTRIES + _file("levers.js") + _file("doubt.js"),
)
_address = st.components.v2.component("groundswell.address", js=_file("address.js"))


def draw_few(title: str, levers: Sequence[str], copy: str, *, ranges: bool) -> None:
    """A few levers to answer with, and nothing of the plan around them.

    copy: key of the plan's copy that they move. ranges: whether theirs can be set; they stay on the levers' steps.
    """
    with state.working_on(copy):
        data = told((Panel(title, levers, {}),), again=False) | {"bare": True, "ranges": ranges}
    _levers(
        key=KEY,
        data=elements.quick(data),
        default={"entries": None},
        on_entries_change=partial(_receive, copy, entries.on_steps),
    )


def draw(
    panels: Sequence[Panel],
    *,
    again: bool = False,
    held: bool = False,
    behind: Sequence[str] = (),
    bar: bool = True,
) -> None:
    """The levers, those that matter most open and the others one click away; what changed, reset and pin above them.

    again: the browser has them and needs what may differ. held: the address is not up to date; the browser asks for it
    once the hand rests. behind: names of regions that are not; the browser asks for them once they are in sight. bar:
    whether what changed has its room while nothing did.
    """
    data = told(panels, again) | {"held": held, "behind": list(behind), "bar": bar}
    _levers(key=KEY, data=elements.quick(data), default={"entries": None}, on_entries_change=_receive)


def told(panels: Sequence[Panel], again: bool) -> dict[str, Any]:
    """What the browser is told."""
    plan, baseline = state.history().now[:2]
    shown = [entry for panel in panels for entry in panel.every()]
    data: dict[str, Any] = {
        "answered": messages.answered(KEY),
        "held": False,
        "behind": [],
        "changes": state.changes(),
        "baseline": baseline.name,
        "case": state.case(),
        "problems": state.problems_of(shown),
        "readings": [vars(controls.reading(entry, plan, baseline)) for entry in shown],
    }
    if not again:
        data["panels"] = [panel._asdict() for panel in panels]
        data["controls"] = {entry: vars(controls.control(entry, plan.currency, plan.usd)) for entry in shown}
    return data


def address(*, current: bool = True, key: str = "address") -> None:
    """Keep plan, baseline and what is kept beside them in the address, without an entry in the browser's history.

    A link that cannot be read stays there until something is changed.

    current: the address says how the plan stands now; otherwise it stays as it is, while a lever is held. key: one of
    its own for a part of a page that is drawn again by itself.
    """
    value = "" if working_draft.unread() else state.token() if current else state.last_token()
    draft = state.draft()
    others = {state.DRAFT: draft[0] if draft else None, **dict.fromkeys(working_draft.spent())}
    write_address(state.LINK, value, others, key=key)


def write_address(name: str, value: str, others: Mapping[str, str | None], *, key: str) -> None:
    """Have a parameter of the address carry a value, and others theirs; those that are None leave it.

    A page that another session has served is loaded again from its address.
    """
    _address(key=key, data={"name": name, "value": value, "others": dict(others), "session": browser.session()})


def _as_it_is(plan: Plan, lever_id: str) -> Plan:
    del lever_id
    return plan


@state.refusing()
def _receive(copy: str = "", settled: Callable[[Plan, str], Plan] = _as_it_is) -> None:
    message = st.session_state[KEY].get("entries")
    if not message:
        return
    with state.working_on(copy):
        take(message, settled)
    if not copy:
        seen = message["sight"]
        regions.follow(None if seen is None else frozenset(seen), TITLE, held=message["held"])


def take(message: Mapping[str, Any], settled: Callable[[Plan, str], Plan] = _as_it_is) -> None:
    """Do what was entered in the browser and has not been done yet; a refusal is shown where it was entered.

    settled: what becomes of the plan once a lever was moved, by its id.
    """
    for entry in messages.new(KEY, message):
        with state.refusing(entry["id"]):
            _do(entry, message["mount"], settled)


def _do(entry: Mapping[str, Any], mount: str, settled: Callable[[Plan, str], Plan]) -> None:
    """One thing that the browser asked for."""
    if entry["does"] == "case":
        state.view_case(str(entry["id"]))
        return
    if entry["does"] in WHOLE:
        WHOLE[entry["does"]]()
        return
    # Moves of one lever in one gesture of the hand are undone together, and start from where the hand took hold.
    gesture = (mount, entry["gesture"], entry["id"]) if "gesture" in entry else None
    if found := _changed(entry, state.history().before(gesture)):
        plan, done = found
        if entry["does"] in MOVES:
            plan = settled(as_stated(plan, state.history().plans(gesture)), entry["id"])
        state.apply(plan, done, gesture=gesture)


def _changed(entry: Mapping[str, Any], before: Standing) -> tuple[Plan, str] | None:
    """The plan once a lever is as was entered, and what was done; None when the entry changes no lever.

    before: how things stood before the gesture that the entry belongs to.
    """
    plan, baseline = before[:2]
    match entry:
        case {"does": "move", "id": lever, "value": int() | float() as value}:
            return entries.moved(plan, lever, value), f"moving {entries.label(lever)}"
        case {"does": "type", "id": lever, "text": str() as text}:
            return entries.entered(plan, lever, text), f"moving {entries.label(lever)}"
        case {"does": "range", "id": lever, "low": str() as low, "high": str() as high}:
            return entries.ranged(plan, lever, low, high), f"the range of {entries.label(lever)}"
        case {"does": "add range", "id": lever}:
            return entries.doubted(plan, lever), f"the range of {entries.label(lever)}"
        case {"does": "drop range", "id": lever}:
            return entries.dropped(plan, baseline, lever), f"the range of {entries.label(lever)}"
        case {"does": "reset", "id": lever}:
            return entries.restored(plan, baseline, lever), f"resetting {entries.label(lever)}"
    return None


MOVES = ("move", "type")
"""What changes the value of a lever, and its range with it."""

WHOLE: Mapping[str, Callable[[], None]] = {
    "undo": state.undo,
    "redo": state.redo,
    "reset all": state.reset,
    "pin": state.pin,
}
"""What can be asked of the whole plan."""
