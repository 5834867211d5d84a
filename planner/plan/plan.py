"""The plan: one company's levers, what happens to them, what was promised, what is uncertain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from planner.plan.checks import FUNDING, RANGE, TARGET, moved, read_plan, read_range, subjects
from planner.plan.frozen import FrozenDict
from planner.plan.moved_range import moved_range
from planner.plan.parts import Case, Correlation, Event, Funding, Target, readers
from planner.plan.problems import NOTHING, Problems, short
from planner.plan.rules import (
    MAX_MONTHS,
    MIN_MONTHS,
    lever_value,
    matching,
    named_lever,
    number,
    one_line,
    one_of,
    optional,
    positive,
    truth,
    whole,
)
from planner.vocabulary.levers import CATALOGUE, VERSION

Ends = Literal["limits", "p10-p90"]
"""What low and high of a range are: the limits of a lever, or what it lies below and above in a tenth of the draws."""

START = matching("(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", 'must be a month from 1900 on, in quotes, such as "2026-01"')
CURRENCY = matching("[A-Z]{3}", 'must be a code of three letters, in quotes, such as "USD"')


class ArrTarget(NamedTuple):
    """The least ARR at the end of a month, from 1."""

    month: int
    arr: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One company's plan. Right by construction, frozen, hashable; a change is a new plan.

    start: first month, "YYYY-MM". months: the horizon. usd: USD for one unit of the currency, for reference data only.
    levers: the values that were named, by id; `value` answers for any lever. uncertainty: (low, high) by lever id,
    around the lever's value. ends: what these are. together: how much levers go well or badly together. correlations:
    pairs that vary together otherwise. lumpy: whether deals, losses and leavers come as whole events, by luck.
    size_spread: coefficient of variation of deal and customer sizes. origin: where a lever or "range:<lever>" comes
    from. notes: why, by what they are about. updates: what was brought up to date when the plan was opened, a sentence
    each; no part of what it says.

    PlannerError lists every problem; nothing is clipped, defaulted or ignored in silence.
    """

    name: Annotated[str, one_line()] = "Untitled plan"
    start: Annotated[str, START] = "2026-01"
    months: Annotated[int, whole(MIN_MONTHS, MAX_MONTHS)] = 60
    currency: Annotated[str, CURRENCY] = "USD"
    usd: Annotated[float | None, optional(positive)] = None
    levers: Mapping[str, float] = FrozenDict()
    events: tuple[Event, ...] = ()
    funding: tuple[Funding, ...] = ()
    targets: tuple[Target, ...] = ()
    uncertainty: Mapping[str, tuple[float, float]] = FrozenDict()
    ends: Annotated[Ends, one_of("limits", "p10-p90")] = "limits"
    together: Annotated[float, number(0, 0.9)] = 0.0
    lumpy: Annotated[bool, truth] = False
    size_spread: Annotated[float, number(0, 5)] = 0.0
    correlations: tuple[Correlation, ...] = ()
    cases: tuple[Case, ...] = ()
    origin: Mapping[str, str] = FrozenDict()
    notes: Mapping[str, str] = FrozenDict()
    updates: tuple[str, ...] = field(default=(), init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        problems = Problems()
        values = read_plan(readers(type(self)), vars(self), problems)
        problems.refuse()
        vars(self).update(values)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: plans are looked up in caches many times on every move, and a history is many plans."""
        return hash(tuple(getattr(self, one.name) for one in fields(self) if one.compare))

    def __getstate__(self) -> dict[str, Any]:
        """Without the hash, which is another one in another process."""
        return {name: value for name, value in vars(self).items() if name != "_hash"}

    @property
    def catalogue(self) -> int:
        """Version of the catalogue that the defaults come from: the newest, whatever a file was written for."""
        return VERSION

    def value(self, lever_id: str) -> float:
        """The lever's value in this plan, before events."""
        return self.levers.get(lever_id, CATALOGUE[lever_id].default)

    def values(self) -> dict[str, float]:
        """Every lever's value by id, in the order of the catalogue."""
        return {lever_id: self.levers.get(lever_id, lever.default) for lever_id, lever in CATALOGUE.items()}

    def acting_events(self) -> tuple[Event, ...]:
        """The events that act in the plan itself, in its order: active, and not left to chance."""
        return tuple(event for event in self.events if event.acts)

    def acting_funding(self) -> tuple[Funding, ...]:
        """The rounds that are not switched off, in the plan's order."""
        return tuple(one for one in self.funding if one.active)

    def acting_targets(self) -> tuple[Target, ...]:
        """The targets that are not switched off, in the plan's order."""
        return tuple(one for one in self.targets if one.active)

    def arr_targets(self) -> tuple[ArrTarget, ...]:
        """The ARR that was promised, in the plan's order; targets of other metrics are not among them."""
        found = ((one.month, one.least) for one in self.acting_targets() if one.metric == "arr")
        return tuple(ArrTarget(month, least) for month, least in found if least is not None)

    def changed(self, **others: Any) -> "Plan":
        """A plan with other fields; PlannerError names every problem.

        What cases, origin and notes say of what is gone, goes with it, unless they are given, too; the note of a
        round or target that moves to another month moves too. Ranges without one that a correlation names are a
        problem; `without_range` drops both.
        """
        new = replace(self, **{**self._kept(others), **others})
        vars(new)["updates"] = self.updates
        return new

    def with_levers(self, values: Mapping[str, float], origin: str | None = None) -> "Plan":
        """A plan with other values for some levers, by id; PlannerError when one is unknown or out of bounds.

        origin: one of ORIGINS, where these values come from; without one, what was said of it stays. The range of a
        lever moves with it in proportion, held at the hard bounds. Only these levers are checked.
        """
        problems, ranges = Problems(), {}
        new = {key: lever_value(key, value, short(str(key)), problems) for key, value in values.items()}
        problems.refuse()
        for lever_id in self.uncertainty.keys() & new.keys():
            ends, before = self.uncertainty[lever_id], self.value(lever_id)
            ranges[lever_id] = moved_range(CATALOGUE[lever_id], ends, before, new[lever_id])
        uncertainty = FrozenDict({**self.uncertainty, **ranges}) if ranges else self.uncertainty
        said = FrozenDict({**self.origin, **dict.fromkeys(new, origin)}) if origin else self.origin
        return self._with(levers=FrozenDict({**self.levers, **new}), uncertainty=uncertainty, origin=said)

    def with_range(self, lever_id: str, low: float, high: float) -> "Plan":
        """A plan with another range for a lever; PlannerError when it does not enclose the lever's value.

        What was said of where its old range comes from goes.
        """
        problems = Problems()
        mode = self.value(lever_id) if lever_id in CATALOGUE else None
        pair = read_range(lever_id, (low, high), mode, problems)
        problems.refuse()
        origin = FrozenDict({of: one for of, one in self.origin.items() if of != f"{RANGE}:{lever_id}"})
        return self._with(uncertainty=FrozenDict({**self.uncertainty, lever_id: pair}), origin=origin)

    def without_range(self, lever_id: str) -> "Plan":
        """A plan without a lever's range and its correlations, if it has any; PlannerError for an unknown lever."""
        problems = Problems()
        if wrong := named_lever(lever_id):
            problems.add(short(lever_id), NOTHING, wrong)
        problems.refuse()
        return self.changed(
            uncertainty={other: pair for other, pair in self.uncertainty.items() if other != lever_id},
            correlations=tuple(one for one in self.correlations if lever_id not in (one.a, one.b)),
        )

    def _kept(self, others: Mapping[str, Any]) -> dict[str, Any]:
        """Cases, origin and notes without what they say of parts that are gone when these fields are others."""
        events, funding, targets = (others.get(name, getattr(self, name)) for name in ("events", "funding", "targets"))
        rows = ([vars(one) for one in parts] for parts in (events, funding, targets))
        about = subjects(others.get("uncertainty", self.uncertainty), *rows)
        notes = moved(moved(self.notes, FUNDING, self.funding, funding), TARGET, self.targets, targets)
        return {
            "cases": tuple(
                replace(
                    case,
                    on=tuple(one for one in case.on if one in about.events),
                    off=tuple(one for one in case.off if one in about.events),
                )
                for case in self.cases
            ),
            "origin": {of: origin for of, origin in self.origin.items() if not about.wrong_origin(of)},
            "notes": {of: note for of, note in notes.items() if not about.wrong(of)},
        }

    @classmethod
    def opened(cls, values: Mapping[str, Any], updates: Iterable[str]) -> "Plan":
        """A plan of fields that were read and found right. updates: what had to be brought up to date."""
        new = cls(**values)
        vars(new)["updates"] = tuple(updates)
        return new

    def _with(self, **others: object) -> "Plan":
        """A copy with fields that are known to be right."""
        new = object.__new__(type(self))
        vars(new).update(self.__getstate__())
        vars(new).update(others)
        return new
