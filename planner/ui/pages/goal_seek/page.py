"""Goal seek: what would have to be true for a goal, where the next dollar goes, and whom to hire by when."""

from planner.ui.frame import layout
from planner.ui.kit.boundary import part
from planner.ui.pages.goal_seek import answers, calendar, goal_entry, next_dollar, rounds, together
from planner.ui.session import compute


def draw() -> None:
    """The goal, and what follows from it."""
    result, baseline = compute.against_baseline()
    goal = goal_entry.current(result)
    goal_entry.draw(result, goal)
    with part("The goal"):
        goal_entry.standing(result, baseline, goal)
    with part("What would have to be true"):
        found = answers.solutions(result.plan, goal)
        answers.each_alone(result, goal, found)
        answers.one_alone(result, goal, found)
    with part("Several levers together"):
        together.draw(result, goal, found)
    with part("Which round would it take?"):
        rounds.draw(result, goal)
    with part("Where more money does most"):
        next_dollar.draw(result.plan)
    with part("Hire-by calendar"):
        calendar.draw(result, goal)


def show() -> None:
    """The page."""
    layout.analysis_page("Goal seek", "What would have to be true?", draw)
