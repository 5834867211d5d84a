"""community."""

from planner.ui import layout

layout.page("community", "?")
