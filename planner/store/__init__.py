"""Saved plans, their versions and links, drafts and workshop rooms, in a database. Gives and takes plans, never rows."""
