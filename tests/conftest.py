"""Settings of all tests."""

import os
import sys

import psutil
import pytest
from hypothesis import settings

settings.register_profile("groundswell", deadline=None)
settings.load_profile("groundswell")

# Nothing of a user's own is touched: what the tests save is gone with the process that saved it.
os.environ["GROUNDSWELL_DATABASE"] = "sqlite://"

MAIN = sys.modules["__main__"]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: while one waits for a browser or a server, another works."""
    return (psutil.cpu_count(logical=False) or 1) + 1


@pytest.fixture(autouse=True)
def own_main() -> None:
    """Every test begins with the main module of the process: a page leaves its own, which other processes would run."""
    sys.modules["__main__"] = MAIN
