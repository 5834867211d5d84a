"""The key numbers of the Community page."""

from planner.model.simulate import Result
from planner.ui.figures.frames import last_month
from planner.ui.kit.tiles import Kpi, at_end, last_year
from planner.vocabulary.units import MONEY


def of(result: Result) -> list[Kpi]:
    """The key numbers of a result."""
    paying = "Customers of all segments as a share of all sign-ups to date"
    won = "ARR that sales won from product-qualified leads in the last 12 months"
    return [
        at_end("signups", "Sign-ups", note=f"Per month, in {last_month(result.plan)}"),
        at_end("free_accounts", "Free accounts", note="Active at the end of the plan"),
        at_end("pqls", "PQLs", note="Free accounts that become product-qualified leads, per month"),
        at_end("paying_share", "Paying share", note=paying),
        at_end("arr_self_serve", "Self-serve ARR"),
        Kpi("Won from PQLs", lambda outcome: last_year(outcome, "won_pql_arr"), MONEY, note=won),
    ]
