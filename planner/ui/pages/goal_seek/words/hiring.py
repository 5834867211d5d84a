"""What hiring would have to be, in words."""

from collections.abc import Sequence

from planner.analysis.hiring.hire_by import EvenHiring, MonthHiring, deadlines
from planner.analysis.levers.goals import Goal
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit import limits
from planner.ui.kit.words import dollars, limiter
from planner.ui.pages.goal_seek.words import goals
from planner.vocabulary import sentences, units
from planner.vocabulary.numbers import count, month_name, significant
from planner.vocabulary.teams import TEAMS


def not_planned(moved: int, on_top: int) -> str:
    """How many seats the plan fills in another month (circles), and how many it does not at all (diamonds)."""
    parts = [f"planned for another month: {count(moved)} (circles)"] if moved else []
    parts += [f"on top of the plan: {count(on_top)} (diamonds)"] if on_top else []
    return f"Seats {', '.join(parts)}." if parts else ""


def level_hiring(level: EvenHiring, result: Result) -> str:
    """The lowest level hiring that meets the goal, or why none does."""
    plan, goal, several = result.plan, level.goal, TEAMS[level.team].sellers
    first, when = month_name(plan.start, level.first_month), month_name(plan.start, goal.month)
    if level.first_month > goal.month:
        return f"**No hire can help by {when}:** a seat that opens in the plan's first month is filled in {first}."
    if level.hires_per_quarter is None:
        return impossible(level, plan)
    now, number = in_digits(level.planned), in_digits(level.hires_per_quarter)
    met, fewer = bool(goal.score(result)[0, 0] >= 0), level.hires_per_quarter < level.planned
    hired, one = sentences.counted(number, several), number == "1"
    meets = "meets" if one else "meet"
    if number == now == "0":
        return f"**No {several} need to be hired** from {first} on: the goal is met as planned."
    if number == now:
        return f"**{hired} a quarter from {first} on {meets} the goal,** as planned; no fewer do."
    if fewer and not met:
        fewest = f"{hired} a quarter" if level.hires_per_quarter else f"no {several}"
        return f"**It takes fewer hires:** {fewest} from {first} on, instead of {now}."
    if level.hires_per_quarter == 0:
        return f"**No more {several} are needed** from {first} on; the plan hires {now} a quarter."
    if fewer:
        return f"**{hired} a quarter from {first} on {'is' if one else 'are'} enough;** the plan hires {now}."
    return f"**{hired} a quarter from {first} on {meets} the goal,** instead of {now}; no fewer do."


def in_digits(hires: float) -> str:
    """How many are hired a quarter, in three digits."""
    return significant(hires, 3)


def impossible(level: EvenHiring, plan: Plan) -> str:
    """Why no hiring of a team meets the goal, and when it could be met."""
    goal, several = level.goal, TEAMS[level.team].sellers
    when = month_name(plan.start, goal.month)
    if level.below_floor is not None and goal.cash_floor is not None:
        number, lowest = level.below_floor
        text, (floor,) = units.told_apart(units.MONEY, lowest, [goal.cash_floor], plan.currency)
        return dollars(
            f"**Impossible with cash at {floor} or more:** {sentences.counted(in_digits(number), several)} a quarter "
            f"reach{'es' if in_digits(number) == '1' else ''} the target by {when}, but cash falls to {text}."
        )
    best = goals.judged(level.metric, goal, plan)
    name = goals.within(goal.metric)
    text = f"**Impossible by {when}, however many {several} are hired:** at best {name} comes to {best}"
    if level.best_at:
        text += f", with {in_digits(level.best_at)} a quarter"
    if level.most_at is not None:
        number, metric = level.most_at
        brings = "brings" if in_digits(number) == "1" else "bring"
        text += f"; {in_digits(number)} a quarter {brings} it to {goals.judged(metric, goal, plan)}"
    text += "."
    if goal.metric in goals.SOLD and (why := limits.loses_all(plan, TEAMS[level.team])):
        text += f" {sentences.opening(why)}."
    elif goal.metric in goals.SOLD and level.limit is not None:
        limit = limiter(level.limit)
        text += f" {sentences.opening(limit)} limit {TEAMS[level.team].sales} then."
    if level.earliest is None:
        return dollars(f"{text} No hiring of this team reaches it within the plan.")
    return dollars(f"{text} The earliest is {month_name(plan.start, level.earliest)}.")


def all_at_once(
    found: Sequence[MonthHiring], team: str, goal: Goal, plan: Plan, level: EvenHiring | None = None
) -> str:
    """How many more sellers meet the goal, if all start in one month, and the month from which it is too late.

    level: the even hiring that meets it; it may be fewer than the plan hires.
    """
    one, several = TEAMS[team].seller.one, TEAMS[team].sellers
    when = month_name(plan.start, goal.month)
    if not found:
        return f"**No hire can help by {when}:** a seat that opens in the plan's first month is filled after that."
    last = deadlines(found)
    if not last:
        if level is not None and level.hires_per_quarter is not None:
            hires = level.hires_per_quarter
            number = sentences.counted(in_digits(hires), several) if hires else f"no {several}"
            fewer = "fewer" if level.hires_per_quarter < level.planned else "level"
            return (
                f"**No more {several} who start in one month meet the goal by {when}, but {fewer} hires do:** {number} "
                f"a quarter from {month_name(plan.start, level.first_month)} on, instead of {in_digits(level.planned)}."
            )
        best = min(found, key=lambda start: abs(start.metric - goal.target))
        reached = goals.judged(best.metric, goal, plan)
        return dollars(
            f"**Impossible by {when}, however many {several} start in one month:** at best "
            f"{goals.within(goal.metric)} comes to {reached}."
        )
    if all(start.sellers == 0 for start in last):
        return f"**No more {several} are needed:** the plan meets the goal with those it hires."
    fewest, most = last[0], last[-1]
    who = one if fewest.sellers == 1 else several
    text = f"{count(fewest.sellers or 0)} more {who} by {month_name(plan.start, fewest.month)}"
    if most is not fewest:
        text += f", or {count(most.sellers or 0)} by {month_name(plan.start, most.month)}"
    too_late = most.month + 1
    end = f" From {month_name(plan.start, too_late)} on it is impossible." if too_late <= goal.month else ""
    verb = "meets" if most is fewest and fewest.sellers == 1 else "meet"
    return f"**{text}, {verb} the goal.**{end}"
