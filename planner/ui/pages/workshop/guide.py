"""The facilitator's guide: one page on the screen, the same on paper."""

import re
from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from planner.exchange.report.document import Document, Section
from planner.exchange.report.pdf import as_pdf

TITLE = "Leading a workshop"
ABOUT = "For an hour with 5 to 200 people, each with a phone or a laptop. Nobody needs an account."
AIM = "The room ends with a plan, and with an honest range of how far that plan may be wrong."

GUIDE: Mapping[str, tuple[str, ...]] = {
    "Before, in a quarter of an hour": (
        "Open the plan that the room is to talk about, then the page **Workshop**. Ask one question, three at "
        "most: a metric at the end of a month. Keep the levers that people in the room can judge; six are plenty.",
        "Under **How the room works**: without a timer you close each step; with one, ten minutes are enough for every "
        "step, since a step also closes once all have answered. A low and a high of their own make the ranges honest "
        "and each round two minutes longer. Leave nicknames off where people may fear for theirs.",
        "**Open the room**, and keep the facilitator link, which is shown once: it makes any device yours again. "
        "A second person can lead, too: **People** makes a link for a deputy.",
        "**Open the big screen** and put it on the projector; nothing can be done from there. Phones must reach "
        "the address that it shows; where it works on this machine alone, the page says what to do.",
        "Try it: **Rehearse** fills the room with simulated people. **Set up another room** for the real hour.",
    ),
    "The hour": (
        "Minutes 0 to 5: arrive. People scan the code or type it, and choose a nickname. Say what is asked and "
        "why it matters. Press **Start: everybody guesses**; whoever comes later enters where the room is.",
        "Minutes 5 to 10: guess. Everybody commits a number before anything is moved. Do not say yours.",
        "Minutes 10 to 20: set the levers blind. Everybody sets them on a copy of the plan, sees only what "
        "follows from their own, and says why where it matters to them. They may change it until the round "
        "closes.",
        "A step closes by its timer, by your button, or once all who are present have answered. It waits for "
        "nobody who has left.",
        "Minutes 20 to 35: reveal and argue. Begin with the lever that is spread widest. The lowest and the "
        "highest speak first, a minute each: what have they seen that others have not? The most senior person "
        "speaks last.",
        "Minutes 35 to 42: once more. Press **Round 2: set the levers again**. The board then shows how the room "
        "came together and who moved. Rounds can repeat; all are kept.",
        "Minutes 42 to 55: decide. Press **Decide** and take **The median**, **One person's values**, or "
        "**Sliders together**. **Show on every screen** puts the values, the answer and the chance of each promise on "
        "the big screen and the phones. Read them aloud before **Save as the room's plan**.",
        "Minutes 55 to 60: close. Write down who does what by when. **End the workshop**; take home the plan, "
        "everything as CSV, and the hour on one page.",
    ),
    "What the ranges say": (
        "With ranges of people's own, the plan's range is the middle 8 in 10 of all of them taken together. "
        "Without, it is the middle 8 in 10 of the values: disagreement only, which an argument makes smaller "
        "whether or not anybody has learned anything. A lever on which all agree has no range.",
        "A wide range is a result: it says what to find out next. From ten people on, levers that rise and fall "
        "together in what people say do so in the plan, too.",
    ),
    "When something goes wrong": (
        "A phone is locked, reloaded or offline: it comes back where it was. A page of yours is closed: open the "
        "facilitator link, on any device. A server that is started again loses nothing that was submitted.",
        "A nickname or a reason is out of place: remove it under **People**. A round closed too early: begin "
        "another one. A code is refused: compare it with the screen; after ten wrong ones a minute's wait is "
        "asked for.",
    ),
}
"""Sections and their points. What stands between asterisks is how the app calls it."""

_NAMED = re.compile(r"\*\*(.+?)\*\*")


def draw() -> None:
    """The guide, closed until it is wanted, and the same to print."""
    with st.expander("Facilitator's guide: the hour on one page", icon=":material/menu_book:"):
        st.markdown(f"{ABOUT} {AIM}")
        for title, points in GUIDE.items():
            st.html(f'<h2 class="section">{title}</h2>')
            st.markdown("\n".join(f"- {point}" for point in points))
        st.download_button(
            "Print the guide (PDF)",
            printed,
            "facilitators-guide.pdf",
            "application/pdf",
            key="workshop-guide",
            icon=":material/print:",
        )


@lru_cache(1)
def printed() -> bytes:
    """The guide as a PDF of one page."""
    sections = [Section(title, [_NAMED.sub("“\\1”", point) for point in points]) for title, points in GUIDE.items()]
    return as_pdf(Document(TITLE, [ABOUT], AIM, "USD", sections, []))
