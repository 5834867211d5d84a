"""The People and cash page."""
