import dataclasses
import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.plan_documents import documents
from support import ROOT

from planner import plan as plans
from planner.exchange import links
from planner.plan import (
    MAX_BYTES,
    Correlation,
    Event,
    Funding,
    Plan,
    Target,
    dumps,
    load,
    load_play,
    loads,
    parse,
)
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

NEWEST = "[plan]\ncatalogue = 2\n"


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(PlannerError) as caught:
        loads(text, source="plan.toml")
    sentences = caught.value.sentences()
    assert all(sentence.startswith("plan.toml: ") and sentence.isprintable() for sentence in sentences)
    return [sentence.removeprefix("plan.toml: ") for sentence in sentences]


@settings(max_examples=200, deadline=None)
@given(documents())
def test_a_plan_comes_back_exactly(document: dict[str, Any]) -> None:
    plan = parse(document)
    assert plan.levers == {
        f"{group}.{name}": value
        for group, table in document.items()
        if isinstance(table, Mapping) and group not in ("plan", "uncertainty", "origin", "notes")
        for name, value in table.items()
    }
    assert [(event.lever, event.change, event.value, event.start) for event in plan.events] == [
        (event["lever"], event["change"], event["value"], event["start"]) for event in document["events"]
    ]
    for key in ("lumpy", "ends", "together", "size_spread"):
        assert getattr(plan, key) == document["uncertainty"].pop(key, getattr(Plan(), key))
    assert plan.uncertainty == {key: tuple(pair) for key, pair in document["uncertainty"].items()}
    assert [pair.row() for pair in plan.correlations] == document["correlations"]
    assert [target.month for target in plan.targets] == [target["month"] for target in document["targets"]]
    assert [(event.id, event.every, event.latest) for event in plan.events] == [
        (event.get("id"), event.get("every"), event.get("latest")) for event in document["events"]
    ]
    assert (plan.origin, plan.notes) == (document["origin"], document["notes"])
    assert [(case.name, case.on, case.off) for case in plan.cases] == [
        (case["name"], tuple(case["on"]), tuple(case["off"])) for case in document["cases"]
    ]
    again = loads(dumps(plan))
    assert again == plan
    assert dumps(again) == dumps(plan)
    assert loads(dumps(plan).encode()) == plan
    assert links.decode(links.encode(plan, Plan())) == (plan, Plan())


def test_the_example_of_the_format() -> None:
    plan = loads(
        """
        [plan]
        name = "Open-source database, Series B"
        start = "2026-01"          # first month
        months = 48
        currency = "EUR"
        catalogue = 2

        [enterprise]
        ramp_months = 6.0
        quota = 1_000_000

        [[events]]
        name = "Hiring freeze"
        lever = "enterprise.hires_per_quarter"
        change = "multiply"
        value = 0
        start = 7
        months = 6
        phase_in = 0

        [[events]]
        lever = "self_serve.gross_retention"
        change = "multiply_loss"
        value = 1.5
        start = 3

        [[funding]]
        month = 18
        amount = 20_000_000

        [[funding]]
        month = 18
        amount = 1e6

        [[targets]]
        month = 12
        arr = 12_000_000

        [uncertainty]
        lumpy = true
        "enterprise.win_rate" = [0.15, 0.30]
        "enterprise.acv" = [50_000, 80_000]

        [[correlations]]
        a = "enterprise.win_rate"
        b = "enterprise.acv"
        rank = -0.4
        """
    )
    assert plan == Plan(
        name="Open-source database, Series B",
        start="2026-01",
        months=48,
        currency="EUR",
        levers={"enterprise.ramp_months": 6.0, "enterprise.quota": 1e6},
        events=(
            Event(
                name="Hiring freeze",
                lever="enterprise.hires_per_quarter",
                change="multiply",
                value=0.0,
                start=7,
                months=6,
            ),
            Event(lever="self_serve.gross_retention", change="multiply_loss", value=1.5, start=3),
        ),
        funding=(Funding(month=18, amount=20e6), Funding(month=18, amount=1e6)),
        targets=(Target(month=12, least=12e6),),
        uncertainty={"enterprise.win_rate": (0.15, 0.30), "enterprise.acv": (50e3, 80e3)},
        lumpy=True,
        correlations=(Correlation(a="enterprise.win_rate", b="enterprise.acv", rank=-0.4),),
    )


