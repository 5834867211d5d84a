"""Goal seek: what would have to be true for a goal, lever by lever, and whom to hire by when."""

from planner.ui.frame import layout
from planner.ui.pages.goal_seek import answers, calendar, goal
from planner.ui.session import compute


def show() -> None:
    """The page."""
    layout.analysis_page("Goal seek", "What would have to be true?")
    result, baseline = compute.against_baseline()
    aim = goal.current(result)
    goal.entry(result, aim)
    goal.standing(result, baseline, aim)
    found = answers.solutions(result.plan, aim)
    answers.each_alone(result, aim, found)
    answers.one_alone(result, aim, found)
    calendar.draw(result, aim)
