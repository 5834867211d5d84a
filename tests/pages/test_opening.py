"""Plans that are opened: shipped ones, files from disk, links."""

from collections.abc import Callable

import pytest
from hand import current, press, shown
from plan.plan_documents import OLD_LINK
from streamlit.testing.v1 import AppTest
from support import ROOT, key_numbers

from planner import plan as plans
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.numbers import money

App = Callable[..., AppTest]
SHIPPED = {path.stem: plans.load(path) for path in sorted((ROOT / "data" / "plans").glob("*.toml"))}
BAD_PLAN = (
    b'[plan]\nmonths = 500\n[enterprise]\nramp_months = 99\nramp_month = 3\n[[events]]\nlever = "enterprise.quota"\n'
)


def opened(test: AppTest) -> AppTest:
    """The app with its box of plans open."""
    test.session_state["plans"] = True
    return test.run()


def upload(test: AppTest, content: bytes, name: str = "mine.toml") -> AppTest:
    return opened(test).file_uploader(key="upload").set_value((name, content, "application/toml")).run()


@pytest.mark.parametrize("stem", SHIPPED)
def test_a_shipped_plan_opens_and_its_numbers_are_the_model_s(app: App, stem: str) -> None:
    test = opened(app())
    test.selectbox(key="shipped").set_value(stem).run()
    plan = SHIPPED[stem]
    assert current(test) == plan.changed(origin=current(test).origin)
    assert {current(test).origin[lever] for lever in plan.levers} == {"shipped"}
    assert shown(test, "menu")["plan"] == plan.name
    arr = float(simulate(plan)["arr"][-1, 0])
    assert key_numbers(test)[0].value == money(arr, plan.currency)
    assert shown(test)["changes"] == []


def test_a_file_opens_and_can_be_undone(app: App) -> None:
    test = app()
    before = current(test)
    upload(test, b'[plan]\nname = "Mine"\n[enterprise]\nacv = 81000\n')
    assert (current(test).name, current(test).value("enterprise.acv")) == ("Mine", 81_000)
    assert shown(test)["undo"] == "opening Mine"
    press(test, "undo")
    assert current(test) == before


def infos(test: AppTest) -> list[str]:
    return [info.value.replace("\\", "") for info in test.info]


def test_a_file_of_an_older_catalogue_says_so_once(app: App) -> None:
    test = app()
    upload(test, b'[plan]\nname = "Mine"\n')
    assert [text for text in infos(test) if "Brought up to date from version 1" in text]
    assert not [text for text in infos(test.run()) if "Brought up to date" in text]


def test_a_link_of_an_older_catalogue_says_so(app: App) -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    test.query_params["s"] = OLD_LINK
    test.run()
    assert current(test).name == "Saved last year"
    assert [text for text in infos(test) if "Brought up to date from version 1" in text]
    assert not [text for text in infos(app()) if "Brought up to date" in text]


def test_a_claim_about_sellers_is_named_where_they_are(app: App) -> None:
    test = app(Plan(levers={"enterprise.win_rate": 0.4}))
    test.switch_page("pages/sales_capacity.py").run()
    said = "was 22% when quota and attainment were measured"
    assert [caption for caption in test.caption if said in caption.value.replace("\\", "")]


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe", ["is not text"]),
        (b"[plan\n", ["is not TOML"]),
        (b"", ["is empty"]),
        (b"# " + b"x" * (1 << 20), ["must be at most 1 MiB"]),
        (BAD_PLAN, ["500", "enterprise.ramp_months = 99", "did you mean ramp_months?", "change: is missing"]),
    ],
    ids=["picture", "broken", "empty", "large", "bad"],
)
def test_a_bad_file_lists_its_problems_and_changes_nothing(app: App, content: bytes, sentences: list[str]) -> None:
    test = app()
    before = current(test)
    upload(test, content)
    assert test.error[0].value.startswith("Nothing was changed.")
    for sentence in sentences:
        assert sentence in test.error[0].value.replace("\\", "")
    assert current(test) == before
    assert not test.run().error