def test_the_page_of_the_format_shows_every_key() -> None:
    text = (ROOT / "planner" / "plan" / "PLAN.md").read_text(encoding="utf-8").split("```")[1].removeprefix("toml\n")
    plan = loads(text)
    assert loads(dumps(plan)) == plan
    for part in (plan, plan.events[0], plan.funding[0], plan.targets[1], plan.correlations[0], plan.cases[0]):
        unsaid = {"months", "start", "active", "levers", "most", "off", "updates"}
        for one in dataclasses.fields(part):
            value = getattr(part, one.name)
            assert one.name in unsaid or value != one.default, one.name
    assert {about.partition(":")[0] for about in plan.notes} == {
        *("plan", "enterprise.win_rate", "range", "event", "funding", "target")
    }


def test_what_is_not_named_keeps_its_default() -> None:
    plan = loads(NEWEST)
    assert plan == Plan()
    assert (plan.start, plan.months, plan.currency, plan.catalogue) == ("2026-01", 60, "USD", 2)
    assert plan.values() == {lever.id: lever.default for lever in CATALOGUE.values()}
    assert loads(f"{NEWEST}[enterprise]\nwin_rate = 1").values() == {**plan.values(), "enterprise.win_rate": 1.0}


def test_every_bound_can_be_reached_and_not_passed() -> None:
    for lever in CATALOGUE.values():
        for bound, beyond in ((lever.min, -math.inf), (lever.max, math.inf)):
            assert loads(f"[{lever.group}]\n{lever.name} = {bound!r}").value(lever.id) == bound
            past = math.nextafter(bound, beyond)
            (sentence,) = problems(f"[{lever.group}]\n{lever.name} = {past!r}")
            found = sentence.removeprefix(f"{lever.id} = ").removesuffix(f": {lever.allowed}")
            assert float(found.replace(",", "")) == past


EVENT = 'lever = "enterprise.quota"\nchange = "multiply"\nvalue = 1.1\nstart = 3\n'
GROUPS = (
    "community, self_serve, marketing, inside_sales, enterprise, sales, "
    "customer_success, retention, growth, people, finance"
)
PARTS = ["plan", "events", "funding", "targets", "uncertainty", "correlations", "cases", "origin", "notes"]
TABLES = f"plan, {GROUPS}, events, funding, targets, uncertainty, correlations, cases, origin, notes"
RANGES = """[uncertainty]
"enterprise.win_rate" = [0.1, 0.3]
"enterprise.acv" = [40_000, 90_000]
"enterprise.ramp_months" = [5, 12]
"""
WINS, PRICE, RAMP = "enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months"


def pair(a: str, b: str, rank: float | str) -> str:
    return f'[[correlations]]\na = "{a}"\nb = "{b}"\nrank = {rank}\n'


