"""One unit writes a value, a difference and an axis."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vocabulary.shown import within_half_a_digit

from planner.analysis.readings.bands import bands
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.units import MONEY, MONTHS, PROBABILITY, RATIO, SHARE, UNITS, Unit, told_apart

EVERY_UNIT = pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
AWKWARD = (
    math.nan,
    math.inf,
    -math.inf,
    1e308,
    -1e308,
    -0.0,
    5e-324,
    1e38,
    1e15,
    999.5,
    9_999.5,
    0.0995,
    1.7976931348623157e308,
)


def awkward(test: object) -> object:
    """A property that is also tried on the floats that writers stumble over."""
    for value in AWKWARD:
        test = example(value=value)(test)  # type: ignore[arg-type]
    return settings(deadline=None)(test)  # type: ignore[operator]


@EVERY_UNIT
@awkward
@given(value=st.floats())
def test_every_writer_takes_any_float(unit: Unit, value: float) -> None:
    texts = [unit.value(value, "USD"), unit.precise(value, "EUR"), unit.exact(value, "USD"), unit.number(value)]
    texts += [unit.difference(value, "USD"), unit.signed(value, "USD"), unit.digits(value, "USD", 5)]
    assert all(texts)
    assert not any(word in text for text in texts for word in ("nan", "inf", "e+"))
    assert max(map(len, texts)) < 32
    unit.shows(value, value)


@EVERY_UNIT
@awkward
@given(value=st.floats(-1e18, 1e18) | st.floats(-2, 2))
def test_no_text_is_further_off_than_half_of_its_last_digit(unit: Unit, value: float) -> None:
    texts = [unit.digits(value, "USD", 4)]
    if unit is not PROBABILITY:  # which is written to 5 points
        texts += [unit.value(value, "USD"), unit.precise(value, "USD")]
    if abs(value) < 1e11:  # beyond any lever
        texts.append(unit.exact(value, "USD"))
    for text in texts:
        assert within_half_a_digit(text, value), text


@pytest.mark.parametrize(
    ("unit", "value", "texts"),
    [
        (MONEY, 1_234_567.0, ("$1.23M", "$1.23M", "$1.23M")),
        (MONEY, -35_400.0, ("-$35.4K", "-$35.4K", "-$35.4K")),
        (SHARE, 0.7149, ("71%", "71.5%", "71 pts")),
        (SHARE, 0.7, ("70%", "70%", "70 pts")),
        (SHARE, 0.0571, ("5.7%", "5.7%", "5.7 pts")),
        (SHARE, 0.01, ("1%", "1%", "1 pt")),
        (SHARE, 0.00014, ("0.014%", "0.014%", "0.014 pts")),
        (PROBABILITY, 0.342, ("35%", "35%", "34 pts")),
        (PROBABILITY, 0.999, ("over 99%", "over 99%", "100 pts")),
        (RATIO, 0.97, ("1.0", "0.97", "1.0×")),
        (MONTHS, 14.21, ("14 mo.", "14.2 months", "14 mo.")),
        (MONTHS, math.inf, ("∞", "∞", "∞")),
        (UNITS["people"], 4.3, ("4", "4.3", "4")),
        (UNITS["people"], 1234.4, ("1,234", "1,234", "1,234")),
        (UNITS["customers"], 1.2e15, ("1.2e15", "1.2e15", "1.2e15")),
    ],
)
def test_a_value_a_precise_value_and_a_difference(unit: Unit, value: float, texts: tuple[str, str, str]) -> None:
    assert (unit.value(value, "USD"), unit.precise(value, "USD"), unit.difference(value, "USD")) == texts


def test_a_difference_has_its_sign_where_it_stands_alone() -> None:
    assert SHARE.signed(0.032, "USD") == "+3.2 pts"
    assert MONEY.signed(-35_400.0, "EUR") == "-€35.4K"
    assert MONEY.signed(0.2, "USD") == "$0"


@pytest.mark.parametrize(
    ("unit", "change", "beside", "shows"),
    [
        (MONEY, 0.4, 1e6, False),
        (MONEY, -0.5, 1e6, True),
        (SHARE, 0.0004, 0.7, False),
        (SHARE, 0.0006, 0.7, True),
        (SHARE, 0.00001, 0.00014, True),
        (SHARE, 0.000004, 0.00014, False),
        (PROBABILITY, 0.004, 0.5, False),
        (MONTHS, 1.0, 14.0, True),
        (RATIO, math.nan, 1.0, False),
    ],
)
def test_a_change_shows_when_it_can_be_read(unit: Unit, change: float, beside: float, shows: bool) -> None:
    assert unit.shows(change, beside) is shows


def test_an_axis_is_written_in_the_unit() -> None:
    assert [units.of(column).axis for column in ("arr", "nrr", "headcount", "customers")] == [
        *("money", "share", "people", "number")
    ]
    levers = (CATALOGUE[f"enterprise.{name}"] for name in ("acv", "win_rate", "ramp_months"))
    assert [units.of_lever(lever).axis for lever in levers] == ["money", "share", "number"]


def test_every_column_that_is_a_number_has_a_unit() -> None:
    assert {column.unit for column in COLUMNS.values()} - set(UNITS) == {"constraint"}


def reads(text: str) -> float:
    """What a text says, with "just" half a step beyond what stands behind it."""
    just = {"just under ": -1e-9, "just over ": 1e-9}
    for word, beyond in just.items():
        if text.startswith(word):
            return reads(text.removeprefix(word)) + beyond
    return float(text.removesuffix("s").removesuffix(" month").rstrip("%").replace(",", ""))


@pytest.mark.parametrize(
    "band", [band for band in bands() if not units.of(band.column).is_money], ids=lambda band: band.column
)
@settings(deadline=None)
@given(st.data())
def test_a_number_beside_a_band_does_not_contradict_it(band: object, data: st.DataObject) -> None:
    ends = [end for end in (band.low, band.high) if end is not None]  # type: ignore[attr-defined]
    near = [st.floats(end - abs(end) / 50, end + abs(end) / 50) for end in ends]
    value = data.draw(st.one_of(st.sampled_from(ends), st.floats(-10, 100), *near))
    text, limits = told_apart(units.of(band.column), value, ends, "USD")  # type: ignore[attr-defined]
    for end, limit in zip(ends, limits, strict=True):
        assert (reads(text) > reads(limit)) == (value > end)
        assert (reads(text) < reads(limit)) == (value < end)


def test_a_ratio_just_below_its_band_is_not_shown_as_its_end() -> None:
    assert told_apart(RATIO, 0.97, [0.75, 1.0], "USD") == ("0.97", ["0.75", "1"])
    assert told_apart(RATIO, 0.99996, [0.75, 1.0], "USD") == ("0.99996", ["0.75", "1"])
    assert told_apart(RATIO, 1 - 1e-9, [0.75, 1.0], "USD") == ("just under 1", ["0.75", "1"])
    assert told_apart(RATIO, 1.0, [0.75, 1.0], "USD") == ("1", ["0.75", "1"])
    assert told_apart(RATIO, math.nan, [0.75], "USD") == ("–", ["0.75"])
