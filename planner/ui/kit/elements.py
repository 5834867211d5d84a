"""What the components of several rooms are made of in the browser."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

JS = Path(__file__).with_name("elements.js").read_text(encoding="utf-8")
"""Elements and sparklines, before a component's own script."""

ENTRIES = Path(__file__).with_name("entries.js").read_text(encoding="utf-8")
"""What is entered in a component, until the server has answered it; before the component's own script."""

CSS = Path(__file__).with_name("elements.css").read_text(encoding="utf-8")
"""How they look, once per page."""


def quick(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data for a component with its lists as tuples, which are the same in the browser.

    In a list Streamlit looks for a data frame, which takes several times as long as all else that sends it.
    """
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
