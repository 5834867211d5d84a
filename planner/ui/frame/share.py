"""Share the plan: a link that carries what was changed, with its reasons, and the same as a QR code."""

import functools
from urllib.parse import urljoin, urlsplit, urlunsplit

import segno
import streamlit as st

from planner.exchange import shared_links
from planner.plan import Plan
from planner.ui.frame.shared import OFFER
from planner.ui.kit import figures
from planner.ui.session import state, working_draft

WIDTH = 240
"""Pixels of a QR code."""


def draw() -> None:
    """The link and its QR code."""
    with st.popover(
        "Link and QR code", icon=":material/qr_code_2:", width="stretch", on_change="rerun", key="share"
    ) as box:
        if box.open:
            plan, base = state.plan(), state.baseline_plan()
            address = link(plan, base)
            st.markdown("A link to this plan")
            st.code(address, language=None, wrap_lines=False)
            figures.note(
                "It carries the plan, its baseline, what was changed and the notes of why. Whoever opens it sees the "
                "changes and accepts or rejects each; their own plan stays until then."
            )
            if picture := qr(address):
                st.image(picture, caption="QR code of the link", alt="QR code of the link", width=WIDTH)
            else:
                figures.note("The link is too long for a QR code.")


def link(plan: Plan, base: Plan) -> str:
    """The address that offers a plan, its changes measured against a base."""
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path or "/", f"{OFFER}={shared_links.encode(plan, base)}", ""))


def short(key: str, number: int | None = None) -> str:
    """The short link to a saved plan, or to one of its versions."""
    version = f"&{working_draft.VERSION}={number}" if number is not None else ""
    return f"{urljoin(str(st.context.url or ''), './')}?{working_draft.PLAN}={key}{version}"


@functools.lru_cache(64)
def qr(address: str, width: int = WIDTH) -> str:
    """A QR code (ISO/IEC 18004) as SVG, dark on white in both themes; empty for an address too long for one.

    width: in pixels.
    """
    try:
        code = segno.make_qr(address, error="l")
    except segno.DataOverflowError:
        return ""
    return code.svg_inline(scale=width / code.symbol_size(border=4)[0], border=4, light="white")
