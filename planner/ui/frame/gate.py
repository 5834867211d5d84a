"""Who may come in: whoever knows the passphrase, and is logged in, where the server asks for that."""

import hashlib
import hmac
import os
import threading
import time

import streamlit as st

from planner.ui.session import browser

PASSPHRASE = "GROUNDSWELL_PASSPHRASE"

COOKIE = "groundswell_pass"
"""The cookie of what shows that the passphrase was given."""

PAUSE = 1.0
"""Seconds that a wrong passphrase costs; of all visitors, one after the other."""

_FIELD, _WRONG = "passphrase", "passphrase-wrong"
_one = threading.Lock()


def draw(about: str = "") -> None:
    """Nothing for whoever may come in; for others what is asked of them, and the page ends there.

    about: what somebody who was invited to the page is told then.
    """
    if "is_logged_in" in st.user and not st.user.is_logged_in:
        st.html("<h1>Groundswell</h1>")
        if about:
            st.markdown(about)
        st.button("Log in", on_click=st.login, type="primary", key="log-in")
        st.stop()
    if _closed():
        _ask(about)
        st.stop()


def asks() -> bool:
    """Whether whoever opens a page for the first time is asked for something."""
    return "is_logged_in" in st.user or bool(os.environ.get(PASSPHRASE))


def visitor() -> str:
    """The name of whoever is logged in, or else their address of mail; empty where nobody is asked to."""
    return next((str(st.user[name]) for name in ("name", "email") if st.user.get(name)), "")


def _closed() -> bool:
    passphrase = os.environ.get(PASSPHRASE)
    return bool(passphrase) and not hmac.compare_digest(browser.kept(COOKIE).encode(), _proof(str(passphrase)).encode())


def _proof(passphrase: str) -> str:
    """What a browser shows instead of the passphrase: worth nothing to another browser, or under another one."""
    return hmac.new(passphrase.encode(), browser.token().encode(), hashlib.sha256).hexdigest()


def _ask(about: str) -> None:
    st.html("<h1>Groundswell</h1>")
    if about:
        st.markdown(about)
    with st.form("gate", border=False, width=360):
        st.text_input("Passphrase", type="password", key=_FIELD, max_chars=200)
        st.form_submit_button("Open", on_click=_enter)
    if st.session_state.pop(_WRONG, False):
        st.error("That is not the passphrase; ask whoever runs this server for it.")


def _enter() -> None:
    given, passphrase = st.session_state[_FIELD] or "", os.environ.get(PASSPHRASE, "")
    if hmac.compare_digest(given.encode(), passphrase.encode()):
        browser.keep(COOKIE, _proof(passphrase))
        return
    with _one:
        time.sleep(PAUSE)
    st.session_state[_WRONG] = True
