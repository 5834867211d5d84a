"""Links to a room: under the address that is named, else under the browser's own."""

from types import SimpleNamespace

import pytest

from planner.ui.workshop import links


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    context = SimpleNamespace(url="http://192.168.1.20:8501/workshop")
    monkeypatch.delenv(links.ADDRESS, raising=False)
    monkeypatch.setattr(links.st, "context", context)
    return context


def test_links_are_under_the_browser_s_own_address(browser: SimpleNamespace) -> None:
    assert links.join("K7QM4P") == "http://192.168.1.20:8501/join?room=K7QM4P"
    assert links.board("K7QM4P") == "http://192.168.1.20:8501/workshop?board=K7QM4P"
    browser.url = "https://example.org/plans/workshop"
    assert links.facilitator("K7QM4P", "f1") == "https://example.org/plans/workshop?room=K7QM4P&key=f1"


def test_an_address_that_is_named_counts(browser: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.url = "http://localhost:8501/workshop"
    assert links.here_only()
    monkeypatch.setenv(links.ADDRESS, "https://plans.example.org/")
    assert links.join("K7QM4P") == "https://plans.example.org/join?room=K7QM4P"
    assert not links.here_only()


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("[::1]", True),
        ("10.0.0.4", False),
        ("plans.example.org", False),
        ("plans.localhost", True),
    ],
)
def test_whether_others_can_open_them(browser: SimpleNamespace, host: str, alone: bool) -> None:
    browser.url = f"http://{host}:8501/"
    assert links.here_only() is alone
