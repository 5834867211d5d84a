"""sales_capacity."""

from planner.ui import layout

layout.page("sales_capacity", "?")
