"""The Library, Save and drafts, as one or more browsers use them under Streamlit's app test."""

import itertools
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hand import current, enter, history, linked, open_box, press, send, shown
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT

from planner.exchange import links
from planner.plan import Case, Plan
from planner.store.database import Database
from planner.store.library import Library
from planner.ui.frame import gate
from planner.ui.session import browser

numbers = itertools.count()
ACV, FIELD = "enterprise.acv", "number-company-"


class Person:
    """A browser: whoever opens the app with it has its cookie. library: what the server has."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
        self.patch, self.library, self.token = monkeypatch, library, f"browser-number-{next(numbers):05}"

    def opens(self, path: str = "", **query: str) -> AppTest:
        self.patch.setattr(browser, "_sent", lambda name: {browser.COOKIE: self.token}.get(name, ""))
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
        return test.switch_page(path).run() if path else test


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GROUNDSWELL_DATABASE", "")
    monkeypatch.setenv("GROUNDSWELL_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def person(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Person]:
    library = Library(Database(f"sqlite:///{folder / 'groundswell.db'}"))
    return lambda: Person(monkeypatch, library)


@pytest.fixture
def she(person: Callable[[], Person]) -> Person:
    return person()


def address(test: AppTest) -> dict[str, str]:
    """The parameters that the address has."""
    told = shown(test, "address")
    return {told["name"]: told["value"]} | {name: value for name, value in told["others"].items() if value}


def bar(test: AppTest) -> str:
    """What the bar says of the plan."""
    return next(
        one.value for one in test.main.markdown if ":material/edit_note:" in one.value or "check_circle" in one.value
    )


def save_as(test: AppTest, name: str, note: str = "") -> AppTest:
    open_box(test, "save-box")
    test.text_input(key="save-name").set_value(name)
    if note:
        test.text_input(key="save-as-note").set_value(note)
    return click(test, "Save as another plan" if "new plan" not in bar(test) else "Save")


def save(test: AppTest, note: str = "") -> AppTest:
    open_box(test, "save-box")
    test.text_input(key="save-note").set_value(note)
    return click(test, "Save version")


def click(test: AppTest, label: str) -> AppTest:
    return next(one for one in test.button if one.label.replace("\\", "").startswith(label)).click().run()


def said(test: AppTest) -> str:
    return (
        " ".join(one.value for one in (*test.error, *test.warning, *test.markdown))
        .replace("\\", "")
        .replace("\u2060", "")
    )


def saved(she: Person, plan: Plan = PLAN) -> tuple[AppTest, str]:
    """The app with a plan that is saved, and the id to edit it."""
    test = save_as(she.opens(s=links.encode(plan, plan)), plan.name)
    return test, she.library.every()[0].key


def test_saving_in_a_case_saves_the_plan_with_its_cases(she: Person) -> None:
    plan = PLAN.changed(cases=(Case(name="Upside", levers={ACV: 70_000.0}),))
    test, key = saved(she, plan)
    send(test, {"does": "case", "id": "Upside"})
    assert "Saved, version 1" in bar(test)
    enter(test, ACV, "71000")
    assert "Draft, changed" in bar(test)
    save(test)
    version = she.library.open(key).version
    assert version.plan == plan.changed(cases=(Case(name="Upside", levers={ACV: 71_000.0}),))
    assert (version.number, current(test).value(ACV)) == (2, 71_000)
    again = she.opens(**address(test))
    assert history(again).now == history(test).now


def test_every_change_is_kept_with_undo_and_redo(she: Person) -> None:
    test = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    enter(test, ACV, "72000")
    press(test, "undo")
    before = history(test)
    again = she.opens(**address(test))
    assert history(again) == before
    assert current(press(again, "redo")).value(ACV) == 72_000


def test_the_plain_address_returns_to_the_last_plan(she: Person, person: Callable[[], Person]) -> None:
    test = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    assert history(she.opens()) == history(test)
    assert history(she.opens("pages/retention.py")) == history(test)
    assert current(person().opens()).value(ACV) != 71_000


def test_a_visitor_who_changes_nothing_leaves_nothing(she: Person) -> None:
    test = she.opens()
    assert address(test).keys() == {"s"}
    assert not she.library.every()
    assert current(she.opens()) == current(test)


def test_two_tabs_on_one_draft_become_two_once_both_change_it(she: Person) -> None:
    first = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    second = she.opens(**address(first))
    assert address(first) == address(second)
    enter(second, ACV, "72000")
    enter(first, ACV, "73000")
    assert address(first)["d"] != address(second)["d"]
    assert history(she.opens(**address(first))) == history(first)
    assert history(she.opens(**address(second))) == history(second)
    assert history(she.opens()) == history(first)


def test_a_newer_address_is_opened_on_top_of_its_draft(she: Person) -> None:
    test = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    other = PLAN.with_levers({ACV: 99_000})
    again = she.opens(d=address(test)["d"], s=links.encode(other, PLAN))
    assert current(again) == other
    assert current(press(again, "undo")).value(ACV) == 71_000


def test_another_browser_s_draft_is_not_opened(she: Person, person: Callable[[], Person]) -> None:
    test = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    his = person().opens(**address(test))
    assert linked(his) == linked(test)
    assert history(his).past == ()
    assert "d" not in address(his)


def test_a_plan_is_saved_changed_and_saved_again(she: Person) -> None:
    test = she.opens(s=links.encode(PLAN, PLAN))
    assert "Draft of a new plan, not saved" in bar(test)
    save_as(test, "Ours", "the first")
    assert "Saved, version 1" in bar(test)
    assert shown(test, "menu")["plan"] == "Ours"
    enter(test, ACV, "71000")
    assert "Draft, changed since version 1" in bar(test)
    press(test, "undo")
    assert "Saved, version 1" in bar(test)
    press(test, "redo")
    save(test, "because")
    assert "Saved, version 2" in bar(test)
    key = she.library.every()[0].key
    assert [(one.number, one.note) for one in she.library.history(key)] == [(2, "because"), (1, "the first")]
    assert she.library.open(key).version.plan == current(test)
    again = she.opens()
    assert history(again) == history(test)
    assert "Saved, version 2" in bar(again)
    press(again, "undo")
    assert "Draft, changed since version 2" in bar(again)
    save(again, "back")
    assert she.library.open(key).newest == 3


def test_saving_as_another_plan_leaves_the_first(she: Person) -> None:
    test, key = saved(she)
    enter(test, ACV, "71000")
    save_as(test, "Another")
    assert "Saved, version 1" in bar(test)
    assert she.library.open(key).version.plan == PLAN
    press(test, "undo")
    press(test, "undo")
    assert "Draft, changed since version 1" in bar(test)
    save(test)
    assert sorted(one.newest for one in she.library.every()) == [1, 2]
    assert she.library.open(key).newest == 1


def test_shipped_plans_open_as_drafts_of_a_new_plan(she: Person) -> None:
    test, key = saved(she)
    test.session_state["plans"] = True
    test.run()
    test.selectbox(key="shipped").set_value("churn-70").run()
    assert "Draft of a new plan, not saved" in bar(test)
    save_as(test, "From a shipped one")
    assert len(she.library.every()) == 2
    assert she.library.open(key).newest == 1
    press(test, "undo")
    press(test, "undo")
    assert "Saved, version 1" in bar(test)
    assert current(test).name == PLAN.name


def test_a_link_to_edit_and_a_link_to_read(she: Person, person: Callable[[], Person]) -> None:
    _, key = saved(she)
    read_id, he = she.library.open(key).read_id, person()
    test = he.opens(p=key)
    assert current(test) == PLAN
    assert "Saved, version 1" in bar(test)
    assert not {"p", "v"} & address(test).keys()
    save(enter(test, ACV, "71000"))
    assert she.library.open(key).newest == 2
    reader = person()
    test = reader.opens(p=read_id, v="1")
    assert current(test) == PLAN
    assert "version 1, read only" in bar(test)
    enter(test, ACV, "72000")
    open_box(test, "save-box")
    assert not [one for one in test.button if one.label.startswith("Save version")]
    assert not [one for one in test.code if key in one.value]
    save_as(test, "The reader's own")
    assert she.library.open(key).newest == 2
    assert [one.name for one in he.library.every()].count("The reader's own") == 1


@pytest.mark.parametrize(
    "query",
    [{"p": "enosuchplan"}, {"p": "' OR 1=1 --"}, {"p": "x" * 5000}, {"v": "99"}, {"v": "<b>"}, {"v": "9" * 500}],
)
def test_a_broken_short_link_is_a_sentence_and_changes_nothing(she: Person, query: dict[str, str]) -> None:
    _, key = saved(she)
    before = she.opens()
    test = she.opens(**{"p": key, **query})
    assert not test.exception
    assert "Nothing was changed." in said(test)
    (asked,) = query.values()
    assert f'"{asked[:20]}' in said(test) or f"= {asked}: " in said(test)
    assert history(test) == history(before)
    assert not {"p", "v"} & shown(test, "address")["others"].keys()


def test_an_unreadable_link_stays_until_something_is_done(she: Person) -> None:
    test = she.opens(s="eNqbroken")
    assert "Nothing was changed." in said(test)
    assert not address(test)["s"]
    test.run()
    assert not address(test)["s"]
    enter(test, ACV, "71000")
    assert links.decode(address(test)["s"])[0] == current(test)


def test_two_tabs_that_save_the_same_plan(she: Person) -> None:
    """Nothing is overwritten; the later one keeps both, takes hers or takes the other's."""
    for answer, newest, plans in (("Keep both", 2, 2), ("Take mine", 3, 1), ("Take version 2", 2, 1)):
        _, key = saved(she, PLAN.changed(name=answer))
        first, second = she.opens(p=key), she.opens(p=key)
        save(enter(first, ACV, "71000"), "the first tab's")
        save(enter(second, ACV, "72000"), "the second tab's")
        assert "was saved elsewhere since version 1" in said(second)
        assert "the first tab's" in said(second)
        assert she.library.open(key).newest == 2
        click(second, answer)
        assert not second.exception
        assert she.library.open(key).newest == newest
        assert she.library.open(key, 2).version.plan.value(ACV) == 71_000
        assert len(she.library.every(answer)) == plans
        assert "Saved, version" in bar(second)
        assert current(second).value(ACV) == (71_000 if answer == "Take version 2" else 72_000)
        assert "was saved elsewhere" not in said(second.run())
        if answer == "Take version 2":
            assert current(press(second, "undo")).value(ACV) == 72_000


