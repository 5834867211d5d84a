"""What the components of several rooms are made of in the browser."""

from pathlib import Path

JS = Path(__file__).with_name("elements.js").read_text(encoding="utf-8")
"""Elements and sparklines, before a component's own script."""

ENTRIES = Path(__file__).with_name("entries.js").read_text(encoding="utf-8")
"""What is entered in a component, until the server has answered it; before the component's own script."""

CSS = Path(__file__).with_name("elements.css").read_text(encoding="utf-8")
"""How they look, once per page."""
