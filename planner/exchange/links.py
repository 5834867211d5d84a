"""A plan, its baseline and what is looked at beside them, as one short text that fits into an address."""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from planner.plan import Plan, document, parse
from planner.vocabulary.errors import PlannerError, Problem

FORM = "eN"
"""What every link begins with: the header of zlib at its best (RFC 1950), as base64 has it."""

MAX_BYTES = 1 << 20
"""Largest document a link may unpack to."""

LETTERS = re.compile("[A-Za-z0-9_-]*")
"""What the text of a link consists of."""


def encode(plan: Plan, baseline: Plan, view: Mapping[str, Any] | None = None) -> str:
    """Both plans as text of letters, digits, "-" and "_". view: what is looked at beside them, as JSON has it."""
    both = {"plan": document(plan)} | ({} if baseline == plan else {"baseline": document(baseline)})
    both |= {"view": dict(view)} if view else {}
    packed = zlib.compress(json.dumps(both, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(text: str) -> tuple[Plan, Plan]:
    """The plan and its baseline; PlannerError when the text is no whole link or holds a plan with problems."""
    both = unpacked(text, _decoded(text))
    if not isinstance(both.get("plan"), dict):
        raise broken(text)
    plan = parse(both["plan"], "link")
    baseline = both.get("baseline")
    return plan, parse(baseline, "link") if isinstance(baseline, dict) else plan


def unpacked(text: str, packed: bytes) -> dict[str, Any]:
    """The document that a link holds; PlannerError with one sentence when there is none. packed: as zlib has it."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MAX_BYTES)
        found = {} if unpacker.unconsumed_tail else json.loads(content)
    except (zlib.error, ValueError, RecursionError):
        raise broken(text) from None
    if unpacker.unconsumed_tail:
        raise PlannerError(Problem(_place(text), None, f"unpacks to more than {MAX_BYTES:,} bytes, as no plan does"))
    if not isinstance(found, dict):
        raise broken(text)
    return found


def broken(text: str) -> PlannerError:
    """Why a text is no link: it holds what no link does, or a part of it is missing or changed."""
    whole = "copy all of it again, or ask for it again"
    if letter := LETTERS.sub("", text, count=1)[:1]:
        allowed = f'holds "{letter}"; only A to Z, a to z, 0 to 9, "-" and "_" are allowed: {whole}'
        return PlannerError(Problem(_place(text), None, allowed))
    return PlannerError(Problem(_place(text), None, f"a part is missing or changed: {whole}"))


def readable(text: str) -> bool:
    """Whether a text holds a plan."""
    try:
        decode(text)
    except PlannerError:
        return False
    return True


def view(text: str) -> dict[str, Any]:
    """What is looked at beside the plans, as JSON has it; nothing in a link without it, or in a damaged one."""
    try:
        found = unpacked(text, _decoded(text)).get("view")
    except PlannerError:
        return {}
    return found if isinstance(found, dict) else {}


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise broken(text) from None


def _place(text: str) -> str:
    return f"link of {len(text):,} {'letter' if len(text) == 1 else 'letters'}"
