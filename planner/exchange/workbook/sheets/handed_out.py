"""The plan as the workbook was made, in a hidden sheet: what was edited since is told from what the plan did since."""

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from planner.exchange import links
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError

NAME = "Handed out"

LONGEST = 30_000
"""Letters of a cell; spreadsheets take 32,767."""


def write(sheet: Worksheet, plan: Plan) -> None:
    """Fill the sheet, and hide it."""
    text = links.encode(plan, plan)
    for row, start in enumerate(range(0, len(text), LONGEST)):
        sheet.write_string(row, 0, text[start : start + LONGEST])
    sheet.hide()


def read(lines: Iterable[tuple[object, ...]]) -> Plan | None:
    """The plan that was handed out; None where the sheet does not say."""
    try:
        return links.decode("".join(str(row[0]) for row in lines if row and row[0] is not None))[0]
    except PlannerError:
        return None
