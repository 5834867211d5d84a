"""People and cash: who joins, and whether the plan can pay them."""

from planner.ui.pages.people_and_cash import page

page.show()
