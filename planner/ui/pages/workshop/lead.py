"""Lead a room: at every step what it shows, and the one thing to press next."""

from collections.abc import Callable, Mapping

import streamlit as st

from planner.analysis.workshop.rehearsal import simulated
from planner.plan.workshop import MINUTES, NICKNAME, Step
from planner.store.errors import MovedError
from planner.store.room import Person, Room, State
from planner.ui.frame import gate
from planner.ui.kit.markdown import literal
from planner.ui.pages.workshop import decision, files, guide, setup
from planner.ui.session import number_fields, refusals
from planner.ui.workshop import current_room, links, screens
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import counted
from planner.vocabulary.typed import Quantity

AT, DEPUTY = "workshop-lead", "workshop-deputy"
"""Where refusals are shown; a link for somebody more, to be shown once."""

CHOSEN_MINUTES, FIRST_MINUTES = "room-timer-minutes", 3
"""For how long the timer runs that is started by hand: what was entered last, and before anything was."""

REHEARSED = (2, 20, 200)
"""Simulated people to choose from."""


def draw(room: Room, secret: str) -> None:
    """The step that the room is in."""
    now = current_room.now(room)
    if st.session_state.get(setup.SHOWN) == room.code:
        _own_link(room)
    current_room.follow(room, current_room.OFTEN, screens.standing)
    refusals.show(AT)
    STEPS[now.step](room, secret, now)
    with st.container(horizontal=True, gap="small", key="room-more"):
        _timer(room, secret, now)
        if now.step not in (Step.LOBBY, Step.ENDED):
            _way_in(room)
        if now.step not in screens.REVEALED:
            _rehearse(room, secret, now)
        _people(room, secret, now)
        _leave(room, secret, now)
    st.caption(_works(room))
    guide.draw()


def _works(room: Room) -> str:
    """How the room was set up."""
    settings = room.settings
    minutes = f"{settings.minutes} minutes a step" if settings.minutes else "no timer"
    ranges = "everybody gives a low and a high" if settings.own_ranges else "no low and high of people's own"
    return f"This room: {minutes}; {ranges}; nicknames {'shown' if settings.names else 'not shown'} beside answers."


def _names(room: Room, now: State) -> None:
    screens.names([one.nickname for one in current_room.people(room, now)])


def _own_link(room: Room) -> None:
    """The link that leads the room, shown once."""
    with st.container(border=True, key="room-secret"):
        st.markdown(
            "**Your facilitator link.** It is shown once: keep it, and whoever opens it leads this room, on any "
            "device. Do not show it on the big screen."
        )
        st.code(links.facilitator(room.code, current_room.secret(room.code)), language=None, wrap_lines=True)
        st.button("I have kept it", key="room-kept", on_click=_forget, args=(setup.SHOWN,))


def _forget(what: str) -> None:
    st.session_state.pop(what, None)


# Step by step


def lobby(room: Room, secret: str, now: State) -> None:
    """The way in, and who has come."""
    with st.container(horizontal=True, gap="small"):
        _next("Start: everybody guesses", room, secret, now, Step.GUESS)
        st.link_button("Open the big screen", links.board(room.code), icon=":material/cast:")
    screens.way_in(room, 260)
    st.caption("To send to those who are not in the room:")
    st.code(links.join(room.code), language=None)
    if links.here_only():
        st.warning(links.HERE_ONLY)
    if gate.asks():
        st.info("This server asks everybody who joins for its passphrase or login first: tell them what they need.")
    screens.asked(room)
    current_room.follow(room, current_room.OFTEN, _names)


def guess(room: Room, secret: str, now: State) -> None:
    """Everybody commits a number."""
    _next("Close the guesses: set the levers", room, secret, now, Step.BLIND)
    screens.asked(room)
    screens.what_happens(room, now)


def blind(room: Room, secret: str, now: State) -> None:
    """Everybody sets the levers alone."""
    _next("Close the round: reveal", room, secret, now, Step.REVEAL)
    screens.asked(room)
    screens.what_happens(room, now)


