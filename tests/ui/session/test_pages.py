"""Going to another page, as an app with one page sees it."""

from typing import Any

import pytest

from planner.ui.session import pages, state, working_draft


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """Where somebody went, with which address, from one that has a secret in it."""
    found: list[tuple[str, dict[str, str]]] = []
    here = {"room": "ABCD", pages.PRIVATE: "a secret", working_draft.PLAN: "e2345", "s": "old"}
    monkeypatch.setattr(pages.st, "query_params", here)
    monkeypatch.setattr(pages.st, "session_state", {})
    monkeypatch.setattr(pages.st, "switch_page", lambda file, query_params: found.append((file, query_params)))
    monkeypatch.setattr(working_draft, "unread", lambda: False)
    monkeypatch.setattr(state, "token", lambda: "the plan")
    monkeypatch.setattr(state, "draft", lambda: None)
    return found


def test_the_address_comes_along_without_what_is_secret_or_done(went: list[tuple[str, dict[str, Any]]]) -> None:
    pages.go_to("app.py")
    assert went == [("app.py", {"room": "ABCD", state.LINK: "the plan"})]
