"""What the store refuses: one sentence each, of the one family of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.vocabulary.errors import PlannerError, Problem

if TYPE_CHECKING:
    from planner.store.saved import Version


class StoreError(PlannerError):
    """Something that was asked of the store was not done; nothing of it is stored."""


class UnavailableError(StoreError):
    """The database cannot be used now: locked, full, gone, or written by a newer program."""

    def __init__(self, allowed: str) -> None:
        super().__init__(Problem("database", None, allowed))

    def __reduce__(self) -> tuple[type[UnavailableError], tuple[str]]:
        return type(self), (self.problems[0].allowed,)


class NotFoundError(StoreError):
    """No plan has this id, no version this number."""


class ReadOnlyError(StoreError):
    """A plan was to be changed by the id that only reads it."""


class ConflictError(StoreError):
    """A plan was saved by somebody else since the version that a save started from.

    base: number of the version that the save started from. theirs: the version that is the newest now.
    """

    def __init__(self, base: int, theirs: Version) -> None:
        self.base, self.theirs = base, theirs
        allowed = f"was saved elsewhere since version {base}; the newest is version {theirs.number}"
        super().__init__(Problem("plan", f'"{theirs.plan.name}"', allowed))

    def __reduce__(self) -> tuple[type[ConflictError], tuple[int, Version]]:
        return type(self), (self.base, self.theirs)


class RightsError(StoreError):
    """Somebody acts as facilitator, or as a participant, of a room without being it."""


class LimitedError(StoreError):
    """Too many wrong codes were tried in the last minute."""


class ClosedError(StoreError):
    """A room, or the step of a room that an answer is meant for, is closed."""


class FullError(StoreError):
    """A room has as many participants as it can have."""


class TakenError(StoreError):
    """A nickname is somebody else's in the room."""


class HiddenError(StoreError):
    """Values of others were asked for before the round is revealed."""


class MovedError(StoreError):
    """A room was moved on since the state that its facilitator saw."""
