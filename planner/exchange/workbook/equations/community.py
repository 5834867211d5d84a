"""Community: from visitors to leads. MODEL.md, Community."""

from planner.exchange.workbook.rows import Line

ROWS = (
    Line(
        "visitor_index",
        "visitor_index[-1] * (1 + community.visitor_growth)",
        first="1",
        about="growth of visitors since the first month",
    ),
    Line("visitors", "community.visitors * visitor_index + community.referral * free_accounts[-1]"),
    Line(
        "room",
        "IF(community.market > 0, MAX(0, 1 - signups_to_date[-1] / community.market), 1)",
        about="share of the market that has not signed up",
    ),
    Line("signups", "visitors * community.signup_rate * room"),
    Line("signups_to_date", "signups_to_date[-1] + signups", day_one="community.signups_to_date"),
    Line("activations", "signups * community.activation_rate"),
    Line(
        "exit_rates",
        "self_serve.conversion + community.pql_rate + community.free_churn",
        about="rates at which free accounts leave the pool, together",
    ),
    Line(
        "first_exit_rates",
        "community.first_month * self_serve.conversion + community.first_month * community.pql_rate",
        about="rates at which accounts activated this month act in it, together",
    ),
    Line("exit_scale", "IF(exit_rates > 1, 1 / exit_rates, 1)", about="what rates above 1 are scaled by"),
    Line("first_exit_scale", "IF(first_exit_rates > 1, 1 / first_exit_rates, 1)", about="the same of newcomers"),
    Line(
        "free_accounts",
        "free_accounts[-1] * MAX(0, 1 - exit_rates) + activations * MAX(0, 1 - first_exit_rates)",
        day_one="community.free_accounts",
    ),
    Line(
        "conversions",
        "free_accounts[-1] * (self_serve.conversion * exit_scale)"
        " + activations * (community.first_month * self_serve.conversion * first_exit_scale)",
    ),
    Line(
        "pqls",
        "free_accounts[-1] * (community.pql_rate * exit_scale)"
        " + activations * (community.first_month * community.pql_rate * first_exit_scale)",
    ),
    Line("free_churned", "free_accounts[-1] * (community.free_churn * exit_scale)"),
    Line("upgrade_leads", "customers_self_serve[-1] * self_serve.upgrade_rate"),
    Line(
        "mql_index",
        "mql_index[-1] * (1 + marketing.mql_growth)",
        first="1",
        about="growth of MQLs since the first month",
    ),
    Line("mqls", "marketing.mqls * mql_index"),
)
