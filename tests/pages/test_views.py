"""Every view of the pages that show one at a time."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from support import ROOT

from planner import plan as plans
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE

PLANS = {path.stem: plans.load(path) for path in sorted((ROOT / "data" / "plans").glob("*.toml"))} | {
    "everything at its minimum": Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()}),
    "twelve months": Plan(months=12),
}
VIEWS = ["What would help", "Queues", "Ramp 9 → 6 → 4", "Quota", "Ratios"]
TEAMS = ["both", "enterprise", "inside_sales"]


def fine(test: AppTest) -> bool:
    return not test.exception and not test.error


def drawn(test: AppTest) -> list[str]:
    """Descriptions of the charts and tables of a page."""
    return [chart.proto.alt for chart in test.get("vega_lite_chart")]


def written(test: AppTest) -> str:
    """Texts and tables of a page."""
    return " ".join([*(text.value for text in test.main.markdown), *(html.proto.body for html in test.get("html"))])


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_sales_capacity_shows_every_view_and_team(app: Callable[..., AppTest], plan: Plan) -> None:
    test = app(plan).switch_page("pages/sales_capacity.py").run()
    seen = set()
    for view in VIEWS:
        test.button_group(key="sales-view").set_value(view).run()
        assert fine(test), (view, test.exception)
        seen.add((*drawn(test), written(test)))
    assert len(seen) == len(VIEWS)
    for team in TEAMS:
        test.button_group(key="sales-team").set_value(team).run()
        assert fine(test), (team, test.exception)
        assert "Capacity and ARR won" in drawn(test) or any(
            "There are no sellers here" in box.value for box in test.info
        )


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_community_shows_leads_and_what_they_bring(app: Callable[..., AppTest], plan: Plan) -> None:
    test = app(plan).switch_page("pages/community.py").run()
    for shown, alt in (("ARR won", "ARR won by source"), ("Leads", "Leads per month by source")):
        test.button_group(key="leads-or-arr").set_value(shown).run()
        assert fine(test), (shown, test.exception)
        assert drawn(test)[-1] == alt


def test_the_funnel_of_another_year_and_of_a_shorter_plan(app: Callable[..., AppTest]) -> None:
    test = app(Plan(months=120)).switch_page("pages/community.py").run()
    choice = test.selectbox[0]
    assert choice.options[choice.index] == "Jan 2035 to Dec 2035"
    last = test.get("vega_lite_chart")[0].proto.SerializeToString()
    choice.select_index(0).run()
    assert test.selectbox[0].value == 0
    assert test.get("vega_lite_chart")[0].proto.SerializeToString() != last
    shorter = app(Plan(months=30)).switch_page("pages/community.py").run()
    choice = shorter.selectbox[0]
    assert choice.options[choice.index] == "Jan 2028 to Jun 2028"


@pytest.mark.parametrize(
    ("tab", "key"), [("Levers and sources", "model-levers"), ("Checks on this plan", "model-checks")]
)
def test_tables_of_the_model_can_be_taken_out(app: Callable[..., AppTest], tab: str, key: str) -> None:
    test = app().switch_page("pages/model.py")
    test.session_state["model-tab"] = tab
    test.session_state[f"take-out-{key}"] = True
    test.run()
    assert fine(test)
    assert not any("e+" in str(frame.value.to_csv()) for frame in test.dataframe)
    assert f"csv-{key}" in [one.key for one in test.get("download_button")]


def test_that_no_lever_moves_arr_is_no_reason_why(app: Callable[..., AppTest]) -> None:
    nothing_won = Plan(levers={f"{team}.win_rate": 0.0 for team in TEAMS[1:]})
    text = written(app(nothing_won).switch_page("pages/sales_capacity.py").run())
    assert "No lever of sales a tenth better, and no person more to sell, adds to ARR in Dec 2030." in text


def test_who_one_person_more_is_is_said(app: Callable[..., AppTest]) -> None:
    said = " ".join(one.value for one in app().switch_page("pages/sales_capacity.py").run().caption)
    assert "What one more seller hired each quarter, or one more BDR or sales engineer for today's account" in said
