"""The tables of the newest schema. Who changes them adds a migration; a test holds the two together."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData()


class Moment(TypeDecorator[datetime]):
    """A time with its zone, kept in UTC; SQLite forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The time with its zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


PLANS = Table(
    "plans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("edit_id", String(40), nullable=False, unique=True),
    Column("read_id", String(40), nullable=False, unique=True),
    Column("newest", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("deleted", Moment),
)
"""Saved plans. newest: the number of the newest version."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("plan", Integer, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""Versions of saved plans. document: the plan, as JSON."""

APPROVALS = Table(
    "approvals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("plan", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("time", Moment, nullable=False),
    Column("forecast", Text, nullable=False),
    ForeignKeyConstraint(["plan", "number"], ["versions.plan", "versions.number"], ondelete="CASCADE"),
    Index("approvals_of_plan", "plan"),
)
"""Approvals of versions; the last one of a plan counts. forecast: quantiles by metric, as JSON."""

OPENINGS = Table(
    "openings",
    METADATA,
    Column("browser", String(64), primary_key=True),
    Column("plan", Integer, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("may_edit", Boolean, nullable=False),
    Column("time", Moment, nullable=False),
)
"""Which plans a browser has saved or opened last when, and by which id. browser: a digest of its token."""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("browser", String(64), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("saved", String(40), nullable=False),
    Column("base", Integer, nullable=False),
    Column("unsaved", Boolean, nullable=False),
    Column("history", LargeBinary, nullable=False),
)
"""Working plans by browser. revision: counts its changes, from 1. saved, base: what it is a draft of."""

ROOMS = Table(
    "rooms",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("plan", Text, nullable=False),
    Column("levers", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("step", String(8), nullable=False),
    Column("round", Integer, nullable=False),
    Column("deadline", Moment),
    Column("revision", Integer, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("shown", Text, nullable=False),
    Column("result", String(40), nullable=False),
)
"""Workshop rooms. plan, levers, questions, settings, shown: as JSON. result: id to edit the plan that was decided."""

FACILITATORS = Table(
    "facilitators",
    METADATA,
    Column("secret", String(64), primary_key=True),
    Column("room", Integer, ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
)
"""Who may lead a room. secret: a digest of the one in the link."""

PEOPLE = Table(
    "people",
    METADATA,
    Column("room", Integer, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("browser", String(64), nullable=False),
    Column("nickname", Text, nullable=False),
    Column("same_name", Text, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("simulated", Boolean, nullable=False),
    UniqueConstraint("room", "browser"),
    UniqueConstraint("room", "same_name"),
)
"""Participants of rooms. browser: a digest of its token. same_name: what is the same for nicknames that look alike."""

ANSWERS = Table(
    "answers",
    METADATA,
    Column("room", Integer, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("person", Integer, primary_key=True, autoincrement=False),
    Column("guesses", Text),
    Column("answers", Text),
    Column("results", Text),
    ForeignKeyConstraint(["room", "person"], ["people.room", "people.number"], ondelete="CASCADE"),
)
"""What participants said in each round: as JSON, nothing where they did not."""

WRONG_CODES = Table(
    "wrong_codes",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("times", Text, nullable=False),
    Column("expires", Float, nullable=False),
)
"""When wrong codes were tried lately and rooms were entered, as JSON, by a digest of whence; seconds since 1970."""