def test_a_draft_is_reviewed_and_merged_one_by_one(she: Person) -> None:
    test, key = saved(she)
    enter(enter(test, ACV, "71000"), "enterprise.win_rate", "30")
    open_box(test, "review-box")
    ticks = {one.label.replace("\\", ""): one for one in test.checkbox}
    assert {"Enterprise contract value: $60K → $71K", "Enterprise win rate: 22% → 30%"} < set(ticks)
    for label, tick in ticks.items():
        if "win rate" in label:
            tick.uncheck()
    test.run()
    test.text_input(key="review-note").set_value("only the price").run()
    test.button(key="review-save").click().run()
    version = she.library.open(key).version
    assert (version.number, version.note) == (2, "only the price")
    assert (version.plan.value(ACV), version.plan.value("enterprise.win_rate")) == (71_000, 0.22)
    assert "Draft, changed since version 2" in bar(test)
    assert current(test).value("enterprise.win_rate") == 0.3
    open_box(test, "review-box")
    assert all("win rate" in one.label for one in test.checkbox)
    for tick in test.checkbox:
        tick.uncheck()
    test.run()
    test.button(key="review-back").click().run()
    assert "Saved, version 2" in bar(test)
    assert current(test) == version.plan
    assert current(press(test, "undo")).value("enterprise.win_rate") == 0.3


