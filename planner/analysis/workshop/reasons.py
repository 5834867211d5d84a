"""What a room decided and why, as the notes that its plan keeps."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from planner.analysis.workshop import people, spread
from planner.analysis.workshop.spread import Dot, LeverSpread
from planner.plan import Plan
from planner.plan.rules import MAX_NOTE
from planner.plan.workshop import Settings, Submission
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE, Lever


def notes(
    plan: Plan, levers: Sequence[str], submissions: Sequence[Submission], settings: Settings, how: str
) -> dict[str, str]:
    """A note for each lever of a room that somebody set: how it was decided, between what people lay, their reasons.

    submissions: of one round. how: where the adopted values come from. Reasons stand with the value that they are for,
    those furthest out first, without names unless the room is set to names; as many as a note can hold.
    """
    found = spread.by_lever(plan, levers, submissions)
    return {lever_id: _note(plan, one, submissions, settings.names, how) for lever_id, one in found.items()}


def in_order(one: LeverSpread) -> list[Dot]:
    """Those who gave a reason for a lever: the lowest value, the highest, the second lowest, and so on inward."""
    given = [dot for dot in one.dots if dot.answer.reason]
    inward = chain.from_iterable(zip_longest(given, reversed(given)))
    return list(inward)[: len(given)]


def told(lever: Lever, dot: Dot, currency: str, names: bool) -> str:
    """A reason with the value that it is for: "24%: sellers say so"; with names "Ada, 24%: sellers say so"."""
    value = lever_text.brief(lever, lever_text.rounded(lever, dot.value, 3), currency)
    return f"{dot.nickname}, {value}: {dot.answer.reason}" if names else f"{value}: {dot.answer.reason}"


def _note(plan: Plan, one: LeverSpread, submissions: Sequence[Submission], names: bool, how: str) -> str:
    lever, five = CATALOGUE[one.lever], one.summary
    ends = (lever_text.rounded(lever, end, 3) for end in dict.fromkeys((five.least, five.most)))
    span = lever_text.span(lever, plan.currency, *ends)
    head = f"Workshop of {people.counted(submissions)}, round {submissions[0].round}: {how}. They said {span}."
    lines, given = [head], in_order(one)
    for at, dot in enumerate(given):
        line, left = told(lever, dot, plan.currency, names), len(given) - at
        rest = f"Reasons left out: {left}."
        if len("\n".join((*lines, line, rest))) > MAX_NOTE:
            lines.append(rest)
            break
        lines.append(line)
    return "\n".join(lines)
