"""What differs between two plans, part by part, and a plan that takes over some of it.

Notes and origins belong to the part that they are about and go with it. The name of a plan is no difference.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from planner.plan.checks import EVENT, FUNDING, RANGE, TARGET, subjects
from planner.plan.event_groups import groups
from planner.plan.parts import Case, Correlation, Event, Funding, Target
from planner.plan.plan import Plan
from planner.vocabulary.levers import CATALOGUE

Kind = Literal["lever", "event", "funding", "settings", "target", "range", "correlation", "case", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a difference can be in, in the order in which they are told. Only the first four change where a plan leads."""

SETTINGS = ("start", "months", "currency", "usd", "lumpy", "size_spread", "ends", "together")
"""Fields of a plan that are single values, but for its name."""

ORDER = "order of events"
"""The event item of two plans whose common events on one lever stand in another order."""


@dataclass(frozen=True)
class Difference:
    """A part that differs. None stands for a part that one of the plans does not have.

    item: a lever's id, an event's id or else its name or lever, "funding:<month>", "target:<metric>:<month>",
    "range:<lever>", "correlation:<lever>:<lever>", "case:<name>", a field of SETTINGS, or what a note is about. before,
    after: in the first and in the second plan: a value, (low, high), a target, a case, or all events or rounds that
    stand there, in a tuple. key: finds it in the two plans. subject: what notes and origins call it.
    """

    kind: Kind
    item: str
    before: Any
    after: Any
    key: Hashable
    subject: str | None = None


class Pair(NamedTuple):
    """A play, a shock or a single event of two plans. mine, theirs: its positions in each; empty where it is absent."""

    item: str
    mine: tuple[int, ...]
    theirs: tuple[int, ...]


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def differences(plan: Plan, other: Plan) -> tuple[Difference, ...]:
    """What differs from one plan to another, in the order of KINDS, levers as the catalogue has them.

    Events are paired by id, those that are left by name, lever and start; all events of an id are one difference, and
    so are all rounds of a month.
    """
    found = [
        *_between("lever", plan.values(), other.values(), str, str),
        *_of_events(plan, other),
        *_between("funding", _rounds(plan), _rounds(other), "funding:{}".format, f"{FUNDING}:{{}}".format),
        *_between("settings", _settings(plan), _settings(other), str),
        *_between(
            "target", _targets(plan), _targets(other), "target:{0[0]}:{0[1]}".format, f"{TARGET}:{{0[1]}}".format
        ),
        *_between("range", plan.uncertainty, other.uncertainty, "range:{}".format, f"{RANGE}:{{}}".format),
        *_between("correlation", _ranks(plan), _ranks(other), "correlation:{0[0]}:{0[1]}".format),
        *_between("case", _cases(plan), _cases(other), "case:{}".format),
    ]
    told = {one.subject for one in found}
    notes = _between("note", plan.notes, other.notes, str, str)
    return (*found, *(one for one in notes if one.subject not in told))


def taken(plan: Plan, other: Plan, chosen: Iterable[Difference]) -> Plan:
    """The plan with the chosen ones of its differences to another as they are there, with their notes and origins.

    With all of them it says what the other says, under its own name. A range is widened to enclose its lever's value;
    correlations and cases lose what they say of parts that are not there. PlannerError where parts do not go together,
    such as a round beyond the horizon.
    """
    of: dict[Kind, list[Difference]] = {kind: [] for kind in KINDS}
    for one in chosen:
        of[one.kind].append(one)
    levers = _with(plan.levers, other.levers, of["lever"])
    ranges = _with(plan.uncertainty, other.uncertainty, of["range"])
    for lever_id, (low, high) in ranges.items():
        value = levers.get(lever_id, CATALOGUE[lever_id].default)
        ranges[lever_id] = min(low, value), max(high, value)
    mixed = mixer(plan, other)([*of["event"], *of["funding"]])
    ids = {event.id for event in mixed.events}
    correlations = _with(_correlations(plan), _correlations(other), of["correlation"]).values()
    cases = _with(_cases(plan), _cases(other), of["case"]).values()
    bare = plan.changed(
        **_with({}, _settings(other), of["settings"]),
        levers=levers,
        events=mixed.events,
        funding=mixed.funding,
        targets=tuple(_with(_targets(plan), _targets(other), of["target"]).values()),
        uncertainty=ranges,
        correlations=tuple(one for one in correlations if {one.a, one.b} <= ranges.keys()),
        cases=tuple(replace(case, on=_among(case.on, ids), off=_among(case.off, ids)) for case in cases),
    )
    about = [one.subject for kind in KINDS for one in of[kind] if one.subject]
    known = subjects(ranges, *([vars(one) for one in rows] for rows in (bare.events, bare.funding, bare.targets)))
    notes = {key: text for key, text in _said(plan.notes, other.notes, about).items() if not known.wrong(key)}
    origin = {key: text for key, text in _said(plan.origin, other.origin, about).items() if not known.wrong_origin(key)}
    return bare.changed(notes=notes, origin=origin)


