"""The Sales capacity page."""
