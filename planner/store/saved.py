"""What the store gives: saved plans, their versions, and what is known of them without opening them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from planner.plan import Plan
from planner.plan.history import History

Forecast = Mapping[str, Mapping[str, Sequence[float | None]]]
"""Quantiles of metrics: by metric, then by level ("p5" to "p95"), one number per month; None where there is none."""


@dataclass(frozen=True)
class Entry:
    """A version, without its plan. time: when it was saved, with its zone. approved: whether it was ever approved."""

    number: int
    time: datetime
    name: str
    note: str
    approved: bool = False


@dataclass(frozen=True)
class Version:
    """A version of a saved plan, from 1. It never changes."""

    number: int
    time: datetime
    note: str
    plan: Plan


@dataclass(frozen=True)
class Approval:
    """A version that was approved: by whom, when, and what it promised then, which stays as it was."""

    version: Version
    by: str
    time: datetime
    forecast: Forecast


@dataclass(frozen=True)
class Saved:
    """A saved plan as it was opened.

    key: the id it was opened by. edit_id: of whoever may change it, None when it was opened to read. read_id: of
    whoever may read it. version: the one that was opened. newest: the number of its newest version.
    """

    key: str
    edit_id: str | None
    read_id: str
    version: Version
    newest: int
    approval: Approval | None = None


@dataclass(frozen=True)
class Listed:
    """A saved plan in a list. edit_id: None where it may only be read. Times are of its newest version."""

    edit_id: str | None
    read_id: str
    name: str
    note: str
    newest: int
    created: datetime
    changed: datetime
    approved: int | None = None
    deleted: datetime | None = None

    @property
    def key(self) -> str:
        """The id to open it by."""
        return self.edit_id or self.read_id


@dataclass(frozen=True)
class Draft:
    """The working plan of a browser, with the steps that led there.

    id: of the draft, in the address of its page. base: the number of the version of the saved plan that it started
    from, 0 without one. unsaved: whether it differs from that, or without one from the plans as shipped. revision: how
    often it was stored, 0 for a new draft. view: what is looked at beside the plan, as JSON has it.
    """

    id: str
    history: History
    base: int
    unsaved: bool
    revision: int = 0
    view: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ListedDraft:
    """A draft in a list. saved: the id of the saved plan it is a draft of, empty without one."""

    id: str
    name: str
    saved: str
    changed: datetime