def mixer(plan: Plan, other: Plan) -> Callable[[Collection[Difference]], Plan]:
    """What gives the plan with some of its event and funding differences as another plan has them; fast, for many.

    What only one of the plans has stands where it stands there, after the same event.
    """
    pairs, rounds = event_pairs(plan.events, other.events), (_rounds(plan), _rounds(other))
    mine, theirs = [pair.mine for pair in pairs], [pair.theirs for pair in pairs]
    orders = _merged(mine, theirs), _merged(theirs, mine)

    def mixed(chosen: Collection[Difference]) -> Plan:
        keys = {one.key for one in chosen if one.kind == "event"}
        events = []
        for pair, number in orders[ORDER in keys]:
            own, positions = (other.events, theirs[pair]) if pair in keys else (plan.events, mine[pair])
            if number < len(positions):
                events.append(own[positions[number]])
        months = _with(*rounds, (one for one in chosen if one.kind == "funding"))
        funding = tuple(one for month in sorted(months) for one in months[month])
        return plan._with(events=tuple(events), funding=funding)  # each part is right, and so are the plans

    return mixed


class Overlaid(NamedTuple):
    """A plan that has the events of two plans. marks: place, key of its difference and whether it is the other plan's,
    of the events that only one of them has so.
    """

    plan: Plan
    marks: tuple[tuple[int, Hashable, bool], ...]


def overlaid(plan: Plan, other: Plan, keys: Collection[Hashable], chosen: Collection[Difference]) -> Overlaid:
    """The plan with the events of event differences as both plans have them, for runs in which one side of each acts.

    keys: of those differences; other events are the plan's. chosen: rounds, or the order of events, that are as in the
    other plan.
    """
    pairs = event_pairs(plan.events, other.events)
    mine, theirs = [pair.mine for pair in pairs], [pair.theirs for pair in pairs]
    turned = ORDER in {one.key for one in chosen}
    events, marks = list[Event](), list[tuple[int, Hashable, bool]]()
    for pair, number in _merged(theirs, mine) if turned else _merged(mine, theirs):
        for own, positions, is_other in ((plan.events, mine[pair], False), (other.events, theirs[pair], True)):
            if number < len(positions) and (pair in keys or not is_other):
                marks += [(len(events), pair, is_other)] if pair in keys else []
                events.append(own[positions[number]])
    return Overlaid(mixer(plan, other)(chosen)._with(events=tuple(events)), tuple(marks))


def event_pairs(events: Sequence[Event], others: Sequence[Event]) -> list[Pair]:
    """The plays, shocks and single events of two plans: by id, those that are left by name, lever and start."""
    left = {group.key: group for group in groups(others)}
    pairs = dict[str, Pair]()
    for group in groups(events):
        same = left.pop(group.key, None)
        pairs[group.key] = Pair(_item(events, group.positions), group.positions, same.positions if same else ())
    alike = dict[Hashable, list[str]]()
    for key, group in left.items():
        alike.setdefault(_signature(others, group.positions), []).append(key)
    for key, pair in pairs.items():
        if not pair.theirs and (found := alike.get(_signature(events, pair.mine))):
            pairs[key] = pair._replace(theirs=left.pop(found.pop(0)).positions)
    rest = [Pair(_item(others, group.positions), (), group.positions) for group in left.values()]
    return [*pairs.values(), *rest]


def _item(events: Sequence[Event], positions: Sequence[int]) -> str:
    """What a play, shock or single event is called: its id, or else its name or lever."""
    first = events[positions[0]]
    return first.id or first.name or first.lever


def _signature(events: Sequence[Event], positions: Sequence[int]) -> Hashable:
    return tuple((events[at].name, events[at].lever, events[at].start) for at in positions)


