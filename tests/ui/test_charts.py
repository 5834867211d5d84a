"""What charts say when a month is pointed at."""

import pandas as pd
import pyarrow as pa
import pytest

from planner.ui import canvas, theme
from planner.ui.charts import common, overview
from planner.ui.charts.base import TEXT, texts


def test_a_chart_names_the_texts_it_wants_and_of_which_fields() -> None:
    wanted = texts(overview.fanned, "Cash", "$")
    assert set(wanted.values()) == {("amount $", name) for name in ("Cash", "P10", "P90", "Baseline")}
    assert all(field.startswith(TEXT) for field in wanted)
    assert {kind for kind, _ in texts(overview.fanned, "Headcount").values()} == {"whole"}


@pytest.mark.parametrize(
    ("options", "said"),
    [(("$", False), "$12.4M"), (("", True), "1,244,000,000.0%"), (("", False), "12.4M")],
)
def test_the_texts_come_with_the_data(monkeypatch: pytest.MonkeyPatch, options: tuple[str, bool], said: str) -> None:
    sent: list[pa.Table] = []
    monkeypatch.setattr(canvas, "put", lambda place, element, frame, chart, **rest: sent.append(frame))
    frame = pd.DataFrame({"date": pd.date_range("2026-01", periods=2, freq="MS"), "ARR": [12_440_000.0, float("nan")]})
    canvas.show(frame, common.lines, (("ARR", theme.ENTERPRISE),), *options, key="chart", alt_text="ARR")
    (column,) = [name for name in sent[0].column_names if name.startswith(TEXT)]
    assert sent[0][column].to_pylist() == [said, "–"]
