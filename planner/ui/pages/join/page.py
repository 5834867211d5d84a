"""Join a workshop: guess, set the levers on a copy of one's own, see where the room lies."""

import streamlit as st

from planner.plan.workshop import NICKNAME, Step
from planner.store.errors import LimitedError, NotFoundError
from planner.store.room import Person, Room
from planner.ui.frame import layout
from planner.ui.levers import live
from planner.ui.pages.join import steps, unsubmitted
from planner.ui.session import browser, refusals, state, storage
from planner.ui.workshop import current_room, links, phone, screens

TITLE = layout.MENU["Share"]["pages/join.py"][0]

JOINED = "groundswell_room"
"""The cookie of the room that the browser joined last."""

_WATCHES = "join-watches"


def show() -> None:
    """The page."""
    layout.guest_page(TITLE, draw)


def draw() -> None:
    """What somebody is asked next: a code, a nickname, then whatever the room does."""
    screens.style()
    with st.container(key="guest", gap="small"), current_room.trying_again():
        asked = st.query_params.get(links.ROOM, "")
        try:
            if room := current_room.of_code(asked) if asked else current_room.current():
                _in(room)
                return
        except (NotFoundError, LimitedError) as error:
            state.refuse(current_room.plainly(error), "join-code")
            current_room.leave()
        _ask_code()


def _in(room: Room) -> None:
    """The page of somebody who has a room: as participant, as spectator, or with the choice between both."""
    person = current_room.rooms().person(room.id, storage.me())
    if person is not None and not person.removed:
        screens.title(screens.name(room), person.nickname)
        _take_part(room, person)
    elif st.session_state.get(_WATCHES) == room.id:
        screens.title(screens.name(room), "watching")
        screens.watch(room)
        st.button("Take part", key="join-part", on_click=_watch, args=(None,))
    else:
        _ask_name(room, person)


def _ask_code() -> None:
    screens.title(TITLE)
    st.markdown("The code stands on the screen in front, and in the link that you were sent.")
    with st.form("join-code", border=False):
        st.text_input("Code", key="join-code-text", max_chars=20, autocomplete="off")
        st.form_submit_button("Go on", type="primary", width="stretch", on_click=_enter_code)
    refusals.show("join-code")
    if code := browser.kept(JOINED):
        label = f"Back to room {code}"
        st.button(label, key="join-back", width="stretch", on_click=_enter_code, args=(code,))
    st.page_link("app.py", label="Groundswell, without a workshop", icon=":material/arrow_back:")


def _enter_code(code: str = "") -> None:
    with current_room.refusing("join-code"):
        room = current_room.of_code(code or st.session_state["join-code-text"] or "")
        st.query_params[links.ROOM] = room.code


def _ask_name(room: Room, person: Person | None) -> None:
    screens.title(screens.name(room))
    screens.asked(room)
    if person is not None:
        st.warning("The facilitator removed your nickname. Join again with another one.")
    ended = current_room.now(room).step is Step.ENDED
    if not ended:
        with st.form("join-name", border=False):
            st.text_input("Your nickname", key="join-name-text", max_chars=NICKNAME, autocomplete="off")
            st.form_submit_button("Join", type="primary", width="stretch", on_click=_join, args=(room,))
        st.caption("Answers are shown with nicknames." if room.settings.names else "Answers are shown without names.")
        refusals.show("join-name")
    else:
        st.info("This workshop is over.")
    st.button("Only watch", key="join-watch", width="stretch", on_click=_watch, args=(room.id,))


def _join(room: Room) -> None:
    with current_room.refusing("join-name"):
        current_room.rooms().join(room.id, storage.me(), st.session_state["join-name-text"] or "")
        browser.keep(JOINED, room.code)
        current_room.rooms().state(room.id)
        _watch(None)


def _watch(room: int | None) -> None:
    st.session_state[_WATCHES] = room


def _take_part(room: Room, person: Person) -> None:
    me = storage.me()
    current_room.rooms().seen(room.id, me)
    now = current_room.now(room)
    current_room.follow(room, current_room.SELDOM, screens.standing, seen=me)
    phone.draw(now)
    if now.step not in (Step.GUESS, Step.BLIND):
        live.write_address(links.ROOM, room.code, {unsubmitted.MINE: None, unsubmitted.TYPED: None}, key="address-room")
    closed = st.container()
    steps.SCREENS[now.step](room, person, now)
    with closed:
        # What came too late for its step is said in the next one.
        refusals.show(steps.GUESS_AT)
        refusals.show(steps.MINE)
