"""What holds of a whole plan: each of its values, and what its parts say of each other."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from planner.plan.frozen import FrozenDict
from planner.plan.parts import Case, Correlation, Event, Funding, Part, Rows, Target, place, read_rows
from planner.plan.problems import NOTHING, Problems, short
from planner.plan.rules import BAD, MAX_MONTHS, Reader, lever_values, named_lever, one_of, pair, text
from planner.vocabulary.errors import nearest
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import in_full

HEAD = ("name", "start", "months", "currency", "usd")
"""What stands in [plan], beside the version of the catalogue."""
SETTINGS = ("ends", "together", "lumpy", "size_spread")
"""What stands in [uncertainty], beside the ranges."""
ORIGINS = ("entered", "derived", "stage", "shipped", "room")
"""Where a value may come from when it is neither the catalogue's nor the file's."""

_ORIGIN, _NOTE = one_of(*ORIGINS), text()
RANGE, EVENT, FUNDING, TARGET = "range", "event", "funding", "target"
"""What stands before the colon in what a note is about."""

_OF = 'must be a lever, or "range:<lever>"'
_ABOUT = 'must be "plan", a lever, "range:<lever>", "event:<id>", "funding:<month>" or "target:<month>"'

Wrong = str | Callable[[], str] | None
"""The end of a sentence about what is wrong, or what makes it; None when nothing is."""


Fields = Sequence[Mapping[str, Any]]
"""The fields of every row of a list of tables, BAD where wrong."""


class Subjects(NamedTuple):
    """What a plan has that notes and cases can be about: levers with a range, ids of events, months as text."""

    ranges: frozenset[str]
    events: frozenset[str]
    funding: frozenset[str]
    targets: frozenset[str]

    def wrong(self, about: object) -> Wrong:
        """What is wrong with what a note is said to be about."""
        kind, colon, name = str(about).partition(":")
        if about == "plan":
            return None
        if not colon:
            return named_lever(about)
        if kind == RANGE:
            return named_lever(name) or (None if name in self.ranges else "this lever has no range in [uncertainty]")
        known = {EVENT: self.events, FUNDING: self.funding, TARGET: self.targets}.get(kind)
        if known is None:
            return _ABOUT
        which = "of this id" if kind == EVENT else "in this month"
        return None if name in known else lambda: f"there is no {kind} {which}{nearest(name, sorted(known))}"

    def wrong_origin(self, of: object) -> Wrong:
        """What is wrong with what an origin is said to be of."""
        kind, colon, _ = str(of).partition(":")
        return _OF if of == "plan" or (colon and kind != RANGE) else self.wrong(of)


def subjects(
    uncertainty: Iterable[str],
    events: Iterable[Mapping[str, Any]],
    funding: Iterable[Mapping[str, Any]],
    targets: Iterable[Mapping[str, Any]],
) -> Subjects:
    """The subjects of a plan with ranges of these levers and parts with these fields."""
    return Subjects(
        frozenset(uncertainty),
        frozenset(event["id"] for event in events if event["id"] not in (None, BAD)),
        frozenset(str(one["month"]) for one in funding),
        frozenset(str(target["month"]) for target in targets),
    )


def moved(
    notes: Mapping[str, str], kind: str, before: Sequence[Funding | Target], after: Sequence[Funding | Target]
) -> dict[str, str]:
    """The notes with those of a round or target that moved to another month about that month."""
    pairs = (
        [(old.month, new.month) for old, new in zip(before, after, strict=True)] if len(before) == len(after) else []
    )
    stay = {old for old, new in pairs if old == new}
    new = {f"{kind}:{old}": f"{kind}:{month}" for old, month in reversed(pairs) if old not in stay}
    return {new.get(about, about): note for about, note in notes.items()}


def read_plan(
    simple: Mapping[str, Reader],
    named: Mapping[str, Any],
    problems: Problems,
    update: Callable[[dict[str, float]], dict[str, float]] = dict,
) -> dict[str, Any]:
    """The fields of a plan as it keeps them; of use when `problems` stays as it was.

    simple: how the fields that are single values are read. named: every field, with parts as they are or as tables of
    a file. update: makes the levers of the newest catalogue from those that are right.
    """

    def single(names: Sequence[str], table: str) -> dict[str, Any]:
        return {name: simple[name](named[name], f"{table}, {name}", problems) for name in names}

    def several(cls: type[Part], key: str) -> Rows:
        return read_rows(cls, named[key], key, problems)

    read = single(HEAD, "plan")
    levers = update(lever_values(named["levers"], "", problems))
    events, funding = several(Event, "events"), several(Funding, "funding")
    targets, correlations = several(Target, "targets"), several(Correlation, "correlations")
    table = named["uncertainty"]
    ranged = table if isinstance(table, Mapping) else CATALOGUE
    about = subjects(ranged, events.values, funding.values, targets.values)
    _check_ids(events.values, problems)
    _check_months(funding.values, read["months"], problems)
    _check_targets(targets.values, problems)
    _check_correlations(correlations, about, bool(named["together"]), problems)
    ranges = _ranges(table, levers, named["levers"], problems)
    settings = single(SETTINGS, "uncertainty")
    cases = several(Case, "cases")
    _check_cases(cases.values, about.events, problems)
    return {
        **read,
        "levers": FrozenDict(levers),
        "events": events.parts,
        "funding": funding.parts,
        "targets": targets.parts,
        "uncertainty": ranges,
        **settings,
        "correlations": correlations.parts,
        "cases": cases.parts,
        "origin": _texts("origin", named["origin"], _ORIGIN, about.wrong_origin, problems),
        "notes": _texts("notes", named["notes"], _NOTE, about.wrong, problems),
    }


def read_range(lever_id: object, value: object, mode: float | None, problems: Problems) -> Any:
    """A range (low, high) of a lever, or BAD. mode: the lever's own value, None when that is wrong itself."""
    where = f'uncertainty "{short(str(lever_id))}"'
    if wrong := named_lever(lever_id):
        problems.add(where, value, wrong)
        return BAD
    read = pair(value, where, problems)
    if read is BAD:
        return BAD
    low, high = read
    lever = CATALOGUE[str(lever_id)]
    if not lever.min <= low <= high <= lever.max:
        problems.add(where, value, f"low and high {lever.allowed}, low first")
    elif mode is not None and not low <= mode <= high:
        problems.add(where, value, f"must enclose the lever's own value, {in_full(mode)}")
    else:
        return read
    return BAD


