"""Drafts: the working plan of a browser with its undo and redo, on both databases."""

import json
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from support import PLAN

from planner.plan import Plan
from planner.plan.history import History, Standing
from planner.store import documents
from planner.store.database import Database
from planner.store.drafts import KEPT, Drafts, digest
from planner.store.errors import NotFoundError
from planner.store.saved import Draft
from planner.store.tables import DRAFTS
from planner.vocabulary.errors import PlannerError

HERS, HIS = digest("her token"), digest("his token")


def moved(history: History, acv: float) -> History:
    plan = history.now.plan.with_levers({"enterprise.acv": acv})
    return history.then(history.now._replace(plan=plan), f"moving to {acv:g}")


def draft(id_: str = "draft", acv: float = 70_000, *, unsaved: bool = True, revision: int = 0) -> Draft:
    history = moved(moved(History(Standing(PLAN, Plan(), "e123")), 60_000 + acv), acv).undone()
    return Draft(id_, history, 3, unsaved, revision, {"goal": {"month": 36}})


def test_a_draft_comes_back_with_its_steps(drafts: Drafts) -> None:
    one = draft()
    kept = drafts.keep(HERS, one)
    assert kept == replace(one, revision=1)
    back = drafts.find(HERS, one.id)
    assert back == kept
    assert back.history.redone().now.plan.value("enterprise.acv") == 70_000
    assert back.history.undone().now == Standing(PLAN, Plan(), "e123")
    assert drafts.find(HIS, one.id) is None
    assert drafts.find(HERS, "no such draft") is None


def test_a_draft_is_replaced_by_its_newer_state(drafts: Drafts) -> None:
    drafts.keep(HERS, draft(acv=70_000))
    newer = drafts.keep(HERS, replace(draft(acv=80_000), revision=1))
    assert newer
    assert newer.revision == 2
    assert drafts.find(HERS, newer.id) == newer
    assert len(drafts.unsaved(HERS)) == 1


def test_two_tabs_do_not_overwrite_each_other(drafts: Drafts) -> None:
    drafts.keep(HERS, draft(acv=70_000))
    first, second = drafts.find(HERS, "draft"), drafts.find(HERS, "draft")
    assert first
    assert second
    stored = drafts.keep(HERS, replace(second, base=7))
    assert stored
    assert drafts.keep(HERS, replace(first, base=8)) is None
    assert drafts.keep(HIS, replace(stored, base=9)) is None
    assert drafts.find(HERS, "draft") == stored


def test_a_draft_that_was_removed_is_stored_again(drafts: Drafts) -> None:
    kept = drafts.keep(HERS, draft())
    assert kept
    drafts.discard(HERS, kept.id)
    assert drafts.keep(HERS, kept)
    assert drafts.find(HERS, kept.id)


def test_a_browser_returns_to_what_it_changed_last(drafts: Drafts) -> None:
    assert drafts.last(HERS) is None
    for name in ("one", "two", "three"):
        drafts.keep(HERS, draft(name, unsaved=name != "two"))
    drafts.keep(HERS, draft("one", revision=1))
    assert drafts.last(HERS)[0] == "one"  # type: ignore[index]
    assert [one.id for one in drafts.unsaved(HERS)] == ["one", "three"]
    assert (drafts.unsaved(HIS), drafts.last(HIS)) == ([], None)
    assert (drafts.unsaved(HERS)[0].name, drafts.unsaved(HERS)[0].saved) == (PLAN.name, "e123")
    with pytest.raises(NotFoundError):
        drafts.discard(HIS, "one")
    drafts.discard(HERS, "one")
    assert drafts.last(HERS)[0] == "three"  # type: ignore[index]


def test_the_oldest_drafts_of_a_browser_go_first(drafts: Drafts) -> None:
    drafts.keep(HIS, draft("his"))
    for at in range(KEPT + 3):
        drafts.keep(HERS, draft(f"draft {at}"))
    assert [one.id for one in drafts.unsaved(HERS)] == [f"draft {at}" for at in range(KEPT + 2, 2, -1)]
    assert [one.id for one in drafts.unsaved(HIS)] == ["his"]


def test_old_drafts_are_purged(drafts: Drafts) -> None:
    drafts.keep(HERS, draft("old"))
    assert drafts.purge(timedelta(days=1)) == 0
    assert drafts.purge(timedelta(0)) == 1
    assert drafts.unsaved(HERS) == []


def test_a_browser_s_token_is_not_in_the_database(drafts: Drafts, database: Database) -> None:
    drafts.keep(HERS, draft())
    with database.reading() as connection:
        assert "her token" not in str(connection.execute(DRAFTS.select()).all())


def test_a_draft_that_cannot_be_read_is_a_sentence(drafts: Drafts, database: Database) -> None:
    drafts.keep(HERS, draft())
    with database.writing() as connection:
        connection.execute(update(DRAFTS).values(history=b"nonsense"))
    with pytest.raises(PlannerError, match="draft: cannot be read"):
        drafts.find(HERS, "draft")
    assert drafts.keep(HERS, draft(revision=1))


@settings(max_examples=25)
@given(st.lists(st.one_of(st.integers(1000, 90_000), st.sampled_from(["undo", "redo", "pin", "save"])), max_size=70))
def test_any_history_comes_back(steps: list[int | str]) -> None:
    history = History(Standing(PLAN, PLAN))
    for step in steps:
        now = history.now
        if step == "undo":
            history = history.undone()
        elif step == "redo":
            history = history.redone()
        elif isinstance(step, int):
            history = moved(history, float(step))
        else:
            other = now._replace(baseline=now.plan) if step == "pin" else now._replace(saved="e9")
            history = history.then(other, str(step))
    assert documents.history_of(documents.history_bytes(history, {"goal": 1})) == (history, {"goal": 1})


def test_steps_that_a_newer_program_wrote_are_left_out() -> None:
    history = moved(moved(moved(History(Standing(PLAN, Plan())), 61_000), 62_000), 63_000)
    newer = documents.plan_text(history.past[1].other.plan)
    unpacked = zlib.decompress(documents.history_bytes(history)).decode()
    assert unpacked.count(newer) == 1
    found, _ = documents.history_of(
        zlib.compress(unpacked.replace(newer, newer.replace('"catalogue":2', '"catalogue":99')).encode())
    )
    assert (found.now, found.past) == (history.now, history.past[2:])


def test_a_step_that_opens_another_plan_stays_one() -> None:
    history = moved(History(Standing(PLAN, PLAN, "e123")), 70_000).then(
        Standing(Plan(), Plan()), "opening x", opens=True
    )
    history = moved(history, 80_000).undone().undone().redone()
    assert [step.opens for step in history.past] == [False, True]
    packed = documents.history_bytes(history)
    assert documents.history_of(packed)[0] == history
    found = json.loads(zlib.decompress(packed))
    del found["steps"]["opened"]
    kept_before = zlib.compress(json.dumps(found).encode())
    assert documents.history_of(kept_before)[0] == history
