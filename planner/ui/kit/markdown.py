"""Text as text where Streamlit reads Markdown: no links, images, formulas, icons or emphasis from names."""

import re

JOINER = "\u2060"
"""A word joiner: it does not show, and breaks what would be read as an address, an icon or a list."""

_SYNTAX = re.compile(r"[\\`*_\[\]<$~&]|^[#>+-]")
_SHORTHAND = re.compile(r":(?=\S)|(?i:\bwww)(?=\.)|@|^\d+(?=[.)])")


def literal(text: str) -> str:
    """Markdown that shows a text as it is, on one line."""
    escaped = _SYNTAX.sub(r"\\\g<0>", " ".join(text.split()))
    return _SHORTHAND.sub(rf"\g<0>{JOINER}", escaped)


def heard(text: str) -> str:
    """What a screen reader says of a button beside what it shows: on what it acts, of several that look alike.

    The page's style hides coloured text in buttons.
    """
    return f":gray[{literal(text)}]"
