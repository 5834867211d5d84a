"""Parts of a page that fail alone: what one raises is logged, a sentence stands in its place, the rest is drawn."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from planner.ui.kit.markdown import literal
from planner.vocabulary.errors import PlannerError

LOG = logging.getLogger(__name__)

HELP = "Undo the last change, or move a lever; the reason is in the log of the server."


@contextmanager
def part(name: str) -> Iterator[None]:
    """A part of a page. name: as the sentence in its place calls it."""
    try:
        yield
    except PlannerError as error:
        st.error("\n\n".join(map(literal, error.sentences())))
    except Exception:
        LOG.exception("A part of a page failed: %s", name)
        st.error(f"{literal(name)}: this cannot be drawn for the plan as it is. {HELP}")
