"""Saved plans: every save is a version, nothing is overwritten, and rights hang on ids that cannot be guessed."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from planner.plan import MAX_NAME, Plan
from planner.store import documents
from planner.store.database import Database
from planner.store.errors import ConflictError, NotFoundError, ReadOnlyError, StoreError
from planner.store.saved import Approval, Entry, Forecast, Listed, Saved, Version
from planner.store.tables import APPROVALS, DRAFTS, OPENINGS, PLANS, VERSIONS
from planner.vocabulary.errors import Problem

MAX_NOTE = 2000
"""Letters of the longest note; what is longer is cut."""

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Of ids: 32, none that are taken for each other."""
_LENGTH = 26


def new_id(kind: str = "") -> str:
    """An id that cannot be guessed: 130 bits. kind: what it begins with."""
    return kind + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


MOST_LISTED = 1000
"""Plans of a browser that are listed at most."""


class Library:
    """The saved plans of a database. Every method is one transaction, done in full or not at all.

    All of them raise UnavailableError when the database cannot be used; those that take an id NotFoundError for one
    that does not exist, and those that change a plan ReadOnlyError for an id that only reads it.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def create(self, plan: Plan, note: str = "") -> Saved:
        """Save a plan as a new one; version 1."""
        with self.database.writing() as connection:
            return _create(connection, plan, note)

    def save(self, edit_id: str, plan: Plan, base: int, note: str = "") -> Saved:
        """Save a plan as the next version.

        base: the version that it started from. ConflictError when that is not the newest any more.
        """
        with self.database.writing() as connection:
            row = _found(connection, edit_id, to_edit=True)
            if row.newest != base:
                raise ConflictError(base, _version(connection, row, row.newest))
            _add(connection, row.id, base + 1, plan, note)
            return _saved(connection, edit_id, base + 1)

    def open(self, key: str, number: int | None = None) -> Saved:
        """A saved plan by one of its ids. number: of the version, the newest by default."""
        with self.database.reading() as connection:
            return _saved(connection, key, number)

    def history(self, key: str, *, before: int | None = None, limit: int = 20) -> list[Entry]:
        """Versions of a plan, the newest first. before: only those with a smaller number."""
        with self.database.reading() as connection:
            row = _found(connection, key)
            approved = select(APPROVALS.c.number).where(APPROVALS.c.plan == row.id)
            query = select(VERSIONS, VERSIONS.c.number.in_(approved).label("approved"))
            query = query.where(VERSIONS.c.plan == row.id).order_by(VERSIONS.c.number.desc()).limit(limit)
            if before is not None:
                query = query.where(VERSIONS.c.number < before)
            return [
                Entry(found.number, found.time, found.name, found.note, bool(found.approved))
                for found in connection.execute(query)
            ]

    def restore(self, edit_id: str, number: int, base: int) -> Saved:
        """Save an earlier version again as the newest one; those in between stay. base: as for save."""
        earlier = self.open(edit_id, number)
        return self.save(edit_id, earlier.version.plan, base, f"Version {number} again")

    def duplicate(self, key: str, number: int | None = None) -> Saved:
        """Save a version of a plan as a new plan, with links of its own."""
        found = self.open(key, number).version
        plan = found.plan.changed(name=copy_name(found.plan.name))
        return self.create(plan, f'Copy of "{found.plan.name}", version {found.number}')

    def delete(self, edit_id: str) -> None:
        """Delete a plan; `undelete` brings it back until it is purged."""
        self._mark(edit_id, datetime.now(UTC))

    def undelete(self, edit_id: str) -> None:
        """Bring a deleted plan back."""
        self._mark(edit_id, None)

    def approve(self, edit_id: str, number: int, by: str, forecast: Forecast) -> Approval:
        """Mark a version as approved. It stays so; the plan's last approval counts.

        by: who approved it. forecast: quantiles of its key numbers, kept with it.
        """
        if not by.strip():
            raise StoreError(Problem("approved by", None, "must say who approves"))
        with self.database.writing() as connection:
            row = _found(connection, edit_id, to_edit=True)
            _version(connection, row, number)
            connection.execute(
                insert(APPROVALS).values(
                    plan=row.id,
                    number=number,
                    approved_by=_text(by, MAX_NAME),
                    time=datetime.now(UTC),
                    forecast=json.dumps(forecast, allow_nan=False),
                )
            )
            found = _approval(connection, row)
            assert found is not None
            return found

    def opened(self, browser: str, saved: Saved) -> None:
        """Note that a browser has saved or opened a plan. browser: a digest of its token.

        Who once had the edit link keeps the right that goes with it.
        """
        with self.database.writing() as connection:
            row, now = _found(connection, saved.key, lock=True), datetime.now(UTC)
            mine = (OPENINGS.c.browser == browser) & (OPENINGS.c.plan == row.id)
            known = connection.execute(select(OPENINGS.c.may_edit).where(mine)).scalar()
            may_edit = bool(known) or saved.edit_id is not None
            if known is None:
                connection.execute(insert(OPENINGS).values(browser=browser, plan=row.id, may_edit=may_edit, time=now))
            else:
                connection.execute(update(OPENINGS).where(mine).values(may_edit=may_edit, time=now))

    def forget(self, browser: str, key: str) -> None:
        """Take a plan from the list of a browser; the plan stays."""
        with self.database.writing() as connection:
            row = _found(connection, key, deleted=True)
            connection.execute(delete(OPENINGS).where(OPENINGS.c.browser == browser, OPENINGS.c.plan == row.id))

    def of_browser(self, browser: str, search: str = "", *, deleted: bool = False) -> list[Listed]:
        """The plans that a browser has saved or opened, the MOST_LISTED it used last. search: in names and notes."""
        with self.database.reading() as connection:
            query = _listing(search, deleted).join(OPENINGS, OPENINGS.c.plan == PLANS.c.id)
            query = query.add_columns(OPENINGS.c.may_edit).where(OPENINGS.c.browser == browser)
            rows = connection.execute(query.order_by(OPENINGS.c.time.desc()).limit(MOST_LISTED))
            return [_listed(row, may_edit=row.may_edit) for row in rows]

    def every(self, search: str = "", *, deleted: bool = False, limit: int | None = None) -> list[Listed]:
        """All plans of the database, those changed last first; for whoever runs the server."""
        with self.database.reading() as connection:
            rows = connection.execute(_listing(search, deleted).order_by(VERSIONS.c.time.desc()).limit(limit))
            return [_listed(row, may_edit=True) for row in rows]

    def purge(self, key: str | None = None, *, older: timedelta = timedelta(0)) -> int:
        """Remove deleted plans for good, with versions, approvals and links; gives how many.

        key: the one plan to remove, deleted or not. older: only what was deleted so long ago.
        """
        with self.database.writing() as connection:
            if key is None:
                which = PLANS.c.deleted <= datetime.now(UTC) - older
            else:
                row = _found(connection, key, to_edit=True, deleted=True)
                which = PLANS.c.id == row.id
                connection.execute(delete(DRAFTS).where(DRAFTS.c.saved.in_([row.edit_id, row.read_id])))
            return int(connection.execute(delete(PLANS).where(which)).rowcount)

    def _mark(self, edit_id: str, deleted: datetime | None) -> None:
        with self.database.writing() as connection:
            row = _found(connection, edit_id, to_edit=True, deleted=True)
            connection.execute(update(PLANS).where(PLANS.c.id == row.id).values(deleted=deleted))


def save_within(connection: Connection, plan: Plan, note: str, edit_id: str) -> Saved:
    """Save a plan within a transaction that does more: as the next version of a plan that is there, else as a new one.

    edit_id: of the plan; may be empty.
    """
    row = connection.execute(
        select(PLANS).where(PLANS.c.edit_id == edit_id, PLANS.c.deleted.is_(None)).with_for_update()
    ).first()
    if row is None:
        return _create(connection, plan, note)
    _add(connection, row.id, row.newest + 1, plan, note)
    return _saved(connection, edit_id, row.newest + 1)


def copy_name(name: str) -> str:
    """The name of a copy, no longer than a name may be."""
    return f"{name[: MAX_NAME - 7]} (copy)"


def _text(text: str, longest: int) -> str:
    """A text as every database keeps it: without zeros and halves of letters, and not longer."""
    return text.replace("\0", "").encode(errors="replace").decode()[:longest].strip()


def _create(connection: Connection, plan: Plan, note: str) -> Saved:
    edit_id, now = new_id("e"), datetime.now(UTC)
    row = insert(PLANS).values(edit_id=edit_id, read_id=new_id("r"), newest=0, created=now)
    (plan_id,) = connection.execute(row).inserted_primary_key or (None,)
    _add(connection, plan_id, 1, plan, note)
    return _saved(connection, edit_id, 1)


def _add(connection: Connection, plan_id: Any, number: int, plan: Plan, note: str) -> None:
    """A version more; of two that are added at once the second one waits, and then finds another newest."""
    connection.execute(
        insert(VERSIONS).values(
            plan=plan_id,
            number=number,
            time=datetime.now(UTC),
            name=_text(plan.name, MAX_NAME),
            note=_text(note, MAX_NOTE),
            document=documents.plan_text(plan),
        )
    )
    connection.execute(update(PLANS).where(PLANS.c.id == plan_id).values(newest=number))


def _found(
    connection: Connection, key: str, *, to_edit: bool = False, lock: bool = False, deleted: bool = False
) -> Row[Any]:
    """The row of a plan. deleted: whether one that is deleted counts. lock: whether others wait; to edit they do."""
    query = select(PLANS).where(or_(PLANS.c.edit_id == key, PLANS.c.read_id == key))
    query = query.with_for_update() if to_edit or lock else query
    row = connection.execute(query).first() if _is_id(key) else None
    if row is None:
        raise NotFoundError(
            Problem("plan", f'"{_shortened(key)}"', "no saved plan has this id; ask for its link again")
        )
    if to_edit and row.edit_id != key:
        what = "this id only reads the plan; save it as another plan, or ask for the link to edit"
        raise ReadOnlyError(Problem("plan", f'"{_shortened(key)}"', what))
    if row.deleted is not None and not deleted:
        raise NotFoundError(
            Problem("plan", None, "was deleted; whoever has its edit link can bring it back in the Library")
        )
    return row


def _is_id(key: str) -> bool:
    return 0 < len(key) <= 40 and key.isascii() and key.isalnum()


def _shortened(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:37]}..."


def _saved(connection: Connection, key: str, number: int | None) -> Saved:
    row = _found(connection, key)
    version = _version(connection, row, row.newest if number is None else number)
    edit_id = row.edit_id if row.edit_id == key else None
    return Saved(key, edit_id, row.read_id, version, row.newest, _approval(connection, row))


def _version(connection: Connection, plan: Row[Any], number: int) -> Version:
    query = select(VERSIONS).where(VERSIONS.c.plan == plan.id, VERSIONS.c.number == number)
    row = connection.execute(query).first() if 0 < number <= plan.newest else None
    if row is None:
        raise NotFoundError(Problem("version", str(number), f"must be one of the plan's versions, 1 to {plan.newest}"))
    return Version(row.number, row.time, row.note, documents.plan_of(row.document))


def _approval(connection: Connection, plan: Row[Any]) -> Approval | None:
    query = select(APPROVALS).where(APPROVALS.c.plan == plan.id).order_by(APPROVALS.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    return Approval(_version(connection, plan, row.number), row.approved_by, row.time, json.loads(row.forecast))


def _listing(search: str, deleted: bool) -> Any:
    """Plans with their newest version. search: words that must all be in the name or the notes of a plan's versions."""
    approved = select(APPROVALS.c.number).where(APPROVALS.c.plan == PLANS.c.id).order_by(APPROVALS.c.id.desc()).limit(1)
    newest = and_(VERSIONS.c.plan == PLANS.c.id, VERSIONS.c.number == PLANS.c.newest)
    query = select(
        PLANS.c.edit_id,
        PLANS.c.read_id,
        PLANS.c.newest,
        PLANS.c.created,
        PLANS.c.deleted,
        VERSIONS.c.name,
        VERSIONS.c.note,
        VERSIONS.c.time,
        approved.correlate(PLANS).scalar_subquery().label("approved"),
    )
    query = query.join_from(PLANS, VERSIONS, newest)
    query = query.where(PLANS.c.deleted.is_not(None) if deleted else PLANS.c.deleted.is_(None))
    every = VERSIONS.alias("every")
    for word in _text(search, MAX_NOTE).lower().split():
        text = func.lower(every.c.name + " " + every.c.note)
        query = query.where(
            select(1).where(every.c.plan == PLANS.c.id, text.contains(word, autoescape=True)).correlate(PLANS).exists()
        )
    return query


def _listed(row: Row[Any], *, may_edit: bool) -> Listed:
    return Listed(
        edit_id=row.edit_id if may_edit else None,
        read_id=row.read_id,
        name=row.name,
        note=row.note,
        newest=row.newest,
        created=row.created,
        changed=row.time,
        approved=row.approved,
        deleted=row.deleted,
    )
