"""Saved plans, their versions and links, drafts and workshop rooms, in a database: plans in and out, never rows."""
