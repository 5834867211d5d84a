"""A plan is right by construction, stays as it is, and every change gives one that is right, too."""

import copy
import math
import pickle
import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.plan_documents import documents
from support import ROOT

from planner import plan as plans
from planner.plan import Case, Correlation, Event, Funding, Plan, Target
from planner.plan.problems import LISTED
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

WINS, PRICE, RAMP = "enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months"
FREEZE = Event(id="freeze", lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=7)


def refused(**fields: object) -> list[str]:
    with pytest.raises(PlannerError) as caught:
        Plan(**fields)  # type: ignore[arg-type]
    return caught.value.sentences()


def test_the_constructor_lists_every_problem() -> None:
    assert refused(
        name=3,
        months=12,
        levers={"enterprise.win_rte": 0.9, WINS: 7, PRICE: math.nan},
        uncertainty={RAMP: (9, 3), PRICE: (1e4, 2e4)},
        targets=(Target(month=3, least=1.0), Target(month=3, least=2.0), Target(month=3, metric="nrr", least=1.0)),
        funding=(Funding(month=13, amount=1.0),),
        correlations=(Correlation(a=RAMP, b="sales.goes_cold", rank=0.5),),
        origin={PRICE: "guessed"},
        notes={"event:none": "?"},
    ) == [
        "plan, name = 3: must be text",
        "enterprise.win_rte = 0.9: no such lever in enterprise (did you mean win_rate?)",
        "enterprise.win_rate = 7: must be 0 to 1 (share)",
        "enterprise.acv = nan: must be 1 to 1,000,000,000 (USD/year)",
        "funding 1, month = 13: must be within the plan's months, 1 to 12",
        "targets, month = 3: arr stands 2 times; a month has one target of a metric",
        "correlation 1, b = 'sales.goes_cold': has no range; only levers in [uncertainty] vary",
        'uncertainty "enterprise.ramp_months" = [9, 3]: low and high must be 0 to 24 (months), low first',
        "origin \"enterprise.acv\" = 'guessed': must be one of 'entered', 'derived', 'stage', 'shipped' or 'room'",
        "notes \"event:none\" = '?': there is no event of this id",
    ]


def event(**others: object) -> tuple[type, dict[str, object]]:
    return Event, {"lever": WINS, "change": "add", "value": 1, "start": 3, **others}


WRONG_PARTS = {
    "event, lever = 'enterprise.quotas': no such lever in enterprise (did you mean quota?)": event(
        lever="enterprise.quotas"
    ),
    "event, value = 2: must be 0 to 1 (share) for enterprise.win_rate": event(change="set", value=2),
    "event, value = -1: must be 0 to 1 (share) for enterprise.win_rate": event(change="at_most", value=-1),
    "event, every = 5: must be 6 or more: the event lasts 6 months each time": event(months=6, every=5),
    "event, latest = 2: must be the month of start, 3, or a later one": event(latest=2),
    "event, chance = 1.5: must be 0 to 1": event(chance=1.5),
    "event, id = '': must not be empty": event(id=""),
    "event, value = 1e16: must be -1e15 to 1e15": event(value=1e16),
    "funding, amount = -1e40: must be -1e15 to 1e15": (Funding, {"month": 1, "amount": -1e40}),
    "target, least = 1e16: must be -1e15 to 1e15": (Target, {"month": 1, "least": 1e16}),
    "event, value = a number of more than 60 digits: must be a finite number": event(value=10**400),
    "funding, month = 0: must be 1 or more": (Funding, {"month": 0, "amount": 1}),
    "funding, needs_arr = -1: must be 0 to 1e15": (Funding, {"month": 1, "amount": 1, "needs_arr": -1}),
    "target, least: is missing; a target needs a least or a most": (Target, {"month": 1}),
    "target, least = -1: must be 0 or more": (Target, {"month": 1, "least": -1}),
    "target, most = 1: must be 2 or more, the least": (Target, {"month": 1, "metric": "nrr", "least": 2, "most": 1}),
    "target, metric = 'nrrr': no such column (did you mean nrr?)": (Target, {"month": 1, "metric": "nrrr", "most": 2}),
    "target, metric = 'enterprise_constraint': is no number; choose a column that is one": (
        Target,
        {"month": 1, "metric": "enterprise_constraint", "least": 2},
    ),
    "correlation, b = 'enterprise.win_rate': must be another lever than a": (
        Correlation,
        {"a": WINS, "b": WINS, "rank": 0},
    ),
    "case, name = '': must not be empty": (Case, {"name": ""}),
    "case, levers, enterprise.win_rate = 2: must be 0 to 1 (share)": (Case, {"name": "Down", "levers": {WINS: 2}}),
    "case, off = ['x']: x cannot be on and off": (Case, {"name": "Down", "on": ["x"], "off": ["x"]}),
    "case, on = 'x': must be a list of ids of events": (Case, {"name": "Down", "on": "x"}),
}