BAD = {
    # Levers
    "[enterprise]\nwin_rate = 1.5": ["enterprise.win_rate = 1.5: must be 0 to 1 (share)"],
    "[enterprise]\nwin_rate = -1": ["enterprise.win_rate = -1: must be 0 to 1 (share)"],
    "[enterprise]\nwin_rate = nan": ["enterprise.win_rate = nan: must be 0 to 1 (share)"],
    "[enterprise]\nquota = inf": ["enterprise.quota = inf: must be 1 to 1,000,000,000 (USD/rep/year)"],
    "[enterprise]\nwin_rate = '0.2'": ["enterprise.win_rate = '0.2': must be 0 to 1 (share)"],
    "[enterprise]\nwin_rate = true": ["enterprise.win_rate = true: must be 0 to 1 (share)"],
    "[enterprise]\nwin_rate = [0.2]": ["enterprise.win_rate = [0.2]: must be 0 to 1 (share)"],
    "[enterprise.win_rate]\nlow = 1": ["enterprise.win_rate = a table of low: must be 0 to 1 (share)"],
    "[enterprise]\nwin_rate = 2026-01-01": ["enterprise.win_rate = 2026-01-01: must be 0 to 1 (share)"],
    "[enterprise]\nwin_rates = 0.2": [
        "enterprise.win_rates = 0.2: no such lever in enterprise (did you mean win_rate?)"
    ],
    "[sales]\nzzz = 0.2": [
        "sales.zzz = 0.2: no such lever in sales "
        "(allowed: goes_cold, commission_rate, payg_quota_credit, expansion_sold)"
    ],
    "[enterprize]\nwin_rate = 0.2": ["enterprize = a table of win_rate: unknown table (did you mean enterprise?)"],
    "[zzz]": [f"zzz = an empty table: unknown table (allowed: {TABLES})"],
    "zzz = 3": [f"zzz = 3: unknown table (allowed: {TABLES})"],
    "enterprise = 3": ["enterprise = 3: must be a table of levers, [enterprise]"],
    "[[enterprise]]\nwin_rate = 0.2": [
        "enterprise = [a table of win_rate]: must be a table of levers, [enterprise]",
    ],
    # Head
    "plan = 3": ["plan = 3: must be a table"],
    "[[plan]]\nname = 'x'": ["plan = [a table of name]: must be a table"],
    "[plan]\nname = 3": ["plan, name = 3: must be text"],
    "[plan]\nstart = '2026-13'": [
        "plan, start = '2026-13': must be a month from 1900 on, in quotes, such as \"2026-01\""
    ],
    "[plan]\nstart = 2026-01-01": [
        'plan, start = 2026-01-01: must be a month from 1900 on, in quotes, such as "2026-01"'
    ],
    "[plan]\nstart = '2026-01\\n'": [
        "plan, start = '2026-01\\\\n': must be a month from 1900 on, in quotes, such as \"2026-01\""
    ],
    "[plan]\nmonths = 11": ["plan, months = 11: must be 12 to 120"],
    "[plan]\nmonths = 121": ["plan, months = 121: must be 12 to 120"],
    "[plan]\nmonths = 60.0": ["plan, months = 60.0: must be a whole number"],
    "[plan]\nmonths = true": ["plan, months = true: must be a whole number"],
    "[plan]\ncurrency = 'usd'": ["plan, currency = 'usd': must be a code of three letters, in quotes, such as \"USD\""],
    "[plan]\ncatalogue = 3": [
        "plan, catalogue = 3: is newer than this program, which knows versions up to 2; update it to open the plan"
    ],
    "[plan]\nmonth = 3": ["plan, month = 3: unknown key (did you mean months?)"],
    "[plan]\nzzz = 3": ["plan, zzz = 3: unknown key (allowed: name, start, months, currency, usd, catalogue)"],
    # Events
    "events = 3": ["events = 3: must be a list of tables"],
    "[events]\nstart = 3": ["events = a table of start: must be a list of tables"],
    "events = [3]": ["event 1 = 3: must be a table"],
    "[[events]]": [
        "event 1, lever: is missing",
        "event 1, change: is missing",
        "event 1, value: is missing",
        "event 1, start: is missing",
    ],
    f"[[events]]\n{EVENT}[[events]]\n{EVENT}nam = 'x'": [
        "event 2, nam = 'x': unknown key (did you mean name?)",
    ],
    f"[[events]]\n{EVENT}name = 'Boom'\nmonths = 0": ['event 1 "Boom", months = 0: must be 1 or more'],
    f"[[events]]\n{EVENT}name = 'Boom'\nmonths = 1.5": ['event 1 "Boom", months = 1.5: must be a whole number'],
    f"[[events]]\n{EVENT}phase_in = -1": ["event 1, phase_in = -1: must be 0 or more"],
    f"[[events]]\n{EVENT}name = 3": ["event 1, name = 3: must be text"],
    f"[[events]]\n{EVENT}active = 1": ["event 1, active = 1: must be true or false"],
    "[[events]]\nlever = 'enterprise.quotas'\nchange = 'multiply'\nvalue = 1\nstart = 1": [
        "event 1, lever = 'enterprise.quotas': no such lever in enterprise (did you mean quota?)"
    ],
    "[[events]]\nlever = 'quota'\nchange = 'multiply'\nvalue = 1\nstart = 1": [
        f"event 1, lever = 'quota': no such lever; a lever is group.name, in one of the groups {GROUPS}"
    ],
    "[[events]]\nlever = 3\nchange = 'multiply'\nvalue = 1\nstart = 1": ["event 1, lever = 3: must be text"],
    "[[events]]\nlever = 'finance.cash'\nchange = 'add'\nvalue = 1\nstart = 1": [
        "event 1, lever = 'finance.cash': describes day one and cannot change later; "
        "choose a lever that acts every month"
    ],
    "[[events]]\nlever = 'enterprise.quota'\nchange = 'divide'\nvalue = 1\nstart = 1": [
        "event 1, change = 'divide': must be one of 'multiply', 'add', 'set', 'multiply_loss', 'at_most' or 'at_least'"
    ],
    "[[events]]\nlever = 'enterprise.quota'\nchange = 'multiply_loss'\nvalue = 1\nstart = 1": [
        "event 1, change = 'multiply_loss': works on gross_retention and logo_retention only; "
        "elsewhere multiply, add, set, at_most or at_least"
    ],
    "[[events]]\nlever = 'enterprise.win_rate'\nchange = 'set'\nvalue = 2\nstart = 1": [
        "event 1, value = 2: must be 0 to 1 (share) for enterprise.win_rate"
    ],
    "[[events]]\nlever = 'enterprise.win_rate'\nchange = 'add'\nvalue = nan\nstart = 1": [
        "event 1, value = nan: must be a finite number"
    ],
    "[[events]]\nlever = 'enterprise.win_rate'\nchange = 'add'\nvalue = '1'\nstart = 0": [
        "event 1, value = '1': must be a number",
        "event 1, start = 0: must be 1 to 120",
    ],
    "[[events]]\nlever = 'enterprise.win_rate'\nchange = 'add'\nvalue = true\nstart = 121": [
        "event 1, value = true: must be a number",
        "event 1, start = 121: must be 1 to 120",
    ],
    # Funding
    "[[funding]]\nmonth = 61\namount = 1": ["funding 1, month = 61: must be within the plan's months, 1 to 60"],
    "[[funding]]\nmonth = 0\namount = 1": ["funding 1, month = 0: must be 1 or more"],
    "[plan]\nname = 3\nmonths = 24\n[[funding]]\nmonth = 25\namount = 1": [
        "plan, name = 3: must be text",
        "funding 1, month = 25: must be within the plan's months, 1 to 24",
    ],
    "[[funding]]\nmonth = 1.0\namount = inf": [
        "funding 1, month = 1.0: must be a whole number",
        "funding 1, amount = inf: must be a finite number",
    ],
    "[[funding]]": ["funding 1, month: is missing", "funding 1, amount: is missing"],
    # Targets
    "[[targets]]\nmonth = 12\narr = -1": ["target 1, arr = -1: must be 0 to 1e15"],
    "[[targets]]\nmonth = 121\narr = '1'": [
        "target 1, arr = '1': must be a number",
        "target 1, month = 121: must be 1 to 120",
    ],
    "[[targets]]\nmonth = 12\narr = 1\n[[targets]]\nmonth = 12\narr = 2": [
        "targets, month = 12: arr stands 2 times; a month has one target of a metric"
    ],
    # Uncertainty
    "uncertainty = 3": ['uncertainty = 3: must be a table of "lever" = [low, high]'],
    "[uncertainty]\n'enterprise.win_rate' = [0.3, 0.1]": [
        'uncertainty "enterprise.win_rate" = [0.3, 0.1]: low and high must be 0 to 1 (share), low first'
    ],
    "[uncertainty]\n'enterprise.win_rate' = [0.1, 1.1]": [
        'uncertainty "enterprise.win_rate" = [0.1, 1.1]: low and high must be 0 to 1 (share), low first'
    ],
    "[uncertainty]\n'enterprise.win_rate' = [0.3, 0.4]": [
        'uncertainty "enterprise.win_rate" = [0.3, 0.4]: must enclose the lever\'s own value, 0.22'
    ],
    "[enterprise]\nwin_rate = 0.5\n[uncertainty]\n'enterprise.win_rate' = [0.1, 0.4]": [
        'uncertainty "enterprise.win_rate" = [0.1, 0.4]: must enclose the lever\'s own value, 0.5'
    ],
    "[uncertainty]\n'enterprise.win_rate' = 0.3": [
        'uncertainty "enterprise.win_rate" = 0.3: must be a pair of numbers, [low, high]'
    ],
    "[uncertainty]\n'enterprise.win_rate' = [0.1, 0.2, 0.3]": [
        'uncertainty "enterprise.win_rate" = [0.1, 0.2, 0.3]: must be a pair of numbers, [low, high]'
    ],
    "[uncertainty]\n'enterprise.win_rate' = [false, true]": [
        'uncertainty "enterprise.win_rate" = [false, true]: must be a pair of numbers, [low, high]'
    ],
    "[uncertainty]\n'enterprise.win_rate' = [nan, 0.3]": [
        'uncertainty "enterprise.win_rate" = [nan, 0.3]: must be a pair of numbers, [low, high]'
    ],
    "[uncertainty]\n'enterprise.win_rat' = [0.1, 0.3]": [
        'uncertainty "enterprise.win_rat" = [0.1, 0.3]: no such lever in enterprise (did you mean win_rate?)'
    ],
    "[uncertainty]\nenterprise.win_rate = [0.1, 0.3]": [
        'uncertainty "enterprise" = a table of win_rate: the name of a lever stands in quotes: "enterprise.name" = ...'
    ],
    "[uncertainty]\nlumpy = 1": ["uncertainty, lumpy = 1: must be true or false"],
    "[uncertainty]\nlumpy = [0, 1]": ["uncertainty, lumpy = [0, 1]: must be true or false"],
    # Correlations
    "correlations = 3": ["correlations = 3: must be a list of tables"],
    "[correlations]\na = 3": ["correlations = a table of a: must be a list of tables"],
    f"{RANGES}[[correlations]]\na = 3": [
        "correlation 1, a = 3: must be text",
        "correlation 1, b: is missing",
        "correlation 1, rank: is missing",
    ],
    f"{RANGES}{pair(WINS, 'enterprise.avc', 0.5)}": [
        "correlation 1, b = 'enterprise.avc': no such lever in enterprise (did you mean acv?)"
    ],
    f"{RANGES}{pair(WINS, WINS, 0.5)}": ["correlation 1, b = 'enterprise.win_rate': must be another lever than a"],
    f"{RANGES}{pair(WINS, PRICE, 0.5)}{pair(PRICE, RAMP, 0.2)}{pair(PRICE, WINS, 0.5)}": [
        "correlations: enterprise.acv and enterprise.win_rate stand 2 times; a pair has one correlation"
    ],
    f"{RANGES}{pair('enterprise.quota', WINS, 1.5)}{pair(WINS, 'sales.goes_cold', 'nan')}": [
        "correlation 1, rank = 1.5: must be -1 to 1",
        "correlation 2, rank = nan: must be a finite number",
        "correlation 1, a = 'enterprise.quota': has no range; only levers in [uncertainty] vary",
        "correlation 2, b = 'sales.goes_cold': has no range; only levers in [uncertainty] vary",
    ],
    f"{RANGES}{pair(WINS, PRICE, 0.5)}lag = 2": ["correlation 1, lag = 2: unknown key (allowed: a, b, rank)"],
    f"{RANGES}{pair(WINS, PRICE, 0.9)}{pair(PRICE, RAMP, 0.9)}{pair(WINS, RAMP, -0.9)}": [
        "correlations: these cannot all hold at once: enterprise.win_rate and enterprise.acv 0.9, "
        "enterprise.acv and enterprise.ramp_months 0.9, enterprise.win_rate and enterprise.ramp_months -0.9; "
        "bring them nearer to 0"
    ],
    f"{RANGES}{pair(WINS, PRICE, 1)}{pair(PRICE, RAMP, 0.1)}": [
        "correlations: these cannot all hold at once: enterprise.win_rate and enterprise.acv 1, "
        "enterprise.acv and enterprise.ramp_months 0.1, 0 for their other pairs; bring them nearer to 0"
    ],
    f"plan = 3\n{RANGES}{pair(WINS, PRICE, 1)}{pair(PRICE, RAMP, 1)}{pair(WINS, RAMP, -1)}": [
        "plan = 3: must be a table",
        "correlations: these cannot all hold at once: enterprise.win_rate and enterprise.acv 1, "
        "enterprise.acv and enterprise.ramp_months 1, enterprise.win_rate and enterprise.ramp_months -1; "
        "bring them nearer to 0",
    ],
    # Not a plan at all
    "[plan": ["line 1 = '[plan': is not TOML: Expected ']' at the end of a table declaration"],
    "[plan]\n[plan]": ["line 2 = '[plan]': is not TOML: Cannot declare ('plan',) twice"],
    "\x00\x00": ["file: is not text; a plan is a TOML file in UTF-8"],
    "a = " + "[" * 5000 + "]" * 5000: ["file: is not a plan: its lists or tables are nested too deeply"],
    f"a = {'1' * 5000}": ["file: is not a plan: one of its numbers is too long to read"],
    "#" * (MAX_BYTES + 1): ["file: is too large; a plan has at most 1,048,576 bytes"],
}


