"""What the components of several rooms are made of in the browser."""

from pathlib import Path

JS = Path(__file__).with_name("elements.js").read_text(encoding="utf-8")
"""Elements and sparklines, before a component's own script."""

CSS = Path(__file__).with_name("elements.css").read_text(encoding="utf-8")
"""How they look, once a page."""
