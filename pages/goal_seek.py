"""Goal seek: what would have to be true for a goal, lever by lever, and whom to hire by when."""

from planner.ui.pages.goal_seek import page

page.show()
