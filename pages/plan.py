"""Plan: what was promised, what may happen, and why."""

from planner.ui.pages.plan import page

page.show()
