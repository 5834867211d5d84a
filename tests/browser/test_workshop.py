"""A workshop in real browsers: a facilitator, a projector and six phones, a whole hour, and whatever goes wrong."""

import csv
import io
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import live
import pytest
from axe_playwright_python.sync_playwright import Axe
from live import MINE, PATIENCE, PHONE, WIDE, number, settle
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

WINS = "Enterprise win rate"
PEOPLE = {"Ada": "18", "Ben": "20", "Cyd": "22", "Dan": "24", "Eve": "26", "Fay": "45"}
"""Who takes part, and what each sets the win rate to, in percent."""
WHY = {"Ada": "Last year was worse.", "Fay": "=HYPERLINK(1) <b>new</b> product & *team*"}
"""Reasons of those who lie furthest out."""
GUESS = re.compile("^ARR in .* \\(USD\\)$")
REVEAL = "How far apart we are"


class Room:
    """A server with a room, and everybody in it; each in a browser of their own."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self.chromium, self.environment = chromium, {"GROUNDSWELL_DATABASE": "", "GROUNDSWELL_FOLDER": str(folder)}
        self.open_here = ExitStack()
        self.server = self.open_here.enter_context(live.served(environment=self.environment))
        self.address = self.server.address
        self.code = self.link = ""

    def window(self, size: dict) -> Page:
        phone = size == PHONE
        context = self.chromium.new_context(viewport=size, has_touch=phone, is_mobile=phone, accept_downloads=True)
        self.open_here.callback(context.close)
        return context.new_page()

    def open(self, *settings: str) -> Page:
        """The facilitator, with a room that was opened with these settings."""
        page = self.window(WIDE)
        page.goto(f"{self.address}/workshop{MINE}")
        expect(button(page, "Open the room")).to_be_visible(timeout=3 * PATIENCE)  # the engine may be compiled first
        settle(page)
        if settings:
            page.locator("summary", has_text="How the room works").click()
        for name in settings:
            page.get_by_test_id("stCheckbox").get_by_text(name).click()
            settle(page)
        button(page, "Open the room").click()
        self.code = page.locator(".room-code").inner_text(timeout=PATIENCE)
        self.link = page.locator(".st-key-room-secret code").inner_text(timeout=PATIENCE)
        button(page, "I have kept it").click()
        expect(page.locator(".st-key-room-secret")).to_have_count(0, timeout=PATIENCE)
        return page

    def projector(self) -> Page:
        page = self.window(WIDE)
        page.goto(f"{self.address}/workshop?board={self.code}")
        expect(page.locator(".room-code")).to_have_text(self.code, timeout=PATIENCE)
        return page

    def joins(self, name: str) -> Page:
        """A phone that opens the link."""
        page = self.window(PHONE)
        page.goto(f"{self.address}/join?room={self.code}")
        enter(page, "Your nickname", name)
        button(page, "Join").click()
        expect(page.get_by_text("You are in.")).to_be_visible(timeout=PATIENCE)
        return page

    def kill(self) -> None:
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait(10)

    def start_again(self) -> None:
        again = live.served(port=self.server.port, environment=self.environment)
        self.server = self.open_here.enter_context(again)


@pytest.fixture
def room(chromium: Browser, tmp_path: Path) -> Iterator[Room]:
    found = Room(chromium, tmp_path)
    with found.open_here:
        yield found


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


def begins(page: Page, name: str) -> Locator:
    """The button whose name begins so."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first


def enter(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label).first
    expect(field).to_be_visible(timeout=PATIENCE)
    field.fill(text)
    field.press("Tab")
    settle(page)


def guesses(page: Page, text: str) -> None:
    expect(button(page, "Commit my guess")).to_be_visible(timeout=PATIENCE)
    page.get_by_label(GUESS).fill(text)
    button(page, "Commit my guess").click()


def sets(page: Page, percent: str, reason: str = "", ends: tuple[str, str] | None = None) -> None:
    """Set the win rate, with a reason and a range of one's own."""
    expect(button(page, "Submit").or_(button(page, "Submit again"))).to_be_visible(timeout=PATIENCE)
    settle(page)
    number(page, WINS).fill(percent)
    number(page, WINS).press("Enter")
    settle(page)
    if ends:
        row = page.get_by_role("group", name=WINS, exact=True)
        for which, text in zip(("lowest", "highest"), ends, strict=True):
            end = row.get_by_role("textbox", name=re.compile(which))
            expect(end).not_to_have_value("", timeout=PATIENCE)
            end.fill(text)
            end.press("Enter")
            settle(page)
    if reason:
        page.locator("summary", has_text="Say why").click()
        field = page.get_by_test_id("stExpander").get_by_label(WINS, exact=True)
        field.fill(reason)
        field.press("Tab")
        settle(page)


