"""Stress test: what breaks it? Shocks on the plan, what its draws lead to, and the thinnest margins."""

from planner.ui.pages.stress_test import page

page.show()
