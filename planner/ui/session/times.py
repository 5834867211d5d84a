"""Times as the person in front of the browser reads them."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st


def zone() -> tzinfo:
    """The browser's time zone; UTC when it tells none."""
    try:
        return ZoneInfo(str(st.context.timezone or "UTC"))
    except (KeyError, ValueError, OSError):
        return UTC


def shown(time: datetime) -> str:
    """A time in the browser's zone: "26 Nov 2026, 18:20"."""
    local = time.astimezone(zone())
    return f"{local.day} {local:%b %Y, %H:%M}"


def ago(time: datetime) -> str:
    """How long ago a time was, where that is short; else its date."""
    passed = datetime.now(UTC) - time
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{passed.seconds // 60} min ago"
    return shown(time)
