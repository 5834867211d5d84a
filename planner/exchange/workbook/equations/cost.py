"""Cost by function. MODEL.md, Cost."""

from planner.exchange.workbook.rows import Line


def _credited(team: str) -> str:
    share = f"{team}.committed_share"
    sold = f"(won_arr_{team} + sold_expansion_arr_{team})"
    return f"{sold} * ({share} + (1 - {share}) * sales.payg_quota_credit)"


def _pay(heads: str, role: str) -> str:
    return f"{heads} * people.{role}_cost / 12 * pay_index"


SELLING = ("ae", "isr", "bdr", "se", "manager", "marketer")
CSM_PAY = _pay("csms", "csm")
OF_REVENUE = "customer_success.cost_of_revenue_share"
SALES_LED = "arr_inside_sales[-1] + arr_enterprise[-1] + arr_inside_sales + arr_enterprise"

ROWS = (
    Line(
        "pay_index",
        "pay_index[-1] * (1 + people.pay_rise) ** (1 / 12)",
        first="1",
        about="growth of pay and overhead since the first month",
    ),
    Line("credited_arr", f"{_credited('inside_sales')} + {_credited('enterprise')}"),
    Line("commissions", "credited_arr * sales.commission_rate"),
    Line("services_revenue", f"customer_success.services_rate * ({SALES_LED}) / 2 / 12"),
    Line("services_cost", "services_revenue * customer_success.services_cost_ratio"),
    Line("hosting_cost", "revenue * finance.hosting_share"),
    Line("free_hosting_cost", "free_accounts[-1] * community.hosting_per_free_account"),
    Line(
        "cogs",
        f"hosting_cost + services_cost + {_pay('support_engineers', 'support_engineer')} + {OF_REVENUE} * {CSM_PAY}",
    ),
    Line("marketing_programs", "mqls * marketing.cost_per_mql"),
    Line(
        "sales_marketing",
        f"marketing_programs + free_hosting_cost + commissions"
        f" + {' + '.join(_pay(f'{role}s', role) for role in SELLING)} + (1 - {OF_REVENUE}) * {CSM_PAY}",
    ),
    Line("research_development", _pay("engineers", "engineer")),
    Line(
        "general_administrative",
        f"{_pay('ga_staff', 'ga')} + people.overhead_per_head / 12 * headcount * pay_index",
    ),
    Line("operating_cost", "cogs + sales_marketing + research_development + general_administrative"),
    Line("operating_income", "revenue + services_revenue - operating_cost"),
)
