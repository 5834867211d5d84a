"""Compare: which plan, and why? Plans side by side, what differs, and what every difference does."""

from planner.ui.pages.compare import page

page.show()