@pytest.mark.parametrize(("sentence", "wrong"), WRONG_PARTS.items(), ids=[one[:60] for one in WRONG_PARTS])
def test_a_part_is_checked_when_it_is_made(sentence: str, wrong: tuple[type, dict[str, object]]) -> None:
    part, values = wrong
    with pytest.raises(PlannerError) as caught:
        part(**values)
    assert str(caught.value) == sentence


def test_what_parts_say_of_each_other_is_checked() -> None:
    late = replace(FREEZE, latest=9, chance=0.5)
    assert refused(events=(late, replace(FREEZE, name="Other", latest=8, chance=0.4))) == [
        'event 2 "Other", chance = 0.4: must be 0.5, as in the first event of id freeze',
        'event 2 "Other", latest = 8: must be 2 months after start, as in the first event of id freeze',
    ]
    assert refused(cases=(Case(name="Down", on=("freeze",)), Case(name="Down"))) == [
        "cases, name = 'Down': stands 2 times; every case has a name of its own",
        "case 1 \"Down\", on = 'freeze': no event has this id",
    ]
    assert refused(events=(FREEZE,), cases=(Case(name="Down", off=("freze",)),)) == [
        "case 1 \"Down\", off = 'freze': no event has this id (did you mean freeze?)"
    ]
    assert refused(origin={"plan": "entered", f"range:{WINS}": "room"}, notes={"funding:3": "x", "zzz:1": "y"}) == [
        'origin "plan" = \'entered\': must be a lever, or "range:<lever>"',
        "origin \"range:enterprise.win_rate\" = 'room': this lever has no range in [uncertainty]",
        "notes \"funding:3\" = 'x': there is no funding in this month",
        'notes "zzz:1" = \'y\': must be "plan", a lever, "range:<lever>", "event:<id>", '
        '"funding:<month>" or "target:<month>"',
    ]
    seasons = Plan(events=(replace(late, start=3, latest=5), late), targets=(Target(month=3, metric="nrr", least=1.0),))
    assert len(seasons.events) == 2


def test_a_long_name_is_told_its_limit() -> None:
    assert refused(name="n" * 121) == [f"plan, name = '{'n' * 56}...: must have at most 120 letters, not 121"]
    assert Plan(name="n" * 120).name == "n" * 120


@pytest.mark.parametrize("char", ["\0", "\x1b", "\x9b", "\x7f", "\udc80", "\ufffe", "\U0001ffff"])
def test_what_cannot_be_written_is_no_part_of_a_text(char: str) -> None:
    allowed = f"must not hold a character that cannot be written, here U+{ord(char):04X}"
    event = {"lever": "enterprise.win_rate", "change": "add", "value": 0.1, "start": 1}
    for wrong in (
        {"name": f"A{char}"},
        {"notes": {"plan": f"A{char}"}},
        {"events": [{**event, "name": char}]},
        {"events": [{**event, "id": f"a{char}"}]},
        {"cases": [{"name": f"{char}b"}]},
    ):
        assert [sentence.endswith(allowed) for sentence in refused(**wrong)] == [True]


