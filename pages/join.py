"""Join a workshop: guess, set the levers, see where the room lies."""

from planner.ui.pages.join import page

page.show()
