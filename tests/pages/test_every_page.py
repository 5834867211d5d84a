"""Every page runs on every shipped plan, and every lever has its one place."""

from collections import Counter
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from support import ROOT, heading

from planner import plan as plans
from planner.plan import Plan
from planner.ui.levers.panels import NET_RETENTION
from planner.vocabulary.levers import CATALOGUE

PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
EXTREMES = {
    "everything at its minimum": Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()}),
    "twelve months": Plan(months=12),
    "ten years": Plan(months=120),
    "nobody sells": Plan(
        levers={
            f"{team}.{lever}": 0.0 for team in ("enterprise", "inside_sales") for lever in ("reps", "hires_per_quarter")
        }
    ),
}


def visit(app: AppTest, page: str) -> AppTest:
    return app if page == "app.py" else app.switch_page(page).run()


@pytest.mark.parametrize(
    "plan", [*map(plans.load, SHIPPED), *EXTREMES.values()], ids=[*(path.stem for path in SHIPPED), *EXTREMES]
)
def test_every_page_runs(app: Callable[..., AppTest], plan: Plan) -> None:
    test = app(plan)
    for page in PAGES:
        visit(test, page)
        assert not test.exception, (page, test.exception)
        assert not test.error, (page, [error.value for error in test.error])
        assert heading(test)


def test_every_lever_is_reachable_on_exactly_one_page(app: Callable[..., AppTest]) -> None:
    places: Counter[str] = Counter()
    test = app()
    for page in PAGES:
        visit(test, page)
        for expander in test.expander:
            if expander.proto.id:
                test.session_state[expander.proto.id.split("-", 2)[2]] = True
        test.run()
        places.update(
            widget.key.removeprefix("number-") for widget in test.number_input if str(widget.key).startswith("number-")
        )
    assert places == Counter([*CATALOGUE, *NET_RETENTION])


def test_a_page_has_charts_with_data_and_a_description(app: Callable[..., AppTest]) -> None:
    test = app()
    for page in [page for page in PAGES if page != "pages/model.py"]:
        visit(test, page)
        charts = test.get("vega_lite_chart")
        assert charts, page
        assert all(chart.proto.alt for chart in charts), page