def details(test: AppTest, key: str) -> AppTest:
    return test.button(key=f"more-{key}").click().run()


def test_the_library_shows_this_browser_s_plans_and_no_others(she: Person, person: Callable[[], Person]) -> None:
    name = "<b>Ours</b> [x](http://a.example)"
    saved(she, PLAN.changed(name=name))
    test = she.opens("pages/library.py")
    assert f"{name} · version 1" in said(test)
    his = person().opens("pages/library.py")
    assert name not in said(his)
    assert "No plan was saved or opened in this browser yet" in " ".join(one.value for one in his.caption)
    test.text_input(key="library-search").set_value("nothing like it").run()
    assert f"{name} · version 1" not in said(test)
    test.text_input(key="library-search").set_value("OURS").run()
    assert f"{name} · version 1" in said(test)


def test_history_restore_and_open_in_the_library(she: Person) -> None:
    test, key = saved(she)
    save(enter(test, ACV, "71000"), "higher")
    read_id = she.library.open(key).read_id
    test.switch_page("pages/library.py").run()
    details(test, read_id)
    assert "Version 2" in said(test)
    assert ": higher" in said(test)
    test.session_state[f"version-{read_id}-1"] = True
    test.run()
    codes = [one.value for one in test.code]
    assert any(code.endswith(f"?p={key}") for code in codes)
    assert any(code.endswith(f"?p={read_id}") for code in codes)
    assert any(code.endswith(f"?p={read_id}&v=1") for code in codes)
    test.button(key=f"restore-{read_id}-1").click().run()
    assert she.library.open(key).newest == 3
    assert current(test) == PLAN
    assert "Saved, version 3" in bar(test)
    test.session_state[f"version-{read_id}-2"] = True
    test.run()
    test.button(key=f"open-{read_id}-2").click().run()
    assert current(test).value(ACV) == 71_000


