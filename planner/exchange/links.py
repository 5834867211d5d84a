"""A plan and its baseline as one short text that fits into an address."""

import base64
import binascii
import json
import zlib

from planner.plan import Plan, parse
from planner.vocabulary.errors import PlannerError, Problem

MAX_BYTES = 1 << 20
"""Largest document a link may unpack to."""


def encode(plan: Plan, baseline: Plan) -> str:
    """Both plans as text of letters, digits, "-" and "_"."""
    document = {"plan": plan.document()} | ({} if baseline == plan else {"baseline": baseline.document()})
    packed = zlib.compress(json.dumps(document, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(text: str) -> tuple[Plan, Plan]:
    """The plan and its baseline; PlannerError when the text is damaged or holds a plan with problems."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        document = json.loads(unpacker.decompress(packed, MAX_BYTES))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not isinstance(document.get("plan"), dict):
        raise PlannerError(Problem("link", None, "is damaged; ask for it again, or open a plan from the sidebar"))
    plan = parse(document["plan"], "link")
    baseline = document.get("baseline")
    return plan, parse(baseline, "link") if isinstance(baseline, dict) else plan
