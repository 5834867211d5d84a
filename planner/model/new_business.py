"""What is sold, and who moves up from self-serve. MODEL.md, New business."""

from planner.model.compiled import stage
from planner.model.rates import share_of


@stage
def upgraded_customers(upgrade_wins: float, self_serve_customers: float) -> float:
    """Customers that move in the month: no more than self-serve has left after retention."""
    return min(upgrade_wins, self_serve_customers)


@stage
def upgrade_arr(upgrade_value: float, upgrade_wins: float, upgraded: float, self_serve_arr: float) -> float:
    """Contract value of the upgrade wins that moved, less the self-serve ARR that they took along."""
    return upgrade_value * share_of(upgraded, upgrade_wins) - self_serve_arr


@stage
def new_arr(other_value: float, upgrade_value: float, upgrade_wins: float, upgraded: float) -> float:
    """All other contract value won in the month, with the upgrade wins for which nobody was left to move."""
    return other_value + upgrade_value * (1.0 - share_of(upgraded, upgrade_wins))


@stage
def revenue(opening_arr: float, closing_arr: float) -> float:
    """Subscription revenue of the month: a twelfth of the mean ARR."""
    return (opening_arr + closing_arr) / 2.0 / 12.0