@pytest.mark.parametrize(("text", "expected"), BAD.items(), ids=[text[:60] for text in BAD])
def test_a_bad_file_says_what_is_allowed(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_all_problems_at_once() -> None:
    """Every table of a file is read, whatever is wrong in another; a lever's own mistake is not reported twice."""
    text = """
    [plan]
    name = 1
    months = 24
    [enterprise]
    win_rate = 3
    quota = "a"
    [shipping]
    cost = 1
    [[events]]
    name = "Boom"
    lever = "finance.cash"
    change = "set"
    value = nan
    start = 0
    [[funding]]
    month = 30
    amount = 1
    [[targets]]
    month = 3
    arr = -5
    [[targets]]
    month = 3
    arr = 5
    [uncertainty]
    "enterprise.win_rate" = [0.5, 0.6]
    "enterprise.attainment" = [0.9, 0.8]
    """
    assert [problem.partition(":")[0] for problem in problems(text)] == [
        "shipping = a table of cost",
        "plan, name = 1",
        "enterprise.win_rate = 3",
        "enterprise.quota = 'a'",
        "event 1 \"Boom\", lever = 'finance.cash'",
        'event 1 "Boom", value = nan',
        'event 1 "Boom", start = 0',
        "target 1, arr = -5",
        "funding 1, month = 30",
        "targets, month = 3",
        'uncertainty "enterprise.attainment" = [0.9, 0.8]',
    ]


HOSTILE = {
    "more digits than Python prints": "0x" + "F" * 9000,
    "more than a float holds": "1" + "0" * 400,
    "minus that": "-1" + "0" * 400,
    "nested text": "[[[['a']]]]",
    "a table": "{zzz = 1}",
    "a time": "07:32:00",
    "text with a line break": '"a\\nb"',
    "text that clears the screen": '"\\u001b[2J"',
    "very long text": f"'{'a' * 10_000}'",
    "braces": "'{0} {kind}'",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "plan = {}",
        "events = {}",
        "events = [{}]",
        "[plan]\nmonths = {}",
        "[plan]\nstart = {}",
        "[plan]\nzzz = {}",
        "[enterprise]\nquota = {}",
        "[[events]]\nlever = {}\nchange = {}\nvalue = {}\nstart = {}\nmonths = {}\nphase_in = {}\nactive = {}",
        "[[funding]]\nmonth = {}\namount = {}",
        "[[targets]]\nmonth = {}\narr = {}\n[[targets]]\nmonth = {}\narr = 1",
        "[uncertainty]\n'enterprise.win_rate' = {}",
        "[uncertainty]\n'enterprise.win_rate' = [{}, {}]",
        "[uncertainty]\nlumpy = {}",
        "[[correlations]]\na = {}\nb = {}\nrank = {}\n[[correlations]]\na = {}\nb = {}\nrank = 0.5",
    ],
)
def test_hostile_values_are_problems_like_any_other(place: str, value: str) -> None:
    for problem in problems(place.replace("{}", value)):
        assert len(problem) < 600


