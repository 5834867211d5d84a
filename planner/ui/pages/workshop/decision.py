"""What the room adopts: the median, one person's values, or sliders that are moved together; saved as a plan."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from planner.analysis.workshop import decide
from planner.analysis.workshop.decide import DISAGREEMENT, MEDIAN, TOGETHER, Decision
from planner.plan import MAX_NAME
from planner.plan.workshop import Step
from planner.store.room import Room, State
from planner.ui.figures import charts
from planner.ui.figures.frames import against, fan
from planner.ui.kit import figures, promise_text, tables
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.levers import live
from planner.ui.session import compute, forecasts, pages, refusals, saved_plans, state, storage
from planner.ui.workshop import answer, current_room, words
from planner.ui.workshop.current_room import Round
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely

AT, NAME, SAVED = "workshop-decision", "workshop-name", "workshop-saved"
"""Where refusals are shown; the name of the plan; the room and the id of the plan that the session saved."""

ON_SCREENS = "The big screen and the phones show these values and what they lead to."
NOT_ON_SCREENS = "The big screen and the phones do not show these values yet: press Show on every screen."

HOW = {"median": "The median", "person": "One person's values", "together": "Sliders together"}
"""How values are found."""

ABOUT = {
    True: "8 in 10 between what the room said in its own ranges.",
    False: "8 in 10 of the room are there: this is disagreement only, which arguing makes smaller.",
}
"""What a range is, by whether the room was asked for ranges of its own."""


def draw(room: Room, secret: str, now: State) -> None:
    """The choice, what follows from it, and the button that saves it."""
    round_ = current_room.told(room, now.round, now)
    if not any(one.submitted for one in round_.said):
        st.info("Nobody submitted anything in this round, so there is nothing to decide on. Start another round.")
        return
    st.html('<h2 class="section">What the room adopts</h2>')
    how = st.segmented_control(
        "How values are found",
        list(HOW),
        format_func=HOW.__getitem__,
        default="median",
        key="decision-how",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    _follows(room, secret, now, round_, how)


@st.fragment
def _follows(room: Room, secret: str, now: State, round_: Round, how: str) -> None:
    """What follows from the values; it follows sliders, too."""
    values, called = _median(round_), MEDIAN
    if how == "person":
        values, called = _of_person(room, round_)
    elif how == "together":
        values, called = _together(room, now, values), TOGETHER
    if not values:
        return
    found = answer.decided(round_, tuple(values.items()), called)
    for one in answer.of(round_, tuple(values.items())).answers:
        st.html(f'<p class="room-answer">{escape(one)}</p>')
    _table(room, found)
    for remark in found.remarks:
        st.warning(literal(remark))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.show(NAME, st.session_state.get(NAME) or f"{room.plan.name}: the room"[:MAX_NAME])
        st.text_input("Name of the plan", key=NAME, max_chars=MAX_NAME, width=360)
        label = "Save again" if now.result else "Save as the room's plan"
        kind = "secondary" if now.result else "primary"
        st.button(label, key="decision-save", type=kind, on_click=_save, args=(room, secret, found))  # type: ignore[arg-type]
        st.button("Show on every screen", key="decision-show", on_click=_show, args=(room, secret, values))
    same = {one: found.plan.value(one) for one in room.levers} == dict(now.shown)
    st.caption(ON_SCREENS if same else NOT_ON_SCREENS)
    refusals.show(AT)
    saved(room, now)
    _leads_to(room, found)


@lru_cache(16)
def _median(round_: Round) -> dict[str, float]:
    return decide.median(round_.room.levers, round_.said)


def _together(room: Room, now: State, median: Mapping[str, float]) -> dict[str, float]:
    """Sliders for everybody to see, from the median on."""
    copy = f"-decide-{room.code}-{now.round}"
    with state.working_on(copy):
        if not state.begun():
            base = current_room.plan_of(room)
            state.start(base.with_levers(dict(median)), base)
        plan = state.plan()
    live.draw_few("The levers", room.levers, copy, ranges=False)
    return {one: plan.value(one) for one in room.levers}


def _of_person(room: Room, round_: Round) -> tuple[dict[str, float], str]:
    """One person's values. Without names people are numbered by what their models say, since the lobby shows names in
    the order in which they came.
    """
    names = room.settings.names
    people = sorted((one for one in round_.said if one.submitted), key=lambda one: one.results)

    def called(at: int) -> str:
        one = people[at]
        results = ", ".join(
            words.value_of(room.plan, asked.metric)(value)
            for asked, value in zip(room.questions, one.results, strict=True)
        )
        return f"{one.nickname if names else f'Participant {at + 1}'}: {results}"

    about = None if names else "Numbered by what their models say, the lowest first: nobody can tell who it is."
    at = st.selectbox(
        "Whose values",
        range(len(people)),
        format_func=called,
        index=None,
        placeholder="Choose one",
        key="decision-person",
        help=about,
    )
    if at is None:
        return {}, ""
    chosen = people[at]
    return decide.of_person(chosen), f"the values of {chosen.nickname}" if names else "the values of one participant"


def _table(room: Room, found: Decision) -> None:
    rows = []
    for lever_id in room.levers:
        write = words.lever_value(room.plan, lever_id)
        ends = found.plan.uncertainty.get(lever_id)
        between = f"{write(ends[0])} to {write(ends[1])}" if ends else "all agree"
        planned, adopted = room.plan.value(lever_id), found.plan.value(lever_id)
        name = lever_text.name(CATALOGUE[lever_id])
        rows.append({"Lever": name, "Planned": write(planned), "Adopted": write(adopted), "8 in 10 between": between})
    tables.plain(pd.DataFrame(rows), "What the room adopts, by lever")
    figures.note(ABOUT[found.label != DISAGREEMENT])


def _leads_to(room: Room, found: Decision) -> None:
    """The fan and the chance of each promise."""
    with part("What it leads to"):
        compute.wait_for_engine()
        plan = found.plan
        result, before, drawn = compute.projection(plan), compute.projection(room.plan), forecasts.forecast(plan)
        with figures.section("ARR as decided", "The band holds 8 of 10 draws; dashed is the plan as it was."):
            frame = against(result, before, "arr", **fan(drawn.ends if drawn else None, "arr"))
            figures.show(frame, charts.fanned("arr", "ARR"), plan.currency, key="decision-fan", alt_text="ARR decided")
        chances = {"As it was": forecasts.promised(room.plan), "As the room decides": forecasts.promised(plan)}
        columns = {
            name: {one.name: likely(one.probability) for one in promise_text.chances(plan, each)}
            for name, each in chances.items()
        }
        tables.texted(pd.DataFrame(columns), "Promised", "Chance of each promise")


def _show(room: Room, secret: str, values: Mapping[str, float]) -> None:
    with current_room.refusing(AT):
        current_room.rooms().show(room.id, secret, dict(values))
        current_room.rooms().state(room.id)


def show_median(room: Room, secret: str, round_: int) -> None:
    """Show the median, with which a decision begins, on every screen of the room."""
    told = current_room.told(room, round_, current_room.rooms().state(room.id))
    if any(one.submitted for one in told.said):
        current_room.rooms().show(room.id, secret, _median(told))


def _save(room: Room, secret: str, found: Decision) -> None:
    with current_room.refusing(AT):
        plan = found.plan.changed(name=st.session_state[NAME] or room.plan.name)
        values = {lever_id: plan.value(lever_id) for lever_id in room.levers}
        current_room.rooms().show(room.id, secret, values)
        saved_plan = current_room.rooms().decide(room.id, secret, plan, f"Decided in workshop {room.code}")
        storage.note_opened(saved_plan)
        st.session_state[SAVED] = room.id, saved_plan.key
        current_room.rooms().state(room.id)


def saved(room: Room, now: State) -> None:
    """The plan that was saved, and the way to it; to be changed where this session saved it."""
    if not now.result:
        return
    st.success("The room's plan is saved.")
    of, key = st.session_state.get(SAVED, (None, ""))
    kind = "primary" if now.step is Step.ENDED else "secondary"
    opens = st.button("Open the room's plan", key="decision-open", type=kind, icon=":material/monitoring:")  # type: ignore[arg-type]
    if opens and saved_plans.open_saved(key if of == room.id else now.result):
        pages.go_to("app.py")
