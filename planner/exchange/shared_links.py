"""A plan as what was changed in another one, with the reasons, in one short text that needs no server.

The text is the letter of its form, then base64 (RFC 4648, for addresses) of a checksum and of compressed JSON: the
document of the base, which names its version of the catalogue, and a merge patch (RFC 7396) from it to the plan's.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.exchange import links
from planner.plan import Plan, document, parse
from planner.vocabulary.errors import PlannerError, Problem

FORM = "c"
"""The first letter: changes to a base. Another form will have another one."""

CHECKSUM = 6
"""Bytes of the SHA-256 of what is compressed."""

MAX_LETTERS = 1 << 17
"""The longest text that is looked at."""


@dataclass(frozen=True)
class Shared:
    """A plan that somebody shared, and the base that its changes are measured against."""

    plan: Plan
    base: Plan


def encode(plan: Plan, base: Plan) -> str:
    """The plan, its base and the changes between them, as text of letters, digits, "-" and "_"."""
    before = document(base)
    told = {"base": before, "changes": _patch(before, document(plan))}
    packed = zlib.compress(json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode(), 9)
    return FORM + base64.urlsafe_b64encode(_checksum(packed) + packed).rstrip(b"=").decode()


def decode(text: str) -> Shared:
    """What was shared; PlannerError with one sentence when the text is damaged, too long, or holds no plan."""
    if len(text) > MAX_LETTERS:
        raise PlannerError(Problem("link", None, f"is too long: a link has at most {MAX_LETTERS:,} letters"))
    if not text.startswith(FORM):
        raise PlannerError(
            Problem("link", None, "is of a form that this program does not know; it may be a newer one's")
        )
    told = _unpacked(text)
    before, changes = told.get("base"), told.get("changes")
    if not isinstance(before, Mapping) or not isinstance(changes, Mapping):
        raise links.broken(text)
    try:
        return Shared(parse(_patched(before, changes), "link"), parse(before, "link"))
    except PlannerError as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        first = error.problems[0]
        raise PlannerError(Problem(first.place, first.value, f"{first.allowed}{more}"), error.source) from None


def offered(text: str) -> Shared:
    """What a link offers: the changes to a base, or a plan and its baseline as the address of a page has them."""
    return Shared(*links.decode(text)) if text.startswith(links.FORM) else decode(text)


def _checksum(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:CHECKSUM]


def _unpacked(text: str) -> Mapping[str, Any]:
    """The document in a text; PlannerError when its checksum is another one, or it holds none."""
    coded = text.removeprefix(FORM)
    try:
        found = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise links.broken(text) from None
    checksum, packed = found[:CHECKSUM], found[CHECKSUM:]
    if checksum != _checksum(packed):
        raise links.broken(text)
    return links.unpacked(text, packed)


def _patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The merge patch from one document to another; None takes a key away."""
    changed: dict[str, Any] = {key: None for key in before if key not in after}
    for key, value in after.items():
        old = before.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            if inner := _patch(old, value):
                changed[key] = inner
        elif key not in before or old != value:
            changed[key] = value
    return changed


def _patched(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A document with a merge patch on it."""
    after = dict(before)
    for key, value in changes.items():
        old = after.get(key)
        if value is None:
            after.pop(key, None)
        elif isinstance(value, Mapping):
            after[key] = _patched(old if isinstance(old, Mapping) else {}, value)
        else:
            after[key] = value
    return after
