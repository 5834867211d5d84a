"""The facilitator's guide names what the app has, and is one page on paper."""

import ast
import io
import re
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from support import ROOT

from planner.ui.frame.layout import MENU
from planner.ui.pages.workshop.guide import ABOUT, AIM, GUIDE, TITLE, printed

NAMED = sorted({name for points in GUIDE.values() for point in points for name in re.findall(r"\*\*(.+?)\*\*", point)})


def said_by_the_pages() -> Iterator[str]:
    """Patterns of every text in the code of the pages of a workshop, but for the guide's own."""
    for folder in ("planner/ui/pages/workshop", "planner/ui/pages/join", "planner/ui/workshop"):
        for file in (ROOT / folder).glob("*.py"):
            for node in [] if file.stem == "guide" else ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield re.escape(node.value)
                elif isinstance(node, ast.JoinedStr):
                    parts = [re.escape(one.value) if isinstance(one, ast.Constant) else ".+" for one in node.values]
                    yield "".join(map(str, parts))


@pytest.mark.parametrize("name", NAMED)
def test_what_the_guide_names_is_in_the_app(name: str) -> None:
    titles = {title for group in MENU.values() for title, _ in group.values()}
    assert name in titles or any(re.fullmatch(pattern, name) for pattern in said_by_the_pages())


def test_the_guide_names_something() -> None:
    assert len(NAMED) > 10


def test_the_guide_is_one_page_and_says_everything() -> None:
    reader = PdfReader(io.BytesIO(printed()))
    assert len(reader.pages) == 1
    said = re.sub(r"[\s\u00ad\u2010-]", "", reader.pages[0].extract_text())
    for text in (TITLE, ABOUT, AIM, *GUIDE, *(point for points in GUIDE.values() for point in points)):
        plain = re.sub(r"\*\*(.+?)\*\*", "“\\1”", text)
        assert re.sub(r"[\s\u00ad\u2010-]", "", plain) in said
