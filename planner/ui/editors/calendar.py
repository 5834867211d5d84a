"""The calendar of the plan, which is its editor: what has a date is chosen, moved, taken out and added on one strip."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from planner.plan import Plan, dated
from planner.plan.dated import Dated, Kind
from planner.ui.editors import events, notes, promises
from planner.ui.figures import theme
from planner.ui.kit import elements, figures
from planner.ui.session import messages, popovers, refusals, state
from planner.vocabulary.numbers import month_name

KEY, CHOSEN, AT = "calendar", "calendar-chosen", "calendar"
CALLED: Mapping[str, str] = {
    "target": "Target",
    "funding": "Funding round",
    "event": "Play or shock",
    "off": "Off, or by chance",
}
"""What rows are, by their kind; the last is any that does not count in the plan itself."""

YEAR, TICKS = 12, 6
"""Years of the axis that are named, at most."""

ROOM = 0.9
"""The part of the axis within which a name has room behind its month."""


def _file(name: str) -> str:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for colour in ("TARGET", "CASH", "ENTERPRISE", "NEUTRAL"):
        text = text.replace(f"--colour: {colour};", f"--colour: {getattr(theme, colour)};")
    return text


_calendar = st.components.v2.component(
    "groundswell.calendar",
    html='<div class="calendar"></div>',
    css=_file("calendar.css"),
    js=elements.JS + elements.ENTRIES + _file("calendar.js"),
)


def draw() -> None:
    """The strip, the buttons that add to it, and the form of the item that is chosen."""
    with figures.section("Calendar", "What was promised, what is raised, what may happen."):
        _calendar(
            key=KEY, data=elements.quick(told(state.plan())), default={"entries": None}, on_entries_change=_receive
        )
        refusals.show(AT)
        with st.container(horizontal=True, gap="small"):
            promises.adders(choose)
            events.adders(choose)
        _form(state.plan())


def choose(kind: Kind, place: int) -> None:
    """Open the form of an item, by its position in the plan's list."""
    st.session_state[CHOSEN] = dated.item_id(kind, place)


def _form(plan: Plan) -> None:
    """The form of the item that is chosen."""
    one = dated.found(plan, st.session_state.get(CHOSEN, ""))
    with st.container(key="calendar-form"):
        if one is None:
            if dated.everything(plan):
                st.caption("Choose something on the calendar to change it here.")
        elif one.kind == "event":
            events.form(dated.group(plan, one))
        else:
            promises.form(one.kind, one.place)
        if one and one.note:
            notes.field(one.note)
        events.dialog(choose)


def told(plan: Plan) -> dict[str, Any]:
    """What the browser is told."""
    chosen, items = st.session_state.get(CHOSEN), dated.everything(plan)
    names = [month_name(plan.start, at) for at in range(1, plan.months + 1)]
    return {
        "answered": messages.answered(KEY),
        "names": names,
        "called": CALLED,
        "late": "after the plan's last month",
        "ticks": ticks(plan),
        "items": [_told(plan, one) | {"chosen": one.id == chosen} for one in items],
    }


def ticks(plan: Plan) -> list[dict[str, Any]]:
    """The Januaries of the plan that have room, a few of them where it has many years: month and its year."""
    first = 1 + -(int(plan.start[5:]) - 1) % YEAR
    years = range(first, int(ROOM * plan.months) + 1, YEAR)
    step = -(-len(years) // TICKS)
    return [{"month": at, "text": month_name(plan.start, at)[-4:]} for at in years[::step]]


def _told(plan: Plan, one: Dated) -> dict[str, Any]:
    note = plan.notes.get(one.note)
    chance = one.kind == "event" and any(plan.events[at].active for at in dated.group(plan, one).positions)
    return {
        "id": one.id,
        "mark": one.mark,
        "kind": one.kind,
        "label": one.label,
        "month": one.month,
        "months": one.months,
        "most": one.most,
        "taken": one.taken,
        "acts": one.acts,
        "idle": "by chance" if chance else "off",
        "about": f"{one.about}. Why: {note}" if note else one.about,
    }


def _month_anew(plan: Plan, one: Dated) -> None:
    """Draw the month's select box anew, so that the browser does not send the previous month again."""
    popovers.close(
        events.begins(dated.group(plan, one)) if one.kind == "event" else promises.month_of(one.kind, one.place)
    )


@state.refusing(AT)
def _receive() -> None:
    if message := st.session_state[KEY].get("entries"):
        for entry in messages.new(KEY, message):
            with state.refusing(AT):
                _do(entry, message["mount"])


def _do(entry: Mapping[str, Any], mount: str) -> None:
    """Carry out one request of the browser; an item that was deleted meanwhile stays deleted."""
    plan, item, mark = state.plan(), str(entry["id"]), str(entry["mark"])
    match entry:
        case {"does": "choose"}:
            if one := dated.found(plan, item, mark):
                choose(one.kind, one.place)
        case {"does": "move", "month": int(month), "gesture": gesture}:
            # Moves of one gesture are undone together, and each starts from where the drag began.
            hold = mount, gesture, item
            before = state.history().before(hold).plan
            if one := dated.found(before, item, mark):
                choose(one.kind, one.place)
                _month_anew(before, one)
                state.apply(dated.moved(before, item, mark, month), f"moving {one.label}", gesture=hold)
        case {"does": "remove"}:
            if one := dated.found(plan, item, mark):
                st.session_state.pop(CHOSEN, None)
                state.apply(dated.without(plan, item, mark), f"deleting {one.label}")
