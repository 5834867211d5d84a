"""Metrics against published bands."""

import math

import pytest

from planner.analysis.readings import bands
from planner.analysis.readings.bands import Band
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS


def band(low: float | None, high: float | None, better: str) -> Band:
    return Band("nrr", "Net revenue retention", low, high, better, "nobody")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high", "better", "value", "verdict"),
    [
        (1.0, 1.2, "high", 0.99, "weak"),
        (1.0, 1.2, "high", 1.0, "usual"),
        (1.0, 1.2, "high", 1.2, "good"),
        (6.0, 24.0, "low", 5.0, "good"),
        (6.0, 24.0, "low", 24.0, "usual"),
        (6.0, 24.0, "low", math.inf, "weak"),
        (0.4, None, "high", 0.4, "good"),
        (0.4, None, "high", 0.39, "weak"),
        (0.4, None, "high", math.nan, None),
    ],
)
def test_verdicts(low: float, high: float | None, better: str, value: float, verdict: str | None) -> None:
    assert band(low, high, better).verdict(value) == verdict


def test_every_band_has_a_column_an_end_and_a_source() -> None:
    for known in bands.bands():
        assert known.column in COLUMNS
        assert known.low is not None or known.high is not None
        assert known.source


def test_readings_are_of_the_last_month_and_weak_ones_say_why() -> None:
    result = simulate(Plan())
    for reading in bands.readings(result):
        assert reading.value == result[reading.band.column][-1, 0]
        assert reading.verdict == reading.band.verdict(reading.value)
        assert (reading.mover is not None) == (reading.verdict == "weak")


def test_bands_in_usd_judge_no_other_currency() -> None:
    verdicts = {reading.band.column: reading.verdict for reading in bands.readings(simulate(Plan(currency="SEK")))}
    assert verdicts["arr_per_head"] is None
    assert verdicts["gross_margin"] is not None
