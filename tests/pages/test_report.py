"""The report in the app: made on demand, and anew for another plan."""

import io
from collections.abc import Callable

from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

App = Callable[..., AppTest]


def downloads(test: AppTest) -> list[str]:
    return [element.proto.label for element in test.get("download_button")]


def test_a_report_is_made_on_demand(app: App) -> None:
    test = app()
    test.session_state["plans"] = True
    test.run()
    assert not any("Report" in label for label in downloads(test))
    test.button(key="report-pdf").click().run()
    assert "Download: Report (PDF)" in downloads(test)
    assert len(PdfReader(io.BytesIO(test.session_state["report-made"][2]["pdf"])).pages) >= 2
    test.button(key="report-pptx").click().run()
    assert {"Download: Report (PDF)", "Download: Slides (PPTX)"} <= {*downloads(test)}
    test.selectbox(key="shipped").set_value("churn-70").run()
    assert not any("Download" in label for label in downloads(test))
    assert not test.exception