def test_a_name_has_one_line_and_a_note_may_have_several() -> None:
    assert refused(name="A\nB")[0].endswith("here U+000A")
    note = "CRM,\r\n\tlast four quarters \u200f\U0001f469\u200d\U0001f467"
    assert Plan(notes={"plan": note}).notes["plan"] == note


def test_of_many_problems_some_are_told_and_the_rest_counted() -> None:
    sentences = refused(levers={f"sales.lever_{number}": 1.0 for number in range(5000)})
    assert len(sentences) == LISTED + 1
    assert sentences[-1] == f"plan: {5000 - LISTED:,} more of its values are wrong"


def test_nothing_of_a_plan_can_be_changed() -> None:
    plan = Plan(levers={WINS: 0.2}, uncertainty={WINS: (0.1, 0.3)}, cases=(Case(name="Down", levers={WINS: 0.1}),))
    with pytest.raises(AttributeError):
        plan.months = 12  # type: ignore[misc]
    for table in (plan.levers, plan.uncertainty, plan.origin, plan.notes, plan.cases[0].levers):
        for change in (
            lambda table: table.__setitem__(WINS, -5),
            lambda table: table.update({WINS: -5}),
            lambda table: table.setdefault("x", 1),
            lambda table: table.__ior__({"x": 1}),
            lambda table: table.pop(WINS),
            lambda table: table.popitem(),
            lambda table: table.__delitem__(WINS),
            lambda table: table.clear(),
        ):
            with pytest.raises(TypeError, match="cannot be changed"):
                change(table)
    assert plan.value(WINS) == 0.2


def test_the_levers_given_are_not_the_levers_kept() -> None:
    levers = {WINS: 0.2}
    plan = Plan(levers=levers)
    levers[WINS] = -5
    assert plan.value(WINS) == 0.2


@settings(max_examples=50, deadline=None)
@given(documents())
def test_equal_plans_have_one_hash_and_survive_copies(document: dict[str, object]) -> None:
    plan, again = plans.parse(document), plans.parse(document)
    assert plan == again
    assert hash(plan) == hash(again)
    assert repr(plan) == repr(again)
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert copy.deepcopy(plan) == plan
    assert len({plan, again, Plan(name="another")}) == 2
    assert hash(plan.with_levers({})) == hash(plan) != hash(plan.with_levers({"enterprise.acv": 1.5}))
    assert Plan(**{one.name: getattr(plan, one.name) for one in fields(plan) if one.init}) == plan


def test_a_hash_is_never_that_of_another_process() -> None:
    """Texts have another hash in every process, so it must not go along to a worker."""
    plan = Plan()
    assert hash(plan)
    script = "import pickle, sys; plan = pickle.load(sys.stdin.buffer); assert hash(plan) == hash(plan.changed())"
    subprocess.run([sys.executable, "-c", script], input=pickle.dumps(plan), cwd=ROOT, check=True)


NOTED = Plan(
    levers={WINS: 0.2},
    usd=1.1,
    events=(FREEZE, replace(FREEZE, id="other")),
    funding=(Funding(month=18, amount=1e6, needs_arr=1e6), Funding(month=30, amount=1e6)),
    targets=(Target(month=12, least=1e6), Target(month=12, metric="runway_months", least=12.0)),
    uncertainty={WINS: (0.1, 0.3), PRICE: (5e4, 7e4)},
    ends="p10-p90",
    together=0.3,
    lumpy=True,
    size_spread=1.0,
    correlations=(Correlation(a=WINS, b=PRICE, rank=-0.3),),
    cases=(Case(name="Downside", levers={WINS: 0.18}, on=("freeze",), off=("other",)),),
    origin={WINS: "entered", f"range:{PRICE}": "room"},
    notes={
        "plan": "For the board",
        WINS: "CRM",
        f"range:{PRICE}": "asked around",
        "event:freeze": "just in case",
        "funding:18": "signed",
        "target:12": "promised in May",
    },
)


