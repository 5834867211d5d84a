"""My company: an own plan from what a founder knows; what it leads to stands beside the questions."""

from pathlib import Path
from typing import Literal

import streamlit as st

from planner.analysis.company import Company, blank, derive
from planner.analysis.company.derived_answers import meant
from planner.analysis.company.stages import STAGES
from planner.analysis.company.updated import can_update, own, updated
from planner.plan.differences import differences
from planner.ui.frame import layout
from planner.ui.kit import style, tables, tiles
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.pages.my_company import entered, form, frames, key_numbers, question_fields, words
from planner.ui.session import choices, compute, focus, pages, refusals, state

UPDATED = "company-updated"
"""Where it is shown why answers could not go into the plan."""

CSS = Path(__file__).with_name("company.css").read_text(encoding="utf-8")


def draw() -> None:
    """Questions, the plan that the answers mean, and where each of its numbers comes from."""
    st.html(f"<style>{style.coloured(CSS)}</style>")
    compute.wait_for_engine()
    answers = entered.answers()
    company = derive(answers)
    taken = question_fields.Taken(company, meant(company), known=entered.value("arr") is not None)
    with st.container(key="company"):
        numbers, questions, said = (st.container(key=f"company-{name}") for name in ("numbers", "questions", "said"))
    before = _before(company) if taken.known else None
    with questions, part("Questions"):
        _begin()
        form.draw(taken)
        _use(company, before, taken.known, "company-use-below")
        _clear()
    with numbers, part("Key numbers"):
        _numbers(company, before, taken.known)
    if taken.known:
        with said, part("What is to be said"):
            _said(company)
        with part("Where the numbers come from"):
            _facts(company)
    with part("Whose the plan is"):
        _whose()
    focus.draw()


def _before(company: Company) -> Company | None:
    """What the plan on screen was made from, if new answers can go into it: of several, what it differs least from."""
    plan = state.whole_plan()
    found = [old for old in map(derive, entered.used()) if can_update(old, company, plan)]
    return min(found, key=lambda old: len(differences(old.plan, plan)), default=None)


def _numbers(company: Company, before: Company | None, known: bool) -> None:
    """What the answers lead to, as soon as there is an ARR, and the plan to be used."""
    if known:
        tiles.show(key_numbers.of(compute.projection(company.plan)))
    _use(company, before, known, "company-use")
    if not known:
        st.caption("Enter your ARR first: what it leads to stands here. 0 is an answer, too.")


def _begin() -> None:
    """How to answer; or to begin with nothing at all."""
    st.caption("Answer what you know and leave the rest: it takes what is usual at your stage, and is marked as such.")
    if st.button(
        "Start blank",
        key="company-blank",
        help="An empty plan: no customers, no people, no cash. Undo brings the one before back.",
    ):
        state.open_plan(blank().changed(start=entered.answers().start))
        pages.go_to("app.py")


def _clear() -> None:
    """Clear the answers, or bring them back."""
    if entered.document():
        st.button("Clear all answers", key="company-clear", type="tertiary", on_click=entered.clear)
    elif entered.CLEARED in st.session_state:
        st.button("Bring the answers back", key="company-restore", type="tertiary", on_click=entered.restore)


def _use(company: Company, before: Company | None, known: bool, key: str) -> None:
    """Use the plan that was derived, or update the one that came from answers: beside the key numbers, and below."""
    plan = state.whole_plan()
    if before is None:
        _open(company, known, key, "Use this plan", "primary")
        return
    with st.container(horizontal=True, gap="small"):
        if st.button("Update the plan", key=f"{key}-update", type="primary", help=words.UPDATE):
            with state.refusing(UPDATED):
                new = updated(before, company, plan)
                state.view_case("")
                state.apply(new, "taking new answers")
                entered.use()
                pages.go_to("app.py")
        _open(company, known, key, "Use as a new plan", "secondary")
    refusals.show(UPDATED)
    st.caption(literal(words.kept(own(before, company, plan), saved=bool(state.history().now.saved))))


def _open(company: Company, known: bool, key: str, label: str, kind: Literal["primary", "secondary"]) -> None:
    """Open the plan that was derived."""
    if st.button(
        label,
        key=key,
        type=kind,
        disabled=not known,
        help="It becomes the plan that every page shows. Undo brings the one before back.",
    ):
        state.open_plan(company.plan)
        entered.use()
        pages.go_to("app.py")


def _said(company: Company) -> None:
    """What the plan could not meet, and what was assumed; contradictions stand beside their question."""
    for remark in company.remarks:
        if question_fields.beside(remark):
            continue
        text = literal(f"{words.TOPICS[remark.about]}: {remark.text}")
        if remark.kind == "assumption":
            st.caption(text)
        else:
            st.warning(text)


def _facts(company: Company) -> None:
    """Every lever of the derived plan, with where it comes from and how."""
    question_fields.head("What these answers mean, number by number")
    counts = frames.counts(company)
    st.caption(", ".join(f"{counts[origin]} {word}" for origin, word in words.ORIGINS.items()) + ".")
    shown = choices.choice("Numbers", {"": "All", **words.CHOICES}, "company-origin")
    with st.container(key="company-facts"):
        tables.plain(frames.facts(company, shown), "Every number of the plan, and where it comes from")
    stage = STAGES[company.stage]
    if st.toggle(f"List the defaults of the stage ({stage}) with their sources", key="company-usual"):
        with st.container(key="company-defaults"):
            tables.plain(frames.usual(company), "Defaults of the stage, and who published them")


def _whose() -> None:
    """How much of the plan in use is the user's own, and what is worth asking next; nothing where none is."""
    plan = state.plan()
    found = frames.whose(plan)
    if not found.share:
        return
    question_fields.head(f"How much of {plan.name} is yours")
    st.progress(found.share, literal(words.share(plan, found)))
    if sentences := words.worth_asking(plan, found):
        st.markdown("**Worth asking next**" + "".join(f"\n- {literal(sentence)}" for sentence in sentences))
    if st.toggle("List the numbers that are not yours yet", key="company-not-mine", persist_state="session"):
        with st.container(key="company-others"):
            tables.plain(frames.not_mine(plan), "Numbers of the plan in use that are not yours yet")


def show() -> None:
    """The page."""
    layout.analysis_page("My company", "What is our plan, from what we know?", draw, results=False)
