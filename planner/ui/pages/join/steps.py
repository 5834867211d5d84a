"""What a participant does, step by step."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import streamlit as st

from planner.analysis.workshop import own_model
from planner.model.simulate import Result
from planner.plan import Plan
from planner.plan.workshop import REASON, Question, Step
from planner.store.room import Person, Room, State
from planner.ui.figures import theme
from planner.ui.frame import strip
from planner.ui.kit.markdown import literal
from planner.ui.kit.tiles import change
from planner.ui.levers import live
from planner.ui.pages.join import unsubmitted
from planner.ui.session import compute, refusals, state, storage
from planner.ui.workshop import current_room, screens, words
from planner.vocabulary import lever_text, typed, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import listed

GUESS, GUESS_AT, MINE, TAKEN = "guess-", "guess", "mine", "taken-"
"""What the keys of the fields for guesses begin with, which phones bring up all keys for, since "20M" has a letter;
where refusals of guesses and of one's own values are shown; what the key of the box for proposed ranges begins with.
"""


def lobby(room: Room, person: Person, now: State) -> None:
    """The lobby: the participant has joined, and no round has begun."""
    del person, now
    st.success("You are in. Keep this page open: it goes on by itself.")
    screens.asked(room)


# Guess


def guess(room: Room, person: Person, now: State) -> None:
    """A number for each question, before anything is moved."""
    del person
    _guessing(room, now)


@st.fragment
def _guessing(room: Room, now: State) -> None:
    """The fields, drawn by themselves; what was typed is kept in the address until it is sent."""
    mine = unsubmitted.last(room, now.round)
    given = mine.guesses if mine else ()
    committed = any(one is not None for one in given)
    if committed:
        st.success(f"Your guess is in: {_guessed(room, given)}. The levers come next; this page goes on by itself.")
    else:
        st.markdown("Before any lever is moved: what do you expect?")
        screens.begins(room)
    kept = unsubmitted.typed_guesses(room, now.round)
    for at, question in enumerate(room.questions):
        sent_at = given[at] if committed else None
        text = "" if sent_at is None else typed.shown(sent_at, _quantity(room.plan, question))
        _guess_field(room.plan, at, question, kept.get(at, text))
    texts = [st.session_state[f"{GUESS}{at}"] or "" for at in range(len(room.questions))]
    sent = committed and _numbers(room, texts) == list(given)
    label, kind = "Change my guess" if committed else "Commit my guess", "secondary" if sent else "primary"
    st.button(label, key="guess-commit", type=kind, width="stretch", on_click=_guess, args=(room, now))  # type: ignore[arg-type]
    if not sent and any(texts):
        st.caption("What is typed here is not sent yet.")
    refusals.show(GUESS_AT)
    unsubmitted.keep_guesses(room, now.round, [] if sent else texts)


def _guessed(room: Room, given: Sequence[float | None]) -> str:
    """What was understood: "ARR in Dec 2028 $20M"."""
    return ", ".join(
        f"{words.question(room.plan, asked)} **{literal(words.value_of(room.plan, asked.metric)(guess))}**"
        for asked, guess in zip(room.questions, given, strict=True)
        if guess is not None
    )


def _guess_field(plan: Plan, at: int, question: Question, text: str) -> None:
    quantity = _quantity(plan, question)
    st.session_state.setdefault(f"{GUESS}{at}", text)
    unit = f" ({quantity.unit})" if quantity.unit else ""
    st.text_input(
        f"{words.question(plan, question)}{unit}",
        key=f"{GUESS}{at}",
        placeholder="such as 1.2M" if quantity.currency else None,
        autocomplete="off",
    )


def _numbers(room: Room, texts: Sequence[str]) -> list[float] | None:
    """What was typed, in numbers; None where it is none."""
    try:
        return [_number(room, at, text) for at, text in enumerate(texts)]
    except PlannerError:
        return None


def _number(room: Room, at: int, text: str) -> float:
    asked = room.questions[at]
    return typed.number(words.question(room.plan, asked), text, _quantity(room.plan, asked))


def _quantity(plan: Plan, question: Question) -> typed.Quantity:
    return typed.of_column(COLUMNS[question.metric], plan.currency)


def _guess(room: Room, now: State) -> None:
    with current_room.refusing(GUESS_AT):
        numbers = [_number(room, at, st.session_state[f"{GUESS}{at}"] or "") for at in range(len(room.questions))]
        current_room.rooms().guess(room.id, storage.me(), now.round, numbers)
        current_room.look_up_own(room)
        current_room.rooms().state(room.id)


# Set the levers


def blind(room: Room, person: Person, now: State) -> None:
    """The levers on a copy of one's own, and what follows from them."""
    _mine(room, now, unsubmitted.copy(room, person, now))


@st.fragment
def _mine(room: Room, now: State, copy: str) -> None:
    """What follows every move: one run of the model, and nothing is stored."""
    with state.working_on(copy):
        _own(room, now, copy)


