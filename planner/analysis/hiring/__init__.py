"""Whom to hire, and by when."""
