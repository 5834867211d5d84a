"""The numbers boards ask for. MODEL.md, Metrics."""

from planner.exchange.workbook.rows import Line

QUARTER, HALF, YEAR = 3, 6, 12


def _sum(names: str, months: int) -> str:
    return " + ".join(f"SUM({name}[-{months - 1}:0])" for name in names.split())


def _over(numerator: str, denominator: str) -> str:
    return f'IF({denominator} == 0, "", {numerator} / {denominator})'


def _payback(sold: str) -> str:
    profit = f"({sold}) * gross_margin"
    return f'IF(gross_margin == "", "", IF({profit} <= 0, IF(spent_3m > 0, "inf", ""), 12 * spent_3m / ({profit})))'


SOLD_BY_SELLERS = (
    "won_arr_inside_sales won_arr_enterprise sold_expansion_arr_inside_sales sold_expansion_arr_enterprise"
)

ROWS = (
    Line("sold_3m", _sum("new_arr upgrade_arr", QUARTER), start=QUARTER, about="new and upgrade ARR, 3 months"),
    Line("expansion_3m", _sum("expansion_arr", QUARTER), start=QUARTER, about="expansion, 3 months"),
    Line("shrunk_3m", _sum("contraction_arr churned_arr", QUARTER), start=QUARTER, about="ARR lost, 3 months"),
    Line("revenue_3m", _sum("revenue", QUARTER), start=QUARTER, about="revenue, 3 months"),
    Line("total_revenue_3m", _sum("revenue services_revenue", QUARTER), start=QUARTER, about="with services"),
    Line("spent_3m", _sum("sales_marketing", QUARTER), start=QUARTER, about="sales and marketing, 3 months"),
    Line("cash_flow_3m", _sum("free_cash_flow", QUARTER), start=QUARTER, about="free cash flow, 3 months"),
    Line("sold_12m", _sum("new_arr upgrade_arr", YEAR), start=YEAR, about="new and upgrade ARR, 12 months"),
    Line("spent_12m", _sum("sales_marketing", YEAR), start=YEAR, about="sales and marketing, 12 months"),
    Line("cash_flow_12m", _sum("free_cash_flow", YEAR), start=YEAR, about="free cash flow, 12 months"),
    Line(
        "total_revenue_12m",
        _sum("revenue services_revenue", YEAR),
        start=YEAR,
        about="revenue with services, 12 months",
    ),
    Line("street_quota_12m", _sum("street_quota", YEAR), start=YEAR, about="street quota, 12 months"),
    Line("arr_growth", 'IF(arr[-12] == 0, "", arr / arr[-12] - 1)', start=YEAR),
    Line("quick_ratio", _over("(sold_3m + expansion_3m)", "shrunk_3m"), start=QUARTER),
    Line(
        "gross_margin",
        _over(f"(total_revenue_3m - {_sum('cogs', QUARTER)})", "total_revenue_3m"),
        start=QUARTER,
    ),
    Line("cac_payback_months", _payback("sold_3m"), start=QUARTER),
    Line("blended_cac_payback_months", _payback("sold_3m + expansion_3m"), start=QUARTER),
    Line(
        "ltv_to_cac",
        'IF(OR(grr == "", gross_margin == "", spent_12m == 0), "",'
        " sold_12m * gross_margin * IF((1 - grr) * 5 <= 1, 5, 1 / (1 - grr)) / spent_12m)",
        start=YEAR,
    ),
    Line("magic_number", _over("4 * (revenue_3m - revenue_3m[-3])", "spent_3m[-3]"), start=HALF),
    Line(
        "burn_multiple",
        'IF(cash_flow_12m >= 0, 0, IF(arr > arr[-12], -cash_flow_12m / (arr - arr[-12]), "inf"))',
        start=YEAR,
    ),
    Line(
        "rule_of_40",
        'IF(OR(arr_growth == "", total_revenue_12m == 0), "", arr_growth + cash_flow_12m / total_revenue_12m)',
        start=YEAR,
    ),
    Line("attainment", _over(f"({_sum(SOLD_BY_SELLERS, YEAR)})", "street_quota_12m"), start=YEAR),
    Line("arr_per_head", _over("arr", "headcount")),
    Line("paying_share", _over("customers", "signups_to_date")),
    Line(
        "arr_per_customer",
        'IF(OR(customers == 0, day_one(customers) == 0, day_one(arr) == 0), "",'
        " arr / customers / (day_one(arr) / day_one(customers)))",
        about="ARR per customer over that of day one",
    ),
    Line("customer_factor", 'IF(arr_per_customer == "", "", customers / day_one(customers))'),
    Line(
        "use_case_factor",
        'IF(arr_per_customer == "", "", IF(growth.use_case_share == 0, 1, arr_per_customer ** growth.use_case_share))',
    ),
    Line(
        "price_factor",
        'IF(arr_per_customer == "", "", IF(growth.use_case_share == 1, 1,'
        " arr_per_customer ** (1 - growth.use_case_share)))",
    ),
    Line("runway_months", 'IF(cash_flow_3m < 0, MAX(cash, 0) / (-cash_flow_3m / 3), "inf")', start=QUARTER),
)
