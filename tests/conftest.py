"""Settings of all tests."""

from hypothesis import settings

settings.register_profile("groundswell", deadline=None)
settings.load_profile("groundswell")
