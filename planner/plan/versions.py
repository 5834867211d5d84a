"""Versions of the lever catalogue: what each brought, and how a plan of an earlier one keeps its numbers.

A plan keeps the defaults of the version that it names. It is opened as a plan of the newest version, with every value
named that the newest defaults would change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.vocabulary.levers import CATALOGUE, Lever

OLDEST = 1
"""The version of a plan that names none."""


@dataclass(frozen=True)
class Version:
    """What a version changed; which levers it added, the catalogue says.

    about: what becomes of an earlier plan, a part of a sentence. was: defaults that the version changed, as they were
    before it, by lever id.
    """

    number: int
    about: str
    was: Mapping[str, float] = field(default_factory=dict)


VERSIONS = (
    Version(
        2,
        "reference win rates and contract values are the plan's own and other new levers 0, unless it names them; "
        "numbers stay what they were but for collections, cash and metrics that are defined anew",
    ),
)
"""Every version after the first, in order."""


def added(number: int, catalogue: Mapping[str, Lever] = CATALOGUE) -> list[Lever]:
    """The levers that a version added to the catalogue."""
    return [lever for lever in catalogue.values() if lever.since == number]


def brought_up_to_date(
    levers: Mapping[str, float],
    version: int,
    versions: Sequence[Version] = VERSIONS,
    catalogue: Mapping[str, Lever] = CATALOGUE,
) -> dict[str, float]:
    """The levers of a plan of an earlier version as the newest one says the same.

    levers: the values that the plan names. Values are added wherever the newest default is another one.
    """
    later = [step for step in versions if step.number > version]
    values = dict(levers)
    for at, step in enumerate(later):
        values = {**step.was, **values}
        for lever in added(step.number, catalogue):
            if lever.id in values:
                continue
            value = lever.before
            if isinstance(value, str):
                default = next((other.was[value] for other in later[at + 1 :] if value in other.was), None)
                own = values.get(value, catalogue[value].default if default is None else default)
                value = min(max(own, lever.min), lever.max)
            values[lever.id] = value
    return {
        lever_id: values[lever_id]
        for lever_id, lever in catalogue.items()
        if lever_id in levers or values.get(lever_id, lever.default) != lever.default
    }


def what_was_updated(
    levers: Mapping[str, float],
    version: int,
    named: bool,
    versions: Sequence[Version] = VERSIONS,
    catalogue: Mapping[str, Lever] = CATALOGUE,
) -> str:
    """One sentence about a plan that is brought up to date.

    levers: the values that it names. named: whether it names its version.
    """
    later = [step for step in versions if step.number > version]
    known = {*levers, *(lever.id for step in later for lever in added(step.number, catalogue))}
    kept = {key: value for step in reversed(later) for key, value in step.was.items() if key not in known}
    stays = [f"{lever_id} stays {value:,.12g}, its default then" for lever_id, value in kept.items()]
    origin = f"version {version} of the lever catalogue{'' if named else ' (the file names none)'}"
    changes = "; ".join([*(step.about for step in later), *stays])
    return f"Brought up to date from {origin} to version {later[-1].number}: {changes}."
