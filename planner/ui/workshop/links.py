"""Links to a room: for its participants, for its big screen, for its facilitators."""

import ipaddress
import os
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

ADDRESS = "GROUNDSWELL_ADDRESS"
"""The address under which others reach the app, where it is not the one that the browser shows."""

ROOM, KEY, BOARD = "room", "key", "board"
"""Parameters of the address: the code of a room, what makes its bearer a facilitator, the code of a room on a board."""

HERE_ONLY = (
    "This address works on this machine alone. To let others in, start the app with `--server.address=0.0.0.0` and "
    "open it by this machine's name or number in the network, or name that address in `GROUNDSWELL_ADDRESS`."
)


def join(code: str) -> str:
    """What participants open."""
    return _link("join", {ROOM: code})


def board(code: str) -> str:
    """What a big screen opens; nothing can be done from there."""
    return _link("workshop", {BOARD: code})


def facilitator(code: str, secret: str) -> str:
    """What makes whoever opens it a facilitator, on any device."""
    return _link("workshop", {ROOM: code, KEY: secret})


def here_only() -> bool:
    """Whether no other machine can open the links."""
    host = urlsplit(_base()).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")


def shown(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://")


def _base() -> str:
    """The address of the first page, with no slash at its end."""
    if named := os.environ.get(ADDRESS, "").strip():
        return named.rstrip("/")
    here = urlsplit(st.context.url or "")
    path = here.path.rstrip("/")
    for page in ("workshop", "join"):
        path = path.removesuffix(f"/{page}")
    return urlunsplit((here.scheme, here.netloc, path, "", ""))


def _link(page: str, parameters: dict[str, str]) -> str:
    return f"{_base()}/{page}?{urlencode(parameters)}"
