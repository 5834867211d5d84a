"""The browser of a session: a random token in a cookie, by which its drafts and plans are found again; no account.

Other cookies hold what must outlast the session and may stand in no address.
"""

import re
import secrets
from pathlib import Path

import streamlit as st

COOKIE = "groundswell_browser"
"""The cookie of the token."""

_TOKEN, _KEPT, _SESSION, _KEY = "browser", "browser-kept", "browser-session", "browser-cookie"
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


def session() -> str:
    """What tells this session from any other one, that of a server that was started again, too."""
    return st.session_state.setdefault(_SESSION, secrets.token_urlsafe(8))


def is_new() -> bool:
    """Whether the browser has never been here: it sent no token when the session began."""
    return not _sent(COOKIE)


def kept(cookie: str) -> str:
    """What the browser keeps in a cookie; empty when there is none."""
    return _kept().get(cookie) or _sent(cookie)


def keep(cookie: str, value: str) -> None:
    """Let the browser keep a value in a cookie."""
    _kept()[cookie] = value


def _kept() -> dict[str, str]:
    return st.session_state.setdefault(_KEPT, {})


def draw() -> None:
    """Write the cookies. Of two tabs that were the browser's first ones, the second takes over the token of the first.

    What it has stored until then stays with the token that it gave up.
    """
    data = {"name": COOKIE, "value": token(), "kept": _kept()}
    _cookies(key=_KEY, data=data, on_known_change=_adopt)


def _adopt() -> None:
    known = st.session_state[_KEY].get("known")
    if isinstance(known, str) and _FORM.fullmatch(known):
        st.session_state[_TOKEN] = known
