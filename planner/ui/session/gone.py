"""Sessions that are gone: each holds three file descriptors until it is closed.

Streamlit keeps a session that is gone for a while, for a browser that comes back. After that it only forgets it, and
the descriptors stay open until Python collects what is forgotten, which an idle server never does. So sessions are
closed here once their time is over, and the oldest at once where many are kept. A browser that comes back later begins
a new session, with the plan in its address.
"""

import asyncio
import time

import streamlit as st
from streamlit.runtime import exists, get_instance

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

DESCRIPTORS = 3
"""Of one session."""

SHARE = 0.25
"""Of the descriptors that the process may have, at most, for sessions that are gone."""

MOST = 8192
"""Descriptors that are enough; macOS refuses to allow more than 10,240."""

EVERY = 1.0
"""Seconds from one look to the next."""

_gone: dict[str, float] = {}
"""Sessions that are gone, those that were seen to be first in front, and since when by `time.monotonic`."""


@st.cache_resource(show_spinner=False)
def watch() -> None:
    """From the first visit on, close sessions that are gone, and allow the process what descriptors it may have."""
    if not exists():
        return
    loop = get_instance()._get_async_objs().eventloop
    # Streamlit only lists what it has not forgotten yet.
    kept = st.get_option("server.disconnectedSessionTTL") - 5 * EVERY
    loop.call_soon_threadsafe(_look, loop, kept, int(SHARE * _allowed() / DESCRIPTORS))


def _allowed() -> int:
    """How many descriptors the process may have, which is from now on as many as the system lets it."""
    if resource is None:
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return MOST if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _look(loop: asyncio.AbstractEventLoop, kept: float, most: int) -> None:
    """Close who has been gone for longer than `kept` seconds, or is not among the last `most`; on the event loop."""
    loop.call_later(EVERY, _look, loop, kept, most)
    runtime, now = get_instance(), time.monotonic()
    stored = [one.session.id for one in runtime._session_mgr.list_sessions()]
    gone = [one for one in stored if not runtime.is_active_session(one)]
    for session in _gone.keys() - gone:
        del _gone[session]
    for session in gone:
        _gone.setdefault(session, now)
    for at, (session, since) in enumerate(reversed(list(_gone.items()))):
        if now - since > kept or at >= most:
            runtime.close_session(session)
