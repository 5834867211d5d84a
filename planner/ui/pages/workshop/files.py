"""What can be taken home from a room: everything that was said as CSV, the hour on one printed page."""

from datetime import date

import streamlit as st

from planner.exchange.csv_text import table_as_csv
from planner.exchange.file_names import file_name
from planner.exchange.workshop.hour import Hour
from planner.exchange.workshop.page import as_pdf
from planner.exchange.workshop.table import everything
from planner.store.room import Room, State
from planner.ui.session import compute, stored
from planner.ui.workshop import here


def draw(room: Room, now: State) -> None:
    """Both files; each is made when it is asked for. Rounds that are not revealed are in neither."""
    store = stored.store()
    told = [one for number in range(1, now.round + 1) for one in here.told(room, number, now).said]

    def hour() -> Hour:
        decided = store.library.open(now.result).version.plan if now.result else None
        return Hour(room.plan, room.levers, room.questions, room.settings, told, decided)

    def table() -> str:
        return table_as_csv(everything(hour()))

    def page() -> bytes:
        compute.wait_for_engine()
        return as_pdf(hour(), date.today())

    called = {ending: file_name(room.plan.name, "workshop", date.today(), ending) for ending in ("csv", "pdf")}
    with st.container(horizontal=True, gap="small", key="room-files"):
        st.download_button("Everything as CSV", table, called["csv"], "text/csv", icon=":material/download:")
        st.download_button(
            "The hour on one page (PDF)", page, called["pdf"], "application/pdf", icon=":material/print:"
        )
