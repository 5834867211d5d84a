"""Keys of popovers that close when something is done in them.

A browser that closes a popover because the server says so still reports it as open, and opens it again with the next
entry; so a popover that was closed is a new one, with a key of its own. Likewise a choice whose value something else
changes while the browser still reports the one of before.
"""

import streamlit as st

_CLOSED = "closed-"


def key(name: str) -> str:
    """The key of a popover by its name."""
    times = st.session_state.get(f"{_CLOSED}{name}", 0)
    return f"{name}-{times}" if times else name


def close(name: str) -> None:
    """Close a popover, from a callback or before it is drawn again."""
    st.session_state[f"{_CLOSED}{name}"] = st.session_state.get(f"{_CLOSED}{name}", 0) + 1
