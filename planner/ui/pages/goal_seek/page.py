"""Goal seek: what would have to be true for a goal, lever by lever, and whom to hire by when."""

from planner.ui.frame import layout
from planner.ui.pages.goal_seek import answers, calendar, goal_entry
from planner.ui.session import compute


def show() -> None:
    """The page."""
    layout.analysis_page("Goal seek", "What would have to be true?")
    result, baseline = compute.against_baseline()
    goal = goal_entry.current(result)
    goal_entry.draw(result, goal)
    goal_entry.standing(result, baseline, goal)
    found = answers.solutions(result.plan, goal)
    answers.each_alone(result, goal, found)
    answers.one_alone(result, goal, found)
    calendar.draw(result, goal)
