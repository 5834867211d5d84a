"""Every page shows what it has to on every shipped plan, and every lever has its one place."""

from collections import Counter
from collections.abc import Callable

import pytest
from hand import controls, shown
from streamlit.testing.v1 import AppTest
from support import ROOT, heading, key_numbers

from planner import plan as plans
from planner.plan import Plan, Target
from planner.ui.frame.layout import MENU
from planner.ui.levers.panels import NET_RETENTION
from planner.vocabulary.levers import CATALOGUE

PAGES = {file: title for pages in MENU.values() for file, (title, _) in pages.items() if file != "pages/join.py"}
"""All but the one for guests, which is without menu and plan."""

WITHOUT_NUMBERS = {
    *("pages/model.py", "pages/goal_seek.py", "pages/my_company.py", "pages/plan.py", "pages/library.py"),
    *("pages/compare.py", "pages/workshop.py"),
}
"""Pages without key numbers of their own."""

WITHOUT_CHARTS = tuple(f"pages/{name}.py" for name in ("model", "my_company", "plan", "library", "workshop"))

OWN = {"sales_capacity": "Bottleneck", "people_and_cash": "Cash"}
"""What of the plan's reading a page explains itself."""

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
EXTREMES = {
    "everything at its minimum": Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()}),
    "everything at its maximum": Plan(levers={lever.id: lever.max for lever in CATALOGUE.values()}),
    "twelve months": Plan(months=12),
    "ten years": Plan(months=120),
    "nobody sells": Plan(
        levers={
            f"{team}.{lever}": 0.0 for team in ("enterprise", "inside_sales") for lever in ("reps", "hires_per_quarter")
        }
    ),
}


def visit(app: AppTest, page: str) -> AppTest:
    return app.switch_page(page).run()


@pytest.mark.parametrize(
    "plan", [*map(plans.load, SHIPPED), *EXTREMES.values()], ids=[*(path.stem for path in SHIPPED), *EXTREMES]
)
def test_every_page_shows_every_plan(app: Callable[..., AppTest], plan: Plan) -> None:
    test = app(plan)
    for page, title in PAGES.items():
        visit(test, page)
        assert not test.exception, (page, test.exception)
        assert not test.error, (page, [error.value for error in test.error])
        assert heading(test) == title
        assert shown(test, "menu")["plan"] == plan.name
        if page in WITHOUT_NUMBERS:
            continue
        assert all(tile.label and tile.value for tile in key_numbers(test)), page
        said = " ".join(text.value for text in test.main.markdown)
        assert not {"nan", "None", "inf"} & set(said.replace("*", " ").split()), page


def test_every_lever_is_reachable_on_exactly_one_page(app: Callable[..., AppTest]) -> None:
    places: Counter[str] = Counter()
    test = app()
    for page in PAGES:
        if page not in ("pages/model.py", "pages/workshop.py"):
            places.update(list(controls(visit(test, page))))
    assert places == Counter([*CATALOGUE, *NET_RETENTION])


def test_a_page_has_charts_with_data_and_a_description(app: Callable[..., AppTest]) -> None:
    test = app()
    for page in [page for page in PAGES if page not in WITHOUT_CHARTS]:
        charts = visit(test, page).get("vega_lite_chart")
        assert charts, page
        for chart in charts:
            assert chart.proto.alt, page
            assert chart.proto.data.data, page


def test_the_reading_stands_on_every_planning_page(app: Callable[..., AppTest]) -> None:
    """In chips; what a page explains itself is left out there."""
    test, pages = app(Plan(targets=(Target(month=12, least=1e9),))), ("community", "retention")
    read = {page: shown(visit(test, f"pages/{page}.py"), "key_numbers")["chips"] for page in (*pages, *OWN)}
    assert {page: [chip["title"] for chip in chips] for page, chips in read.items()} == {
        page: [title for title in ("Targets", "Bottleneck", "Cash") if OWN.get(page) != title] for page in read
    }
    assert all((chips[0]["verdict"], chips[0]["kind"]) == ("Missed", "bad") for chips in read.values())
