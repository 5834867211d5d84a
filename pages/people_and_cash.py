"""people_and_cash."""

from planner.ui import layout

layout.page("people_and_cash", "?")