@pytest.mark.parametrize(
    "edited",
    [
        NOTED.with_levers({WINS: 0.25, RAMP: 7.0}),
        NOTED.with_levers({WINS: 0.5}),
        NOTED.with_range(RAMP, 4, 9),
        NOTED.without_range(RAMP),
        NOTED.changed(name="Other", months=48),
        replace(NOTED, start="2027-01"),
    ],
)
def test_edits_keep_what_they_do_not_change(edited: Plan) -> None:
    for one in fields(Plan):
        if one.name not in ("name", "start", "months", "levers", "uncertainty"):
            assert getattr(edited, one.name) == getattr(NOTED, one.name), one.name


def test_what_is_said_of_a_part_goes_with_it() -> None:
    gone = NOTED.changed(events=NOTED.events[1:], funding=NOTED.funding[1:], targets=())
    assert gone.cases == (Case(name="Downside", levers={WINS: 0.18}, off=("other",)),)
    assert set(gone.notes) == {"plan", WINS, f"range:{PRICE}"}
    surer = NOTED.without_range(PRICE)
    assert (surer.correlations, set(surer.uncertainty)) == ((), {WINS})
    assert surer.origin == {WINS: "entered"}
    assert f"range:{PRICE}" not in surer.notes
    later = NOTED.changed(funding=(replace(NOTED.funding[0], month=30), replace(NOTED.funding[1], month=40)))
    assert later.notes["funding:30"] == "signed"
    assert "funding:18" not in later.notes
    assert NOTED.changed(notes={}).notes == {}


def test_a_change_is_checked_like_a_file() -> None:
    plan = plans.loads("[[funding]]\nmonth = 30\namount = 1")
    assert plan.changed(name="B").name == "B"
    assert plan.name == "Untitled plan"
    with pytest.raises(PlannerError, match="funding 1, month = 30: must be within the plan's months, 1 to 24"):
        plan.changed(months=24)
    with pytest.raises(PlannerError, match=r"sales\.zzz = 1: no such lever"):
        plan.with_levers({"sales.zzz": 1})
    with pytest.raises(PlannerError) as caught:
        plan.with_levers({"enterprise.win_rate": 2, "enterprise.quota": math.nan, "plan.months": 24, "x": True})
    assert [problem.place for problem in caught.value.problems] == [
        *("enterprise.win_rate", "enterprise.quota", "plan.months", "x")
    ]
    assert type(plan.with_levers({"enterprise.win_rate": np.float64(0.5)}).levers["enterprise.win_rate"]) is float


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_a_moved_lever_gives_what_the_whole_document_would(document: dict[str, object], data: st.DataObject) -> None:
    plan = plans.parse(document)
    lever = data.draw(st.sampled_from(list(CATALOGUE.values())))
    moved = plan.with_levers({lever.id: data.draw(st.floats(lever.min, lever.max))})
    assert plans.parse(plans.document(moved)) == moved
    assert hash(plans.parse(plans.document(moved))) == hash(moved)


def test_events_left_to_chance_or_switched_off_do_not_act() -> None:
    sure, off, chance, never = (
        FREEZE,
        replace(FREEZE, active=False),
        replace(FREEZE, chance=0.9),
        replace(FREEZE, chance=0.0),
    )
    plan = Plan(events=tuple(replace(event, id=None) for event in (off, sure, chance, never)))
    assert plan.acting_events() == (plan.events[1],)


def test_targets_of_arr_are_told_from_the_others() -> None:
    targets = (
        Target(month=24, least=2e6, most=3e6),
        Target(month=12, metric="nrr", least=1.0),
        Target(month=12, least=1e6),
        Target(month=36, most=5e6),
    )
    assert Plan(targets=targets).arr_targets() == ((24, 2e6), (12, 1e6))
    assert [targets[0].met(value) for value in (1e6, 2e6, 3e6, 3.1e6, math.nan)] == [False, True, True, False, False]
