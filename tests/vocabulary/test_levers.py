import csv
import math

import pytest
from support import ROOT

from planner.vocabulary import lever_text
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE, FIELDS, GROUPS, VERSION, Lever, lever, unknown_lever
from planner.vocabulary.segments import SEGMENTS

FILE = ROOT / "data" / "levers.csv"
EVERY = pytest.mark.parametrize("lever", CATALOGUE.values(), ids=CATALOGUE)


@EVERY
def test_a_lever_is_consistent(lever: Lever) -> None:
    assert lever.min <= lever.default <= lever.max
    assert lever.min < lever.max
    assert lever.step > 0
    assert all(math.isfinite(number) for number in (lever.min, lever.max, lever.default, lever.step))
    assert all(text == text.strip() and text for text in (lever.id, lever.label, lever.unit, lever.source))
    assert lever.kind in ("state", "flow")
    assert f"{lever.group}.{lever.name}" == lever.id
    if lever.usual_low is None or lever.usual_high is None:
        assert (lever.usual_low, lever.usual_high) == (None, None)
        assert not lever.outside_usual(lever.max)
    else:
        assert lever.min <= lever.usual_low < lever.usual_high <= lever.max
        assert lever.step <= lever.usual_high - lever.usual_low
        assert not lever.outside_usual(lever.default)


@EVERY
def test_the_bounds_belong_to_it(lever: Lever) -> None:
    assert lever.check(lever.min) == lever.min
    assert lever.check(lever.max) == lever.max
    for value in (math.nextafter(lever.min, -math.inf), math.nextafter(lever.max, math.inf), math.nan, math.inf):
        with pytest.raises(PlannerError) as caught:
            lever.check(value)
        (problem,) = caught.value.problems
        assert (problem.place, problem.allowed) == (lever.id, lever.allowed)


def test_the_file_is_read_whole_group_by_group() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == (*FIELDS, "since", "before")
    groups = dict.fromkeys(row["id"].partition(".")[0] for row in rows)
    assert list(CATALOGUE) == [row["id"] for group in groups for row in rows if row["id"].startswith(f"{group}.")]
    for row in rows:
        for field in rows[0]:
            value = getattr(CATALOGUE[row["id"]], field)
            absent = value is None or value != value
            assert ("" if absent else str(value)) == row[field] or float(row[field]) == value


def test_groups_hold_every_lever_once() -> None:
    assert [lever.id for levers in GROUPS.values() for lever in levers] == list(CATALOGUE)
    assert set(SEGMENTS) < set(GROUPS)
    labels = [(lever.group, lever.label) for lever in CATALOGUE.values()]
    assert len(set(labels)) == len(labels)
    assert VERSION == 2


def test_shares_and_money_are_known_by_their_unit() -> None:
    kinds = {lever.id: (lever.is_share, lever.is_money) for lever in CATALOGUE.values()}
    assert kinds["enterprise.win_rate"] == (True, False)
    assert kinds["enterprise.attainment"] == (True, False)
    assert kinds["retention.usage_change"] == (True, False)
    assert kinds["enterprise.quota"] == (False, True)
    assert kinds["finance.cash"] == (False, True)
    assert kinds["customer_success.services_cost_ratio"] == (False, False)
    assert kinds["enterprise.ramp_months"] == (False, False)
    assert not any(share and money for share, money in kinds.values())
    assert all(lever.max <= 3 for lever in CATALOGUE.values() if lever.is_share)


def test_the_usual_range_includes_its_ends() -> None:
    win_rate = CATALOGUE["enterprise.win_rate"]
    assert (win_rate.usual_low, win_rate.usual_high) == (0.15, 0.3)
    assert not win_rate.outside_usual(0.15)
    assert not win_rate.outside_usual(0.3)
    assert win_rate.outside_usual(0.149)
    assert win_rate.outside_usual(0.301)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("enterprise.win_rat", "no such lever in enterprise (did you mean win_rate?)"),
        ("enterprize.win_rate", "no such lever (did you mean enterprise.win_rate?)"),
        (
            "sales.zzz",
            "no such lever in sales (allowed: goes_cold, commission_rate, payg_quota_credit, expansion_sold)",
        ),
        ("", f"no such lever; a lever is group.name, in one of the groups {', '.join(GROUPS)}"),
        ("zzz", f"no such lever; a lever is group.name, in one of the groups {', '.join(GROUPS)}"),
    ],
)
def test_an_unknown_lever_says_what_could_have_been_meant(wrong: str, sentence: str) -> None:
    assert unknown_lever(wrong) == sentence
    with pytest.raises(PlannerError) as caught:
        lever(wrong)
    assert str(caught.value) == f"{wrong}: {sentence}"


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CATALOGUE["x.y"] = CATALOGUE["finance.cash"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        CATALOGUE["finance.cash"].default = 1.0  # type: ignore[misc]


def test_no_two_levers_have_the_same_name() -> None:
    names = [lever_text.name(lever) for lever in CATALOGUE.values()]
    assert len({*names}) == len(names)
