"""Levers as people read them."""

import pytest

from planner.vocabulary import lever_text, typed
from planner.vocabulary.levers import CATALOGUE

RAMP, WIN_RATE, ACV, HIRES = (
    CATALOGUE[f"enterprise.{name}"] for name in ("ramp_months", "win_rate", "acv", "hires_per_quarter")
)


def test_a_long_aside_leaves_the_name_and_is_explained() -> None:
    assert lever_text.name(HIRES) == "Account executives hired"
    assert lever_text.explain(HIRES, "USD").startswith("Start dates; replacements come on top. ")
    assert lever_text.name(CATALOGUE["enterprise.reps"]) == "Account executives today (fully ramped)"


def test_shares_are_read_in_percent_without_dust() -> None:
    assert lever_text.scaled(WIN_RATE, 0.07) == 7.0
    assert lever_text.shown(WIN_RATE, 0.29) == "29"
    assert lever_text.brief(WIN_RATE, 0.205, "USD") == "20.5%"


def test_one_is_counted_as_one() -> None:
    assert lever_text.span(RAMP, "USD", 1.0) == "1 month"
    assert lever_text.span(RAMP, "USD", 1.0, 6.0) == "1 to 6 months"
    assert lever_text.span(HIRES, "USD", 1.1) == "1.1 people per quarter"
    assert typed.number("Hires", "1 person per quarter", typed.of_lever(HIRES, "USD")) == 1.0


def test_money_is_in_the_currency_of_the_plan() -> None:
    assert lever_text.unit(ACV, "EUR") == "EUR a year"
    assert lever_text.brief(ACV, 60_000.0, "EUR") == "€60K"
    assert lever_text.span(ACV, "EUR", 1_000.0, 2_000.0) == "1,000 to 2,000 EUR a year"


@pytest.mark.parametrize(
    ("lever", "before", "after", "text"),
    [
        (WIN_RATE, 0.22, 0.242, "22% to 24.2%"),
        (RAMP, 5.0, 4.5, "5 to 4.5 months"),
        (HIRES, 0.0, 1.0, "0 to 1 person per quarter"),
        (HIRES, 1.0, 2.0, "1 to 2 people per quarter"),
        (ACV, 60_000.0, 66_666.0, "$60K to $66.7K a year"),
    ],
)
def test_a_change_has_three_digits_and_its_unit_once(lever: object, before: float, after: float, text: str) -> None:
    assert lever_text.change(lever, before, after, "USD") == text  # type: ignore[arg-type]


@pytest.mark.parametrize("lever", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_lever_says_its_bounds_and_its_source(lever: object) -> None:
    text = lever_text.explain(lever, "USD")  # type: ignore[arg-type]
    assert "Possible: " in text
    assert text.count("Source: ") == 1
    assert "Source, in USD: 175k at scale" in lever_text.explain(ACV, "EUR")
    assert "share" not in lever_text.unit(lever, "USD")  # type: ignore[arg-type]