def _ranges(table: object, levers: Mapping[str, float], named: object, problems: Problems) -> Any:
    """The ranges around the levers that are right. named: the levers as they stand in the file."""
    if not isinstance(table, Mapping):
        problems.add("uncertainty", table, 'must be a table of "lever" = [low, high]')
        return BAD
    wrong = {key for key in named if key not in levers} if isinstance(named, Mapping) else set()
    read = {}
    for lever_id, value in table.items():
        known = lever_id in CATALOGUE and lever_id not in wrong
        mode = levers.get(lever_id, CATALOGUE[lever_id].default) if known else None
        read[lever_id] = read_range(lever_id, value, mode, problems)
    return FrozenDict(read)


def _check_ids(events: Fields, problems: Problems) -> None:
    """Events of one id are one play or shock: they come with one chance, and start later by as much."""
    first: dict[str, Mapping[str, Any]] = {}
    for at, event in enumerate(events, 1):
        if BAD in (event["id"], event["chance"], event["start"], event["latest"]) or event["id"] is None:
            continue
        one = first.setdefault(event["id"], event)
        where, of = place("event", at, event["name"]), f"as in the first event of id {short(event['id'])}"
        if event["chance"] != one["chance"]:
            problems.add(f"{where}, chance", event["chance"], f"must be {one['chance']:.12g}, {of}")
        if (later := _later(one)) != _later(event):
            allowed = f"must be {later} months after start, {of}" if later else f"must be the month of start, {of}"
            problems.add(f"{where}, latest", event["latest"] or NOTHING, allowed)


def _later(event: Mapping[str, Any]) -> int:
    return 0 if event["latest"] is None else event["latest"] - event["start"]


def _check_months(funding: Fields, months: object, problems: Problems) -> None:
    horizon = months if isinstance(months, int) else MAX_MONTHS
    for at, one in enumerate(funding, 1):
        if one["month"] is not BAD and one["month"] > horizon:
            problems.add(f"funding {at}, month", one["month"], f"must be within the plan's months, 1 to {horizon}")


def _check_targets(targets: Fields, problems: Problems) -> None:
    promised = Counter((one["month"], one["metric"]) for one in targets if BAD not in (one["month"], one["metric"]))
    for (month, metric), count in promised.items():
        if count > 1:
            allowed = f"{metric} stands {count} times; a month has one target of a metric"
            problems.add("targets, month", month, allowed)


def _check_correlations(pairs: Rows, about: Subjects, together: bool, problems: Problems) -> None:
    """What pairs can be known from the file; what other pairs have when levers go together, only the model can tell."""
    for at, one in enumerate(pairs.values, 1):
        for end in ("a", "b"):
            if one[end] is not BAD and one[end] not in about.ranges:
                allowed = "has no range; only levers in [uncertainty] vary"
                problems.add(f"correlation {at}, {end}", one[end], allowed)
    both = [(one["a"], one["b"]) for one in pairs.values if BAD not in (one["a"], one["b"])]
    twice = {ends: count for ends, count in Counter((min(pair), max(pair)) for pair in both).items() if count > 1}
    for (a, b), count in twice.items():
        problems.add("correlations", NOTHING, f"{a} and {b} stand {count} times; a pair has one correlation")
    if pairs.parts and not twice and not together:
        from planner.plan.correlations import contradictions

        for found in contradictions({(one.a, one.b): one.rank for one in pairs.parts}):
            problems.add(found.place, NOTHING, found.allowed)


def _check_cases(cases: Fields, ids: frozenset[str], problems: Problems) -> None:
    for name, count in Counter(case["name"] for case in cases if case["name"] is not BAD).items():
        if count > 1:
            problems.add("cases, name", name, f"stands {count} times; every case has a name of its own")
    for at, case in enumerate(cases, 1):
        for key in ("on", "off"):
            for one in () if case[key] is BAD else case[key]:
                if one not in ids:
                    allowed = f"no event has this id{nearest(one, sorted(ids))}"
                    problems.add(f"{place('case', at, case['name'])}, {key}", one, allowed)


def _texts(key: str, table: object, read: Reader, wrong: Callable[[object], Wrong], problems: Problems) -> Any:
    """Texts by what they are about."""
    if not isinstance(table, Mapping):
        problems.add(key, table, f"must be a table of texts, [{key}]")
        return BAD
    found = {}
    for about, value in table.items():
        where = f'{key} "{short(str(about))}"'
        if what := wrong(about):
            problems.add(where, value, what)
        else:
            found[about] = read(value, where, problems)
    return FrozenDict(found)
