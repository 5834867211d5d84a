"""Workshop: what does the room think? From its questions to a plan with an honest range."""

import streamlit as st

from planner.store.errors import LimitedError, NotFoundError, RightsError
from planner.store.room import Room
from planner.ui.frame import layout
from planner.ui.levers import live
from planner.ui.pages.workshop import lead, setup
from planner.ui.session import refusals, state
from planner.ui.workshop import current_room, links, screens

TITLE, QUESTION = layout.MENU["Share"]["pages/workshop.py"][0], "What does the room think?"


def show() -> None:
    """The page: of a facilitator, or of a big screen where the address says so."""
    if code := st.query_params.get(links.BOARD, ""):
        layout.guest_page(TITLE, lambda: board(code))
    else:
        layout.room_page(TITLE, QUESTION, draw)


def board(code: str) -> None:
    """The big screen of a room: large type and counts; nothing can be done from there."""
    screens.style()
    with current_room.trying_again():
        screens.board(current_room.of_code(code))


def draw() -> None:
    """The room that the session leads, or what one needs to open one."""
    screens.style()
    with current_room.trying_again():
        try:
            if room := _room():
                live.write_address(links.ROOM, room.code, {links.KEY: None}, key="address-room")
                lead.draw(room, current_room.secret(room.code))
                return
        except (NotFoundError, LimitedError, RightsError) as error:
            state.refuse(error, setup.AT)
            current_room.leave()
        refusals.show(setup.AT)
        setup.draw()


def _room() -> Room | None:
    """The room that the address names, or that the session is in, where it may be led from here."""
    code, key = st.query_params.get(links.ROOM, ""), st.query_params.get(links.KEY, "")
    if key and current_room.is_new(key):
        found, _ = current_room.rooms().by_secret(key)
        current_room.lead(found.code, key)
        current_room.enter(found)
        st.rerun()  # the cookie is written where a page begins
    elif code and current_room.is_new(code):
        current_room.enter(current_room.of_code(code))
    room = current_room.current()
    return room if room is not None and current_room.leads(room) else None
