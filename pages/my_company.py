"""My company: an own plan from about fourteen answers."""

from planner.ui.pages.my_company import page

page.show()