@pytest.mark.parametrize("table", ["zzz", "enterprise", "plan.name", *PARTS])
def test_depth_without_end(table: str) -> None:
    assert len(problems(f"{table}.{'.'.join('a' * 5000)} = 1")) == 1


def test_hostile_names() -> None:
    long = "n" * 10_000
    sentences = problems(
        f'["a\\nb"]\n[{long}]\n[plan]\n{long} = 1\n[[events]]\nname = "{long}\\n"\n[uncertainty]\n{long} = 1'
    )
    assert len(sentences) == 9
    assert max(len(sentence) for sentence in sentences) < 600
    assert sentences[0].startswith("a\\nb = ")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_anything_else_is_a_plan_or_a_problem(content: bytes | str) -> None:
    with suppress(PlannerError):
        assert isinstance(loads(content), Plan)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*PARTS, "sales", "x"]), JSON))
def test_any_document_is_a_plan_or_a_problem(document: dict[str, Any]) -> None:
    with suppress(PlannerError):
        assert isinstance(parse(document), Plan)


@settings(max_examples=200, deadline=None)
@given(documents(), st.data())
def test_one_wrong_value_is_one_problem(document: dict[str, Any], data: st.DataObject) -> None:
    lever_id = data.draw(st.sampled_from(list(CATALOGUE)))
    lever = CATALOGUE[lever_id]
    value = data.draw(
        st.floats(min_value=lever.max, exclude_min=True) | st.floats(max_value=lever.min, exclude_max=True)
    )
    document.setdefault(lever.group, {})[lever.name] = value
    with pytest.raises(PlannerError) as caught:
        parse(document)
    (problem,) = caught.value.problems
    assert (problem.place, problem.allowed) == (lever_id, lever.allowed)
    assert float(str(problem.value).replace(",", "")) == value


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def reason(path: Path | str) -> str:
        with pytest.raises(PlannerError) as caught:
            load(path)
        return str(caught.value)

    missing = tmp_path / "missing.toml"
    assert reason(missing) == f"{missing}: file: cannot be read (No such file or directory)"
    assert reason(tmp_path) == f"{tmp_path}: file: cannot be read (Is a directory)"
    assert reason("a\0b") == "a\\x00b: file: cannot be read (embedded null byte)"
    binary = tmp_path / "binary.toml"
    binary.write_bytes(bytes(range(256)))
    assert reason(binary) == f"{binary}: file: is not text; a plan is a TOML file in UTF-8"
    latin = tmp_path / "latin.toml"
    latin.write_bytes("[plan]\nname = 'Café'".encode("latin-1"))
    assert "in UTF-8" in reason(latin)
    wide = tmp_path / "wide.toml"
    wide.write_bytes("[plan]\nname = 'Café'".encode("utf-16"))
    assert "in UTF-8" in reason(wide)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "too large" in reason(large)
    endless = Path("/dev/zero")
    if endless.exists():
        assert "too large" in reason(endless)


