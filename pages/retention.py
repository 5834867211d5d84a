"""retention."""

from planner.ui import layout

layout.page("retention", "?")
