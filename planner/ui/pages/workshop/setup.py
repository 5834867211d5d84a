"""Set a room up: what it asks, which levers it sets, how it works; all of it proposed."""

from functools import lru_cache
from typing import Any

import streamlit as st

from planner.analysis.readings import promises
from planner.analysis.workshop.proposals import proposals
from planner.plan import Plan
from planner.plan.workshop import LEVERS, MINUTES, QUESTIONS, Question, Settings
from planner.ui.kit import metrics
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.pages.workshop import guide
from planner.ui.session import compute, refusals, state
from planner.ui.workshop import current_room
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name

AT, SHOWN, COUNT = "workshop-setup", "workshop-link", "workshop-questions"
"""Where refusals are shown; the room whose facilitator's link is to be shown once; how many questions there are."""

PROPOSED = 6
"""Levers that are proposed: few enough for an hour."""

FACILITATOR = "Facilitator"

TIMES = (0, 2, 3, 5, 10, 15, 20)
"""Minutes of a step to choose from; 0 is no timer."""

HOW = (
    "Everybody guesses, then sets the levers alone on a phone. You reveal how far apart the room is, it argues, and it "
    "decides on a plan whose uncertainty is its own."
)


def draw() -> None:
    """Everything that a room needs, and the button that opens it."""
    plan = state.plan()
    st.markdown(f"A room works on **{literal(plan.name)}**. {HOW}")
    guide.draw()
    with part("Go on with a room"):
        _go_on()
    questions = _questions(plan)
    levers = _levers(plan, questions)
    settings = _settings()
    ready = LEVERS[0] <= len(levers) <= LEVERS[1]
    st.button(
        "Open the room",
        key="workshop-open",
        type="primary",
        on_click=_open,
        args=(plan, levers, questions, settings),
        disabled=not ready,
    )
    if not ready:
        st.caption(f"A room sets {LEVERS[0]} to {LEVERS[1]} levers.")
    refusals.show(AT)


def _go_on() -> None:
    code = current_room.led()
    if code:
        label = f"Go on with room {code}, which this browser leads"
        st.button(label, key="workshop-go-on", icon=":material/arrow_forward:", on_click=_enter, args=(code,))


def _enter(code: str) -> None:
    with state.refusing(AT):
        current_room.enter(current_room.of_code(code))


def _questions(plan: Plan) -> list[Question]:
    """One to three metrics, each at the end of a month."""
    figures_of = st.session_state.setdefault(COUNT, 1)
    st.html('<h2 class="section">What you ask the room</h2>')
    found = []
    for at in range(figures_of):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            metric = metrics.choose(
                f"Question {at + 1}" if figures_of > 1 else "Question",
                index=metrics.METRICS.index(FIRST[at]),
                key=f"workshop-metric-{at}",
                width=330,
                persist_state="session",
            )
            month = st.selectbox(
                "At the end of",
                range(1, plan.months + 1),
                index=_first_month(plan) - 1,
                format_func=lambda number: month_name(plan.start, number),
                key=f"workshop-month-{at}-{plan.start}-{plan.months}",
                width=160,
                persist_state="session",
            )
        found.append(Question(metric, month))
    with st.container(horizontal=True, gap="small"):
        most, least = figures_of == QUESTIONS[1], figures_of == QUESTIONS[0]
        arguments: dict[str, Any] = {"on_click": _count, "icon": ":material/add:", "disabled": most}
        st.button("One question more", key="workshop-more", args=(1,), **arguments)
        arguments |= {"icon": ":material/remove:", "disabled": least}
        st.button("One less", key="workshop-less", args=(-1,), **arguments)
    return found


FIRST = ("arr", "cash", "headcount")
"""What the questions are about until something else is chosen."""


def _count(by: int) -> None:
    st.session_state[COUNT] += by


def _first_month(plan: Plan) -> int:
    """The month of a promise, that in the middle of several; without one, the last month."""
    due = promises.due(compute.projection(plan))
    return due[len(due) // 2].month if due else plan.months


@lru_cache(16)
def _proposed(plan: Plan, questions: tuple[Question, ...]) -> list[str]:
    compute.wait_for_engine()
    return [one.lever for one in proposals(plan, questions)]


def _levers(plan: Plan, questions: list[Question]) -> list[str]:
    """The levers of the room; those that move the questions most until others are chosen."""
    st.html('<h2 class="section">The levers it sets</h2>')
    proposed = _proposed(plan, tuple(dict.fromkeys(questions)))
    asked = "-".join(f"{one.metric}-{one.month}" for one in questions)
    chosen = st.multiselect(
        "Levers: proposed are those that move the question most",
        [*proposed, *(lever_id for lever_id in CATALOGUE if lever_id not in proposed)],
        default=proposed[:PROPOSED],
        format_func=lambda lever_id: lever_text.name(CATALOGUE[lever_id]),
        max_selections=LEVERS[1],
        key=f"workshop-levers-{asked}",
    )
    return list(chosen)


def _settings() -> Settings:
    with st.expander("How the room works", key="workshop-how", on_change="rerun"):
        minutes = st.selectbox(
            "Time for each step",
            TIMES,
            format_func=lambda number: f"{number} minutes" if number else "No timer: you close each step",
            key="workshop-minutes",
            persist_state="session",
            help=f"Up to {MINUTES} minutes; a step also closes once everybody who is there has answered.",
        )
        own = st.checkbox(
            "Ask everybody for a low and a high of their own",
            key="workshop-own",
            persist_state="session",
            help="Everybody then says between which two numbers each lever should be in 8 of 10 cases. The room's plan "
            "takes its ranges from these; otherwise from how far apart people's values are: disagreement only.",
        )
        names = st.checkbox("Show nicknames beside values and reasons", key="workshop-names", persist_state="session")
    return Settings(names=names, own_ranges=own, minutes=minutes)


def _open(plan: Plan, levers: list[str], questions: list[Question], settings: Settings) -> None:
    with state.refusing(AT):
        room, secret = current_room.rooms().create(
            plan, levers, questions, settings, FACILITATOR, current_room.address()
        )
        current_room.lead(room.code, secret)
        current_room.enter(room)
        st.session_state[SHOWN] = room.code
