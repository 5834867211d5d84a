import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.vocabulary.numbers import (
    count,
    money,
    month_date,
    month_name,
    percent,
    plain,
    rate,
    rounded_to_add_up,
    short,
    symbol,
    volume,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"),
        (0.4, "$0"),
        (-0.4, "$0"),
        (12, "$12"),
        (999, "$999"),
        (999.7, "$1K"),
        (1_000, "$1K"),
        (1_234, "$1.23K"),
        (12_345, "$12.3K"),
        (999_499, "$999K"),
        (999_500, "$1M"),
        (1_200_000, "$1.2M"),
        (-35_000, "-$35K"),
        (-999_950, "-$1M"),
        (2.5e9, "$2.5B"),
        (1e12, "$1T"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
    ],
)
def test_money_is_short(value: float, text: str) -> None:
    assert money(value, "USD") == text


@pytest.mark.parametrize(
    ("currency", "text"), [("EUR", "€1.2M"), ("GBP", "£1.2M"), ("JPY", "¥1.2M"), ("AUD", "A$1.2M"), ("ZZZ", "ZZZ1.2M")]
)
def test_money_has_the_sign_of_its_currency(currency: str, text: str) -> None:
    assert money(1.2e6, currency) == text
    assert text.startswith(symbol(currency))


UNITS = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


@given(st.floats(0.5, 1e15) | st.floats(-1e15, -0.5))
def test_money_is_within_half_a_percent(value: float) -> None:
    text = money(value, "USD").replace("$", "")
    shown = float(text.rstrip("KMBT")) * UNITS.get(text[-1], 1)
    assert shown == pytest.approx(value, rel=0.00501, abs=0.501)
    assert sum(char.isdigit() for char in text) <= 3 or abs(value) >= 999.5e12


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.05, 0, "5%"),
        (0.954, 0, "95%"),
        (0.954, 1, "95.4%"),
        (1.46, 0, "146%"),
        (0.00014, 3, "0.014%"),
        (-0.031, 0, "-3%"),
        (-0.001, 0, "0%"),
        (-0.0, 1, "0.0%"),
        (12.345, 0, "1,234%"),
        (math.nan, 0, "–"),
        (math.inf, 0, "∞"),
    ],
)
def test_shares_are_percent(value: float, digits: int, text: str) -> None:
    assert percent(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (4.3, "4"), (4.5, "5"), (-0.2, "0"), (1234.5, "1,235"), (3e7, "30,000,000"), (math.nan, "–")],
)
def test_people_are_whole(value: float, text: str) -> None:
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.25, "1.2"),
        (0.04, "0.0"),
        (-0.04, "0.0"),
        (-1.26, "-1.3"),
        (1e4, "10,000.0"),
        (math.inf, "∞"),
        (math.nan, "–"),
    ],
)
def test_ratios_have_a_decimal(value: float, text: str) -> None:
    assert plain(value) == text


def test_months_are_dates() -> None:
    assert month_name("2026-01", 1) == "Jan 2026"
    assert month_name("2026-01", 13) == "Jan 2027"
    assert month_name("2026-11", 2) == "Dec 2026"
    assert month_name("2026-12", 2) == "Jan 2027"
    assert month_name("2199-12", 120) == "Nov 2209"
    assert month_date("2026-11", 3) == date(2027, 1, 1)


UNIT = st.sampled_from([1.0, 1e3, 1e5, 0.5])


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=6), UNIT)
def test_rounded_parts_add_up(parts: list[float], unit: float) -> None:
    shown, total = rounded_to_add_up(parts, math.fsum(parts), unit)
    assert math.fsum(shown) == pytest.approx(total, abs=1e-6)
    assert total == pytest.approx(math.fsum(parts), abs=unit / 2 * 1.000001)
    for part, rounded in zip(parts, shown, strict=True):
        assert abs(part - rounded) <= unit * 1.000001


def test_the_part_nearest_to_the_next_multiple_takes_what_is_left() -> None:
    assert rounded_to_add_up([1.4, 1.4, 1.2], 4.0, 1.0) == ([2.0, 1.0, 1.0], 4.0)
    assert rounded_to_add_up([1.6, 1.6, -1.2], 2.0, 1.0) == ([2.0, 1.0, -1.0], 2.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0%"),
        (0.35, "35%"),
        (1.5, "150%"),
        (0.0994, "9.9%"),
        (0.0995, "10%"),
        (0.00996, "1%"),
        (0.00014, "0.014%"),
        (0.0000012, "0.00012%"),
        (-0.0031, "-0.31%"),
        (math.nan, "–"),
    ],
)
def test_a_small_share_keeps_two_digits(value: float, text: str) -> None:
    assert rate(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.42, "0.42"),
        (4.23, "4.2"),
        (9.97, "10"),
        (1_234, "1,234"),
        (9_999.4, "9,999"),
        (9_999.5, "10K"),
        (999_999, "1M"),
        (12_210_000, "12.2M"),
        (2.3e9, "2.3B"),
    ],
)
def test_a_volume_is_short(value: float, text: str) -> None:
    assert volume(value) == text


def test_a_coarse_total_leaves_its_excess_to_the_largest_part() -> None:
    parts, total = rounded_to_add_up([1.2, 7.0, 1000.4], 1100.0, 1.0)
    assert (sum(parts), total) == (1100.0, 1100.0)
    assert parts[:2] == [1.0, 7.0]


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [
        (0.0, "$", "$0"),
        (12_440_000, "$", "$12.4M"),
        (-35_449, "€", "-€35.4K"),
        (999_600, "$", "$1M"),
        (4.25, "", "4.25"),
        (1.2e9, "$", "$1.2B"),
        (3.5e13, "", "35T"),
        (math.nan, "$", "–"),
        (math.inf, "$", "∞"),
    ],
)
def test_charts_say_values_in_three_digits(value: float, sign: str, text: str) -> None:
    assert short(value, sign) == text