def _of_events(plan: Plan, other: Plan) -> list[Difference]:
    """The plays, shocks and single events that differ in more than their id, and their order where it matters."""
    pairs, found = event_pairs(plan.events, other.events), list[Difference]()
    for key, pair in enumerate(pairs):
        mine, theirs = tuple(plan.events[at] for at in pair.mine), tuple(other.events[at] for at in pair.theirs)
        if [replace(one, id=None) for one in mine] != [replace(one, id=None) for one in theirs]:
            ids = [one.id for one in (*mine, *theirs) if one.id]
            subject = f"{EVENT}:{ids[0]}" if ids else None
            found.append(Difference("event", pair.item, mine or None, theirs or None, key, subject))
    mixed = mixer(plan, other)(found).events
    if any(_on(mixed, lever_id) != _on(other.events, lever_id) for lever_id in {event.lever for event in mixed}):
        found.append(Difference("event", ORDER, _names(plan.events), _names(other.events), ORDER))
    return found


def _on(events: Sequence[Event], lever_id: str) -> list[Event]:
    return [replace(event, id=None) for event in events if event.lever == lever_id and event.active]


def _names(events: Sequence[Event]) -> str:
    return ", ".join(event.name or event.lever for event in events)


def _merged(first: Sequence[Sequence[int]], second: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The events of two plans in one order, as (pair, number in it); that of the first plan goes before.

    first, second: where the events of every pair stand in each plan.
    """
    rows = [
        [
            at
            for _, at in sorted(
                (place, (pair, number)) for pair, of in enumerate(side) for number, place in enumerate(of)
            )
        ]
        for side in (first, second)
    ]
    order, last = list(rows[0]), -1
    for at in rows[1]:
        if at in order:
            last = order.index(at)
        else:
            last += 1
            order.insert(last, at)
    return order


def _between(
    kind: Kind,
    mine: Mapping[K, Any],
    theirs: Mapping[K, Any],
    item: Callable[[K], str],
    subject: Callable[[K], str] | None = None,
) -> list[Difference]:
    """What differs in parts by key. item: what a part is called; subject: what notes and origins call it."""
    keys = [*mine, *(key for key in theirs if key not in mine)]
    return [
        Difference(kind, item(key), mine.get(key), theirs.get(key), key, subject(key) if subject else None)
        for key in keys
        if mine.get(key) != theirs.get(key)
    ]


def _with(mine: Mapping[K, V], theirs: Mapping[K, V], chosen: Iterable[Difference]) -> dict[K, V]:
    """Parts by key, the chosen ones as in the other plan, gone where it has none."""
    parts = dict(mine)
    for one in chosen:
        key: Any = one.key
        if key in theirs:
            parts[key] = theirs[key]
        else:
            parts.pop(key, None)
    return parts


def _said(mine: Mapping[str, str], theirs: Mapping[str, str], about: Iterable[str]) -> dict[str, str]:
    """Texts by what they are about, those about some parts as in the other plan."""
    texts = dict(mine)
    for key in about:
        texts.pop(key, None)
        if key in theirs:
            texts[key] = theirs[key]
    return texts


def _among(ids: Iterable[str], known: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(one for one in ids if one in known)


def _settings(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in SETTINGS}


def _rounds(plan: Plan) -> dict[int, tuple[Funding, ...]]:
    """The rounds of every month that has some, those of a month by amount."""
    rounds: dict[int, tuple[Funding, ...]] = {}
    for one in sorted(plan.funding, key=lambda one: (one.month, one.amount, one.needs_arr or 0.0)):
        rounds[one.month] = (*rounds.get(one.month, ()), one)
    return rounds


def _targets(plan: Plan) -> dict[tuple[str, int], Target]:
    return {(one.metric, one.month): one for one in plan.targets}


def _correlations(plan: Plan) -> dict[tuple[str, str], Correlation]:
    """The correlations by their two levers, whichever of them stands first."""
    return {(min(one.a, one.b), max(one.a, one.b)): one for one in plan.correlations}


def _ranks(plan: Plan) -> dict[tuple[str, str], float]:
    return {ends: one.rank for ends, one in _correlations(plan).items()}


def _cases(plan: Plan) -> dict[str, Case]:
    return {one.name: one for one in plan.cases}
