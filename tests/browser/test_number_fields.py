"""Numbers as people type and paste them, in a real Chromium."""

import re

import pytest
from live import PATIENCE, settle
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

TYPED = [
    ("$1,234,567", "$1,234,567"),
    ("30M", "$30,000,000"),
    ("1,2 Mio.", "$1,200,000"),
    ("(1,500,000)", "-$1,500,000"),
    ("\u22122000000", "-$2,000,000"),
    ("1\u00a0050\u202f000", "$1,050,000"),
    ("1.150.000", "$1,150,000"),
]
REFUSED = [
    ("", "is empty: its value, $1,150,000, stays"),
    ("5 6", "holds more than one number"),
    ("€5", "the plan in USD"),
]


def amount(page: Page, address: str) -> Locator:
    """The amount of the first funding round, ready to be typed."""
    page.goto(f"{address}/plan")
    expect(page.get_by_role("slider", name="Funding round").first).to_be_visible(timeout=PATIENCE)
    settle(page)
    page.get_by_role("slider", name="Funding round").first.click()
    field = page.get_by_label("Amount", exact=True).first
    expect(field).to_be_visible(timeout=PATIENCE)
    return field


def test_an_amount_is_what_was_typed_or_it_is_refused(page: Page, server: str) -> None:
    field = amount(page, server)
    expect(field).to_have_attribute("inputmode", "decimal")
    expect(field).to_have_attribute("type", "text")
    for text, shown in TYPED:
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_value(shown, timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"^\d+/\d+$"))).to_have_count(0)  # letters are not counted
    before = field.input_value()
    for text, reason in REFUSED:
        field.fill(text)
        field.press("Enter")
        expect(page.get_by_text(reason)).to_be_visible(timeout=PATIENCE)
        expect(field).to_have_value(before, timeout=PATIENCE)
