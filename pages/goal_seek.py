"""Goal seek: what would have to be true for a goal, lever by lever, and whom to hire by when."""

from planner.ui import compute, goal, layout, needed, seats

layout.analysis_page("Goal seek", "What would have to be true?")
result, baseline = compute.against_baseline()
aim = goal.current(result)
goal.entry(result, aim)
goal.standing(result, baseline, aim)
found = needed.solutions(result.plan, aim)
needed.each_alone(result, aim, found)
needed.one_alone(result, aim, found)
seats.draw(result, aim)
