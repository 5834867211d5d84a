"""What is sold, and who moves up from self-serve. MODEL.md, New business."""

from planner.model.compiled import stage
from planner.model.rates import share_of


@stage
def upgrade_wins(inside_sales: float, enterprise: float) -> float:
    """Upgrade wins of both chains."""
    return inside_sales + enterprise


@stage
def upgraded_customers(wins: float, self_serve_customers: float) -> float:
    """``min(upgrade wins of both chains, self-serve customers left after retention)``."""
    return min(wins, self_serve_customers)


@stage
def upgraded_share(upgraded: float, self_serve_customers: float) -> float:
    """Fraction of self-serve that moves: ``upgraded / customers left after retention``; 0 without any."""
    return share_of(upgraded, self_serve_customers)


@stage
def left_with_them(self_serve: float, share: float) -> float:
    """What the customers who upgrade take out of self-serve: ``held × upgraded share``."""
    return self_serve * share


@stage
def won_customers(pql: float, upgrade: float, mql: float, outbound: float) -> float:
    """Wins of the month over all sources; those of self-serve are its conversions."""
    return pql + upgrade + mql + outbound


@stage
def won_arr(won: float, acv: float) -> float:
    """``wins × acv``."""
    return won * acv


@stage
def committed_won_arr(won: float, committed_share: float) -> float:
    """``won ARR × committed_share``: on annual contracts."""
    return won * committed_share


@stage
def won_pql_arr(inside_sales: float, inside_sales_acv: float, enterprise: float, enterprise_acv: float) -> float:
    """``wins from PQLs × acv`` of both chains."""
    return inside_sales * inside_sales_acv + enterprise * enterprise_acv


@stage
def won_upgrade_arr(inside_sales: float, inside_sales_acv: float, enterprise: float, enterprise_acv: float) -> float:
    """``upgrade wins × acv`` of both chains, moved or not."""
    return inside_sales * inside_sales_acv + enterprise * enterprise_acv


@stage
def won_mql_arr(inside_sales: float, inside_sales_acv: float, enterprise: float, enterprise_acv: float) -> float:
    """``wins from MQLs × acv`` of both chains."""
    return inside_sales * inside_sales_acv + enterprise * enterprise_acv


@stage
def won_outbound_arr(enterprise: float, enterprise_acv: float) -> float:
    """``wins from prospecting × acv``; inside sales does not prospect."""
    return enterprise * enterprise_acv


@stage
def won_pql_customers(inside_sales: float, enterprise: float) -> float:
    """Wins from PQLs of both chains."""
    return inside_sales + enterprise


@stage
def won_mql_customers(inside_sales: float, enterprise: float) -> float:
    """Wins from MQLs of both chains."""
    return inside_sales + enterprise


@stage
def won_outbound_customers(enterprise: float) -> float:
    """Wins from prospecting; inside sales does not prospect."""
    return enterprise


@stage
def upgrade_arr(upgrade_value: float, wins: float, upgraded: float, self_serve_arr: float) -> float:
    """Contract value of the upgrade wins that moved, less the self-serve ARR that they took along."""
    return upgrade_value * share_of(upgraded, wins) - self_serve_arr


@stage
def new_arr(
    self_serve: float, pql: float, mql: float, outbound: float, upgrade: float, wins: float, upgraded: float
) -> float:
    """All other contract value won in the month, with the upgrade wins for which nobody was left to move."""
    return self_serve + pql + mql + outbound + upgrade * (1.0 - share_of(upgraded, wins))


@stage
def expansion_arr(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """Expansion of the three segments."""
    return self_serve + inside_sales + enterprise


@stage
def churned_customers(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """Customers lost by the three segments."""
    return self_serve + inside_sales + enterprise


@stage
def arr(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """ARR of the three segments: ``opening + new + upgrade + expansion − contraction − churned``."""
    return self_serve + inside_sales + enterprise


@stage
def customers(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """Customers of the three segments."""
    return self_serve + inside_sales + enterprise


@stage
def revenue(opening_arr: float, closing_arr: float) -> float:
    """``(opening arr + arr) / 2 / 12``."""
    return (opening_arr + closing_arr) / 2.0 / 12.0