def test_any_of_many_versions_is_two_choices_away(she: Person) -> None:
    test, key = saved(she)
    for base in range(1, 45):
        found = she.library.save(key, PLAN, base, f"note {base + 1}")
    test.switch_page("pages/library.py").run()
    details(test, found.read_id)
    choice = test.selectbox(key=f"library-versions-{found.read_id}")
    assert choice.options == ["26 to 45", "6 to 25", "1 to 5"]
    for page, first, last in ((2, 1, 5), (1, 6, 25), (0, 26, 45)):
        choice.set_value(page).run()
        notes = [int(number) for number in re.findall(r": note (\d+)", said(test))]
        assert notes == list(range(last, max(first, 2) - 1, -1))


def test_duplicate_delete_and_undo_in_the_library(she: Person) -> None:
    test, key = saved(she)
    read_id = she.library.open(key).read_id
    test.switch_page("pages/library.py").run()
    details(test, read_id)
    test.button(key=f"copy-{read_id}").click().run()
    assert f"{PLAN.name} (copy) · version 1" in said(test)
    test.button(key=f"delete-{read_id}").click().run()
    assert [one.name for one in she.library.every()] == [f"{PLAN.name} (copy)"]
    test.text_input(key="library-search").set_value("nowhere").run()
    assert f"undelete-{read_id}" not in [one.key for one in test.button]
    test.text_input(key="library-search").set_value("").run()
    test.button(key=f"undelete-{read_id}").click().run()
    assert len(she.library.every()) == 2
    test.button(key=f"forget-{read_id}").click().run()
    assert f"{PLAN.name} · version 1" not in said(test)
    assert she.library.open(key)


def test_drafts_are_opened_discarded_and_brought_back(she: Person) -> None:
    first = enter(she.opens(s=links.encode(PLAN, PLAN)), ACV, "71000")
    draft = address(first)["d"]
    other = Plan(name="Another one", levers={ACV: 50_000.0})
    test = enter(she.opens(s=links.encode(other, other)), ACV, "52000")
    test.switch_page("pages/library.py").run()
    test.button(key=f"draft-drop-{draft}").click().run()
    assert f"The draft of {PLAN.name} was discarded" in said(test)
    test.button(key="draft-undo").click().run()
    test.button(key=f"draft-open-{draft}").click().run()
    assert history(test) == history(first)
    assert "Another one" in said(test)


