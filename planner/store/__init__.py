"""Saved plans, their versions and links, and drafts, in a database. Gives and takes plans, never rows."""
