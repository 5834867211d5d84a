"""Settings of all tests."""

import os
import sys

import pytest
from hypothesis import settings

# What guards a change tries the same examples each time; whoever works on it tries others with every run.
settings.register_profile("groundswell", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("groundswell")

# Nothing of a user's own is touched: what the tests save is gone with the process that saved it.
os.environ["GROUNDSWELL_DATABASE"] = "sqlite://"

MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def own_main() -> None:
    """Every test begins with the main module of the process: a page leaves its own, which other processes would run."""
    sys.modules["__main__"] = MAIN