def test_a_shipped_plan_is_a_draft_only_while_it_is_changed(she: Person) -> None:
    test = she.opens("pages/my_company.py")
    test.text_input(key=f"{FIELD}arr").set_value("2M").run()
    draft = address(test)["d"]
    test.button(key="company-use").click().run()
    assert address(test)["d"] != draft
    test = test.switch_page("pages/library.py").run()
    assert f"draft-open-{draft}" not in [one.key for one in test.button]
    test = enter(she.opens(d=draft), ACV, "52000")
    assert address(test)["d"] == draft
    other = Plan(name="Another one", levers={ACV: 50_000.0})
    test = she.opens(s=links.encode(other, other)).switch_page("pages/library.py").run()
    assert f"draft-open-{draft}" in [one.key for one in test.button]


def test_an_approved_version_is_the_baseline(she: Person) -> None:
    uncertain = PLAN.changed(uncertainty={ACV: (50_000.0, 70_000.0)}, correlations=(), cases=())
    test, key = saved(she, uncertain)
    read_id = she.library.open(key).read_id
    test.switch_page("pages/library.py").run()
    details(test, read_id)
    test.session_state[f"version-{read_id}-1"] = True
    test.run()
    test.text_input(key=f"library-by-{read_id}-1").set_value("The board <b>")
    click(test, "Approve")
    assert "Saved, approved version 1" in bar(test)
    approval = she.library.open(key).approval
    assert approval
    assert approval.by == "The board <b>"
    arr = approval.forecast["arr"]
    assert arr["p5"][23] < arr["p50"][23] < arr["p95"][23]  # type: ignore[operator]
    save(enter(test.switch_page("app.py").run(), ACV, "20000"), "worse")
    again = she.opens(p=key)
    assert current(again).value(ACV) == 20_000
    assert history(again).now.baseline == uncertain
    details(again.switch_page("pages/library.py").run(), read_id)
    tables = [one.proto.body for one in again.get("html") if "p5 to p95" in one.proto.body]
    assert len(tables) == 1
    assert "below" in tables[0]
    assert she.library.open(key, 1).version.plan == uncertain


def test_saved_plans_are_compared(she: Person, person: Callable[[], Person]) -> None:
    test, key = saved(she)
    save(enter(test, ACV, "71000"))
    she.library.approve(key, 1, "me", {})
    test.switch_page("pages/compare.py").run()
    offered = test.multiselect(key="compare-plans").options
    assert {f"{PLAN.name} (saved, version 2)", f"{PLAN.name} (approved, version 1)"} < set(offered)
    his = person().opens("pages/compare.py")
    assert not [one for one in his.multiselect(key="compare-plans").options if "version" in one]


def test_a_database_that_is_gone_leaves_the_plan_on_the_page(she: Person, folder: Path) -> None:
    test, _ = saved(she)
    she.library.database.close()
    for file in folder.iterdir():
        file.rename(folder.with_name(folder.name + "-" + file.name))
    enter(test, ACV, "71000")
    assert not test.exception
    assert "Changes are not stored: database: cannot be reached" in said(test.run())
    assert linked(test)[0].value(ACV) == current(test).value(ACV) == 71_000
    save(test)
    assert "Nothing was changed" in said(test)
    assert not test.switch_page("pages/library.py").run().exception
    assert "cannot be reached" in said(test)
    again = she.opens(**address(test))
    assert not again.exception
    assert current(again).value(ACV) == 71_000


