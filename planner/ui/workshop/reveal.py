"""What a round says, once it is revealed: each lever, each question, reasons, and how the room came together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from planner.analysis.workshop import convergence, decide, own_model, spread
from planner.analysis.workshop.spread import Dot, LeverSpread
from planner.store.room import Room
from planner.ui.kit import figures, tables
from planner.ui.workshop import charts, frames, words
from planner.ui.workshop.current_room import Round
from planner.ui.workshop.frames import Row, Value
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import counted

HOW = (
    "A dot is a person, the line is the median, the bar holds the middle half, and the triangle is the plan. "
    "Each row has a scale of its own."
)
NAMED = 12
"""Names that are listed of those who moved, the others counted."""

REASONS = 4
"""Reasons of one lever that are shown at once."""


def draw(told: tuple[Round, ...], *, own: int | None = None, columns: int = 1, taken_out: bool = False) -> None:
    """The last round in full, and how the room came together in those before it.

    told: every round so far. own: the number of the reader; columns: of the charts' rows; taken_out: whether charts and
    tables have a menu.
    """
    round_ = told[-1]
    count = sum(one.submitted for one in round_.said)
    if not count:
        st.info("Nobody submitted anything in this round.")
        return
    _figure(f"The levers, as {counted(count, 'people')} set them", _levers(round_), own, columns, taken_out)
    if len(told) > 1:
        rounds(told, taken_out=taken_out)
    _reasons(round_)
    _figure("Guesses against people's own models", _questions(told), own, columns, taken_out)


def _figure(title: str, rows: Sequence[Row], own: int | None, columns: int, taken_out: bool) -> None:
    with figures.section(title, HOW):
        frame = frames.spread([replace(row, own=own) for row in rows], columns)
        alt = "; ".join(f"{row.title}: {' '.join(row.text.split())}" for row in rows)
        figures.show(frame, charts.spread(columns), key=f"room-{title}", alt_text=alt, taken_out=taken_out)


@lru_cache(32)
def _spread(round_: Round) -> Mapping[str, LeverSpread]:
    return spread.by_lever(round_.room.plan, round_.room.levers, round_.said)


@lru_cache(32)
def _levers(round_: Round) -> tuple[Row, ...]:
    room, rows = round_.room, []
    plan = room.plan
    own = decide.room_ranges(room.levers, round_.said, own_ranges=True) if room.settings.own_ranges else {}
    for lever_id, found in _spread(round_).items():
        write = words.lever_value(plan, lever_id)
        name = lever_text.name(CATALOGUE[lever_id])
        values = tuple(Value(dot.person, dot.value, _says(room, dot.nickname, write(dot.value))) for dot in found.dots)
        rows.append(
            Row(name, words.lever_spread(plan, found, own.get(lever_id)), values, found.summary, found.planned, write)
        )
    return tuple(rows)


@lru_cache(32)
def _questions(told: tuple[Round, ...]) -> tuple[Row, ...]:
    """What everybody guessed last against what their own models say in the last round."""
    round_ = told[-1]
    room, rows = round_.room, []
    mine = {one.person: one.guesses for each in told for one in each.said if one.guesses}
    said = [replace(one, guesses=mine.get(one.person, ())) for one in round_.said]
    what_guesses = "guesses" if said == list(round_.said) else "last guesses"
    plan = room.plan
    (planned,) = own_model.results(plan, room.questions, [{}])
    for found in spread.by_question(room.questions, planned, said):
        write, asked = words.value_of(plan, found.question.metric), words.question(plan, found.question)
        sides = (
            (what_guesses, found.guesses, words.guesses(plan, found), [(one, one.guess) for one in found.pairs]),
            ("own models", found.results, words.models(plan, found), [(one, one.result) for one in found.pairs]),
        )
        every = tuple(value for _, _, _, pairs in sides for _, value in pairs if value is not None)
        for what, five, text, pairs in sides:
            values = tuple(
                Value(pair.person, value, _says(room, pair.nickname, write(value)))
                for pair, value in pairs
                if value is not None
            )
            rows.append(Row(f"{asked}: {what}", text, values, five, found.planned, write, every))
    return tuple(rows)


def _says(room: Room, nickname: str, value: str) -> str:
    return f"{nickname}: {value}" if room.settings.names else value


def _reasons(round_: Round) -> None:
    """Why people lie where they do, those furthest out first; with names where the room shows them."""
    room, found = round_.room, _given(round_)
    if not found:
        return
    with figures.section("Why", "Reasons of those who lie furthest out come first."):
        lists = [
            _list(lever_text.name(CATALOGUE[lever_id]), [_reason(room, lever_id, dot) for dot in given])
            for lever_id, given in found
        ]
        st.html(f'<div class="reasons-by-lever">{"".join(lists)}</div>')


@lru_cache(32)
def _given(round_: Round) -> tuple[tuple[str, tuple[Dot, ...]], ...]:
    """By lever who gave a reason, the outliers first."""
    found = []
    for lever_id, one in _spread(round_).items():
        out = {dot.person for dot in one.outliers}
        given = [dot for dot in one.dots if dot.answer.reason]
        given.sort(key=lambda dot: (dot.person not in out, -abs(dot.value - one.summary.median)))
        if given:
            found.append((lever_id, tuple(given)))
    return tuple(found)


def _reason(room: Room, lever_id: str, dot: Dot) -> str:
    value = words.lever_value(room.plan, lever_id)(dot.value)
    name = f" <small><bdi>{escape(dot.nickname)}</bdi></small>" if room.settings.names else ""
    return f"<b>{escape(value)}</b> <bdi>{escape(dot.answer.reason)}</bdi>{name}"


def _list(title: str, items: Sequence[str]) -> str:
    """A short list, and the rest one click away."""
    first, more = items[:REASONS], items[REASONS:]
    rest = f"<details><summary>{len(more)} more</summary>{_items(more)}</details>" if more else ""
    return f'<div class="reasons"><h3>{escape(title)}</h3>{_items(first)}{rest}</div>'


def _items(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def rounds(told: tuple[Round, ...], *, taken_out: bool = False) -> None:
    """How the room came together over its rounds, lever by lever."""
    rows, moved = _came_together(told)
    if not rows:
        return
    with figures.section("How the room came together", "Median of each round, and between what the middle half lies."):
        tables.plain(pd.DataFrame(rows), "How the room came together, by lever and round", taken_out=taken_out)
        if moved:
            st.html(f'<div class="reasons"><h3>Who moved</h3>{_items([escape(one) for one in moved])}</div>')


@lru_cache(32)
def _came_together(told: tuple[Round, ...]) -> tuple[list[dict[str, str]], list[str]]:
    """A row per lever that was set in several rounds; who moved it since, where the room shows names."""
    room = told[0].room
    found = convergence.by_lever(room.levers, [one for round_ in told for one in round_.said])
    numbers = sorted({number for each in found.values() for number in each.rounds})
    rows, moved = [], []
    for lever_id, each in found.items():
        if len(each.rounds) < 2:
            continue
        name, write = lever_text.name(CATALOGUE[lever_id]), words.lever_value(room.plan, lever_id)
        row = {"Lever": name}
        for number in numbers:
            five = each.rounds.get(number)
            row[f"Round {number}"] = words.middle(write, five) if five else ""
        last = [move for move in each.moves if move.round == numbers[-1]]
        row["Moved since"] = f"{len(last)} of {len(last) + each.stayed.get(numbers[-1], 0)}"
        row["Nearer to the median"] = str(sum(bool(move.nearer) for move in last))
        rows.append(row)
        if room.settings.names and last:
            moved.append(f"{name}: {words.listed([move.nickname for move in last], NAMED)}")
    return rows, moved
