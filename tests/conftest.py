"""Settings of all tests."""

import os

from hypothesis import settings

settings.register_profile("groundswell", deadline=None)
settings.load_profile("groundswell")

# Nothing of a user's own is touched: what the tests save is gone with the process that saved it.
os.environ["GROUNDSWELL_DATABASE"] = "sqlite://"
