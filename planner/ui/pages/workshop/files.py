"""What can be taken home from a room: everything that was said as CSV, the hour on one printed page."""

from datetime import date

import streamlit as st

from planner.exchange.csv_text import table_as_csv
from planner.exchange.file_names import file_name
from planner.exchange.workshop.hour import Hour
from planner.exchange.workshop.page import as_pdf
from planner.exchange.workshop.table import everything
from planner.store.room import Room, State
from planner.ui.session import compute, storage
from planner.ui.workshop import current_room

MADE = "room-files-made"


def draw(room: Room, now: State) -> None:
    """Both files, made anew when something of the room has changed. Rounds that are not revealed are in neither."""
    today = date.today()
    key = room.id, now.round, now.step, now.edits, now.result, today
    made = st.session_state.get(MADE)
    if made is None or made[0] != key:
        # Made beforehand: a file that is made on the press is lost when the page is drawn again meanwhile.
        made = st.session_state[MADE] = key, *_made(room, now, today)
    _, table, page = made
    called = {ending: file_name(room.plan.name, "workshop", today, ending) for ending in ("csv", "pdf")}
    with st.container(horizontal=True, gap="small", key="room-files"):
        icon = ":material/download:"
        st.download_button("Everything as CSV", table, called["csv"], "text/csv", icon=icon, on_click="ignore")
        label, icon = "The hour on one page (PDF)", ":material/print:"
        st.download_button(label, page, called["pdf"], "application/pdf", icon=icon, on_click="ignore")


def _made(room: Room, now: State, today: date) -> tuple[str, bytes]:
    """The CSV and the PDF."""
    told = [one for number in range(1, now.round + 1) for one in current_room.told(room, number, now).said]
    decided = storage.store().library.open(now.result).version.plan if now.result else None
    hour = Hour(room.plan, room.levers, room.questions, room.settings, told, decided)
    compute.wait_for_engine()
    return table_as_csv(everything(hour)), as_pdf(hour, today)
