"""TOML as people write it: read within bounds, and a slip is told with its line and what would be right."""

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.plan.problems import short, shown
from planner.vocabulary.errors import PlannerError, Problem

MAX_BYTES = 2**20
"""The largest file that is read."""
MAX_KEY = 32
"""Parts that a name has at most: the time to read one grows with the square of them."""

_TOKEN = re.compile(
    r"""
    (?P<part>
        \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")? | '''(?:[^']|'(?!''))*+(?:''')?
        | "(?:[^"\\\n]|\\.)*+"? | '[^'\n]*+'? | [A-Za-z0-9_+-]++ | [ \t]++
    )
    | (?P<dot>\.) | \#[^\n]*+ | .
    """,
    re.DOTALL | re.VERBOSE,
)
_AT = re.compile(r"^(?P<reason>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
_MONTH = re.compile(r"\d{4}-\d{1,2}")
_CURLY = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')


def read(path: Path | str) -> dict[str, Any]:
    """The document of a TOML file; PlannerError when it cannot be read or is none."""
    try:
        with Path(path).open("rb") as file:
            return loads(file.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        reason = error.strerror
    except ValueError as error:
        reason = str(error)
    raise PlannerError(Problem("file", None, f"cannot be read ({reason})"), str(path))


def loads(text: str | bytes, source: str | None = None) -> dict[str, Any]:
    """The document in a TOML text; PlannerError says where it is none, and what would be right."""
    if len(text) > MAX_BYTES:
        raise PlannerError(Problem("file", None, f"is too large; a plan has at most {MAX_BYTES:,} bytes"), source)
    try:
        text = text if isinstance(text, str) else text.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise PlannerError(Problem("file", None, "is not text; a plan is a TOML file in UTF-8"), source)
    if not text.strip():
        raise PlannerError(Problem("file", None, "is empty"), source)
    if line := _long_name(text):
        allowed = f"a name of more than {MAX_KEY} parts; a lever is group.name"
        raise PlannerError(Problem(f"line {line}", None, allowed), source)
    try:
        if not (document := tomllib.loads(text)):
            raise PlannerError(Problem("file", None, "has nothing but comments"), source)
        return document
    except tomllib.TOMLDecodeError as error:
        problem = _slip(text, str(error))
    except RecursionError:
        problem = Problem("file", None, "is not a plan: its lists or tables are nested too deeply")
    except ValueError:
        problem = Problem("file", None, "is not a plan: one of its numbers is too long to read")
    raise PlannerError(problem, source)


def _long_name(text: str) -> int:
    """The line with a name of too many parts, from 1; 0 without one."""
    if all(line.count(".") < MAX_KEY for line in text.split("\n")):
        return 0
    dots = 0
    for token in _TOKEN.finditer(text):
        if token["dot"]:
            dots += 1
            if dots >= MAX_KEY:
                return text.count("\n", 0, token.start()) + 1
        elif not token["part"]:
            dots = 0
    return 0


def _slip(text: str, message: str) -> Problem:
    """What somebody meant who does not know TOML, and how it is written."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    if not set("=[{\"'") & set(first) and len(re.split("[,;\t]", first)) > 1:
        allowed = "is a table of values (CSV); a plan is a TOML file with lines such as win_rate = 0.22"
        return Problem("file", None, allowed)
    found = _AT.match(message)
    reason, number = (found["reason"], int(found["line"] or len(lines))) if found else (message, len(lines))
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    key, equals, rest = line.partition("=")
    key, value = key.strip(), rest.partition(" #")[0].strip()
    place = f"line {number}" + (f", {short(key)}" if equals and key else "")
    if not equals and not line.lstrip().startswith("["):
        return Problem(
            f"line {number}",
            shown(line.strip()),
            "must be a line such as win_rate = 0.22, or a heading such as [enterprise]",
        )
    if not equals:
        return Problem(f"line {number}", shown(line.strip()), f"is not TOML: {reason}")
    if not value:
        return Problem(place, None, "has no value")
    return Problem(place, short(value), _meant(value) or f"is not TOML: {reason}")


def _meant(value: str) -> str:
    """How a value is written that was written otherwise, as the end of a sentence; empty when nobody can tell."""
    with suppress(tomllib.TOMLDecodeError):
        tomllib.loads(f"value = {value}")
        return ""
    if value.translate(_CURLY)[0] in "\"'" and value.translate(_CURLY) != value:
        return f"must be in straight quotes: {value.translate(_CURLY)}"
    if _MONTH.fullmatch(value):
        return f'must be in quotes: "{value}"'
    if value.lower() in ("true", "false", "yes", "no", "on", "off"):
        return "must be true or false, in small letters"
    if value[0] in "\"'":
        return "must end with the quote it begins with" if value.count(value[0]) == 1 else ""
    if value[0] in "[{":
        return ""
    if number := _number(value):
        return (
            f"must be a share: {number}"
            if "%" in value
            else f"must be a number with a decimal point, and thousands together or with underscores: {number}"
        )
    return f'must be in quotes: "{value}"'


def _number(value: str) -> str:
    """The number that a text means, as a file has it; empty when it means none, or could mean two."""
    from planner.vocabulary import typed

    for quantity in (typed.Quantity(share="fraction"), typed.amount("USD")):
        try:
            number = typed.number("", value, quantity)
        except PlannerError:
            continue
        return f"{int(number):_}" if number == int(number) else f"{number!r}"
    return ""
