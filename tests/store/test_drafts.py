"""Drafts: the working plan of a browser with its undo and redo, on both databases."""

import zlib
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


def draft(id_: str = "draft", acv: float = 70_000, *, unsaved: bool = True) -> Draft:
    history = moved(moved(History(Standing(PLAN, Plan(), "e123")), 60_000 + acv), acv).undone()
    return Draft(id_, history, 3, unsaved)


def test_a_draft_comes_back_with_its_steps(drafts: Drafts) -> None:
    one = draft()
    assert drafts.keep(HERS, "tab", one)
    back = drafts.take(HERS, "another tab", one.id)
    assert back == one
    assert back.history.redone().now.plan.value("enterprise.acv") == 70_000
    assert back.history.undone().now == Standing(PLAN, Plan(), "e123")
    assert drafts.take(HIS, "tab", one.id) is None
    assert drafts.take(HERS, "tab", "no such draft") is None


def test_a_draft_is_replaced_by_its_newer_state(drafts: Drafts) -> None:
    drafts.keep(HERS, "tab", draft(acv=70_000))
    newer = draft(acv=80_000)
    assert drafts.keep(HERS, "tab", newer)
    assert drafts.take(HERS, "tab", newer.id) == newer
    assert len(drafts.unsaved(HERS)) == 1


def test_two_tabs_do_not_overwrite_each_other(drafts: Drafts) -> None:
    first, second = draft(acv=70_000), draft(acv=80_000)
    drafts.keep(HERS, "first tab", first)
    drafts.take(HERS, "second tab", first.id)
    assert not drafts.keep(HERS, "first tab", draft(acv=75_000))
    assert drafts.keep(HERS, "second tab", second)
    assert not drafts.keep(HIS, "second tab", draft(acv=1000))
    assert drafts.take(HERS, "third tab", second.id) == second


def test_a_browser_returns_to_what_it_changed_last(drafts: Drafts) -> None:
    assert drafts.last(HERS) is None
    for name in ("one", "two", "three"):
        drafts.keep(HERS, "tab", draft(name, unsaved=name != "two"))
    drafts.keep(HERS, "tab", draft("one"))
    assert drafts.last(HERS)[0] == "one"  # type: ignore[index]
    assert [one.id for one in drafts.unsaved(HERS)] == ["one", "three"]
    assert (drafts.unsaved(HIS), drafts.last(HIS)) == ([], None)
    assert (drafts.unsaved(HERS)[0].name, drafts.unsaved(HERS)[0].saved) == (PLAN.name, "e123")
    with pytest.raises(NotFoundError):
        drafts.discard(HIS, "one")
    drafts.discard(HERS, "one")
    assert drafts.last(HERS)[0] == "three"  # type: ignore[index]


def test_the_oldest_drafts_of_a_browser_go_first(drafts: Drafts) -> None:
    drafts.keep(HIS, "tab", draft("his"))
    for at in range(KEPT + 3):
        drafts.keep(HERS, "tab", draft(f"draft {at}"))
    assert [one.id for one in drafts.unsaved(HERS)] == [f"draft {at}" for at in range(KEPT + 2, 2, -1)]
    assert [one.id for one in drafts.unsaved(HIS)] == ["his"]


def test_old_drafts_are_purged(drafts: Drafts) -> None:
    drafts.keep(HERS, "tab", draft("old"))
    assert drafts.purge(timedelta(days=1)) == 0
    assert drafts.purge(timedelta(0)) == 1
    assert drafts.unsaved(HERS) == []


def test_a_browser_s_token_is_not_in_the_database(drafts: Drafts, database: Database) -> None:
    drafts.keep(HERS, "tab", draft())
    with database.reading() as connection:
        assert "her token" not in str(connection.execute(DRAFTS.select()).all())


def test_a_draft_that_cannot_be_read_is_a_sentence(drafts: Drafts, database: Database) -> None:
    drafts.keep(HERS, "tab", draft())
    with database.writing() as connection:
        connection.execute(update(DRAFTS).values(history=b"nonsense"))
    with pytest.raises(PlannerError, match="damaged"):
        drafts.take(HERS, "tab", "draft")
    assert drafts.keep(HERS, "tab", draft())


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
    assert documents.history_of(documents.history_bytes(history)) == history


def test_steps_that_a_newer_program_wrote_are_left_out() -> None:
    history = moved(moved(moved(History(Standing(PLAN, Plan())), 61_000), 62_000), 63_000)
    newer = documents.plan_text(history.past[1].other.plan)
    unpacked = zlib.decompress(documents.history_bytes(history)).decode()
    assert unpacked.count(newer) == 1
    found = documents.history_of(
        zlib.compress(unpacked.replace(newer, newer.replace('"catalogue":2', '"catalogue":99')).encode())
    )
    assert (found.now, found.past) == (history.now, history.past[2:])
