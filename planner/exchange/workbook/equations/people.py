"""Everybody who does not carry a quota. MODEL.md, People."""

from collections.abc import Iterator

from planner.exchange.workbook.rows import Line
from planner.vocabulary.roles import ROLES

OTHERS = "aes + isrs + bdrs + ses + csms + managers + support_engineers + engineers + marketers"

WITH_DAY_ONE = ("engineers", "marketers")
"""Roles that have heads on day one; the others, who follow from the work, have those of the first month."""


def _starts() -> Iterator[Line]:
    """Who starts in roles of whom the model counts no leavers: growth and the replacement of those who leave."""
    rate = "(1 - (1 - people.attrition) ** (1 / 12))"
    for role in ROLES.values():
        if not role.leavers:
            known = role.id in WITH_DAY_ONE
            yield Line(
                f"{role.id}_leavers",
                f"{role.id}[-1] * {rate}",
                first=None if known else f"{role.id} * {rate}",
                about=f"{role.label} who leave and are replaced",
            )
            yield Line(
                f"{role.id}_starts",
                f"MAX(0, {role.id} - {role.id}[-1] + {role.id}_leavers)",
                first=None if known else f"{role.id}_leavers",
                about=f"{role.label} who start",
            )


ROWS = (
    Line("engineers", "engineers[-1] + people.engineer_hires_per_quarter / 3", day_one="people.engineers"),
    Line("marketers", "marketers[-1] + people.marketer_hires_per_quarter / 3", day_one="people.marketers"),
    Line("csms", "(customers_inside_sales + customers_enterprise) / customer_success.accounts_per_csm"),
    Line("managers", "(aes + isrs) / people.reps_per_manager"),
    Line("support_engineers", "customers / people.customers_per_support_engineer"),
    Line("ga_staff", f"({OTHERS}) * people.ga_per_head"),
    Line("headcount", f"{OTHERS} + ga_staff"),
    *_starts(),
)