def test_a_locked_database_is_a_sentence(she: Person, folder: Path) -> None:
    test, _ = saved(she)
    with sqlite3.connect(folder / "groundswell.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        enter(test, ACV, "71000")
        assert "Changes are not stored: database: is locked by another program" in said(test.run())
        other.rollback()
    test.session_state["keep-failed"] = test.session_state["keep-failed"]._replace(time=0.0)
    test.run()
    assert "not stored" not in said(test.run())
    assert history(she.opens()) == history(test)


def test_where_no_folder_can_be_written_the_page_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").write_text("no folder")
    monkeypatch.setenv("GROUNDSWELL_FOLDER", str(folder / "file"))
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    test.switch_page("pages/library.py").run()
    assert "stay in memory and are gone once the server stops" in said(test)
    save_as(test, "Ours")
    assert "Saved, version 1" in bar(test)


# Who may come in


def test_a_passphrase_closes_the_server_to_strangers(
    she: Person, person: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDSWELL_PASSPHRASE", "open sesame")
    monkeypatch.setattr("planner.ui.frame.gate.PAUSE", 0.0)
    for query in ({}, {"p": "e123"}, {"s": links.encode(PLAN, PLAN)}):
        test = she.opens(**query)
        assert not test.get("vega_lite_chart")
        assert "history" not in test.session_state
    test.text_input(key="passphrase").set_value("wrong")
    click(test, "Open")
    assert "That is not the passphrase" in said(test)
    assert "history" not in test.session_state
    test.text_input(key="passphrase").set_value("open sesame")
    click(test, "Open")
    assert current(test) == PLAN
    proof = shown(test, "browser")["kept"][gate.COOKIE]
    cookies = {browser.COOKIE: she.token, gate.COOKIE: proof}
    she.patch.setattr(browser, "_sent", lambda name: cookies.get(name, ""))
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    assert test.get("vega_lite_chart")
    he = person()
    cookies[browser.COOKIE] = he.token
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    assert not test.get("vega_lite_chart")


def test_a_login_that_is_configured_is_asked_for(she: Person) -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    test.user = {"is_logged_in": False}
    test.run()
    assert [one.label for one in test.button] == ["Log in"]
    assert "history" not in test.session_state
    test.user = {"is_logged_in": True, "name": "Ada"}
    assert test.run().get("vega_lite_chart")


@pytest.mark.parametrize(
    ("user", "name"),
    [({"name": "Ada", "email": "ada@example.org"}, "Ada"), ({"email": "ada@example.org"}, "ada@example.org"), ({}, "")],
)
def test_who_is_logged_in_is_who_approves(she: Person, user: dict[str, str], name: str) -> None:
    test, key = saved(she)
    read_id = she.library.open(key).read_id
    test.user = {"is_logged_in": True} | user if user else {}
    details(test.switch_page("pages/library.py").run(), read_id)
    test.session_state[f"version-{read_id}-1"] = True
    test.run()
    assert test.text_input(key=f"library-by-{read_id}-1").value == name
    if name:
        click(test, "Approve")
        approval = she.library.open(key).approval
        assert approval
        assert approval.by == name


def test_every_link_has_a_code_beside_it(she: Person) -> None:
    test, key = saved(she)
    read_id = she.library.open(key).read_id
    details(test.switch_page("pages/library.py").run(), read_id)
    test.session_state[f"version-{read_id}-1"] = True
    test.run()
    addresses = [one.value for one in test.code]
    assert len(addresses) == 3
    captions = [caption for one in test.get("image") for caption in getattr(one, "captions", ())]
    links_shown = ("link to edit", "link to read", "link to read this version")
    assert captions == [f"QR code: {name}" for name in links_shown]


def test_a_plan_is_compared_with_its_versions_and_other_saved_plans(she: Person) -> None:
    _, other = saved(she, PLAN.changed(name="Another"))
    test, _ = saved(she, PLAN)
    key = next(one.key for one in she.library.every() if one.name == PLAN.name)
    save(enter(test, ACV, "71000"), "Larger deals")
    test.switch_page("pages/compare.py").run()
    offered = test.multiselect(key="compare-plans").options
    assert [f"{PLAN.name} (saved, version {number})" in offered for number in (1, 2, 3)] == [True, True, False]
    assert "Another (saved, version 1)" in offered
    test.multiselect(key="compare-plans").set_value([f"saved:{key}:1", "now", f"saved:{other}:1"]).run()
    assert not test.exception
    assert not test.error, [one.value for one in test.error]
    take = next(one for one in test.button if one.key == f"compare-take-0-saved:{key}:1")
    assert "Take over" in take.help
    take.click().run()
    assert current(test).value(ACV) == PLAN.value(ACV)