def submits(page: Page) -> None:
    """Submit; what follows is a sentence, or the reveal where everybody has."""
    proposed = page.get_by_test_id("stCheckbox")
    if proposed.count():
        proposed.first.get_by_text("they are what I think").or_(
            proposed.first.get_by_text("are what I think")
        ).first.click()
        settle(page)
    button(page, "Submit").or_(button(page, "Submit again")).first.click()
    expect(page.get_by_text("Submitted.").or_(page.get_by_text(REVEAL)).first).to_be_visible(timeout=PATIENCE)


def said(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)


def accessible(*pages: Page) -> None:
    for page in pages:
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= (page.viewport_size or WIDE)["width"]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_the_script_of_a_whole_hour(room: Room) -> None:
    """Guess, set blind with reasons and ranges, reveal, argue, a second round, decide, save, take it home."""
    facilitator = room.open("Ask everybody for a low and a high")
    projector = room.projector()
    phones = {name: room.joins(name) for name in PEOPLE}
    said(projector, "6 joined")
    ada = phones["Ada"]
    accessible(facilitator, projector, ada)

    button(facilitator, "Start: everybody guesses").click()
    for at, page in enumerate(phones.values()):
        guesses(page, f"{20 + at}M")
    said(projector, "Set the levers")

    for name, page in phones.items():
        value = float(PEOPLE[name])
        ends = (f"{value - 4:g}", f"{value + 6:g}") if name != "Dan" else None
        sets(page, PEOPLE[name], WHY.get(name, ""), ends)
        if name == "Ada":
            accessible(facilitator, projector, ada)
        assert WHY["Ada"] not in projector.inner_text("body")
        submits(page)
    for page in (facilitator, projector, *phones.values()):
        expect(page.get_by_text(REVEAL).first).to_be_visible(timeout=PATIENCE)
    for reason in WHY.values():
        said(projector, reason)
    assert not any(name in projector.inner_text("body") for name in PEOPLE)
    accessible(facilitator, projector, ada)
    written = ada.locator("[data-testid=stVegaLiteChart] text")
    expect(written.filter(has_text="product-qualified leads")).to_be_visible(timeout=PATIENCE)
    assert not [text for text in written.all_text_contents() if "…" in text]

    begins(facilitator, "Round 2").click()
    for name, page in phones.items():
        sets(page, "24" if name == "Fay" else PEOPLE[name])
        submits(page)
    said(projector, "How the room came together")

    button(facilitator, "Decide").click()
    said(facilitator, "What the room adopts")
    begins(facilitator, "Save as the room's plan").click()
    said(facilitator, "The room's plan is saved.")
    accessible(facilitator, projector, ada)
    button(facilitator, "End the workshop").click()
    said(ada, "Thank you.")
    taken_home(facilitator)

    button(facilitator, "Open the room's plan").click()
    expect(facilitator.locator("[data-testid=stMain] h1")).to_have_text("Overview", timeout=PATIENCE)


def taken_home(facilitator: Page) -> None:
    """The table of all that was said, and the printed page."""
    settle(facilitator)
    with facilitator.expect_download(timeout=PATIENCE) as got:
        button(facilitator, "Everything as CSV").click()
    rows = list(csv.DictReader(io.StringIO(got.value.path().read_text(encoding="utf-8"))))
    set_to = [float(row["value"]) for row in rows if row["label"] == WINS and row["kind"] == "value"]
    wins = [float(value) / 100 for value in PEOPLE.values()]
    assert sorted(set_to) == pytest.approx(sorted([*wins, *wins[:-1], 0.24]))
    guessed = [float(row["value"]) for row in rows if row["kind"] == "guess" and row["round"] == "1"]
    assert sorted(guessed) == [20e6, 21e6, 22e6, 23e6, 24e6, 25e6]
    assert {row["nickname"] for row in rows} == {""}
    assert f"'{WHY['Fay']}" in {row["reason"] for row in rows}
    (decided,) = [row for row in rows if row["label"] == WINS and row["kind"] == "decided"]
    assert float(decided["value"]) == pytest.approx(0.23)
    assert float(decided["low"]) < 0.23 < float(decided["high"])
    with facilitator.expect_download(timeout=PATIENCE) as got:
        button(facilitator, "The hour on one page (PDF)").click()
    assert len(PdfReader(got.value.path()).pages) == 1


