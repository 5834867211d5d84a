"""Parts of the screens of a workshop: what is asked, how the room stands, the way in, what one who watches sees."""

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from planner.plan.workshop import Step
from planner.store.room import Room, State
from planner.ui.frame import share
from planner.ui.kit.markdown import literal
from planner.ui.kit.style import coloured
from planner.ui.session import compute
from planner.ui.workshop import answer, current_room, links, reveal, words
from planner.vocabulary import lever_text
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name
from planner.vocabulary.sentences import counted

CSS = Path(__file__).with_name("workshop.css").read_text(encoding="utf-8")

STEPS = {
    Step.LOBBY: "Waiting for everybody",
    Step.GUESS: "Guess",
    Step.BLIND: "Set the levers",
    Step.REVEAL: "How far apart we are",
    Step.DECIDE: "Decide",
    Step.ENDED: "The workshop is over",
}
"""What a room does, step by step, as its screens call it."""

REVEALED = (Step.REVEAL, Step.DECIDE, Step.ENDED)
"""Steps in which what the last round said is shown."""

NAMES = 60
"""Nicknames that are shown at once."""


def style() -> None:
    """How the screens look."""
    st.html(f"<style>{coloured(CSS)}</style>")


def title(text: str, beside: str = "") -> None:
    """The heading of a screen by itself. beside: whose it is."""
    st.html(f"<h1>{escape(text)}</h1>" + (f"<small>{escape(beside)}</small>" if beside else ""))


def name(room: Room) -> str:
    """What a room is called: after its plan."""
    return f"Workshop: {room.plan.name}"


def asked(room: Room) -> None:
    """What the room asks."""
    texts = [escape(words.question(room.plan, one)) for one in room.questions]
    one = " one" if len(texts) == 1 else ""
    st.html(f'<ul class="room-asked{one}">{"".join(f"<li>{text}?</li>" for text in texts)}</ul>')


def levers(room: Room) -> None:
    """What the room sets, as planned."""
    items = [
        f"<li>{escape(lever_text.name(CATALOGUE[one]))}{_unit(room, one)}: "
        f"<b>{escape(words.lever_value(room.plan, one)(room.plan.value(one)))}</b> in the plan</li>"
        for one in room.levers
    ]
    st.html(f'<ul class="room-levers">{"".join(items)}</ul>')


def _unit(room: Room, lever_id: str) -> str:
    """The unit of a lever whose values are written without one: ", people per quarter"."""
    lever = CATALOGUE[lever_id]
    return "" if lever.is_money or lever.is_share else f", {escape(lever_text.unit(lever, room.plan.currency))}"


def standing(room: Room, now: State) -> None:
    """The step, how many have answered, and what is left of the time; in one line."""
    del room
    round_ = f"Round {now.round} · " if now.round else ""
    parts = [f"<b>{round_}{STEPS[now.step]}</b>"]
    if now.step in (Step.GUESS, Step.BLIND):
        parts.append(f"<span>{words.answered(now)}</span>")
        if left := words.left(now):
            parts.append(f'<span class="timer" role="timer">{left}</span>')
    elif now.step is Step.LOBBY:
        parts.append(f"<span>{counted(now.joined, 'people')} joined, {now.present} here now</span>")
    st.html(f'<div class="room-step">{"".join(parts)}</div>')


def way_in(room: Room, width: int) -> None:
    """How to get into the room: its code, its link and the same as a QR code. width: of that, in pixels."""
    address = links.join(room.code)
    with st.container(horizontal=True, gap="large", vertical_alignment="center", key="room-code"):
        if picture := share.qr(address, width):
            st.image(picture, alt="QR code of the link", width=width)
        code = f'<span class="room-code large">{escape(room.code)}</span>'
        where = links.shown(address.partition("?")[0])
        st.html(
            f'<div><p>Open <span class="room-link">{escape(where)}</span> and enter</p>{code}</div>', width="content"
        )


def names(people: Sequence[str]) -> None:
    """Who is in the room."""
    more = f"and {len(people) - NAMES} more" if len(people) > NAMES else ""
    chips = "".join(f"<span>{escape(one)}</span>" for one in people[:NAMES])
    st.html(f'<div class="room-names">{chips} {more}</div>')


