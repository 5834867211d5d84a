import math
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vocabulary.shown import within_half_a_digit

from planner.vocabulary.numbers import (
    as_likely,
    count,
    in_full,
    is_faint,
    likely,
    money,
    month_date,
    month_name,
    percent,
    plain,
    rate,
    short,
    significant,
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
    ("value", "text"),
    [
        (5.0, "5"),
        (0.22, "0.22"),
        (2026, "2026"),
        (-60_000.0, "-60,000"),
        (1.5e9, "1,500,000,000"),
        (123456789.12345678, "123,456,789.12345678"),
        (1.0000000000001, "1.0000000000001"),
        (999_999_999_999_999, "999,999,999,999,999"),
        (1e15, "1e15"),
        (-2.5e16, "-2.5e16"),
    ],
)
def test_a_number_in_full_has_thousands_apart(value: float, text: str) -> None:
    assert in_full(value) == text


@settings(deadline=None)
@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_full_is_the_number(value: float) -> None:
    assert float(in_full(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("currency", "text"), [("EUR", "€1.2M"), ("GBP", "£1.2M"), ("JPY", "¥1.2M"), ("AUD", "A$1.2M"), ("ZZZ", "ZZZ1.2M")]
)
def test_money_has_the_sign_of_its_currency(currency: str, text: str) -> None:
    assert money(1.2e6, currency) == text
    assert text.startswith(symbol(currency))


WRITERS = {
    "money": lambda value: money(value, "USD"),
    "short": short,
    "percent": percent,
    "percent in detail": lambda value: percent(value, 2),
    "rate": rate,
    "volume": volume,
    "count": count,
    "plain": plain,
    "significant": lambda value: significant(value, 3),
}
ANY = st.floats() | st.floats(-2, 2) | st.floats(-1e16, 1e16)
AWKWARD = (math.nan, math.inf, -math.inf, 1e308, -1.7976931348623157e308, -0.0, 5e-324, 1e38, 999.5, 9_999.5, 0.0995)
EVERY_WRITER = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


@EVERY_WRITER
@settings(deadline=None)
@given(value=ANY)
def test_a_text_is_within_half_of_its_last_digit(writer: Callable[[float], str], value: float) -> None:
    assert within_half_a_digit(writer(value), value)


@EVERY_WRITER
@pytest.mark.parametrize("value", AWKWARD)
def test_awkward_floats_are_written(writer: Callable[[float], str], value: float) -> None:
    assert within_half_a_digit(writer(value), value)
    assert len(writer(value)) < 24


@settings(deadline=None)
@given(st.floats())
def test_a_chance_is_written_whatever_it_is(value: float) -> None:
    assert likely(value)
    assert "nan" not in likely(value)


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "0%"),
        (0.004, "under 1%"),
        (0.034, "3%"),
        (0.05, "5%"),
        (0.074, "5%"),
        (0.58, "60%"),
        (0.625, "65%"),
        (0.94, "95%"),
        (0.95, "95%"),
        (0.962, "96%"),
        (0.996, "over 99%"),
        (1.0, "100%"),
    ],
)
def test_a_chance_is_written_to_5_points_but_at_the_ends(probability: float, text: str) -> None:
    assert likely(probability) == text
    ends = {"under 1%": "0%", "over 99%": "100%"}
    assert percent(as_likely(probability)) == ends.get(text, text)


@pytest.mark.parametrize(
    ("change", "beside", "faint"),
    [(1_260.0, 24e6, True), (-175.0, 24e6, True), (13_000.0, 24e6, False), (0.4, 24e6, False), (5.0, 0.0, False)],
)
def test_a_change_below_half_of_a_tenth_of_a_percent_is_faint(change: float, beside: float, faint: bool) -> None:
    assert is_faint(change, beside) is faint


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999.4e12, "$999T"),
        (999.6e12, "$1e15"),
        (1.2e15, "$1.2e15"),
        (-1.234e20, "-$1.23e20"),
        (1e308, "$1e308"),
        (1.7976931348623157e308, "$1.8e308"),
    ],
)
def test_amounts_from_a_quadrillion_on_have_an_exponent(value: float, text: str) -> None:
    assert money(value, "USD") == short(value, "$") == text


def test_other_numbers_from_a_quadrillion_on_have_an_exponent() -> None:
    assert count(1.2e15) == plain(1.2e15) == volume(1.2e15) == "1.2e15"
    assert percent(1.2e15) == rate(1.2e15) == "1.2e17%"
    assert count(999_999_999_999_999.0) == "999,999,999,999,999"


def test_no_zero_has_a_sign() -> None:
    for writer in WRITERS.values():
        assert writer(-0.0) == writer(0.0)
        assert not writer(-1e-16).startswith("-")


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
