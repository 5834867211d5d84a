"""The Community page."""