def reveal(room: Room, secret: str, now: State) -> None:
    """How far apart the room is, to argue about."""
    st.markdown("Let those furthest out speak first. Then decide, or let everybody set the levers once more.")
    with st.container(horizontal=True, gap="small"):
        _next("Decide", room, secret, now, Step.DECIDE)
        _next(f"Round {now.round + 1}: set the levers again", room, secret, now, Step.BLIND, "secondary")
        _next(f"Round {now.round + 1}: guess again first", room, secret, now, Step.GUESS, "secondary")
    screens.revealed(room, now, taken_out=True)


def decide(room: Room, secret: str, now: State) -> None:
    """Which values the room adopts, and what they lead to."""
    decision.draw(room, secret, now)
    with st.container(horizontal=True, gap="small"):
        _next("Back to how far apart we are", room, secret, now, Step.REVEAL, "secondary")
        _next(f"Round {now.round + 1}: set the levers again", room, secret, now, Step.BLIND, "secondary")
        _next("End the workshop", room, secret, now, Step.ENDED, "primary" if now.result else "secondary")
    files.draw(room, now)


def ended(room: Room, secret: str, now: State) -> None:
    """What the room decided, and what can be taken home."""
    del secret
    decision.saved(room, now)
    files.draw(room, now)
    st.button("Set up another room", key="room-another", on_click=current_room.leave)
    screens.revealed(room, now, taken_out=True)


Drawn = Callable[[Room, str, State], None]

STEPS: Mapping[Step, Drawn] = {
    Step.LOBBY: lobby,
    Step.GUESS: guess,
    Step.BLIND: blind,
    Step.REVEAL: reveal,
    Step.DECIDE: decide,
    Step.ENDED: ended,
}
"""What the facilitator sees in each step."""


def _next(label: str, room: Room, secret: str, now: State, to: Step, kind: str = "primary") -> None:
    st.button(label, key=f"room-to-{to}", type=kind, on_click=_move, args=(room, secret, now, to))  # type: ignore[arg-type]


def _move(room: Room, secret: str, now: State, to: Step, minutes: int | None = None) -> None:
    with current_room.refusing(AT):
        try:
            current_room.rooms().move(room.id, secret, to, minutes, now.revision)
        except MovedError:
            # Two screens, or two presses, that want the same are no conflict.
            if minutes is not None or current_room.rooms().state(room.id).step is not to:
                raise
        _forget(setup.SHOWN)
        if to is Step.DECIDE and not now.shown:
            decision.show_median(room, secret, now.round)
    _look(room)


def _look(room: Room) -> None:
    with current_room.refusing(AT):
        current_room.rooms().state(room.id)


# Beside the step


def _timer(room: Room, secret: str, now: State) -> None:
    if now.step not in (Step.GUESS, Step.BLIND):
        return
    with st.popover("Timer", icon=":material/timer:", key="room-timer"):
        minutes = st.session_state.get(CHOSEN_MINUTES, FIRST_MINUTES)
        quantity = Quantity("minutes", low=1, high=MINUTES, whole=True)
        number_fields.draw("room-minutes", "Minutes from now", minutes, quantity, _choose_minutes)
        arguments = room, secret, now, now.step
        st.button("Start the timer", key="room-timer-on", on_click=_move, args=(*arguments, minutes))
        if now.deadline is not None:
            st.button("No timer", key="room-timer-off", on_click=_move, args=(*arguments, 0))


def _choose_minutes(minutes: float) -> None:
    st.session_state[CHOSEN_MINUTES] = int(minutes)


def _way_in(room: Room) -> None:
    with st.popover("Code and link", icon=":material/qr_code_2:", key="room-way-in"):
        st.caption("For those who are not in the room:")
        st.code(links.join(room.code), language=None)
        st.caption("The big screen, without anything to press:")
        st.code(links.board(room.code), language=None)
        screens.way_in(room, 160)


