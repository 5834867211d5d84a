"""Names of files that are taken out: the plan, what is in them, the day."""

from datetime import date

LONGEST = 60
"""Letters of a plan's name, at most."""


def stem(name: str) -> str:
    """A plan's name in small letters and digits; "plan" where it has none."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return "-".join(letters.split())[:LONGEST].strip("-") or "plan"


def file_name(plan: str, what: str, day: date, ending: str) -> str:
    """The name of a file: "our-plan-arr-by-segment-2026-01-31.csv". plan: its name. what: what is in it."""
    return f"{stem(plan)}-{stem(what)}-{day:%Y-%m-%d}.{ending}"
