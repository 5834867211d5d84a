from collections.abc import Callable

from hand import current
from streamlit.testing.v1 import AppTest
from support import ROOT


def first_visit() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()


def shown(test: AppTest) -> bool:
    assert not test.exception
    return any("This is a sample company" in one.value for one in test.markdown)


def test_a_first_visit_is_welcomed_above_the_sample_company() -> None:
    test = first_visit()
    assert shown(test)
    assert current(test).name == "Open-source database"
    test.button(key="welcome-look").click().run()
    assert not shown(test)
    assert not shown(test.run())


def test_the_welcome_goes_with_another_page() -> None:
    test = first_visit().switch_page("pages/community.py").run()
    assert not shown(test)
    assert not shown(test.switch_page("app.py").run())


def test_it_leads_to_one_s_own_company() -> None:
    test = first_visit()
    test.button(key="welcome-enter").click().run()
    assert any(one.label == "ARR today, in all" for one in test.text_input)


def test_it_opens_a_plan() -> None:
    test = first_visit()
    test.button(key="welcome-open").click().run()
    assert not test.exception
    test.selectbox(key="shipped").select("seed-stage-devtool").run()
    assert current(test).name == "Seed-stage developer tool"


def test_a_link_needs_no_welcome(app: Callable[..., AppTest]) -> None:
    assert not shown(app())