def _own(room: Room, now: State, copy: str) -> None:
    result, before = compute.against_baseline()
    mine = unsubmitted.last(room, now.round)
    submitted = mine is not None and mine.submitted
    counts = submitted and mine is not None and dict(mine.answers) == unsubmitted.answers(room)
    with st.container(key="mine"):
        answers = _answers(room, now, result, before)
        shown = {cell.label for cell in answers}
        others = [cell for cell in strip.cells(result, before) if cell.label not in shown]
        strip.draw([answers, others], key="own-results")
        st.html(_stands(submitted, counts))
    st.markdown(SET_RANGES if room.settings.own_ranges else SET)
    live.draw_few("Your levers", room.levers, copy, ranges=room.settings.own_ranges)
    with st.expander("Say why (optional)"):
        for lever_id in room.levers:
            name = lever_text.name(CATALOGUE[lever_id])
            st.text_input(
                name, key=f"{unsubmitted.WHY}{lever_id}", max_chars=REASON, autocomplete="off", persist_state="session"
            )
    if counts:
        st.success("Submitted. You may change it until the round closes; this page goes on by itself.")
    elif submitted:
        st.warning("You changed something since. What you submitted before counts until you submit again.")
    if left := unsubmitted.proposed(room):
        st.checkbox(_take(left, len(room.levers)), key=f"{TAKEN}{copy}")
    label, kind = "Submit again" if submitted else "Submit", "secondary" if counts else "primary"
    st.button(label, key="submit", type=kind, width="stretch", on_click=_submit, args=(room, now, copy))  # type: ignore[arg-type]
    refusals.show(MINE)
    unsubmitted.keep(room, now.round)


SET = "Set each lever to what you believe, then press Submit below them."
SET_RANGES = (
    "Set each lever to what you believe, and below it a low and a high: in 8 of 10 such cases it should lie between "
    "them. Then press Submit."
)
"""What is to be done, without ranges and with them."""


def _stands(submitted: bool, counts: bool) -> str:
    """Whether the values set here were received by the room."""
    kind, text = (
        ("in", "Submitted: this counts.")
        if counts
        else ("changed", "Changed since you submitted: not sent yet.")
        if submitted
        else ("out", "Not submitted yet.")
    )
    return f'<p class="own-state {kind}" role="status">{text}</p>'


def _take(left: Sequence[str], levers: int) -> str:
    """The note for participants who leave the ranges as they are proposed."""
    if len(left) == levers:
        return "I looked at every low and high: the proposed ones are what I think."
    names = listed([lever_text.name_within(CATALOGUE[one]) for one in left])
    return literal(f"I looked at the proposed low and high of {names} too: they are what I think.")


def _answers(room: Room, now: State, result: Result, before: Result) -> list[strip.Cell]:
    """What one's own model says to the questions, and what one guessed."""
    plan, mine, cells = room.plan, unsubmitted.last(room, now.round), []
    for at, asked in enumerate(room.questions):
        value, planned = (float(one[asked.metric][asked.month - 1, 0]) for one in (result, before))
        write, unit = words.value_of(plan, asked.metric), units.of(asked.metric)
        guessed = mine.guesses[at] if mine and at < len(mine.guesses) else None
        about = f"you guessed {write(guessed)}" if guessed is not None else f"{write(planned)} in the plan"
        moved = change(unit, value, planned, plan.currency) if np.isfinite(planned) else None
        colour = theme.quantity(asked.metric)
        cells.append(strip.Cell(words.question(plan, asked), write(value), about, "", moved, colour, None))
    return cells


def _submit(room: Room, now: State, copy: str) -> None:
    with current_room.refusing(MINE), state.working_on(copy):
        left = unsubmitted.proposed(room)
        if left and not st.session_state.get(f"{TAKEN}{copy}"):
            names = listed([lever_text.name(CATALOGUE[one]) for one in left])
            allowed = f"{names}. Type a low and a high of your own, or tick that the proposed ones are what you think"
            raise PlannerError(Problem("Still as proposed", None, allowed))
        answers = unsubmitted.answers(room)
        values = {lever_id: answer.value for lever_id, answer in answers.items()}
        (found,) = own_model.results(room.plan, room.questions, [values])
        current_room.rooms().submit(room.id, storage.me(), now.round, answers, found)
        current_room.look_up_own(room)
        current_room.rooms().state(room.id)


# See where the room lies


def revealed(room: Room, person: Person, now: State) -> None:
    """How far everybody lies apart; one's own dot stands out."""
    if now.step is Step.DECIDE:
        st.info("The room decides now: look at the screen in front.")
    elif now.step is Step.ENDED:
        st.success("Thank you. What the room decided is a plan now.")
    said = current_room.told(room, now.round, now).said
    if any(one.person == person.number and one.submitted for one in said):
        st.caption("Your own answers are the large orange dots.")
    elif said:
        st.warning("You had not submitted when this round closed, so nothing that you set counts in it.")
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
