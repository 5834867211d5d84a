"""The Retention page: its views, the entry of net retention, the churn explorer."""

from collections.abc import Callable
from html import unescape

import pytest
from hand import current, enter, refused, text
from streamlit.testing.v1 import AppTest

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.pages.retention.frames import RETENTION
from planner.ui.session.number_fields import REFUSED
from planner.vocabulary.numbers import money

App = Callable[..., AppTest]


@pytest.fixture
def page(app: App) -> Callable[..., AppTest]:
    return lambda plan=None: app(plan).switch_page("pages/retention.py").run()


def said(test: AppTest, text: str) -> bool:
    return any(text in element.value for element in (*test.markdown, *test.caption))


@pytest.mark.parametrize(("measure", "alt"), RETENTION.items())
@pytest.mark.parametrize(
    ("view", "title"),
    [
        ("arr", "ARR by year of the contract at every year's end"),
        ("share", "ARR by year of the contract, in percent of its first year's end"),
        ("contracts", "ARR by contract"),
        ("coverage", "Renewal, ARR and cash by accounts per customer success manager"),
    ],
)
def test_every_view_shows_its_numbers(page: App, measure: str, alt: str, view: str, title: str) -> None:
    test = page()
    test.session_state["retention-measure"], test.session_state["retention-view"] = measure, view
    test.run()
    assert not test.exception
    charts = [chart.proto.alt for chart in test.get("vega_lite_chart")]
    assert alt in charts
    if view == "contracts":
        assert title in charts
        return
    (table,) = (unescape(html.proto.body) for html in test.get("html") if title in unescape(html.proto.body))
    plan = current(test)
    if view != "share":
        assert f">{money(float(simulate(plan)['arr'][-1, 0]), plan.currency)}<" in table
    else:
        first = table.split("Day one</th>")[-1]
        assert ">100%<" in first


def test_net_retention_sets_expansion(page: App) -> None:
    test = page(Plan())
    assert text(test, "enterprise.net_retention") == "123.5"
    enter(test, "enterprise.net_retention", "114%")
    assert current(test).value("enterprise.expansion") == pytest.approx(0.2)
    assert current(test).value("enterprise.gross_retention") == 0.95


def test_net_retention_takes_the_range_of_expansion_along(page: App) -> None:
    test = page(Plan(uncertainty={"enterprise.expansion": (0.25, 0.35)}))
    enter(test, "enterprise.net_retention", "114")
    assert current(test).uncertainty["enterprise.expansion"] == pytest.approx((0.25 * 2 / 3, 0.35 * 2 / 3))
    assert not refused(test, "enterprise.net_retention")


def test_net_retention_below_gross_retention_is_refused(page: App) -> None:
    test = page(Plan())
    enter(test, "enterprise.net_retention", "90")
    assert "must be 95 to 380%" in refused(test, "enterprise.net_retention")
    assert text(test, "enterprise.net_retention") == "123.5"
    assert current(test) == Plan()


def test_the_explorer_opens_on_the_published_numbers(page: App) -> None:
    test = page()
    assert said(test, "\\$239.8M apart")
    assert said(test, "\\$22M is solved for")
    assert said(test, "Why Customer Success Matters More Than Ever for Cloud-Native Companies")


def test_the_published_example_says_that_it_is_in_another_currency(page: App) -> None:
    said_so = "Its amounts are in USD; they stand here in EUR, not converted."
    assert said(page(Plan(currency="EUR")), said_so)
    assert not said(page(Plan()), "not converted")


def test_the_explorer_takes_typed_numbers_and_the_plan_s(page: App) -> None:
    test = page(Plan())
    test.text_input(key="number-explorer-second").set_value("90").run()
    assert not said(test, "is solved for")
    test.button(key="explorer-plan").click().run()
    assert test.text_input(key="number-explorer-revenue").value == "$5,000,000"
    assert test.text_input(key="number-explorer-years").value == "5"
    assert said(test, "This plan:")
    test.switch_page("app.py").run()
    test.switch_page("pages/retention.py").run()
    assert test.text_input(key="number-explorer-revenue").value == "$5,000,000"
    test.button(key="explorer-published").click().run()
    assert said(test, "\\$239.8M apart")
    assert test.text_input(key="number-explorer-growth").value == "15%"


def test_the_explorer_leaves_the_plan_alone(page: App) -> None:
    test = page(Plan())
    test.text_input(key="number-explorer-years").set_value("1").run()
    assert said(test, "After 1 year:")
    test.text_input(key="number-explorer-revenue").set_value("7,5 Mio.").run()
    assert test.text_input(key="number-explorer-revenue").value == "$7,500,000"
    test.text_input(key="number-explorer-revenue").set_value("").run()
    assert test.error[0].value == "Revenue today is empty: its value, \\$7,500,000, stays"
    assert test.text_input(key="number-explorer-revenue").value == f"{REFUSED}$7,500,000"
    assert current(test) == Plan()


def test_a_refusal_goes_when_the_old_number_is_typed_again(page: App) -> None:
    test = page(Plan())
    for typed in ("five", ""):
        test.text_input(key="number-explorer-years").set_value(typed).run()
        assert len(test.run().error) == 1
        test.text_input(key="number-explorer-years").set_value("5").run()
        assert not test.error
        assert test.text_input(key="number-explorer-years").value == "5"
