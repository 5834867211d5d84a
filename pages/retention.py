"""Retention: what churn costs."""

from planner.ui.pages.retention import page

page.show()
