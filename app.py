"""Overview: where does this plan lead? The first page, and the app's entry point."""

from planner.ui.pages.overview import page

page.show()
