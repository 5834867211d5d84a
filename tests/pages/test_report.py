"""The report in the app: made on demand, and anew for another plan."""

import io
from collections.abc import Callable

from hand import open_box
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

App = Callable[..., AppTest]


def downloads(test: AppTest) -> list[str]:
    return [element.proto.label for element in test.get("download_button")]


def test_a_report_says_in_which_version_the_plan_is_saved(app: App) -> None:
    test = app()
    open_box(test, "save-box")
    next(one for one in test.button if one.label == "Save").click().run()
    test.session_state["plans"] = True
    test.run()
    test.button(key="report-pdf").click().run()
    said = PdfReader(io.BytesIO(test.session_state["report-made"][2]["pdf"])).pages[0].extract_text()
    assert "Saved, version 1" in said
    assert "?p=r" in said
    assert "&v=1" in said


def test_a_report_is_made_on_demand(app: App) -> None:
    test = app()
    test.session_state["plans"] = True
    test.run()
    assert not any("report" in label for label in downloads(test))
    labels = [test.button(key=f"report-{ending}").label for ending in ("pdf", "pptx")]
    assert labels == ["Make the report (PDF)", "Make the slides (PPTX)"]
    test.button(key="report-pdf").click().run()
    assert "Download the report (PDF)" in downloads(test)
    assert len(PdfReader(io.BytesIO(test.session_state["report-made"][2]["pdf"])).pages) >= 2
    test.button(key="report-pptx").click().run()
    assert {"Download the report (PDF)", "Download the slides (PPTX)"} <= {*downloads(test)}
    test.selectbox(key="shipped").set_value("churn-70").run()
    assert not any("Download" in label for label in downloads(test))
    assert not test.exception
