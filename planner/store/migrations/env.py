"""How Alembic runs the migrations: on the connection that it is given, within its transaction."""

from alembic import context

from planner.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
