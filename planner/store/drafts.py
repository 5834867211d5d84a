"""Drafts: the working plan of every browser, kept while it changes, with the steps to undo and redo."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

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

    def keep(self, browser: str, session: str, draft: Draft) -> bool:
        """Keep a draft as it is now; whether it was done.

        session: who writes it. When another session has taken the draft over, it is left alone: keep yours under
        another id.
        """
        values = {
            "changed": datetime.now(UTC),
            "name": draft.history.now.plan.name.replace("\0", "")[:MAX_NAME],
            "saved": draft.history.now.saved,
            "base": draft.base,
            "unsaved": draft.unsaved,
            "history": documents.history_bytes(draft.history),
        }
        with self.database.writing() as connection:
            here = DRAFTS.c.id == draft.id
            mine = here & (DRAFTS.c.browser == browser) & (DRAFTS.c.session == session)
            if connection.execute(update(DRAFTS).where(mine).values(**values)).rowcount:
                return True
            if connection.execute(select(DRAFTS.c.id).where(here)).first():
                return False
            connection.execute(insert(DRAFTS).values(id=draft.id, browser=browser, session=session, **values))
            kept = select(DRAFTS.c.id).where(DRAFTS.c.browser == browser).order_by(DRAFTS.c.changed.desc()).limit(KEPT)
            others = [row.id for row in connection.execute(kept)]
            if len(others) == KEPT:
                connection.execute(delete(DRAFTS).where(DRAFTS.c.browser == browser, DRAFTS.c.id.not_in(others)))
            return True

    def take(self, browser: str, session: str, id_: str) -> Draft | None:
        """A draft of a browser, from now on written by this session; None when it has no such draft."""
        with self.database.writing() as connection:
            mine = (DRAFTS.c.id == id_) & (DRAFTS.c.browser == browser)
            row = connection.execute(select(DRAFTS).where(mine)).first()
            if row is None:
                return None
            draft = _draft(row)
            connection.execute(update(DRAFTS).where(mine).values(session=session))
            return draft

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
    return Draft(row.id, documents.history_of(row.history), row.base, row.unsaved)
