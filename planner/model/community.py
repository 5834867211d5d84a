"""Intent, action, activation, monetisation: from visitors to product-qualified leads. MODEL.md, Community."""

from planner.model.compiled import stage


@stage
def grown(index: float, growth: float) -> float:
    """Index of visitors or MQLs at the end of a month that grows by `growth`; 1 in the first month."""
    return index * (1.0 + growth)


@stage
def visitors(organic: float, index: float, referral: float, free_accounts: float) -> float:
    """Visitors of the month: the organic ones, and those that the opening free accounts bring."""
    return organic * index + referral * free_accounts


@stage
def free_pool_exits(
    free_accounts: float, conversion: float, pql_rate: float, free_churn: float
) -> tuple[float, float, float, float]:
    """What becomes of the opening free accounts in the month: (conversions, pqls, free_churned, staying).

    The three exits compete for the opening pool; rates that add up to more than 1 are scaled to add up to 1, and then
    nobody stays.
    """
    everything = conversion + pql_rate + free_churn
    scale = 1.0 / everything if everything > 1.0 else 1.0
    return (
        free_accounts * (conversion * scale),
        free_accounts * (pql_rate * scale),
        free_accounts * (free_churn * scale),
        free_accounts * max(0.0, 1.0 - everything),
    )