def test_an_interrupted_participant_is_back_where_they_were(room: Room) -> None:
    """A reload, the back button, a lost connection, a facilitator's closed page, and a server that is killed."""
    facilitator = room.open()
    projector = room.projector()
    reloads, goes_back, leaves = (room.joins(name) for name in ("Ada", "Ben", "Cyd"))
    button(facilitator, "Start: everybody guesses").click()
    guesses(reloads, "21M")
    said(reloads, "Your guess is in")
    reloads.reload()
    said(reloads, "Your guess is in")
    expect(reloads.get_by_label(GUESS)).to_have_value("$21,000,000", timeout=PATIENCE)
    begins(facilitator, "Close the guesses").click()

    sets(reloads, "31", "So it was.")
    reloads.reload()
    expect(number(reloads, WINS)).to_have_value("31", timeout=PATIENCE)
    submits(reloads)
    sets(goes_back, "33")
    goes_back.goto("about:blank")
    goes_back.go_back()
    expect(number(goes_back, WINS)).to_have_value("33", timeout=PATIENCE)
    sets(goes_back, "34")
    sets(leaves, "35")
    leaves.context.set_offline(True)

    room.kill()
    room.start_again()
    for page in (projector, facilitator, reloads, goes_back):
        expect(page.locator("[data-test-connection-state=CONNECTED]")).to_have_count(1, timeout=PATIENCE)
        expect(page.get_by_text("1 of 3").first).to_be_visible(timeout=PATIENCE)
        settle(page)
    said(reloads, "Submitted.")
    expect(number(reloads, WINS)).to_have_value("31", timeout=PATIENCE)
    expect(number(goes_back, WINS)).to_have_value("34", timeout=PATIENCE)
    submits(goes_back)
    facilitator.close()
    elsewhere = room.window(PHONE)
    elsewhere.goto(room.link)
    begins(elsewhere, "Close the round").click(timeout=PATIENCE)
    said(projector, REVEAL)
    said(projector, "2 people")
    said(reloads, "So it was.")

    leaves.context.set_offline(False)
    expect(leaves.get_by_text(REVEAL).first).to_be_visible(timeout=PATIENCE)
    begins(elsewhere, "Round 2").click()
    expect(button(leaves, "Submit")).to_be_visible(timeout=PATIENCE)
    submits(leaves)


def test_what_cannot_be_is_one_sentence_and_a_way_on(room: Room) -> None:
    """A wrong code, a nickname twice, a nickname that was taken out, a round that closes while somebody answers."""
    facilitator = room.open()
    ada = room.joins("Ada")
    other = room.window(PHONE)
    other.goto(f"{room.address}/join")
    for wrong in ("ZZZZZZ", "'; --", "1"):
        enter(other, "Code", wrong)
        button(other, "Go on").click()
        said(other, "no room has it")
    enter(other, "Code", f" {room.code[:3].lower()} {room.code[3:]}")
    button(other, "Go on").click()
    enter(other, "Your nickname", "ADA ")
    button(other, "Join").click()
    said(other, "choose another one")
    accessible(other)
    enter(other, "Your nickname", "Ben")
    button(other, "Join").click()
    said(other, "You are in.")

    button(facilitator, "Start: everybody guesses").click()
    expect(button(other, "Commit my guess")).to_be_visible(timeout=PATIENCE)
    other.context.set_offline(True)
    other.get_by_label(GUESS).fill("9M")
    button(other, "Commit my guess").click()
    said(other, "No connection.")
    begins(facilitator, "Close the guesses").click()
    expect(button(ada, "Submit")).to_be_visible(timeout=PATIENCE)
    other.context.set_offline(False)
    expect(button(other, "Submit")).to_be_visible(timeout=PATIENCE)

    begins(facilitator, "People").click()
    facilitator.get_by_role("combobox", name=re.compile("Remove a nickname")).click()
    facilitator.get_by_role("option", name="Ben").click()
    button(facilitator, "Remove Ben").click()
    said(other, "removed your nickname")
    enter(other, "Your nickname", "Ben")
    button(other, "Join").click()
    said(other, "choose another one")
    enter(other, "Your nickname", "Bob")
    button(other, "Join").click()
    expect(button(other, "Submit")).to_be_visible(timeout=PATIENCE)
