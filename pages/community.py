"""Community: does usage become revenue? The funnel from the first visit to a customer who stays."""

from planner.ui.pages.community import page

page.show()
