"""Workshop: what does the room think? A facilitator's hour, and its board on a big screen."""

from planner.ui.pages.workshop import page

page.show()
