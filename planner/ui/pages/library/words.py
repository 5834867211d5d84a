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


def title(plan: Listed, when: str) -> str:
    """A plan in the list. when: its newest version was saved."""
    marks = [f"version {plan.newest}", when]
    if plan.approved is not None:
        marks.append(f"version {plan.approved} approved")
    if plan.edit_id is None:
        marks.append("read only")
    return f"{plan.name} · {' · '.join(marks)}"


def version(entry: Entry, when: str, name: str) -> str:
    """A version in the history of a plan. name: the plan's own, which is not said again."""
    parts = [f"Version {entry.number}", when]
    if entry.approved:
        parts.append("approved")
    if entry.name != name:
        parts.append(f'as "{entry.name}"')
    return " · ".join(parts) + (f": {entry.note}" if entry.note else "")
