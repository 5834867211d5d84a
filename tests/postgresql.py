"""Databases of the tests on a PostgreSQL server."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import URL, create_engine, make_url, text

SERVER = "GROUNDSWELL_TEST_POSTGRESQL"
"""The variable with the address of a server on which the tests may make databases."""


def server() -> str:
    """The server that is named; without one a test is skipped, or fails where everything must be tested."""
    if named := os.environ.get(SERVER):
        return named
    if os.environ.get("CI"):
        pytest.fail(f"{SERVER} names no server")
    pytest.skip(f"no PostgreSQL; name a server in the variable {SERVER}")


@contextmanager
def new_database(server: str) -> Iterator[URL]:
    """The address of a new database on a server, which is gone after the block."""
    name, address = f"test_{secrets.token_hex(6)}", make_url(server).set(drivername="postgresql+pg8000")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield address.set(database=name)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