def watch(room: Room) -> None:
    """What somebody sees who takes no part."""
    now = current_room.now(room)
    current_room.follow(room, current_room.SELDOM, standing)
    if now.step in REVEALED:
        revealed(room, now)
        return
    asked(room)
    what_happens(room, now)


def what_happens(room: Room, now: State) -> None:
    """What everybody does before the reveal."""
    if now.step is Step.LOBBY:
        way_in(room, 220)
    elif now.step is Step.GUESS:
        st.markdown("Everybody commits to a number before any lever is moved.")
        begins(room)
    else:
        st.markdown("Everybody sets the levers alone, and sees only what follows from their own.")
        levers(room)


def board(room: Room) -> None:
    """A room on a big screen: its step, how many have answered, and what is left of the time, in large type."""
    now = current_room.now(room)
    with st.container(key="board-revealed" if now.step in REVEALED else "board"):
        current_room.follow(room, current_room.OFTEN, _counted)
        if now.step in REVEALED:
            revealed(room, now, columns=2)
        else:
            asked(room)
            what_happens(room, now)
            if now.step is not Step.LOBBY:
                late(room)


def begins(room: Room) -> None:
    """Where what is asked begins: a number to think from, for whoever does not know the company."""
    plan, result = room.plan, compute.projection(room.plan)
    found = {one.metric: float(result[one.metric][0, 0]) for one in room.questions if one.month > 1}
    said = [
        f"{COLUMNS[metric].label} {words.value_of(plan, metric)(value)}"
        for metric, value in found.items()
        if math.isfinite(value)
    ]
    if said:
        st.caption(literal(f"At the end of {month_name(plan.start, 1)}: {', '.join(said)}."))


def late(room: Room) -> None:
    """The way in for whoever comes late, in a line."""
    where = links.shown(links.join(room.code).partition("?")[0])
    st.html(
        f'<p class="room-late">Just come in? Open <b>{escape(where)}</b> and enter '
        f'<b class="room-code">{escape(room.code)}</b></p>'
    )


def _counted(room: Room, now: State) -> None:
    round_ = f"Round {now.round} · " if now.round else ""
    parts = [f"<h1>{round_}{STEPS[now.step]}</h1>", f'<span class="room-plan">{escape(room.plan.name)}</span>']
    if now.step is Step.LOBBY:
        parts.append(f'<span class="room-count">{now.joined}</span> joined')
    elif now.step in (Step.GUESS, Step.BLIND):
        count = f"{now.submitted} of {max(now.joined, now.submitted)}"
        parts.append(f'<span class="room-count">{count}</span> have answered')
        if left := words.left(now):
            parts.append(f'<span class="timer" role="timer">{left}</span>')
    st.html(f'<div class="room-step">{"".join(parts)}</div>')


def revealed(room: Room, now: State, *, own: int | None = None, columns: int = 1, taken_out: bool = False) -> None:
    """What was decided, what the last round said, and how the room came together."""
    if now.shown and now.step is not Step.REVEAL:
        decided(room, now)
    told = tuple(current_room.told(room, number, now) for number in range(1, now.round + 1))
    if told:
        reveal.draw(told, own=own, columns=columns, taken_out=taken_out)


def decided(room: Room, now: State) -> None:
    """The values that the facilitator shows to everybody, and what follows: the answer and how likely promises are."""
    what = "The room decided" if now.step is Step.ENDED else "On the table"
    items = []
    for lever_id, value in now.shown.items():
        write = words.lever_value(room.plan, lever_id)
        planned = room.plan.value(lever_id)
        was = f" (planned {escape(write(planned))})" if value != planned else ""
        items.append(f"{escape(lever_text.name(CATALOGUE[lever_id]))}: <b>{escape(write(value))}</b>{was}")
    found = answer.of(current_room.told(room, now.round, now), tuple(now.shown.items()))
    answers = "".join(f'<p class="room-answer">{escape(one)}</p>' for one in found.answers)
    chances = [f"{escape(name)}: <b>{escape(chance)}</b> likely" for name, chance in found.chances]
    lists = "".join(
        f"<div><h3>{title}</h3><ul>{''.join(f'<li>{one}</li>' for one in each)}</ul></div>"
        for title, each in (("Levers", items), ("Promises", chances))
        if each
    )
    st.html(f'<h2 class="section">{what}</h2>{answers}<div class="reasons room-decided">{lists}</div>')
