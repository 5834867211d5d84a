"""Numbers as people type them: the right ones, refusals, and what the app itself writes, typed back."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.vocabulary import lever_text, numbers, typed, units
from planner.vocabulary.columns import Column
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.typed import Quantity, amount, number, of_lever, shown, written

WIN_RATE = of_lever(CATALOGUE["enterprise.win_rate"], "USD")
WIN_RATE_ON_THE_COMMAND_LINE = of_lever(CATALOGUE["enterprise.win_rate"], "USD", "fraction")
RAMP = of_lever(CATALOGUE["enterprise.ramp_months"], "USD")
QUOTA = of_lever(CATALOGUE["enterprise.quota"], "USD")
EUR_QUOTA = of_lever(CATALOGUE["enterprise.quota"], "EUR")
REPS = of_lever(CATALOGUE["enterprise.reps"], "USD")
CASH = amount("USD")
TIMES = Quantity(typed.FACTOR)

# What people typed and pasted into these fields, and what they meant.
MEANT = [
    (WIN_RATE, "2,5", 0.025),
    (WIN_RATE, "22,5", 0.225),
    (WIN_RATE, "25 %", 0.25),
    (WIN_RATE, "0,125", 0.00125),
    (WIN_RATE, "24%", 0.24),
    (WIN_RATE, "24 percent", 0.24),
    (WIN_RATE, "1,234%", 12.34),
    (WIN_RATE_ON_THE_COMMAND_LINE, "24%", 0.24),
    (WIN_RATE_ON_THE_COMMAND_LINE, "0.24", 0.24),
    (WIN_RATE_ON_THE_COMMAND_LINE, "0,24", 0.24),
    (WIN_RATE_ON_THE_COMMAND_LINE, ".24", 0.24),
    (WIN_RATE_ON_THE_COMMAND_LINE, "22,5 %", 0.225),
    (RAMP, "4,5", 4.5),
    (RAMP, "7.5 months", 7.5),
    (RAMP, "1 month", 1.0),
    (RAMP, "14 mo.", 14.0),
    (QUOTA, "1.2M", 1_200_000),
    (QUOTA, "900k", 900_000),
    (QUOTA, "1.100.000", 1_100_000),
    (QUOTA, "1.150.000,00", 1_150_000),
    (EUR_QUOTA, "1.150.000,00 €", 1_150_000),
    (EUR_QUOTA, "1,1 Mio. €", 1_100_000),
    (EUR_QUOTA, "EUR 1,1 Mrd.", 1_100_000_000),
    (EUR_QUOTA, "300 Tsd. EUR", 300_000),
    (QUOTA, "USD 1.1 million", 1_100_000),
    (QUOTA, "$1,250,000", 1_250_000),
    (QUOTA, "1 050 000", 1_050_000),
    (QUOTA, "1\u00a0050\u202f000", 1_050_000),
    (QUOTA, "1'050'000", 1_050_000),
    (QUOTA, "1’050’000.50", 1_050_000.5),
    (QUOTA, "1_050_000", 1_050_000),
    (QUOTA, "12,50,000", 1_250_000),
    (QUOTA, "1,150", 1150),
    (QUOTA, "1,150,000", 1_150_000),
    (QUOTA, "1.150", 1.15),
    (QUOTA, "1.150.000", 1_150_000),
    (QUOTA, "1,150.25", 1150.25),
    (QUOTA, "1.150,25", 1150.25),
    (QUOTA, "1 150,25", 1150.25),
    (QUOTA, "1234,567", 1234.567),
    (QUOTA, "1,1500", 1.15),
    (QUOTA, "1,150 K", 1_150_000),
    (QUOTA, "1,100,000 USD per rep a year", 1_100_000),
    (QUOTA, "$1.1M per rep a year", 1_100_000),
    (CASH, "(1,500,000)", -1_500_000),
    (CASH, "($1.5M)", -1_500_000),
    (CASH, "\u22122000000", -2_000_000),
    (CASH, "\u20132 M", -2_000_000),
    (CASH, "-$35.4K", -35_400),
    (CASH, "$-35.4K", -35_400),
    (CASH, "+5", 5),
    (CASH, "30M", 30_000_000),
    (CASH, "30 mn", 30_000_000),
    (CASH, "30MM USD", 30_000_000),
    (CASH, "1.2bn", 1_200_000_000),
    (CASH, "$1T", 1e12),
    (CASH, "US$ 2", 2),
    (CASH, "usd 2", 2),
    (CASH, "1.2e6", 1_200_000),
    (CASH, "1E+3", 1000),
    (CASH, "(5)", -5),
    (CASH, "-0", 0),
    (CASH, "5.", 5),
    (CASH, " 5\n", 5),
    (CASH, "\ufeff\u200e5", 5),
    (CASH, "１２３", 123),
    (amount("JPY"), "￥5".replace("￥", "¥"), 5),
    (amount("CAD"), "CA$5", 5),
    (amount("ZZZ"), "ZZZ5", 5),
    (TIMES, "1,5", 1.5),
    (TIMES, "× 1.5", 1.5),
    (TIMES, "1.5x", 1.5),
]


@pytest.mark.parametrize(("quantity", "text", "meant"), MEANT)
def test_a_number_is_what_was_meant(quantity: Quantity, text: str, meant: float) -> None:
    assert number("Field", text, quantity) == meant


REFUSED = [
    (QUOTA, "1.150.000,00 €", "is in €, the plan in USD"),
    (QUOTA, "€5", "is in €, the plan in USD"),
    (QUOTA, "1,1 Mio. €", "is in €, the plan in USD"),
    (QUOTA, "5 CHF", "is in CHF, the plan in USD"),
    (amount("CAD"), "$5", "is in $, the plan in CAD"),
    (EUR_QUOTA, "1,150 Mio. €", "could be 1.15 Mio. or 1150 Mio."),
    (EUR_QUOTA, "1.100 Tsd.", "could be 1.1 Tsd. or 1100 Tsd."),
    (REPS, "2\t3", "holds more than one number"),
    (REPS, "2\n300", "holds more than one number"),
    (REPS, "2 3", "holds more than one number"),
    (REPS, "2, 3", "holds more than one number"),
    (REPS, "2 and 3", "is not understood here"),
    (REPS, "$2", "is not understood here"),
    (CASH, "1__0", "_ sets thousands apart, as in 1_000_000"),
    (CASH, "1e-400", "is too small for a number"),
    (WIN_RATE, "5%%", "is not understood here"),
    (WIN_RATE, "5 % percent", "is not understood here"),
    (REPS, "20%", "is a percentage; this is counted in people"),
    (WIN_RATE, "1/4", "is not understood here"),
    (WIN_RATE, "15-30%", "is not understood here"),
    (WIN_RATE, "15\u201330%", "is not understood here"),
    (WIN_RATE, "½", "must be a percentage, such as 22.5%"),
    (WIN_RATE, "10²", "is not understood here"),
    (WIN_RATE, "2K%", "is not understood here"),
    (WIN_RATE, "2‰", "is not understood here"),
    (WIN_RATE, "$22", "is not understood here"),
    (WIN_RATE_ON_THE_COMMAND_LINE, "many", "such as 22.5% or 0.225"),
    (RAMP, "6m", "is not understood here; must be a number of months"),
    (RAMP, "6 years", "is not understood here; must be a number of months"),
    (CASH, "", "must be an amount in USD, such as 35,000 or 1.2M"),
    (CASH, " ", "must be an amount in USD"),
    (CASH, "–", "must be an amount in USD"),
    (CASH, "∞", "must be an amount in USD"),
    (CASH, "nan", "must be an amount in USD"),
    (CASH, "=5", "is not understood here"),
    (CASH, "20%", "is a percentage"),
    (CASH, "--5", "has signs that are not understood"),
    (CASH, "(-5)", "has signs that are not understood"),
    (CASH, "(5", "has signs that are not understood"),
    (CASH, "5)", "has signs that are not understood"),
    (CASH, "5-", "is not understood here"),
    (CASH, "1,2,3", "thousands stand in threes"),
    (CASH, "1.2.3", "thousands stand in threes"),
    (CASH, "0,125,000", "thousands stand in threes"),
    (CASH, "012,345", "thousands stand in threes"),
    (CASH, "1,150.000.000", "thousands stand in threes"),
    (CASH, "2026-01", "is not understood here"),
    (CASH, "5t", "is not understood here"),
    (CASH, "5\u00ad0", "is not understood here"),
    (CASH, "0x10", "is not understood here"),
    (CASH, "1e1000", "must be at most 1e15, either way"),
    (CASH, "1e999999999999", "must be at most 1e15, either way"),
    (CASH, "1e40", "must be at most 1e15, either way"),
    (CASH, "-2e15", "must be at most 1e15, either way"),
    (amount("USD", low=0), "-5", "must be 0 to 1e15 USD"),
    (CASH, "9" * 61, "is too long for a number"),
    (TIMES, "150%", "is a percentage"),
]


@pytest.mark.parametrize(("quantity", "text", "reason"), REFUSED)
def test_anything_else_is_refused_with_the_reason(quantity: Quantity, text: str, reason: str) -> None:
    with pytest.raises(PlannerError) as refusal:
        number("Field", text, quantity)
    (sentence,) = refusal.value.sentences()
    assert sentence.startswith('Field = "' if text.strip() else "Field is empty: ")
    assert reason in sentence


def test_whole_numbers() -> None:
    months = Quantity("months", low=1, high=1200, whole=True)
    assert number("Months", "1,200", months) == 1200
    with pytest.raises(PlannerError, match=r'^Months = "1\.5": must be a whole number$'):
        number("Months", "1.5", months)
    with pytest.raises(PlannerError, match=r'^Months = "1,201": must be 1 to 1,200 months$'):
        number("Months", "1,201", months)


@pytest.mark.parametrize(
    ("value", "quantity", "text"),
    [
        (2e7, CASH, "$20,000,000"),
        (-35_400.5, CASH, "-$35,400.5"),
        (2e7, amount("SEK"), "SEK 20,000,000"),
        (0.225, WIN_RATE, "22.5%"),
        (0.07, WIN_RATE, "7%"),
        (1e15, CASH, "$1,000,000,000,000,000"),
        (1e-10, Quantity(), "1e-10"),
        (7.5, RAMP, "7.5"),
    ],
)
def test_a_field_shows_sign_and_thousands(value: float, quantity: Quantity, text: str) -> None:
    assert shown(value, quantity) == text
    assert number("Field", text, quantity) == value


# What the app writes can be typed back: within half of its last digit.

CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", "CHF", "SEK", "CAD", "AUD", "INR", "JPY", "BRL", "ZZZ"])
AMOUNTS = st.floats(-9.9e14, 9.9e14)


def half_of_the_last_digit(text: str) -> float:
    """Half of what one step of the last shown digit is worth."""
    digits = "".join(char for char in text if char in "0123456789.eE+-,")
    mantissa, _, power = digits.strip("-+,").lower().partition("e")
    places = len(mantissa.partition(".")[2])
    size = next(
        (10.0**power for letter, power in {"K": 3, "M": 6, "B": 9, "T": 12}.items() if letter in text[-1:]), 1.0
    )
    return 0.5 * 10.0 ** (int(power or 0) - places) * size * (0.01 if text.endswith("%") else 1.0)


def three_digits(value: float) -> float:
    """Half of a step of the third digit: trailing zeros of a rounded number are not written."""
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - 2) if value else 0.5


@given(AMOUNTS, CURRENCIES)
def test_amounts_can_be_typed_back(value: float, currency: str) -> None:
    back = number("Cash", numbers.money(value, currency), amount(currency))
    assert abs(back - value) <= max(0.5, three_digits(value)) * 1.000001
    text = numbers.short(value, numbers.symbol(currency))
    assert abs(number("Cash", text, amount(currency)) - value) <= max(numbers.TINY, three_digits(value) * 1.000001)


@given(st.floats(-100, 100), st.integers(0, 3))
def test_shares_can_be_typed_back(value: float, digits: int) -> None:
    text = numbers.percent(value, digits)
    for bare in ("percent", "fraction"):
        back = number("Share", text, Quantity("%", share=bare))  # type: ignore[arg-type]
        assert abs(back - value) <= half_of_the_last_digit(text) * 1.000001
    text = numbers.rate(value)
    assert number("Share", text, Quantity("%", share="fraction")) == pytest.approx(value, rel=0.051, abs=1e-12)


@given(st.floats(0, 1e12), st.integers(0, 3))
def test_counts_and_ratios_can_be_typed_back(value: float, digits: int) -> None:
    for text in (numbers.count(value), numbers.plain(value, digits)):
        assert abs(number("Count", text, Quantity()) - value) <= half_of_the_last_digit(text) + 1e-12 * value
    assert number("Volume", numbers.volume(value), Quantity()) == pytest.approx(value, rel=0.051, abs=1e-12)


VALUES = {"money": AMOUNTS, "share": st.floats(-50, 50), "probability": st.floats(0.01, 0.99)}


@pytest.mark.parametrize("unit", units.UNITS.values(), ids=list(units.UNITS))
@given(st.data(), CURRENCIES)
def test_every_unit_can_be_typed_back(unit: units.Unit, data: st.DataObject, currency: str) -> None:
    value = data.draw(VALUES.get(unit.id, st.floats(-1e9, 1e9)))
    quantity = typed.of_column(Column("", unit.id.replace("probability", "share"), "", "", (), 0), currency)
    texts = [unit.value(value, currency), unit.precise(value, currency), unit.exact(value, currency)]
    for text in (*texts, *(unit.digits(value, currency, digits) for digits in (3, 4, 6))):
        near = max(
            half_of_the_last_digit(text.replace(numbers.symbol(currency), "").split()[0]),
            0.0051 * abs(value) if unit.is_money else 0.025 if unit is units.PROBABILITY else 0.0,
        )
        assert abs(number("Field", text, quantity) - value) <= near + 1e-9 * abs(value) + 1e-12


LEVERS = st.sampled_from(list(CATALOGUE.values()))


@given(LEVERS, st.floats(0, 1), CURRENCIES)
def test_every_lever_can_be_typed_back_with_its_unit(lever: typed.Lever, part: float, currency: str) -> None:
    value = lever.min + part * (lever.max - lever.min)
    for bare in ("percent", "fraction"):
        quantity = of_lever(lever, currency, bare)  # type: ignore[arg-type]
        text = lever_text.span(lever, currency, value)
        near = max(0.5 / lever_text.scale(lever) if abs(lever_text.scaled(lever, value)) >= 1000 else 0, 1e-5 * value)
        assert number(lever.label, text, quantity) == pytest.approx(value, rel=1e-5, abs=near)
        brief = number(lever.label, lever_text.brief(lever, value, currency), quantity)
        assert brief == pytest.approx(value, rel=0.0051, abs=0.5)
        exact = number(lever.label, written(value, quantity), quantity)
        assert exact == pytest.approx(value, rel=1e-11, abs=1e-300)
        assert written(exact, quantity) == written(value, quantity)
        assert number(lever.label, shown(value, quantity), quantity) == exact


@given(LEVERS)
def test_a_lever_s_default_is_typed_back_exactly(lever: typed.Lever) -> None:
    for end in (lever.default, lever.min, lever.max):
        assert number(lever.label, written(end, of_lever(lever, "USD")), of_lever(lever, "USD")) == end


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    for quantity in (CASH, WIN_RATE, RAMP, TIMES):
        with suppress(PlannerError):
            assert abs(number("Field", text, quantity)) <= typed.MOST


@given(st.text("0123456789.,'() -+%KMBkm$€e\u2212\u00a0\t", max_size=14))
def test_digits_are_never_lost(text: str) -> None:
    """What is read has the digits of the text in their order, but for zeros around them."""
    try:
        value = number("Field", text, CASH)
    except PlannerError:
        return
    digits = "".join(char for char in text.lower().partition("e")[0] if char.isdigit()).strip("0")
    assert f"{abs(value):.12e}".partition("e")[0].replace(".", "").rstrip("0")[:10] == digits[:10]
