"""How words stand in a sentence."""

from collections.abc import Sequence

SINGULAR = {"people": "person", "opportunities": "opportunity", "times": "times"}
"""Words that do not lose their s alone where there is one; a factor is 1 times."""


def counted(number: int | str, several: str) -> str:
    """So many of something: "1 person", "2,000 draws". several: their plural."""
    text = number if isinstance(number, str) else f"{number:,}"
    if not is_one(text):
        return f"{text} {several}"
    *before, last = several.split(" ")
    return " ".join([text, *before, singular(last)])


def is_one(number: str) -> bool:
    """Whether what stands behind a number as text is one; of "1 to 3" the last number counts."""
    return number.rsplit(" ", 1)[-1] == "1"


def singular(word: str) -> str:
    """One of what a plural names."""
    return SINGULAR.get(word, word.removesuffix("s"))


def within(label: str) -> str:
    """A label within a sentence: "account executive ramp", but "PQL rate", "G&A staff cost", "BDRs".

    The first letter is lowered unless the first word is an abbreviation, that is has a further capital.
    """
    first = label.split(maxsplit=1)[0] if label.strip() else ""
    return label if any(letter.isupper() for letter in first[1:]) else label[:1].lower() + label[1:]


def opening(text: str) -> str:
    """A text at the beginning of a sentence: its first letter raised."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
