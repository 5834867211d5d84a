"""A plan as the document of a TOML file, and back."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit

from planner.plan import toml_text
from planner.plan.checks import HEAD, SETTINGS, read_plan
from planner.plan.parts import defaults, plain, readers
from planner.plan.plan import Plan
from planner.plan.problems import Problems, short
from planner.plan.rules import BAD, unknown_key, whole
from planner.plan.versions import OLDEST, brought_up_to_date, what_was_updated
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.levers import CATALOGUE, GROUPS, VERSION

_HEAD = (*HEAD, "catalogue")
_LISTS = ("events", "funding", "targets")
_LATER = ("correlations", "cases")
_TEXTS = ("origin", "notes")
TABLES = ("plan", *GROUPS, *_LISTS, "uncertainty", *_LATER, *_TEXTS)
"""The tables of a plan file, in their order."""


def load(path: Path | str) -> Plan:
    """The plan in a TOML file; PlannerError when it cannot be read, or with every problem of it."""
    return parse(toml_text.read(path), str(path))


def loads(text: str | bytes, source: str | None = None) -> Plan:
    """The plan in a TOML text. PlannerError lists every problem, each with source, place, value and what is allowed."""
    return parse(toml_text.loads(text, source), source)


def dumps(plan: Plan) -> str:
    """The plan as TOML text; `loads` gives an equal plan back."""
    return tomlkit.dumps(document(plan))


def parse(document: Mapping[str, Any], source: str | None = None) -> Plan:
    """The plan in a document, as `document` gives it; PlannerError lists every problem.

    A plan of an earlier version of the catalogue is brought up to date, and says so (`updates`).
    """
    problems, updates = Problems(), list[str]()
    check_tables(document, TABLES, problems)
    head = table(document, "plan", problems)
    version = _version(head, source, problems)
    for key in head:
        if key not in _HEAD:
            problems.add(f"plan, {short(str(key))}", head[key], unknown_key(key, _HEAD))

    def updated(levers: dict[str, float]) -> dict[str, float]:
        if version < VERSION:
            updates.append(what_was_updated(levers, version, named="catalogue" in head))
        return brought_up_to_date(levers, version)

    named = {
        **defaults(Plan),
        **{key: head[key] for key in HEAD if key in head},
        **{key: document[key] for key in (*_LISTS, *_LATER, *_TEXTS) if key in document},
        **_uncertainty(document.get("uncertainty", {})),
        "levers": _levers(document, problems),
    }
    values = read_plan(readers(Plan), named, problems, updated)
    problems.refuse(source)
    return Plan.opened(values, updates)


def document(plan: Plan) -> dict[str, Any]:
    """The plan as the document of a TOML file."""
    levers: dict[str, dict[str, float]] = {}
    for lever in CATALOGUE.values():
        if lever.id in plan.levers:
            levers.setdefault(lever.group, {})[lever.name] = plan.levers[lever.id]
    said = {key: getattr(plan, key) for key in HEAD if key != "usd" or plan.usd is not None}
    settings = {key: getattr(plan, key) for key in SETTINGS if getattr(plan, key) != defaults(Plan)[key]}
    tables: dict[str, Any] = {
        **_rows(plan, _LISTS),
        "uncertainty": {**settings, **plain(plan.uncertainty)},
        **_rows(plan, _LATER),
        **{key: dict(getattr(plan, key)) for key in _TEXTS},
    }
    return {"plan": {**said, "catalogue": VERSION}, **levers, **{key: value for key, value in tables.items() if value}}


def check_tables(document: Mapping[str, Any], known: Iterable[str], problems: Problems) -> None:
    """Note the tables of a document that are not known."""
    known = list(known)
    for key, value in document.items():
        if key not in known:
            problems.add(short(str(key)), value, partial(_unknown_table, str(key), known))


def table(document: Mapping[str, Any], key: str, problems: Problems) -> Mapping[str, Any]:
    """A table of a document; empty when there is none."""
    found = document.get(key, {})
    if isinstance(found, Mapping):
        return found
    problems.add(key, found, "must be a table")
    return {}


def _unknown_table(key: str, known: list[str]) -> str:
    return f"unknown table{nearest(key, known)}"


def _version(head: Mapping[str, Any], source: str | None, problems: Problems) -> int:
    """The version of the catalogue that a plan names, or the oldest. PlannerError for one that is newer than ours."""
    version = head.get("catalogue", OLDEST)
    if isinstance(version, int) and version > VERSION:
        allowed = f"is newer than this program, which knows versions up to {VERSION}; update it to open the plan"
        raise PlannerError(Problem("plan, catalogue", str(version), allowed), source)
    read = whole(OLDEST, VERSION)(version, "plan, catalogue", problems)
    return VERSION if read is BAD else int(read)


def _levers(document: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """What a document has for levers, by id."""
    found = dict[str, Any]()
    for group in GROUPS:
        levers = document.get(group, {})
        if isinstance(levers, Mapping):
            found |= {f"{group}.{name}": value for name, value in levers.items()}
        else:
            problems.add(group, levers, f"must be a table of levers, [{group}]")
    return found


def _uncertainty(found: object) -> dict[str, Any]:
    """The ranges and settings in [uncertainty], as fields of a plan."""
    if not isinstance(found, Mapping):
        return {"uncertainty": found}
    ranges = {key: value for key, value in found.items() if key not in SETTINGS}
    return {"uncertainty": ranges, **{key: found[key] for key in SETTINGS if key in found}}


def _rows(plan: Plan, keys: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    return {key: [part.row() for part in getattr(plan, key)] for key in keys}
