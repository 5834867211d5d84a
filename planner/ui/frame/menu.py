"""The menu and the plan's name in the sidebar."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from planner.ui.kit import elements
from planner.ui.session import pages, state

Menu = Mapping[str, Mapping[str, tuple[str, str]]]
"""Page file: title and name of an icon, by group."""

NOT_PRESENTED = ("pages/my_company.py", "pages/model.py", "pages/library.py", "pages/workshop.py", "pages/join.py")
"""Pages that are no part of what is presented: what is entered, how it is computed, where it is kept."""

# Part of the page rather than apart from it: a link to skip to the content is one only before other links.
_menu = st.components.v2.component(
    "groundswell.menu",
    html='<nav class="menu" aria-label="Pages"></nav>',
    css=Path(__file__).with_name("menu.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("menu.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(menu: Menu, title: str) -> None:
    """The menu; a click goes to its page. title: of the page that is open."""
    plan, baseline = state.plan().name, state.baseline_plan().name
    groups = [
        {
            "title": group,
            "entries": [
                {
                    "file": file,
                    "path": path(file),
                    "label": label,
                    "icon": icon,
                    "current": label == title,
                    "presented": file not in NOT_PRESENTED,
                }
                for file, (label, icon) in entries.items()
            ],
        }
        for group, entries in menu.items()
    ]
    data = {"groups": groups, "plan": plan, "baseline": baseline}
    chosen = _menu(key="menu", data=elements.quick(data), on_file_change=lambda: None)
    if chosen.file:
        pages.go_to(chosen.file)


def path(file: str) -> str:
    """A page's path in the address, from the start page's."""
    return "./" if file == "app.py" else f"./{file.removeprefix('pages/').removesuffix('.py')}"
