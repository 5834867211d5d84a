"""TOML as people write it: slips are told with their line and what would be right, and reading stays within bounds."""

import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import pytest

from planner.plan import MAX_BYTES, loads
from planner.plan.toml_text import MAX_KEY
from planner.vocabulary.errors import PlannerError

NUMBER = "must be a number with a decimal point, and thousands together or with underscores: "
LINE = "must be a line such as win_rate = 0.22, or a heading such as [enterprise]"
TABLE = "file: is a table of values (CSV); a plan is a TOML file with lines such as win_rate = 0.22"
SLIPS = {
    "[enterprise]\nquota = 1,100,000": f"line 2, quota = 1,100,000: {NUMBER}1_100_000",
    "[enterprise]\nwin_rate = 0,22": f"line 2, win_rate = 0,22: {NUMBER}0.22",
    "[enterprise]\nwin_rate = .22": f"line 2, win_rate = .22: {NUMBER}0.22",
    "[enterprise]\nquota = 1 100 000 # a year": f"line 2, quota = 1 100 000: {NUMBER}1_100_000",
    "[enterprise]\nquota = 1'100'000": f"line 2, quota = 1'100'000: {NUMBER}1_100_000",
    "[enterprise]\nquota = 1\u2019100\u2019000": f"line 2, quota = 1\u2019100\u2019000: {NUMBER}1_100_000",
    "[enterprise]\nacv = $60K": f"line 2, acv = $60K: {NUMBER}60_000",
    "[enterprise]\nwin_rate = 22%": "line 2, win_rate = 22%: must be a share: 0.22",
    "[plan]\nname = \u201cA\u201d": 'line 2, name = \u201cA\u201d: must be in straight quotes: "A"',
    "[plan]\nname = \u2018A\u2019": "line 2, name = \u2018A\u2019: must be in straight quotes: 'A'",
    "[plan]\nname = Acme": 'line 2, name = Acme: must be in quotes: "Acme"',
    "[plan]\nname = 'Acme": "line 2, name = 'Acme: must end with the quote it begins with",
    "[plan]\nstart = 2026-01": 'line 2, start = 2026-01: must be in quotes: "2026-01"',
    "[plan]\nmonths =": "line 2, months: has no value",
    "[plan]\nmonths = 60\nmonths = 24": "line 3, months = 24: is not TOML: Cannot overwrite a value",
    "[uncertainty]\nlumpy = True": "line 2, lumpy = True: must be true or false, in small letters",
    "[uncertainty]\nlumpy = yes": "line 2, lumpy = yes: must be true or false, in small letters",
    "[uncertainty]\n'enterprise.acv' = [1 2]": "line 2, 'enterprise.acv' = [1 2]: is not TOML: Unclosed array",
    "[plan]\nmonths: 60": f"line 2 = 'months: 60': {LINE}",
    "month,arr\n2025-01,1200000": TABLE,
    "\n# ARR\nmonth;arr\n2025-01;1200000": TABLE,
    '{"plan": {}}': f"line 1 = '{{\"plan\": {{}}}}': {LINE}",
}  # fmt: skip


def refusal(text: str) -> str:
    with pytest.raises(PlannerError) as caught:
        loads(text)
    return str(caught.value)


@pytest.mark.parametrize(("text", "sentence"), SLIPS.items(), ids=[text[-25:] for text in SLIPS])
def test_a_slip_is_told_with_its_remedy(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_names_of_too_many_parts_are_refused_before_they_are_read() -> None:
    most = ".".join("a" * MAX_KEY)
    assert "unknown table" in refusal(f"{most} = 1")
    long = "a name of more than 32 parts; a lever is group.name"
    for name in (f"{most}.a", f'{most}."b"', f"{most} . b", ".".join(["'a'"] * 99), f"x = {{ {most}.a = 1 }}\ny"):
        assert refusal(f"[plan]\nname = '{'.' * 99}'\n# {'.' * 99}\n{name} = 1") == f"line 4: {long}"
    dotted = f"[plan]\nname = '{'. ' * 40}'\n# {'.a' * 99}\n[notes]\nplan = '''\n{'a.' * 50}'''"
    assert loads(dotted).notes == {"plan": "a." * 50}


SIZE = MAX_BYTES // 8
"""Bytes of a hostile file: enough to see how cost grows with it."""


def filled(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode()))


def numbered(text: str, size: int, heading: str = "") -> str:
    """Lines that differ in their number, N."""
    lines = (text.replace("N", str(number)) for number in range(10_000, 10_000 + size // (len(text) + 4) - 9))
    return heading + "".join(lines)


HOSTILE: dict[str, Callable[[int], str]] = {
    "dots": lambda size: "a." * (size // 2 - 4) + "a = 1",
    "quoted dots": lambda size: "''." * (size // 3 - 4) + "a = 1",
    "names of many parts": lambda size: numbered(f"{'a.' * (MAX_KEY - 2)}bN = 1\n", size),
    "headings of many parts": lambda size: numbered(f"[{'a.' * (MAX_KEY - 2)}bN]\n", size),
    "empty events": lambda size: filled("[[events]]\n", size),
    "events of a misspelt lever": lambda size: filled("[[events]]\nlever = 'enterprise.quotas'\n", size),
    "misspelt levers": lambda size: numbered("quotaN = 1\n", size, "[enterprise]\n"),
    "unknown tables": lambda size: numbered("[tN]\n", size),
    "misspelt ranges": lambda size: numbered("'a.qN' = 1\n", size, "[uncertainty]\n"),
    "notes about nothing": lambda size: numbered("'a.qN' = 'x'\n", size, "[notes]\n"),
    "open quotes": lambda size: filled('"\\"', size),
    "brackets": lambda size: filled("[", size),
    "one value": lambda size: f"[plan]\nname = '{'a' * (size - 30)}'",
}


def calls(text: str) -> int:
    """How many functions are called while a text is refused."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        with suppress(PlannerError):
            loads(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_large_hostile_file_costs_little(text: Callable[[int], str]) -> None:
    """Work and memory grow no faster than the file."""
    half, whole = calls(text(SIZE // 2)), calls(text(SIZE))
    assert whole < 2.2 * half + 1000
    assert whole < 8 * SIZE
    tracemalloc.start()
    try:
        refusal(text(SIZE))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200e6 * SIZE / MAX_BYTES
