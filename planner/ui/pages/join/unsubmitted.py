"""What a participant has set and not yet submitted: a copy of the plan, and reasons. The address carries it.

Nothing of it is stored on a move; a reload, a locked phone or another server finds it in the address, and what was
submitted in the room. A low and a high are one's own once they were typed, or submitted.
"""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import streamlit as st

from planner.plan import Plan
from planner.plan.plan import RANGE
from planner.plan.workshop import REASON, Answer, Submission
from planner.store.room import Person, Room, State
from planner.ui.levers import entries, live
from planner.ui.session import state
from planner.ui.workshop import current_room, links
from planner.vocabulary.errors import PlannerError

MINE, TYPED = "mine", "guess"
"""The parameters of the address: of what one has set, of what one has typed as a guess."""

MOST = 8_000
"""Letters of the longest one that is read."""

WHY = "why-"
"""What the keys of the fields for reasons begin with."""


def copy(room: Room, person: Person, now: State) -> str:
    """Key of one's own copy of the plan for this round: as in the address, else as one submitted last."""
    found = f"-{room.code}-{person.number}-{now.round}"
    with state.working_on(found):
        if not state.begun():
            _begin(room, now)
    return found


def _begin(room: Room, now: State) -> None:
    base = current_room.plan_of(room)
    if room.settings.own_ranges:
        base = _as_proposed(reduce(entries.doubted, room.levers, base), room.levers)
    mine = _read(st.query_params.get(MINE, ""), room, now.round)
    if mine is None:
        mine = _submitted(room)
    plan = base
    for lever_id in room.levers:
        # What the store has counts: a reason that was taken out is not said again.
        st.session_state[f"{WHY}{lever_id}"] = mine[lever_id].reason if lever_id in mine else ""
    for lever_id, said in mine.items():
        try:
            plan = entries.on_steps(plan.with_levers({lever_id: said.value}), lever_id)
            if said.low is not None and said.high is not None:
                plan = entries.stated(plan.changed(ends="p10-p90"), lever_id, said.low, said.high)
        except PlannerError:
            # Somebody wrote in the address by hand: what is not allowed is as planned.
            continue
    state.start(plan, base)


def _as_proposed(plan: Plan, levers: Sequence[str]) -> Plan:
    """The plan with the ranges that are proposed and not yet confirmed."""
    own = {f"{RANGE}:{lever_id}" for lever_id in levers}
    return plan.changed(origin={of: origin for of, origin in plan.origin.items() if of not in own})


def proposed(room: Room) -> list[str]:
    """The levers whose low and high are still those that the page proposed."""
    if not room.settings.own_ranges:
        return []
    plan = state.plan()
    return [one for one in room.levers if plan.origin.get(f"{RANGE}:{one}") != entries.ENTERED]


def answers(room: Room) -> dict[str, Answer]:
    """What somebody would submit now; PlannerError for what a room does not take."""
    plan, found = state.plan(), {}
    for lever_id in room.levers:
        low, high = plan.uncertainty.get(lever_id, (None, None)) if room.settings.own_ranges else (None, None)
        found[lever_id] = Answer(value=plan.value(lever_id), low=low, high=high, reason=reason(lever_id))
    return found


def reason(lever_id: str) -> str:
    """The reason that was entered for a lever."""
    return st.session_state.get(f"{WHY}{lever_id}") or ""


def last(room: Room, round_: int | None = None) -> Submission | None:
    """What one submitted last, or in a round."""
    own = current_room.own(room)
    found = [one for one in own if round_ in (None, one.round)]
    return found[-1] if found else None


def keep(room: Room, round_: int) -> None:
    """Write the unsubmitted answers to the address, without an entry in the browser's history."""
    left = proposed(room)
    document = {
        lever_id: [one.value, *((None, None) if lever_id in left else (one.low, one.high)), one.reason]
        for lever_id, one in answers(room).items()
    }
    text = json.dumps([round_, document], separators=(",", ":")).encode()
    value = base64.urlsafe_b64encode(zlib.compress(text, 1)).decode().rstrip("=")
    live.write_address(MINE, value, {links.ROOM: room.code, TYPED: None}, key="address-mine")


def typed_guesses(room: Room, round_: int) -> dict[int, str]:
    """What was typed as guesses of this round and not sent, by question, as the address has it."""
    parts = st.query_params.get(TYPED, "")[:MOST].split("~")
    if len(parts) != len(room.questions) + 1 or parts[0] != str(round_):
        return {}
    return dict(enumerate(parts[1:]))


def keep_guesses(room: Room, round_: int, texts: Sequence[str]) -> None:
    """Write the guesses to the address until they are sent."""
    value = "~".join((str(round_), *(text.replace("~", "") for text in texts))) if any(texts) else ""
    others = {links.ROOM: room.code, MINE: None}
    if value:
        live.write_address(TYPED, value, others, key="address-guess")
    else:
        live.write_address(links.ROOM, room.code, {MINE: None, TYPED: None}, key="address-guess")


def _submitted(room: Room) -> Mapping[str, Answer]:
    found = [one for one in current_room.look_up_own(room) if one.submitted]
    return found[-1].answers if found else {}


def _read(text: str, room: Room, round_: int) -> Mapping[str, Answer] | None:
    """What an address carries of this round; None when it carries nothing that can be read."""
    if not text or len(text) > MOST:
        return None
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        number, document = json.loads(zlib.decompressobj().decompress(packed, 4 * MOST))
        found = {one: _answer(document[one]) for one in room.levers if one in document}
    except (ValueError, TypeError, KeyError, RecursionError, zlib.error, PlannerError):
        return None
    return found if number == round_ else None


def _answer(said: Any) -> Answer:
    value, low, high, reason = said
    return Answer(value=value, low=low, high=high, reason=str(reason)[:REASON])
