"""Workshop rooms: who leads and takes part, what they answered, and wrong codes."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """From a schema without rooms."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(6), nullable=False, unique=True),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("levers", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("expires", moment, nullable=False),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("deadline", moment),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("edits", sa.Integer, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
    )
    op.create_table(
        "facilitators",
        sa.Column("secret", sa.String(64), primary_key=True),
        sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("nickname", sa.Text, nullable=False),
        sa.Column("same_name", sa.Text, nullable=False),
        sa.Column("seen", moment, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.UniqueConstraint("room", "browser"),
        sa.UniqueConstraint("room", "same_name"),
    )
    op.create_table(
        "answers",
        sa.Column("room", sa.Integer, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("guesses", sa.Text),
        sa.Column("answers", sa.Text),
        sa.Column("results", sa.Text),
        sa.ForeignKeyConstraint(["room", "person"], ["people.room", "people.number"], ondelete="CASCADE"),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
    )
