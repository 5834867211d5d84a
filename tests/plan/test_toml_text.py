"""TOML as people write it: slips are told with their line and what would be right, and reading stays within bounds."""

import time
import tracemalloc

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


def filled(unit: str) -> str:
    return unit * (MAX_BYTES // len(unit.encode()))


HOSTILE = {
    "dots": "a." * (MAX_BYTES // 2 - 4) + "a = 1",
    "quoted dots": "''." * (MAX_BYTES // 3 - 4) + "a = 1",
    "names of many parts": "".join(f"{'a.' * (MAX_KEY - 2)}b{number} = 1\n" for number in range(14_000)),
    "headings of many parts": "".join(f"[{'a.' * (MAX_KEY - 2)}b{number}]\n" for number in range(14_000)),
    "empty events": filled("[[events]]\n"),
    "events of a misspelt lever": filled("[[events]]\nlever = 'enterprise.quotas'\n"),
    "misspelt levers": "[enterprise]\n" + "".join(f"quota{number} = 1\n" for number in range(60_000)),
    "unknown tables": "".join(f"[t{number}]\n" for number in range(80_000)),
    "misspelt ranges": "[uncertainty]\n" + "".join(f"'a.q{number}' = 1\n" for number in range(50_000)),
    "notes about nothing": "[notes]\n" + "".join(f"'a.q{number}' = 'x'\n" for number in range(50_000)),
    "open quotes": filled('"\\"'),
    "brackets": filled("["),
    "one value": f"[plan]\nname = '{'a' * (MAX_BYTES - 30)}'",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_large_hostile_file_costs_little(text: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    try:
        refusal(text)
        seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seconds < 30
    assert peak < 200e6
