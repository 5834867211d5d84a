"""The room that a session is in: found by the address or by what the browser keeps, and followed while it moves."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from planner.plan import Plan
from planner.plan.workshop import Submission
from planner.store.errors import NotFoundError, RightsError, UnavailableError
from planner.store.room import Person, Room, State
from planner.store.rooms import Rooms
from planner.ui.kit.markdown import literal
from planner.ui.session import browser, state, storage
from planner.ui.workshop import links
from planner.vocabulary.errors import PlannerError, Problem

COOKIE = "groundswell_rooms"
"""The cookie of what makes the browser a facilitator: codes and secrets of the rooms that it led last."""

LED = 4
"""Rooms that it remembers."""

OFTEN, SELDOM = 1.0, 1.4
"""Seconds between two looks at a room: of its facilitator and boards, and of everybody else."""

RETRY = 3.0
"""Seconds after which a database that did not answer is asked again."""

_ROOM, _SEEN, _OWN, _ASKED, _LEADS = "room-here", "room-seen", "room-own", "room-asked", "room-leads"


def plainly(error: PlannerError) -> PlannerError:
    """A refusal in the words of people rather than of files: 'Code "ABC": no room has it'."""
    return PlannerError(
        Problem(f"{one.place[:1].upper()}{one.place[1:]}{f' {one.value}' if one.value else ''}", None, one.allowed)
        for one in error.problems
    )


@contextmanager
def refusing(at: str) -> Iterator[None]:
    """As `state.refusing`, in the words of people."""
    with state.refusing(at):
        try:
            yield
        except PlannerError as error:
            raise plainly(error) from error


def rooms() -> Rooms:
    """The rooms of the server's store."""
    return storage.store().rooms


def of_code(code: str) -> Room:
    """The room of a code; the session keeps it. NotFoundError and LimitedError as `Rooms.by_code`."""
    known = st.session_state.get(_ROOM)
    if known is None or known.code != code.upper():
        known = rooms().by_code(code, address())
        st.session_state[_ROOM] = known
    return known


def address() -> str:
    """Where the browser is, as codes are counted; empty on this machine."""
    return st.context.ip_address or ""


def current() -> Room | None:
    """The room that the session is in."""
    return st.session_state.get(_ROOM)


def enter(room: Room) -> None:
    """From now on the session is in a room."""
    st.session_state[_ROOM] = room


def leave() -> None:
    """From now on the session is in no room."""
    st.session_state.pop(_ROOM, None)
    st.query_params.pop(links.ROOM, None)


@lru_cache(64)
def plan_of(room: Room) -> Plan:
    """The plan that everybody starts from: without ranges, since these are the room's to find, and without notes, since
    they say what others thought.
    """
    return room.plan.changed(uncertainty={}, correlations=(), notes={})


def is_new(asked: str) -> bool:
    """Whether an address asks for something that it has not asked for before."""
    known, st.session_state[_ASKED] = st.session_state.get(_ASKED), asked
    return known != asked


def people(room: Room, now: State) -> tuple[Person, ...]:
    """Who takes part."""
    return _people(rooms(), room.id, now.joined, now.edits)


@lru_cache(16)
def _people(store: Rooms, room: int, joined: int, edits: int) -> tuple[Person, ...]:
    del joined, edits
    return store.people(room)


def own(room: Room) -> tuple[Submission, ...]:
    """What the session's browser said, round by round, as it was when the page was last drawn in full."""
    known: tuple[int, tuple[Submission, ...]] | None = st.session_state.get(_OWN)
    if known is None or known[0] != room.id:
        return look_up_own(room)
    return known[1]


def look_up_own(room: Room) -> tuple[Submission, ...]:
    """What the session's browser said, as the store has it now."""
    found = rooms().own(room.id, storage.me())
    st.session_state[_OWN] = room.id, found
    return found


# Who leads


def secret(code: str) -> str:
    """What makes the browser a facilitator of a room; empty when it is none."""
    return _secrets().get(code, "")


def leads(room: Room) -> bool:
    """Whether the browser is a facilitator of a room, as the store says: a cookie may claim anything."""
    claimed = room.id, secret(room.code)
    if claimed[1] and st.session_state.get(_LEADS) != claimed:
        with suppress(RightsError):
            found, _ = rooms().by_secret(claimed[1])
            st.session_state[_LEADS] = found.id, claimed[1]
    return st.session_state.get(_LEADS) == claimed


def lead(code: str, key: str) -> None:
    """From now on the browser is a facilitator of a room."""
    led = {code: key, **{other: kept for other, kept in _secrets().items() if other != code}}
    browser.keep(COOKIE, ".".join(f"{one}:{kept}" for one, kept in list(led.items())[:LED]))


def led() -> str:
    """The code of the room that the browser led last; empty without one."""
    return next(iter(_secrets()), "")


def _secrets() -> dict[str, str]:
    pairs = (one.partition(":") for one in browser.kept(COOKIE).split("."))
    return {code: key for code, _, key in pairs if code and key}


# How the room stands


def mark(now: State) -> tuple[object, ...]:
    """What makes a screen another one when it changes."""
    return now.revision, now.edits, now.shown


def follow(room: Room, every: float, tell: Callable[[Room, State], None], seen: str = "") -> None:
    """Look at the room again and again, and draw the page anew once it has moved on.

    tell: says how it stands. seen: the participant that is there.
    """

    @st.fragment(run_every=every)
    def look() -> None:
        if seen:
            rooms().seen(room.id, seen)
        try:
            now = rooms().glance(room.id)
            if st.session_state.get(_SEEN) != (room.id, mark(now)):
                st.rerun()
            tell(room, now)
        except UnavailableError as error:
            _stalled(error)
        except NotFoundError:
            st.rerun()

    look()


def _stalled(error: UnavailableError) -> None:
    st.warning(f"{literal(error.sentences()[0])}. This page tries again by itself.")


@contextmanager
def trying_again() -> Iterator[None]:
    """What a database that does not answer stops is said, and tried again until it does."""
    try:
        yield
    except UnavailableError as error:
        _stalled(error)
        again = time.monotonic() + RETRY

        @st.fragment(run_every=RETRY)
        def wait() -> None:
            if time.monotonic() >= again:
                st.rerun()

        wait()


def now(room: Room) -> State:
    """How the room stands, which is what the page shows until it has moved on."""
    found = rooms().glance(room.id)
    st.session_state[_SEEN] = room.id, mark(found)
    return found


@dataclass(frozen=True, eq=False)
class Round:
    """What everybody said in a round that was revealed; one object for all sessions of the server."""

    room: Room
    number: int
    said: tuple[Submission, ...]


def told(room: Room, number: int, found: State) -> Round:
    """A round as it was revealed; nothing is in it before that."""
    return _told(rooms(), room, number, found.edits) if found.revealed(number) else Round(room, number, ())


@lru_cache(64)
def _told(store: Rooms, room: Room, number: int, edits: int) -> Round:
    """A revealed round only changes when a facilitator takes something out, which `edits` counts."""
    del edits
    return Round(room, number, store.submissions(room.id, number))
