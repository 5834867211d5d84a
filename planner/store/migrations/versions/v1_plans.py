"""Saved plans with versions and approvals, who opened them, and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """From an empty database."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("edit_id", sa.String(40), nullable=False, unique=True),
        sa.Column("read_id", sa.String(40), nullable=False, unique=True),
        sa.Column("newest", sa.Integer, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("deleted", moment),
    )
    op.create_table(
        "versions",
        sa.Column("plan", sa.Integer, sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("time", moment, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=False),
        sa.Column("time", moment, nullable=False),
        sa.Column("forecast", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["plan", "number"], ["versions.plan", "versions.number"], ondelete="CASCADE"),
        sa.Index("approvals_of_plan", "plan"),
    )
    op.create_table(
        "openings",
        sa.Column("browser", sa.String(64), primary_key=True),
        sa.Column("plan", sa.Integer, sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True, index=True),
        sa.Column("may_edit", sa.Boolean, nullable=False),
        sa.Column("time", moment, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False, index=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("saved", sa.String(40), nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("unsaved", sa.Boolean, nullable=False),
        sa.Column("history", sa.LargeBinary, nullable=False),
    )
