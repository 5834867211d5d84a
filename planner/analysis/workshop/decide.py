"""What a room decides: its values in the plan, and how far it lies apart as the plan's uncertainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.analysis.draws.pert import TAIL, distribution
from planner.analysis.workshop import mixture, people, reasons, summary, together
from planner.plan import Plan
from planner.plan.plan import RANGE
from planner.plan.workshop import Answer, Settings, Submission
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import listed, within

ORIGIN = "room"

DISAGREEMENT = "disagreement only"
"""What ranges without people's own are: how far their values lie apart, which arguing makes smaller."""

OWN = "people's own ranges"

MEDIAN, TOGETHER = "the median", "set together"
"""How values that a room adopts were found."""


@dataclass(frozen=True)
class Decision:
    """A plan as a room decided it.

    ranges: what the room's p10 and p90 are, by lever; a lever of which they coincide is not among them. label: what the
    ranges are, DISAGREEMENT or OWN. remarks: a sentence for what the plan could not take as the room says it, or loses.
    """

    plan: Plan
    ranges: Mapping[str, tuple[float, float]]
    label: str
    remarks: tuple[str, ...]


def median(levers: Sequence[str], submissions: Sequence[Submission]) -> dict[str, float]:
    """The median of the values of each lever that somebody set."""
    found = {}
    for lever_id in levers:
        values = sorted(one.answers[lever_id].value for one in submissions if lever_id in one.answers)
        if values:
            found[lever_id] = summary.quantile(values, 0.5)
    return found


def of_person(submission: Submission) -> dict[str, float]:
    """The values of one person."""
    return {lever_id: answer.value for lever_id, answer in submission.answers.items()}


def room_ranges(
    levers: Sequence[str], submissions: Sequence[Submission], own_ranges: bool
) -> dict[str, tuple[float, float]]:
    """The values below which 10% and 90% of what the room holds of each lever lie.

    own_ranges: of the equal mixture of people's own distributions; without, of their values. A lever of which both are
    the same, or that nobody set, is not among them.
    """
    found = {}
    for lever_id in levers:
        answers = tuple(one.answers[lever_id] for one in submissions if lever_id in one.answers)
        if answers:
            low, high = _ends(lever_id, answers, own_ranges)
            if low < high:
                found[lever_id] = low, high
    return found


def decide(
    plan: Plan,
    levers: Sequence[str],
    submissions: Sequence[Submission],
    values: Mapping[str, float],
    settings: Settings,
    how: str = TOGETHER,
) -> Decision:
    """The plan that a room of these levers decides on. submissions: of one round, the last as a rule.

    values: what the room adopts, by lever id. how: where they come from, for the reasons that the plan keeps. The
    room's ranges replace the plan's of its levers, stretched to an adopted value that lies outside, and a lever on
    which the room agrees has none; other levers keep theirs. From ten people on, levers that rise and fall together in
    what people say have that correlation. PlannerError when a value is not allowed.
    """
    remarks: list[str] = []
    new = _by_quantiles(plan.with_levers(values, ORIGIN), levers, remarks)
    ranges = room_ranges(levers, submissions, settings.own_ranges)
    _say_lost([lever_id for lever_id in levers if lever_id in plan.uncertainty and lever_id not in ranges], remarks)
    label = OWN if settings.own_ranges else DISAGREEMENT
    uncertainty = dict(new.uncertainty)
    for lever_id in levers:
        uncertainty.pop(lever_id, None)
        if lever_id in ranges:
            uncertainty[lever_id] = _around(new, lever_id, ranges[lever_id], remarks)
    about = [f"{RANGE}:{lever_id}" for lever_id in ranges]
    new = new.changed(
        uncertainty=uncertainty,
        correlations=tuple(one for one in new.correlations if one.a in uncertainty and one.b in uncertainty),
        ends="p10-p90",
        origin={
            **{of: origin for of, origin in new.origin.items() if of not in {f"{RANGE}:{one}" for one in levers}},
            **dict.fromkeys(about, ORIGIN),
        },
        notes={
            **{of: note for of, note in new.notes.items() if of not in {f"{RANGE}:{one}" for one in levers}},
            **reasons.notes(new, levers, submissions, settings, how),
            **dict.fromkeys(about, f"The 10% and 90% of {people.counted(submissions)}: {label}."),
        },
    )
    wanted = together.correlations([lever_id for lever_id in levers if lever_id in ranges], submissions)
    new, gave_way = together.with_correlations(new, wanted)
    return Decision(new, ranges, label, (*remarks, *gave_way))


@lru_cache(256)
def _ends(lever_id: str, answers: tuple[Answer, ...], own_ranges: bool) -> tuple[float, float]:
    room = mixture.of(lever_id, answers, own_ranges)
    return room.quantile(TAIL), room.quantile(1 - TAIL)


def _around(plan: Plan, lever_id: str, ends: tuple[float, float], remarks: list[str]) -> tuple[float, float]:
    """The range, stretched to the value that it must enclose."""
    low, high = ends
    value, lever = plan.value(lever_id), CATALOGUE[lever_id]
    if not low <= value <= high:
        shown = tuple(lever_text.rounded(lever, end, 3) for end in ends)
        adopted, room = (lever_text.span(lever, plan.currency, *each) for each in ((value,), shown))
        remarks.append(
            f"{lever_text.name(lever)}: {adopted} lies outside the room's range, {room}, which is stretched to it."
        )
    return min(low, value), max(high, value)


def _say_lost(levers: Sequence[str], remarks: list[str]) -> None:
    """The ranges of the plan that go since the room does not differ, which makes what is promised look surer."""
    if levers:
        names = listed([within(lever_text.name(CATALOGUE[lever_id])) for lever_id in levers])
        ranges = "range there is" if len(levers) == 1 else "ranges there are"
        remarks.append(
            f"The room does not differ on {names}, so that the plan's {ranges} dropped: part of what looks surer comes "
            "from that."
        )


def _by_quantiles(plan: Plan, levers: Sequence[str], remarks: list[str]) -> Plan:
    """The plan with ranges between quantiles, as the room's are; those of other levers stay what they were."""
    if plan.ends == "p10-p90":
        return plan
    ranges = dict(plan.uncertainty)
    for lever_id, (low, high) in plan.uncertainty.items():
        if lever_id in levers or low == high:
            continue
        tenth, ninetieth = distribution(plan, lever_id).ppf(np.array([TAIL, 1 - TAIL])).tolist()
        value, name = plan.value(lever_id), lever_text.name(CATALOGUE[lever_id])
        if not tenth <= value <= ninetieth:
            remarks.append(f"{name}: its range had limits, and is wider as 8 in 10 around its value.")
        ranges[lever_id] = min(tenth, value), max(ninetieth, value)
    return plan.changed(uncertainty=ranges, ends="p10-p90")
