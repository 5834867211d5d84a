"""Library: where are our plans? Saved plans with their versions and links, and drafts."""

from planner.ui.pages.library import page

page.show()
