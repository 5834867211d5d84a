"""Model: how does it compute that? The equations, the levers with their sources, and the checks on this plan."""

from planner.ui.pages.model import page

page.show()
