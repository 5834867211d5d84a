"""What is wrong with a file's tables, in our words instead of pydantic's."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from planner.vocabulary.errors import Problem, nearest

_MUST_BE = {
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list of tables",
    "model_type": "must be a table",
    "greater_than_equal": "must be {ge:.12g} or more",
    "less_than_equal": "must be {le:.12g} or less",
    "literal_error": "must be one of {expected}",
    "missing": "is missing",
    "rule": "{sentence}",
}
_TEXTS = {
    "start": 'must be a month from 1900 on, in quotes, such as "2026-01"',
    "currency": 'must be a code of three letters, in quotes, such as "USD"',
}


def validated(
    table: str,
    adapter: TypeAdapter[Any],
    value: Any,
    fields: Mapping[str, FieldInfo],
    context: Mapping[str, Any] | None = None,
) -> tuple[Any, list[Problem]]:
    """What a table or a list of tables holds, or None and every problem with it. fields: those of one table."""
    try:
        return adapter.validate_python(value, context=context), []
    except ValidationError as error:
        return None, [_problem(table, value, detail, fields) for detail in error.errors(include_url=False)]


def rule(sentence: str) -> PydanticCustomError:
    """What a validator raises; the end of a sentence that says what is allowed."""
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


def shown(value: Any) -> str:
    """A value much as the file has it, shortened, whatever its size and depth."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**60:
        return "a number of more than 60 digits"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        inner = ["[...]" if isinstance(item, list | tuple) else shown(item) for item in value[:20]]
        return short(f"[{', '.join(inner)}]")
    if isinstance(value, Mapping):
        return short(f"a table of {', '.join(map(str, list(value)[:20]))}") if value else "an empty table"
    return short(repr(float(value) if isinstance(value, float) else value))


def short(text: str) -> str:
    """At most 60 characters of a text."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _problem(table: str, value: Any, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> Problem:
    """A pydantic error in our words. The place of a list's row counts from 1 and carries the row's name."""
    where, keys = table, list(detail["loc"])
    if keys and isinstance(keys[0], int):
        position = keys.pop(0)
        name = value[position].get("name") if isinstance(value[position], Mapping) else None
        called = f' "{short(name)}"' if isinstance(name, str) and name else ""
        where = f"{table.removesuffix('s')} {int(position) + 1}{called}"
    place = ", ".join([where, *(short(str(key)) for key in keys)])
    found = None if detail["type"] == "missing" else shown(detail["input"])
    return Problem(place, found, _allowed(str(keys[-1]) if keys else "", detail, fields))


def _allowed(field: str, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    """What a field must be, as the end of a sentence."""
    kind, parts = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key{nearest(field, list(fields))}"
    if kind in ("string_type", "string_pattern_mismatch") and field in _TEXTS:
        return _TEXTS[field]
    if kind in ("greater_than_equal", "less_than_equal"):
        marks = fields[field].metadata
        low, high = (next((getattr(mark, end) for mark in marks if hasattr(mark, end)), None) for end in ("ge", "le"))
        if low is not None and high is not None:
            return f"must be {low} to {high}" if low < high else f"must be {low}"
    return _MUST_BE[kind].format(**parts) if kind in _MUST_BE else detail["msg"]
