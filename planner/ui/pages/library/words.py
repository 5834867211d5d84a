"""What the Library says of plans and versions."""

from planner.analysis.readings.approved import Verdict
from planner.store.saved import Entry, Listed

NONE = "No plan was saved or opened in this browser yet. Save keeps the plan that is open."
NOT_FOUND = "No plan that was saved or opened in this browser has these words in its name or notes."
LINKS = (
    "Whoever has the link to edit may save versions, approve and delete; whoever has the link to read sees every "
    "version and changes nothing."
)
VERDICTS: dict[Verdict, str] = {"below": "below", "within": "within", "above": "above"}
DIFFERENT = "The approved version is in another currency or has none of the same months."


def beyond(count: int, many: bool) -> str:
    """That a list goes on. many: whether it goes on beyond what is counted."""
    return f"{count:,} {'or more others' if many else 'more'}, used earlier; search for them."


def title(plan: Listed, when: str) -> str:
    """A plan in the list. when: its newest version was saved."""
    marks = [f"version {plan.newest}", when]
    if plan.approved is not None:
        marks.append(f"version {plan.approved} approved")
    if plan.edit_id is None:
        marks.append("read only")
    return f"{plan.name} · {' · '.join(marks)}"


def pages(newest: int, size: int) -> list[str]:
    """The versions of a plan by pages of that size, the newest first: "24 to 43", "4 to 23", "1 to 3"."""
    return [f"{max(last - size + 1, 1):,} to {last:,}" for last in range(newest, 0, -size)]


def version(entry: Entry, when: str, name: str) -> str:
    """A version in the history of a plan. name: the plan's own, which is not said again."""
    parts = [f"Version {entry.number}", when]
    if entry.approved:
        parts.append("approved")
    if entry.name != name:
        parts.append(f'as "{entry.name}"')
    return " · ".join(parts) + (f": {entry.note}" if entry.note else "")
