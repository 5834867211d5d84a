"""Links that carry a base, what was changed in it, and why."""

import base64
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import seeded

from planner.exchange import links
from planner.exchange.shared_links import CHECKSUM, FORM, Shared, decode, encode, offered
from planner.plan import Event, Funding, Plan, load
from planner.vocabulary.errors import PlannerError

BASE = load(Path(__file__).parents[2] / "data/plans/open-source-database.toml")
PLAN = BASE.with_levers({"enterprise.win_rate": 0.25}).changed(
    name="Ours",
    events=(*BASE.events, Event(lever="enterprise.win_rate", change="add", value=0.01, start=3, id="push")),
    funding=(Funding(month=9, amount=4e6, needs_arr=5e6),),
    notes={"enterprise.win_rate": "Neue Preise, „ab Mai“", "event:push": "Why not"},
    uncertainty={},
    correlations=(),
    origin={},
)


def packed(told: Any) -> str:
    """A link with a right checksum and this in it."""
    text = zlib.compress(json.dumps(told).encode())
    return FORM + base64.urlsafe_b64encode(hashlib.sha256(text).digest()[:CHECKSUM] + text).rstrip(b"=").decode()


def test_what_the_address_of_a_page_carries_can_be_offered_too() -> None:
    for shared in (Shared(PLAN, BASE), Shared(BASE, BASE)):
        assert offered(links.encode(shared.plan, shared.base, {"goal": 1})) == shared
        assert offered(encode(shared.plan, shared.base)) == shared
    with pytest.raises(PlannerError, match=r"^link of 3 letters: a part is missing or changed"):
        offered(links.FORM + "q")


def test_a_link_gives_the_plan_its_base_and_the_reasons_back() -> None:
    text = encode(PLAN, BASE)
    assert decode(text) == Shared(PLAN, BASE)
    assert decode(text).plan.notes == PLAN.notes
    assert text.replace("-", "").replace("_", "").isalnum()
    assert decode(encode(BASE, BASE)) == Shared(BASE, BASE)


@pytest.mark.parametrize("seed", range(12))
def test_any_two_plans_survive(seed: int) -> None:
    plan, base = seeded(seed), seeded(seed + 50)
    assert decode(encode(plan, base)) == Shared(plan, base)


def test_only_what_was_changed_is_said_twice() -> None:
    alone, changed = len(encode(BASE, BASE)), len(encode(BASE.with_levers({"enterprise.acv": 71_000.0}), BASE))
    assert changed < alone + 80


@given(st.integers(min_value=0), st.text(alphabet="abcXYZ019-_", min_size=1, max_size=1))
@settings(deadline=None, max_examples=60)
def test_a_letter_that_is_another_is_found(at: int, letter: str) -> None:
    text = encode(PLAN, BASE)
    at = 1 + at % (len(text) - 2)
    if text[at] != letter:
        with pytest.raises(PlannerError, match="letters: a part is missing or changed: copy all of it again"):
            decode(text[:at] + letter + text[at + 1 :])


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_a_link_that_is_cut_off_is_found(cut: int) -> None:
    text = encode(PLAN, BASE)[:-cut]
    with pytest.raises(PlannerError) as caught:
        decode(text)
    where = f"link of {len(text):,} letters"
    assert str(caught.value) == f"{where}: a part is missing or changed: copy all of it again, or ask for it again"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "link: is of a form that this program does not know"),
        ("z123", "link: is of a form that this program does not know"),
        (FORM, "link of 1 letter: a part is missing"),
        (f"{FORM}<script>", 'link of 9 letters: holds "<"; only A to Z'),
        (FORM + "A" * (1 << 18), "link: is too long"),
        (packed([1]), "a part is missing"),
        (packed({"base": {}, "changes": 3}), "a part is missing"),
        (packed({"base": {"enterprise": {"quta": 1}}, "changes": {}}), "no such lever"),
        (packed({"base": {}, "changes": {"plan": {"months": 7, "start": "x"}}}), r"\(and 1 more\)"),
        (packed({"base": {"plan": {"catalogue": 999}}, "changes": {}}), "is newer than this program"),
        (packed({"base": {}, "changes": {"a": {"b": None}}}), "unknown table"),
    ],
)
def test_a_hostile_link_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence) as caught:
        decode(text)
    assert len(caught.value.sentences()) == 1


def test_what_unpacks_to_more_than_a_plan_is_refused() -> None:
    bomb = zlib.compress(b"[" * 10_000_000, 9)
    text = FORM + base64.urlsafe_b64encode(hashlib.sha256(bomb).digest()[:CHECKSUM] + bomb).decode().rstrip("=")
    with pytest.raises(PlannerError, match="unpacks to more than 1,048,576 bytes"):
        decode(text)


def test_the_base_of_a_plan_of_another_start_is_its_own() -> None:
    assert decode(encode(Plan(start="2027-01"), Plan(name="Old", months=24))).base == Plan(name="Old", months=24)
