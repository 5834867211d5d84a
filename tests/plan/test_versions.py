"""Plans of earlier versions of the catalogue: they open, keep their numbers, and say what was brought up to date."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from plan.plan_documents import OLD_LINK

from planner.exchange import links
from planner.plan import Event, Plan, document, dumps, loads
from planner.plan.versions import VERSIONS, Version, added, brought_up_to_date, what_was_updated
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE, VERSION

FIRST = 98
"""How many levers the first version had."""

OLD = '[plan]\nname = "Saved last year"\ncatalogue = 1\n'
TO_TWO = (
    "to version 2: reference win rates and contract values are the plan's own and other new levers 0, unless it names "
    "them; numbers stay what they were but for collections, cash and metrics that are defined anew."
)


def test_every_version_is_declared() -> None:
    assert [step.number for step in VERSIONS] == list(range(2, VERSION + 1))


def test_a_lever_says_since_when_it_is_there() -> None:
    first = added(1)
    assert len(first) == FIRST, "a lever that is added belongs to a later version than the first"
    assert all(lever.before != lever.before for lever in first)
    later = [lever for step in VERSIONS for lever in added(step.number)]
    assert len(first) + len(later) == len(CATALOGUE)
    for lever in later:
        if isinstance(lever.before, str):
            assert CATALOGUE[lever.before].since < lever.since
        else:
            assert lever.holds(lever.before)


def test_an_old_plan_keeps_what_it_was() -> None:
    plan = loads(f"{OLD}[enterprise]\nramp_months = 6.0\nwin_rate = 0.35\nacv = 90_000")
    assert plan.catalogue == VERSION
    assert plan.updates == (f"Brought up to date from version 1 of the lever catalogue {TO_TWO}",)
    new = [lever.id for lever in added(2)]
    assert {key: plan.value(key) for key in new} == {
        **dict.fromkeys(new, 0.0),
        "enterprise.ramping_tenure": 3.0,
        "inside_sales.ramping_tenure": 2.0,
        "enterprise.reference_win_rate": 0.35,
        "enterprise.reference_acv": 90_000.0,
        "inside_sales.reference_win_rate": 0.3,
        "inside_sales.reference_acv": 12_000.0,
    }
    old = set(CATALOGUE) - set(new) - {"enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months"}
    assert {plan.value(key) == CATALOGUE[key].default for key in old} == {True}


def test_only_what_differs_from_the_newest_defaults_is_named() -> None:
    assert set(loads(OLD).levers) == {"people.attrition", "people.pay_rise", "finance.collection_months"}


def test_what_an_old_plan_names_it_keeps() -> None:
    plan = loads(f"{OLD}[people]\npay_rise = 0.05\n[enterprise]\nwin_rate = 0\nreference_acv = 50_000")
    assert plan.value("people.pay_rise") == 0.05
    assert plan.value("enterprise.reference_acv") == 50_000.0
    assert plan.value("enterprise.reference_win_rate") == CATALOGUE["enterprise.reference_win_rate"].min


def test_a_plan_without_a_version_counts_as_the_oldest() -> None:
    for text in ("[plan]", '[plan]\nname = "Without a catalogue line"\n\n[enterprise]\nramp_months = 6.0'):
        plan = loads(text)
        assert plan.value("people.pay_rise") == 0.0
        assert plan.updates == (
            f"Brought up to date from version 1 of the lever catalogue (the file names none) {TO_TWO}",
        )


def test_a_plan_of_today_has_nothing_to_be_updated() -> None:
    plan = loads("[plan]\ncatalogue = 2")
    assert plan.updates == ()
    assert plan == Plan()
    assert plan.value("people.pay_rise") == CATALOGUE["people.pay_rise"].default


def test_what_was_updated_is_saved_as_it_is_now() -> None:
    plan = loads(OLD)
    again = loads(dumps(plan))
    assert again == plan
    assert again.updates == ()
    assert document(plan)["plan"]["catalogue"] == VERSION


def test_what_was_updated_is_said_as_long_as_the_plan_is_edited() -> None:
    plan = loads(OLD)
    edited = plan.with_levers({"enterprise.win_rate": 0.5}).changed(name="Other").with_range("enterprise.acv", 4e4, 9e4)
    assert edited.updates == plan.updates
    assert plan == replace(plan)
    assert hash(plan) == hash(replace(plan))


def test_references_are_taken_before_anything_moves_a_lever() -> None:
    moved = loads(OLD).with_levers({"enterprise.win_rate": 0.5})
    assert moved.value("enterprise.reference_win_rate") == 0.22


def test_ranges_enclose_what_an_old_plan_opens_with() -> None:
    assert loads(f"{OLD}[uncertainty]\n'people.pay_rise' = [0.0, 0.1]").uncertainty == {"people.pay_rise": (0.0, 0.1)}
    with pytest.raises(PlannerError, match=r"must enclose the lever's own value, 0$"):
        loads(f"{OLD}[uncertainty]\n'people.pay_rise' = [0.02, 0.1]")


@pytest.mark.parametrize("version", [3, 4, 10**30])
def test_a_newer_version_says_to_update(version: int) -> None:
    with pytest.raises(PlannerError) as caught:
        loads(f"[plan]\ncatalogue = {version}\nmotto = 'x'\n[enterprise]\nrobots = 3", "plan.toml")
    assert caught.value.sentences() == [
        f"plan.toml: plan, catalogue = {version}: is newer than this program, which knows versions up to {VERSION}; "
        "update it to open the plan"
    ]


@pytest.mark.parametrize(("version", "allowed"), [("0", "1 to 2"), ("-1", "1 to 2"), ("1.0", "a whole number")])
def test_a_version_that_there_never_was(version: str, allowed: str) -> None:
    with pytest.raises(PlannerError, match=f"plan, catalogue = {version}: must be {allowed}$"):
        loads(f"[plan]\ncatalogue = {version}")


def test_links_of_version_1_open() -> None:
    plan, baseline = links.decode(OLD_LINK)
    assert (plan.name, plan.value("enterprise.reference_acv")) == ("Saved last year", 70_000.0)
    assert plan.updates
    assert baseline == plan
    again, _ = links.decode(links.encode(plan, baseline))
    assert again == plan
    assert again.updates == ()


# A version 3 that there is not: two levers are new, one takes a value over, and a default has changed.

ROBOTS = replace(
    CATALOGUE["enterprise.ramping_reps"], id="enterprise.robots", default=5.0, max=50.0, since=3, before=0.0
)
ROBOT_QUOTA = replace(
    CATALOGUE["enterprise.quota"],
    id="enterprise.robot_quota",
    default=1.0,
    max=1e6,
    since=3,
    before="enterprise.quota",
)
THREE = Version(
    3,
    "robots are 0 and have the quota of sellers",
    was={"people.pay_rise": 0.03, "enterprise.quota": 900_000.0},
)
LATER = MappingProxyType(
    {
        **CATALOGUE,
        "people.pay_rise": replace(CATALOGUE["people.pay_rise"], default=0.04),
        "enterprise.quota": replace(CATALOGUE["enterprise.quota"], default=1_200_000.0),
        "enterprise.robots": ROBOTS,
        "enterprise.robot_quota": ROBOT_QUOTA,
    }
)


def to_three(levers: dict[str, float], version: int) -> dict[str, float]:
    return brought_up_to_date(levers, version, (*VERSIONS, THREE), LATER)


def test_a_third_version_keeps_the_defaults_of_the_second() -> None:
    assert to_three({}, 2) == {
        "people.pay_rise": 0.03,
        "enterprise.quota": 900_000.0,
        "enterprise.robots": 0.0,
        "enterprise.robot_quota": 900_000.0,
    }
    assert to_three({"enterprise.quota": 3e6, "people.pay_rise": 0.0}, 2) == {
        "people.pay_rise": 0.0,
        "enterprise.quota": 3e6,
        "enterprise.robots": 0.0,
        "enterprise.robot_quota": 1e6,
    }
    assert to_three({"enterprise.robots": 5.0}, 3) == {"enterprise.robots": 5.0}


def test_a_third_version_goes_through_the_second() -> None:
    found = to_three({"enterprise.win_rate": 0.4}, 1)
    assert found["people.pay_rise"] == 0.0
    assert found["enterprise.reference_win_rate"] == 0.4
    assert found["enterprise.quota"] == 900_000.0
    assert found["enterprise.robot_quota"] == 900_000.0


def test_a_third_version_says_what_it_kept() -> None:
    assert what_was_updated({"enterprise.quota": 3e6}, 2, named=True, versions=(*VERSIONS, THREE), catalogue=LATER) == (
        "Brought up to date from version 2 of the lever catalogue to version 3: robots are 0 and have the quota of "
        "sellers; people.pay_rise stays 0.03, its default then."
    )


def test_a_lever_that_came_later_has_no_default_of_then() -> None:
    said = what_was_updated({}, 1, named=False, versions=(*VERSIONS, THREE), catalogue=LATER)
    assert "enterprise.quota stays 900,000, its default then" in said
    assert "pay_rise" not in said


def test_an_event_on_a_new_lever_of_an_old_plan_acts() -> None:
    rise = '[[events]]\nlever = "people.pay_rise"\nchange = "set"\nvalue = 0.1\nstart = 3'
    assert loads(f"{OLD}{rise}").events == (Event(lever="people.pay_rise", change="set", value=0.1, start=3),)
