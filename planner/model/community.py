"""Intent, action, activation, monetisation: from visitors to product-qualified leads. MODEL.md, Community."""

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.rates import share_of


@stage
def index(opening: float, growth: float) -> float:
    """Growth of visitors or MQLs since the first month: ``opening × (1 + growth)``; 1 in the first month."""
    return opening * (1.0 + growth)


@stage
def visitors(organic: float, growth_index: float, referral: float, free_accounts: float) -> float:
    """``community.visitors × index + referral × opening free_accounts``."""
    return organic * growth_index + referral * free_accounts


@stage
def room(signups_to_date: float, market: float) -> float:
    """Share of the market that has not signed up yet: ``max(0, 1 − opening signups_to_date / market)``.

    1 when the market is 0, which means that it has no limit.
    """
    return where(market > 0.0, max(0.0, 1.0 - share_of(signups_to_date, market)), 1.0)


@stage
def signups(visitors_: float, signup_rate: float, room_left: float) -> float:
    """``visitors × signup_rate × room``."""
    return visitors_ * signup_rate * room_left


@stage
def signups_to_date(opening: float, signups_: float) -> float:
    """``opening + signups``."""
    return opening + signups_


@stage
def activations(signups_: float, activation_rate: float) -> float:
    """``signups × activation_rate``."""
    return signups_ * activation_rate


@stage
def exits(conversion: float, pql_rate: float, free_churn: float) -> float:
    """What the rates add up to at which free accounts leave the pool."""
    return conversion + pql_rate + free_churn


@stage
def first_exits(first_month: float, conversion: float, pql_rate: float) -> float:
    """What the rates add up to at which accounts activated this month act in it."""
    return first_month * conversion + first_month * pql_rate


@stage
def scale(rates: float) -> float:
    """What competing rates that add up to `rates` are multiplied with: 1, or ``1 / rates`` above 1."""
    return 1.0 / max(rates, 1.0)


@stage
def staying(rates: float) -> float:
    """Share that none of the competing rates takes: ``1 − rates``; exactly 0 where they add up to 1 or more."""
    return max(0.0, 1.0 - rates)


@stage
def conversions(
    free_accounts: float, conversion: float, pool_scale: float, activated: float, first_month: float, first_scale: float
) -> float:
    """``F × conversion × scale + activations × first_month × conversion × scale of newcomers``."""
    return free_accounts * (conversion * pool_scale) + activated * (first_month * conversion * first_scale)


@stage
def pqls(
    free_accounts: float, pql_rate: float, pool_scale: float, activated: float, first_month: float, first_scale: float
) -> float:
    """``F × pql_rate × scale + activations × first_month × pql_rate × scale of newcomers``."""
    return free_accounts * (pql_rate * pool_scale) + activated * (first_month * pql_rate * first_scale)


@stage
def free_churned(free_accounts: float, free_churn: float, pool_scale: float) -> float:
    """``F × free_churn × scale``."""
    return free_accounts * (free_churn * pool_scale)


@stage
def free_accounts(opening: float, pool_staying: float, activated: float, newcomers_staying: float) -> float:
    """``F + activations − conversions − pqls − free_churned``: what stays of the pool and of the newcomers."""
    return opening * pool_staying + activated * newcomers_staying


@stage
def upgrade_leads(self_serve_customers: float, upgrade_rate: float) -> float:
    """``opening self-serve customers × upgrade_rate``."""
    return self_serve_customers * upgrade_rate


@stage
def mqls(marketing_mqls: float, growth_index: float) -> float:
    """``marketing.mqls × index``."""
    return marketing_mqls * growth_index