def _rehearse(room: Room, secret: str, now: State) -> None:
    there = [one for one in current_room.people(room, now) if one.simulated]
    if there and now.step is not Step.LOBBY:
        what = "guess" if now.step is Step.GUESS else "set the levers"
        label = f"Let the {counted(len(there), 'simulated people')} {what}"
        st.button(
            label,
            key="room-simulate",
            icon=":material/smart_toy:",
            on_click=_simulate,
            args=(room, secret, now, len(there)),
        )
    elif not there:
        with st.popover("Rehearse", icon=":material/smart_toy:", key="room-rehearse"):
            st.caption("Try the room alone: simulated people join, and answer when you press a button.")
            count = st.segmented_control(
                "Simulated people", REHEARSED, default=REHEARSED[1], key="room-rehearsed", required=True
            )
            st.button("Let them join", key="room-rehearse-on", on_click=_simulate, args=(room, secret, now, count))


def _simulate(room: Room, secret: str, now: State, count: int) -> None:
    with current_room.refusing(AT):
        before = current_room.told(room, now.round - 1, now).said if now.round > 1 else ()
        found = simulated(room.plan, room.levers, room.questions, room.settings, count, room.id, before)
        current_room.rooms().simulate(room.id, secret, found)
    _look(room)


def _people(room: Room, secret: str, now: State) -> None:
    with st.popover("People", icon=":material/group:", key="room-people", on_change="rerun") as box:
        if not box.open:
            return
        present = current_room.people(room, now)
        if present:
            person = st.selectbox("Remove a nickname", present, format_func=_called, index=None, key="room-person")
            if person is not None:
                st.caption("What it answered no longer counts. Its bearer may join again under another nickname.")
                label = literal(f"Remove {person.nickname}")
                st.button(label, key="room-remove", on_click=_remove, args=(room, secret, person))
        _reasons(room, secret, now)
        with st.form("room-deputy", border=False):
            name = st.text_input("A deputy, who may lead the room like you", key="room-deputy-name", max_chars=NICKNAME)
            st.form_submit_button("Make a link", on_click=_deputy, args=(room, secret))
            del name
        if link := st.session_state.get(DEPUTY):
            st.markdown("**Send this to your deputy.** It is shown once, and leads this room like your own link.")
            st.code(link, language=None, wrap_lines=True)
            st.button("I have sent it", key="room-sent", on_click=_forget, args=(DEPUTY,))


def _called(person: Person) -> str:
    return person.nickname


def _remove(room: Room, secret: str, person: Person) -> None:
    with current_room.refusing(AT):
        current_room.rooms().remove(room.id, secret, person.number)
    _look(room)


def _reasons(room: Room, secret: str, now: State) -> None:
    said = current_room.told(room, now.round, now).said
    given = [
        (one.person, lever_id, answer.reason)
        for one in said
        for lever_id, answer in one.answers.items()
        if answer.reason
    ]
    if not given:
        return

    def reason(at: int) -> str:
        _, lever_id, text = given[at]
        return f"{at + 1}. {lever_text.name(CATALOGUE[lever_id])}: {text}"

    at = st.selectbox("Remove a reason", range(len(given)), format_func=reason, index=None, key="room-reason")
    if at is not None:
        arguments = room, secret, now, given[at]
        st.button("Remove it", key="room-remove-reason", on_click=_remove_reason, args=arguments)


def _remove_reason(room: Room, secret: str, now: State, given: tuple[int, str, str]) -> None:
    with current_room.refusing(AT):
        current_room.rooms().remove_reason(room.id, secret, now.round, given[0], given[1])
    _look(room)


def _deputy(room: Room, secret: str) -> None:
    with current_room.refusing(AT):
        key = current_room.rooms().deputy(room.id, secret, st.session_state["room-deputy-name"] or "Deputy")
        st.session_state[DEPUTY] = links.facilitator(room.code, key)


def _leave(room: Room, secret: str, now: State) -> None:
    with st.popover("Leave or end", icon=":material/logout:", key="room-leave"):
        st.caption("The room stays as it is, and this browser can go on with it.")
        st.button("Set up another room", key="room-leave-on", on_click=current_room.leave)
        if now.step is not Step.ENDED:
            st.button("End this workshop", key="room-end", on_click=_move, args=(room, secret, now, Step.ENDED))
