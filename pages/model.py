"""model."""

from planner.ui import layout

layout.page("model", "?")
