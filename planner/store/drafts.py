"""Drafts: the working plan of every browser, kept while it changes, with the steps to undo and redo."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from planner.plan import MAX_NAME
from planner.store import documents
from planner.store.database import Database
from planner.store.errors import NotFoundError
from planner.store.saved import Draft, ListedDraft
from planner.store.tables import DRAFTS
from planner.vocabulary.errors import Problem

KEPT = 50
"""Drafts of a browser that are kept; those that it has not changed for longest go first."""


def digest(token: str) -> str:
    """What a browser is known by in the database, which does not keep its token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Drafts:
    """The drafts of a database, by browser. Every method is one transaction; UnavailableError as for Library."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, browser: str, draft: Draft) -> Draft | None:
        """Store a draft as it is now; gives it with its new revision.

        None, and nothing is stored, when it was stored elsewhere since the revision that it names: two tabs work on
        it, and from now on yours needs an id of its own.
        """
        now = draft.history.now
        values = {
            "changed": datetime.now(UTC),
            "revision": draft.revision + 1,
            "name": now.plan.name.replace("\0", "")[:MAX_NAME],
            "saved": now.saved,
            "base": draft.base,
            "unsaved": draft.unsaved,
            "history": documents.history_bytes(draft.history, draft.view),
        }
        with self.database.writing() as connection:
            mine = (DRAFTS.c.id == draft.id) & (DRAFTS.c.browser == browser) & (DRAFTS.c.revision == draft.revision)
            if not connection.execute(update(DRAFTS).where(mine).values(**values)).rowcount:
                if connection.execute(select(DRAFTS.c.id).where(DRAFTS.c.id == draft.id)).first():
                    return None
                connection.execute(insert(DRAFTS).values(id=draft.id, browser=browser, **values))
                _prune(connection, browser)
        return replace(draft, revision=draft.revision + 1)

    def find(self, browser: str, id_: str) -> Draft | None:
        """A draft of a browser; None when it has no such draft."""
        with self.database.reading() as connection:
            mine = (DRAFTS.c.id == id_) & (DRAFTS.c.browser == browser)
            row = connection.execute(select(DRAFTS).where(mine)).first()
            return _draft(row) if row else None

    def last(self, browser: str) -> tuple[str, datetime] | None:
        """The id of the draft that a browser changed last, and when."""
        with self.database.reading() as connection:
            query = select(DRAFTS.c.id, DRAFTS.c.changed).where(DRAFTS.c.browser == browser)
            row = connection.execute(query.order_by(DRAFTS.c.changed.desc()).limit(1)).first()
            return (row.id, row.changed) if row else None

    def unsaved(self, browser: str) -> list[ListedDraft]:
        """The drafts of a browser that differ from what is saved, the one changed last first."""
        with self.database.reading() as connection:
            columns = DRAFTS.c.id, DRAFTS.c.name, DRAFTS.c.saved, DRAFTS.c.changed
            query = select(*columns).where(DRAFTS.c.browser == browser, DRAFTS.c.unsaved)
            return [ListedDraft(*row) for row in connection.execute(query.order_by(DRAFTS.c.changed.desc()))]

    def discard(self, browser: str, id_: str) -> None:
        """Remove a draft for good; NotFoundError when the browser has no such draft."""
        with self.database.writing() as connection:
            mine = (DRAFTS.c.id == id_) & (DRAFTS.c.browser == browser)
            if not connection.execute(delete(DRAFTS).where(mine)).rowcount:
                raise NotFoundError(Problem("draft", None, "is gone"))

    def purge(self, older: timedelta) -> int:
        """Remove the drafts that were not changed for so long, of all browsers; gives how many."""
        with self.database.writing() as connection:
            return int(connection.execute(delete(DRAFTS).where(DRAFTS.c.changed <= datetime.now(UTC) - older)).rowcount)


def _draft(row: Row[Any]) -> Draft:
    history, view = documents.history_of(row.history)
    return Draft(row.id, history, row.base, row.unsaved, row.revision, view)


def _prune(connection: Connection, browser: str) -> None:
    """Remove the drafts of a browser beyond those that are kept."""
    kept = select(DRAFTS.c.id).where(DRAFTS.c.browser == browser).order_by(DRAFTS.c.changed.desc()).limit(KEPT)
    ids = [row.id for row in connection.execute(kept)]
    if len(ids) == KEPT:
        connection.execute(delete(DRAFTS).where(DRAFTS.c.browser == browser, DRAFTS.c.id.not_in(ids)))
