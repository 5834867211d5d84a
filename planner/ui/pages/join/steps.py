"""What a participant does, step by step."""

from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from planner.analysis.workshop import own_model
from planner.model.simulate import Result
from planner.plan import Plan
from planner.plan.workshop import REASON, Question, Step
from planner.store.room import Person, Room, State
from planner.ui.frame import strip
from planner.ui.kit import theme
from planner.ui.kit.tiles import change
from planner.ui.levers import live
from planner.ui.pages.join import own
from planner.ui.session import compute, number_fields, refusals, state, stored
from planner.ui.workshop import here, screens, words
from planner.vocabulary import lever_text, typed, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE

GUESS, GUESS_AT, MINE = f"{number_fields.PREFIX}guess-", "guess", "mine"
"""What the keys of the fields for guesses begin with; where refusals of guesses and of one's own values are shown."""


def lobby(room: Room, person: Person, now: State) -> None:
    """Somebody is in, and nothing has begun."""
    del person, now
    st.success("You are in. Keep this page open: it goes on by itself.")
    screens.asked(room)


# Guess


def guess(room: Room, person: Person, now: State) -> None:
    """A number for each question, before anything is moved."""
    del person
    mine = own.last(room, now.round)
    given = mine.guesses if mine else ()
    if any(one is not None for one in given):
        st.success("Your guess is in. The levers come next; this page goes on by itself.")
    else:
        st.markdown("Before anybody moves anything: what do you expect?")
    with st.form("guess", border=False):
        for at, question in enumerate(room.questions):
            _guess_field(room.plan, at, question, given[at] if at < len(given) else None)
        label = "Change my guess" if given else "Commit my guess"
        st.form_submit_button(label, type="primary", width="stretch", on_click=_guess, args=(room, now))
    refusals.show(GUESS_AT)


def _guess_field(plan: Plan, at: int, question: Question, given: float | None) -> None:
    quantity = _quantity(plan, question)
    key = f"{GUESS}{at}"
    if key not in st.session_state and given is not None:
        st.session_state[key] = typed.shown(given, quantity)
    unit = f" ({quantity.unit})" if quantity.unit else ""
    st.text_input(f"{words.question(plan, question)}{unit}", key=key, max_chars=typed.LONGEST, autocomplete="off")


def _quantity(plan: Plan, question: Question) -> typed.Quantity:
    return typed.of_column(COLUMNS[question.metric], plan.currency)


def _guess(room: Room, now: State) -> None:
    with state.refusing(GUESS_AT):
        numbers = []
        for at, question in enumerate(room.questions):
            text = st.session_state[f"{GUESS}{at}"] or ""
            numbers.append(typed.number(words.question(room.plan, question), text, _quantity(room.plan, question)))
        here.rooms().guess(room.id, stored.me(), now.round, numbers)
        here.look_up_own(room)
        here.rooms().state(room.id)


# Set the levers


def blind(room: Room, person: Person, now: State) -> None:
    """The levers on a copy of one's own, and what follows from them."""
    _mine(room, now, own.desk(room, person, now))


@st.fragment
def _mine(room: Room, now: State, desk: str) -> None:
    """What follows every move: one run of the model, and nothing is stored."""
    with state.at(desk):
        _own(room, now, desk)


def _own(room: Room, now: State, desk: str) -> None:
    result, before = compute.against_baseline()
    with st.container(key="mine"):
        answers = _answers(room, now, result, before)
        shown = {cell.label for cell in answers}
        others = [cell for cell in strip.cells(result, before) if cell.label not in shown]
        strip.draw([answers, others], key="own-results")
    live.draw_few("Your levers", room.levers, desk, ranges=room.settings.own_ranges)
    if room.settings.own_ranges:
        st.caption("Below each lever: between what it lies in 8 cases of 10, as you see it.")
    with st.expander("Say why (optional)"):
        for lever_id in room.levers:
            name = lever_text.name(CATALOGUE[lever_id])
            st.text_input(
                name, key=f"{own.WHY}{lever_id}", max_chars=REASON, autocomplete="off", persist_state="session"
            )
    mine = own.last(room, now.round)
    submitted = mine is not None and mine.submitted
    if submitted and mine is not None and dict(mine.answers) == own.answers(room):
        st.success("Submitted. You may change it until the round closes; this page goes on by itself.")
    elif submitted:
        st.warning("Changed since you submitted; submit again to count.")
    label = "Submit again" if submitted else "Submit"
    st.button(label, key="submit", type="primary", width="stretch", on_click=_submit, args=(room, now, desk))
    refusals.show(MINE)
    own.keep(room, now.round)


def _answers(room: Room, now: State, result: Result, before: Result) -> list[strip.Cell]:
    """What one's own model says to the questions, and what one guessed."""
    plan, mine, cells = room.plan, own.last(room, now.round), []
    for at, asked in enumerate(room.questions):
        value, planned = (float(one[asked.metric][asked.month - 1, 0]) for one in (result, before))
        write, unit = words.value_of(plan, asked.metric), units.of(asked.metric)
        guessed = mine.guesses[at] if mine and at < len(mine.guesses) else None
        about = f"you guessed {write(guessed)}" if guessed is not None else f"{write(planned)} in the plan"
        moved = change(unit, value, planned, plan.currency) if np.isfinite(planned) else None
        colour = theme.quantity(asked.metric)
        cells.append(strip.Cell(words.question(plan, asked), write(value), about, "", moved, colour, None))
    return cells


def _submit(room: Room, now: State, desk: str) -> None:
    with state.refusing(MINE), state.at(desk):
        answers = own.answers(room)
        values = {lever_id: answer.value for lever_id, answer in answers.items()}
        (found,) = own_model.results(room.plan, room.questions, [values])
        here.rooms().submit(room.id, stored.me(), now.round, answers, found)
        here.look_up_own(room)
        here.rooms().state(room.id)


# See where the room lies


def revealed(room: Room, person: Person, now: State) -> None:
    """How far everybody lies apart; one's own dot stands out."""
    if now.step is Step.DECIDE:
        st.info("The room decides now: look at the screen in front.")
    elif now.step is Step.ENDED:
        st.success("Thank you. What the room decided is a plan now.")
    st.caption("Your own answers are the large orange dots.")
    screens.revealed(room, now, own=person.number)


SCREENS: Mapping[Step, Callable[[Room, Person, State], None]] = {
    Step.LOBBY: lobby,
    Step.GUESS: guess,
    Step.BLIND: blind,
    Step.REVEAL: revealed,
    Step.DECIDE: revealed,
    Step.ENDED: revealed,
}
"""What is shown in each step."""