def test_a_file_at_the_limit_and_one_from_windows(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(NEWEST.encode().ljust(MAX_BYTES, b"#"))
    assert load(file) == Plan()
    file.write_bytes("\ufeff[plan]\r\nname = 'Café'\r\ncatalogue = 2\r\n".encode())
    assert load(str(file)) == Plan(name="Café")


def test_another_value_is_checked_before_its_range_moves() -> None:
    plan = Plan(uncertainty={"enterprise.win_rate": (0.15, 0.3)})
    for beyond in (2.0, math.nan):
        with pytest.raises(PlannerError) as caught:
            plan.with_levers({"enterprise.win_rate": beyond})
        assert [problem.place for problem in caught.value.problems] == ["enterprise.win_rate"]


def test_a_range_comes_and_goes_with_its_correlations() -> None:
    plan = loads(f"{RANGES}{pair(WINS, PRICE, 0.5)}{pair(PRICE, RAMP, 0.2)}{pair(WINS, RAMP, 0.1)}")
    assert plan.with_range(WINS, 0.15, 0.4).uncertainty == {**plan.uncertainty, WINS: (0.15, 0.4)}
    assert plan.with_range(WINS, 0.15, 0.4).correlations == plan.correlations
    assert plan.with_range("sales.goes_cold", 0, 1).uncertainty["sales.goes_cold"] == (0.0, 1.0)
    surer = plan.without_range(PRICE)
    assert set(surer.uncertainty) == {WINS, RAMP}
    assert surer.correlations == (Correlation(a=WINS, b=RAMP, rank=0.1),)
    assert plan.without_range("sales.goes_cold") == plan
    ranges = {PRICE: plan.uncertainty[PRICE], RAMP: plan.uncertainty[RAMP]}
    with pytest.raises(PlannerError) as caught:
        plan.changed(uncertainty=ranges)
    assert [str(problem) for problem in caught.value.problems] == [
        "correlation 1, a = 'enterprise.win_rate': has no range; only levers in [uncertainty] vary",
        "correlation 3, a = 'enterprise.win_rate': has no range; only levers in [uncertainty] vary",
    ]


@pytest.mark.parametrize(
    ("lever_id", "low", "high", "expected"),
    [
        (WINS, 0.3, 0.4, "[0.3, 0.4]: must enclose the lever's own value, 0.22"),
        (WINS, 0.1, 0.2, "[0.1, 0.2]: must enclose the lever's own value, 0.22"),
        (WINS, 0.3, 0.1, "[0.3, 0.1]: low and high must be 0 to 1 (share), low first"),
        (WINS, 0.1, math.nan, "[0.1, nan]: must be a pair of numbers, [low, high]"),
        ("enterprise.win_rates", 0, 1, "[0, 1]: no such lever in enterprise (did you mean win_rate?)"),
    ],
)
def test_a_range_is_checked_like_a_file(lever_id: str, low: float, high: float, expected: str) -> None:
    with pytest.raises(PlannerError) as caught:
        Plan().with_range(lever_id, low, high)
    assert str(caught.value) == f'uncertainty "{lever_id}" = {expected}'


def test_an_unknown_range_cannot_be_dropped() -> None:
    with pytest.raises(
        PlannerError, match=r"enterprise\.win_rates: no such lever in enterprise \(did you mean win_rate\?\)"
    ):
        Plan().without_range("enterprise.win_rates")


def test_two_contradictions_are_two_sentences() -> None:
    """One hub that five levers follow too closely, three levers at odds, and a pair that is right."""
    hub, spokes = "enterprise.quota", [lever.id for lever in CATALOGUE.values() if lever.group == "community"][:5]
    odd = [lever.id for lever in CATALOGUE.values() if lever.group == "people"][:3]
    levers = [hub, *spokes, *odd, WINS, PRICE]
    ranges = "\n".join(f'"{key}" = [{CATALOGUE[key].min!r}, {CATALOGUE[key].max!r}]' for key in levers)
    stated = [(hub, spoke, 0.5) for spoke in spokes]
    stated += [(odd[0], odd[1], -0.8), (odd[1], odd[2], -0.8), (odd[0], odd[2], -0.8), (WINS, PRICE, 0.9)]
    first, second = sorted(
        problems(f"[uncertainty]\n{ranges}\n{''.join(pair(*row) for row in stated)}"), key=lambda one: hub not in one
    )
    assert all(f"{a} and {b} -0.8" in second for a, b, _ in stated[5:8])
    assert "0 for their other pairs" not in second
    assert sum(spoke in first for spoke in spokes) == 4
    assert "0 for their other pairs" in first
    assert not any(key in first + second for key in (WINS, PRICE))


PLAY = '[play]\nname = "Better leads"\npushes = "conversion"\nabout = "..."\neffects = "our estimate"\n'


def test_a_play(tmp_path: Path) -> None:
    file = tmp_path / "play.toml"
    file.write_text(f"{PLAY}[[events]]\n{EVENT}")
    play = load_play(file)
    assert play == plans.Play(
        name="Better leads",
        pushes="conversion",
        about="...",
        effects="our estimate",
        events=(Event(lever="enterprise.quota", change="multiply", value=1.1, start=3),),
    )
    assert loads("[plan]").changed(events=play.events).events == play.events


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("play = 3", ["play = 3: must be a table", "events: are missing; a play needs one [[events]] table or more"]),
        (PLAY, ["events: are missing; a play needs one [[events]] table or more"]),
        (f"{PLAY}color = 'red'\n[[events]]\n{EVENT}", [
            "play, color = 'red': unknown key (allowed: name, pushes, about, effects)"
        ]),
        (f"[plan]\n{PLAY}[[events]]\nlever = 3", [
            "plan = an empty table: unknown table (did you mean play?)",
            "event 1, lever = 3: must be text",
            "event 1, change: is missing",
            "event 1, value: is missing",
            "event 1, start: is missing",
        ]),
        (f"[play]\nname = 'a'\npushes = 'b'\nabout = 'c'\n[[events]]\n{EVENT}", ["play, effects: is missing"]),
    ],
)  # fmt: skip
def test_a_bad_play(tmp_path: Path, text: str, expected: list[str]) -> None:
    file = tmp_path / "play.toml"
    file.write_text(text)
    with pytest.raises(PlannerError) as caught:
        load_play(file)
    assert [str(problem) for problem in caught.value.problems] == expected
