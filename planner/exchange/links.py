"""A plan, its baseline and what is looked at beside them, as one short text that fits into an address."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from planner.plan import Plan, document, parse
from planner.vocabulary.errors import PlannerError, Problem

FORM = "eN"
"""What every link begins with: the header of zlib at its best (RFC 1950), as base64 has it."""

MAX_BYTES = 1 << 20
"""Largest document a link may unpack to."""


def encode(plan: Plan, baseline: Plan, view: Mapping[str, Any] | None = None) -> str:
    """Both plans as text of letters, digits, "-" and "_". view: what is looked at beside them, as JSON has it."""
    both = {"plan": document(plan)} | ({} if baseline == plan else {"baseline": document(baseline)})
    both |= {"view": dict(view)} if view else {}
    packed = zlib.compress(json.dumps(both, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(text: str) -> tuple[Plan, Plan]:
    """The plan and its baseline; PlannerError when the text is damaged or holds a plan with problems."""
    both = _unpacked(text)
    if not isinstance(both.get("plan"), dict):
        raise PlannerError(Problem("link", None, "is damaged; ask for it again, or open a plan from the sidebar"))
    plan = parse(both["plan"], "link")
    baseline = both.get("baseline")
    return plan, parse(baseline, "link") if isinstance(baseline, dict) else plan


def readable(text: str) -> bool:
    """Whether a text holds a plan."""
    try:
        decode(text)
    except PlannerError:
        return False
    return True


def view(text: str) -> dict[str, Any]:
    """What is looked at beside the plans, as JSON has it; nothing in a link without it, or in a damaged one."""
    found = _unpacked(text).get("view")
    return found if isinstance(found, dict) else {}


def _unpacked(text: str) -> dict[str, Any]:
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        both = json.loads(unpacker.decompress(packed, MAX_BYTES))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return {}
    return both if isinstance(both, dict) else {}
