"""Somebody who has never been here enters a company that is described on one page."""

from collections.abc import Mapping

import pytest
from live import DRAWN, PATIENCE, PHONE, WIDE, settle
from playwright.sync_api import Browser, Page, expect

from planner.exchange import links

pytestmark = pytest.mark.browser

DEVELOPER_TOOL = {
    "ARR today, in all": "1.34M",
    "Self-serve, share of ARR (%)": "55",
    "Inside sales, share of ARR (%)": "25",
    "Enterprise, share of ARR (%)": "20",
    "Paying customers": "510",
    "Sign-ups a month": "7,400",
    "Sign-ups that become active (%)": "17",
    "Price of a new self-serve customer, a year": "600",
    "ARR of a year ago that is still there (%)": "86",
    "Everybody, founders included": "21",
    "Cash in the bank": "3.6M",
    "Burn a month": "190k",
}
SOLD_BY_PEOPLE = {
    "ARR today, in all": "9M",
    "Enterprise, share of ARR (%)": "100",
    "Paying customers": "120",
    "Sign-ups a month": "0",
    "Quota of an account executive, a year": "900k",
    "Everybody, founders included": "80",
    "Cash in the bank": "12M",
}


@pytest.mark.parametrize(("size", "answers"), [(WIDE, DEVELOPER_TOOL), (PHONE, SOLD_BY_PEOPLE)], ids=["wide", "phone"])
def test_a_newcomer_enters_a_company(chromium: Browser, server: str, size: dict, answers: Mapping[str, str]) -> None:
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.goto(server)
    welcome = page.get_by_text("This is a sample company.")
    expect(welcome).to_be_visible(timeout=PATIENCE)
    expect(page.locator(DRAWN).first).to_be_visible(timeout=PATIENCE)
    settle(page)
    page.get_by_role("button", name="Enter yours").click()
    expect(page.get_by_label("ARR today, in all", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-company-numbers").get_by_role("button")).to_have_text("Use this plan")  # alone
    for label, text in answers.items():
        enter(page, label, text)
    page.get_by_role("button", name="Add account executives").press("Enter")
    settle(page)
    expect(page.locator("input:focus")).to_have_value("1", timeout=PATIENCE)
    page.keyboard.type("4")  # over what stands in the field of the new row, which has the keyboard
    page.keyboard.press("Tab")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Use this plan").last.click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Overview", timeout=PATIENCE)
    settle(page)
    expect(page.get_by_text("My company").first).to_be_attached()
    token = page.evaluate("new URL(location.href).searchParams.get('s')")
    plan, baseline = links.decode(token)
    assert plan == baseline
    assert plan.value("enterprise.reps") == 4
    assert plan.origin["finance.cash"] == "entered"
    page.reload()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Overview", timeout=PATIENCE)
    settle(page)
    expect(welcome).to_have_count(0)
    page.goto(server)
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Overview", timeout=PATIENCE)
    settle(page)
    expect(welcome).to_have_count(0)
    context.close()


def enter(page: Page, label: str, text: str) -> None:
    """Type into a field as somebody does who goes from one to the next."""
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")
    settle(page)
