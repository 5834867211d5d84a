"""The browser of a session: a random token in a cookie, by which its drafts and plans are found again; no account."""

import re
import secrets
from pathlib import Path

import streamlit as st

COOKIE, PASS = "groundswell_browser", "groundswell_pass"
"""Cookies: of the token, and of what shows that the passphrase was given."""

_TOKEN, _PASSED, _KEY = "browser", "browser-pass", "browser-cookie"
_FORM = re.compile(r"[A-Za-z0-9_-]{20,64}")

_cookies = st.components.v2.component(
    "groundswell.browser", js=Path(__file__).with_name("browser.js").read_text(encoding="utf-8")
)


def _sent(cookie: str) -> str:
    """A cookie as the browser sent it when the session began; empty without one."""
    value = st.context.cookies.get(cookie)
    return value if isinstance(value, str) else ""


def token() -> str:
    """The browser's token: what it sent, or else a new one, which it keeps from now on."""
    if _TOKEN not in st.session_state:
        sent = _sent(COOKIE)
        st.session_state[_TOKEN] = sent if _FORM.fullmatch(sent) else secrets.token_urlsafe(24)
    return st.session_state[_TOKEN]


def is_new() -> bool:
    """Whether the browser has never been here: it sent no token when the session began."""
    return not _sent(COOKIE)


def passed() -> str:
    """What the browser shows for having given the passphrase; empty when it shows nothing."""
    return st.session_state.get(_PASSED) or _sent(PASS)


def keep_pass(value: str) -> None:
    """Let the browser keep what shows that the passphrase was given."""
    st.session_state[_PASSED] = value


def draw() -> None:
    """Write the cookies. Of two tabs that were the browser's first ones, the second takes over the token of the first.

    What it has stored until then stays with the token that it gave up.
    """
    data = {"name": COOKIE, "value": token(), "passName": PASS, "pass": st.session_state.get(_PASSED, "")}
    _cookies(key=_KEY, data=data, on_known_change=_adopt)


def _adopt() -> None:
    known = st.session_state[_KEY].get("known")
    if isinstance(known, str) and _FORM.fullmatch(known):
        st.session_state[_TOKEN] = known
