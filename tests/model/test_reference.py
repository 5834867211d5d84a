"""The reference against numbers that are derived here by hand: what it says is what the equations say."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
import reference
from reference import Run

BARE = {
    **dict.fromkeys(("community.signups_to_date", "community.free_accounts", "community.visitors"), 0.0),
    **dict.fromkeys(("community.visitor_growth", "community.referral", "community.market"), 0.0),
    **dict.fromkeys(("community.signup_rate", "community.activation_rate"), 1.0),
    **dict.fromkeys(("community.free_churn", "community.pql_rate", "community.first_month"), 0.0),
    "community.hosting_per_free_account": 0.0,
    **dict.fromkeys((f"self_serve.{name}" for name in ("conversion", "upgrade_rate")), 0.0),
    **dict.fromkeys((f"marketing.{name}" for name in ("mqls", "mql_growth", "cost_per_mql")), 0.0),
    **{
        f"{segment}.{name}": value
        for segment in ("self_serve", "inside_sales", "enterprise")
        for name, value in {
            **dict.fromkeys(("customers", "arr", "expansion"), 0.0),
            **dict.fromkeys(("acv", "logo_retention", "gross_retention", "committed_share"), 1.0),
        }.items()
    },
    **{
        f"{segment}.{name}": value
        for segment in ("inside_sales", "enterprise")
        for name, value in {
            **dict.fromkeys(("reps", "ramping_reps", "ramping_tenure", "opening_pipeline"), 0.0),
            **dict.fromkeys(("hires_per_quarter", "ramp_months", "attrition", "cycle_months"), 0.0),
            **dict.fromkeys(("quota", "attainment", "reference_win_rate", "reference_acv"), 1.0),
            **dict.fromkeys(("pql_to_opportunity", "mql_to_opportunity", "win_rate"), 1.0),
        }.items()
    },
    **dict.fromkeys(("enterprise.pql_share", "enterprise.mql_share", "enterprise.outbound_per_bdr"), 0.0),
    **dict.fromkeys(("enterprise.bdr_per_ae", "enterprise.se_per_ae"), 1.0),
    **dict.fromkeys(("enterprise.leads_per_bdr", "enterprise.evaluations_per_se"), 1000.0),
    **dict.fromkeys((f"sales.{name}" for name in ("goes_cold", "commission_rate", "payg_quota_credit")), 0.0),
    "sales.expansion_sold": 0.0,
    **dict.fromkeys((f"customer_success.{name}" for name in ("accounts_per_csm", "reference_accounts")), 100.0),
    **dict.fromkeys((f"customer_success.{name}" for name in ("elasticity", "expansion_elasticity")), 0.0),
    **dict.fromkeys((f"customer_success.{name}" for name in ("cost_of_revenue_share", "services_rate")), 0.0),
    "customer_success.services_cost_ratio": 0.0,
    **dict.fromkeys((f"retention.{name}" for name in ("expansion_fade", "contraction_share")), 0.0),
    **dict.fromkeys((f"retention.{name}" for name in ("usage_change", "price_rise")), 0.0),
    "growth.use_case_share": 0.5,
    **dict.fromkeys(("people.backfill", "people.attrition", "people.time_to_hire", "people.ga_per_head"), 0.0),
    **dict.fromkeys(("people.reps_per_manager", "people.customers_per_support_engineer"), 10.0),
    **dict.fromkeys(("people.engineers", "people.engineer_hires_per_quarter"), 0.0),
    **dict.fromkeys(("people.marketers", "people.marketer_hires_per_quarter"), 0.0),
    **dict.fromkeys((f"people.{role}_cost" for role in ("ae", "isr", "bdr", "se", "csm", "manager")), 0.0),
    **dict.fromkeys((f"people.{role}_cost" for role in ("marketer", "support_engineer", "engineer", "ga")), 0.0),
    **dict.fromkeys(("people.overhead_per_head", "people.pay_rise"), 0.0),
    **dict.fromkeys(("finance.cash", "finance.collection_months", "finance.hosting_share"), 0.0),
}
"""A company in which nothing happens: nobody comes, leaves, buys or is paid."""

WIDE = dict.fromkeys(BARE, (-1e12, 1e12))


def run(levers: Mapping[str, float], *events: dict[str, Any], months: int = 14, **more: Any) -> Run:
    assert set(levers) <= set(BARE)
    return reference.run({**BARE, **levers}, months, events, bounds=WIDE, **more)


def event(lever: str, change: str, value: float, start: int, **more: Any) -> dict[str, Any]:
    return {"lever": lever, "change": change, "value": value, "start": start, **more}


def near(*values: float) -> Any:
    return pytest.approx(values, rel=1e-12, abs=1e-9)


def path(value: float, *events: dict[str, Any], low: float = -1e9, high: float = 1e9, months: int = 6) -> list[float]:
    by_month = reference.lever_months({"x": value}, months, events, {"x": (low, high)})
    return [month["x"] for month in by_month]


# Events


@pytest.mark.parametrize(
    ("change", "value", "full"),
    [
        ("multiply", 3.0, 1.5),
        ("add", 0.2, 0.7),
        ("set", 0.1, 0.1),
        ("at_most", 0.3, 0.3),
        ("at_most", 0.8, 0.5),
        ("at_least", 0.9, 0.9),
        ("at_least", 0.4, 0.5),
        ("multiply_loss", 1.5, 0.25),
    ],
)
def test_every_change_in_full_and_half_phased_in(change: str, value: float, full: float) -> None:
    """Of 0.5; with a phase-in of two months the first has half of the effect."""
    half = (0.5 + full) / 2
    changes = event("x", change, value, start=2, phase_in=2, months=3)
    assert path(0.5, changes) == near(0.5, half, full, full, 0.5, 0.5)


def test_events_stack_in_file_order_and_only_the_end_is_clipped() -> None:
    add, double = event("x", "add", 10.0, 1), event("x", "multiply", 2.0, 1)
    assert path(1.0, add, double)[0] == 22
    assert path(1.0, double, add)[0] == 12
    assert path(1.0, add, event("x", "add", -10.0, 1), high=5.0)[0] == 1
    assert path(1.0, add, high=5.0)[0] == 5


def test_an_event_that_comes_back_phases_in_anew() -> None:
    """Every fourth month from the second on, two months long, half of it in the first."""
    season = event("x", "set", 8.0, start=2, months=2, every=4, phase_in=2)
    assert path(0.0, season, months=10) == near(0, 4, 8, 0, 0, 4, 8, 0, 0, 4)
    assert path(0.0, event("x", "set", 8.0, start=2, every=3, phase_in=2), months=8) == near(0, 4, 8, 8, 4, 8, 8, 4)


@pytest.mark.parametrize("without_effect", [{"active": False}, {"chance": 0.5}, {"months": None, "start": 7}])
def test_events_that_do_not_act(without_effect: dict[str, Any]) -> None:
    assert path(1.0, {**event("x", "set", 9.0, 1), **without_effect}) == [1.0] * 6


# Community


def test_a_market_fills_up() -> None:
    """400 of 1,000 are there: 60% of 500 sign up, then 30% of 500."""
    levers = {"community.market": 1000.0, "community.signups_to_date": 400.0, "community.visitors": 500.0}
    columns = run(levers).columns
    assert columns["signups"][:2] == near(300, 150)
    assert columns["signups_to_date"][:2] == near(700, 850)
    assert run({**levers, "community.market": 300.0}).columns["signups"][0] == 0


@pytest.mark.parametrize(("likelier", "converted", "qualified"), [(0.0, 0, 0), (2.0, 20, 40), (5.0, 100 / 3, 200 / 3)])
def test_newcomers_convert_in_their_first_month(likelier: float, converted: float, qualified: float) -> None:
    """100 activations at 0.1 and 0.2, times how much likelier they are; at 5 that is 1.5 together and is scaled."""
    levers = {"community.visitors": 100.0, "self_serve.conversion": 0.1, "community.pql_rate": 0.2}
    columns = run({**levers, "community.first_month": likelier}).columns
    assert (columns["conversions"][0], columns["pqls"][0]) == near(converted, qualified)
    assert columns["free_accounts"][0] == pytest.approx(100 - converted - qualified, abs=1e-9)


def test_exits_that_exceed_the_pool_share_it() -> None:
    """Rates of 0.5, 1 and 1: a fifth, two fifths, two fifths of 100, and the newcomers wait."""
    rates = {"self_serve.conversion": 0.5, "community.pql_rate": 1.0, "community.free_churn": 1.0}
    columns = run({**rates, "community.free_accounts": 100.0, "community.visitors": 7.0}).columns
    assert [columns[name][0] for name in ("conversions", "pqls", "free_churned")] == near(20, 40, 40)
    assert columns["free_accounts"][0] == 7


# Reps and capacity


def test_ramping_reps_go_on_from_their_tenure() -> None:
    """Four who were here 2.5 months, ramp 5: the month averages 0.6, the next 0.8, then half of it 0.95 and half 1."""
    levers = {"enterprise.ramping_reps": 4.0, "enterprise.ramping_tenure": 2.5, "enterprise.ramp_months": 5.0}
    result = run({**levers, "enterprise.reps": 1.0})
    assert result.columns["ramped_aes"][:4] == near(3.4, 4.2, 4.9, 5.0)
    assert result.columns["aes"][0] == result.day_one["aes"] == 5


def test_leavers_come_back_after_a_fractional_delay() -> None:
    """A tenth of 100 leaves each month: 10 leave, 9 next; 80% come back, half a month after 1 month, half after 2."""
    levers = {"inside_sales.reps": 100.0, "inside_sales.attrition": 1 - 0.9**12}
    columns = run({**levers, "people.backfill": 0.8, "people.time_to_hire": 1.5}).columns
    assert columns["isr_leavers"][:3] == near(10, 9, 8.5)
    assert columns["isr_hires"][:3] == near(0, 4, 4 + 3.6)
    assert columns["isrs"][:3] == near(90, 85, 84.1)


# Retention and sold expansion

PAYG = {"enterprise.arr": 1_200_000.0, "enterprise.committed_share": 0.0, "enterprise.customers": 10.0}
ONE_PERCENT = 1.01**12 - 1


@pytest.mark.parametrize(
    ("quota", "sold", "expansion", "opportunities"), [(48_000.0, 4000, 10_000, 0), (120_000.0, 6000, 12_000, 16)]
)
def test_sold_expansion_needs_seller_time(quota: float, sold: float, expansion: float, opportunities: float) -> None:
    """Half of 12,000 a month must be sold. One seller has time for 4,000, or for 6,000 and 4,000 of new business.

    At a reference of 1,000 at 25% that is time for 16 opportunities, worth 16 x 50% x 2,000 today.
    """
    levers = {
        **PAYG,
        "enterprise.expansion": ONE_PERCENT,
        "sales.expansion_sold": 0.5,
        "enterprise.reps": 1.0,
        "enterprise.quota": quota,
        "enterprise.reference_acv": 1000.0,
        "enterprise.reference_win_rate": 0.25,
        "enterprise.acv": 2000.0,
        "enterprise.win_rate": 0.5,
        "sales.payg_quota_credit": 0.5,
        "sales.commission_rate": 0.1,
    }
    columns = run(levers).columns
    assert columns["sold_expansion_arr_enterprise"][0] == pytest.approx(sold)
    assert columns["expansion_arr_enterprise"][0] == pytest.approx(expansion)
    assert columns["arr"][0] == pytest.approx(1_200_000 + expansion)
    assert columns["enterprise_capacity_arr"][0] == pytest.approx(opportunities * 1000)
    assert columns["commissions"][0] == pytest.approx(sold * 0.5 * 0.1)
    assert columns["attainment"][11] == pytest.approx(sum(columns["sold_expansion_arr_enterprise"][:12]) / quota)
    assert columns["sold_expansion_arr_inside_sales"][0] == 0


def test_thin_coverage_raises_losses_and_lowers_expansion() -> None:
    """Twice the accounts: losses double at elasticity 1, expansion of 40% halves to 20%; self-serve feels neither."""
    levers = {"customer_success.accounts_per_csm": 200.0}
    levers |= {f"customer_success.{name}": 1.0 for name in ("elasticity", "expansion_elasticity")}
    for segment in ("self_serve", "enterprise"):
        levers |= {f"{segment}.arr": 1200.0, f"{segment}.expansion": 0.4, f"{segment}.gross_retention": 0.9}
    columns = run(levers).columns
    assert columns["lost_arr_enterprise"][0] == pytest.approx(100 * 0.2)
    assert columns["expansion_arr_enterprise"][0] == pytest.approx(1180 * (1.2 ** (1 / 12) - 1))
    assert columns["lost_arr_self_serve"][0] == pytest.approx(100 * 0.1)
    assert columns["expansion_arr_self_serve"][0] == pytest.approx(1190 * (1.4 ** (1 / 12) - 1))
    assert columns["nrr_enterprise"][11] == pytest.approx(0.8 * 1.2)


def test_a_price_rise_reaches_what_renews_and_the_pool() -> None:
    """Slots of 100 and a pool of 1,200: 100 become 90 and then 99; the pool keeps 90% and rises 10% over a year."""
    levers = {"enterprise.arr": 2400.0, "enterprise.committed_share": 0.5, "enterprise.gross_retention": 0.9}
    columns = run({**levers, "retention.price_rise": 0.1}).columns
    pool = 1200 * 0.9 ** (1 / 12)
    assert columns["invoiced"][0] == pytest.approx(99)
    assert columns["expansion_arr"][0] == pytest.approx(9 + pool * (1.1 ** (1 / 12) - 1))
    assert columns["nrr"][11] == pytest.approx(0.99)
    assert columns["grr"][11] == pytest.approx(0.9)


def test_falls_of_price_and_usage_are_contraction() -> None:
    levers = {"enterprise.arr": 2400.0, "enterprise.committed_share": 0.5}
    cheaper = run({**levers, "retention.price_rise": -0.1}).columns
    assert cheaper["contraction_arr"][0] == pytest.approx(10 + 1200 * (1 - 0.9 ** (1 / 12)))
    assert cheaper["expansion_arr"][0] == cheaper["churned_arr"][0] == 0
    assert cheaper["grr"][11] == cheaper["nrr"][11] == pytest.approx(0.9)
    less_used = run({**levers, "retention.usage_change": -0.1}).columns
    assert less_used["contraction_arr"][0] == pytest.approx(120)
    assert less_used["grr"][11] == pytest.approx((1200 + 1200 * 0.9**12) / 2400)


def test_losses_split_into_contraction_and_churn() -> None:
    levers = {"enterprise.arr": 1200.0, "enterprise.gross_retention": 0.5, "retention.contraction_share": 0.4}
    columns = run(levers).columns
    assert (columns["contraction_arr"][0], columns["churned_arr"][0]) == near(20, 30)


# Sales chains

CHAIN = {
    "marketing.mqls": 10.0,
    "enterprise.mql_share": 1.0,
    "enterprise.reps": 10.0,
    "enterprise.quota": 1e9,
    "enterprise.acv": 100.0,
}
"""Ten leads a month become ten opportunities; nobody is short of time."""


def wins(result: Run, months: int) -> list[float]:
    return result.columns["won_customers_enterprise"][:months]


@pytest.mark.parametrize(
    ("before", "after", "changes_in", "decided"),
    [
        (0.0, 0.0, 3, [10, 10, 10, 10]),
        (1.0, 1.0, 3, [0, 10, 10, 10]),
        (1.5, 1.5, 3, [0, 5, 10, 10]),
        (0.25, 0.25, 3, [7.5, 10, 10, 10]),
        (2.0, 4.0, 4, [0, 0, 10, 0, 10, 0, 10, 10, 10]),
        (4.0, 1.0, 3, [0, 0, 20, 10, 10]),
        (3.0, 0.0, 3, [0, 0, 30, 10, 10]),
        (0.0, 2.0, 3, [10, 10, 0, 0, 10, 10]),
        (0.5, 4.0, 2, [5, 0, 0, 0, 5, 10, 10]),
    ],
)
def test_a_cycle_that_changes_moves_what_is_in_flight(
    before: float, after: float, changes_in: int, decided: list[float]
) -> None:
    """2 to 4 in month 4: what had a month to go has two, less one; 0.5 to 4: the half that is decided stays decided."""
    cycle = event("enterprise.cycle_months", "set", after, start=changes_in)
    result = run({**CHAIN, "enterprise.cycle_months": before}, cycle)
    assert wins(result, len(decided)) == near(*decided)
    still_open = [10.0 * (t + 1) - sum(decided[: t + 1]) for t in range(len(decided))]
    assert result.columns["open_opportunities_enterprise"][: len(decided)] == near(*still_open)


@pytest.mark.parametrize(
    ("cycle", "after", "decided"),
    [
        (3.0, 3.0, [4, 4, 4, 0]),
        (1.5, 1.5, [8, 4, 0]),
        (0.5, 0.5, [12, 0]),
        (0.0, 0.0, [12, 0]),
        (3.0, 6.0, [4, 2, 2, 2, 2, 0]),
        (3.0, 1.0, [4, 8, 0]),
        (3.0, 0.0, [4, 8, 0]),
    ],
)
@pytest.mark.parametrize("segment", ["enterprise", "inside_sales"])
def test_the_opening_pipeline_is_spread_over_the_cycle(
    segment: str, cycle: float, after: float, decided: list[float]
) -> None:
    """Twelve; where the cycle doubles in month 2, the 8 that are left have 4 months instead of 2."""
    levers = {"opening_pipeline": 12.0, "cycle_months": cycle, "reps": 1.0, "quota": 1e9}
    changes = event(f"{segment}.cycle_months", "set", after, start=2)
    result = run({f"{segment}.{name}": value for name, value in levers.items()}, changes)
    assert result.columns[f"won_customers_{segment}"][: len(decided)] == near(*decided)
    assert result.day_one[f"open_opportunities_{segment}"] == 12
    source = {"enterprise": "mql", "inside_sales": "pql"}[segment]
    assert result.columns[f"won_{source}_arr"] == result.columns[f"won_arr_{segment}"]


def test_sellers_spend_time_on_opportunities_not_on_wins() -> None:
    """Time for 4 of 10 opportunities at a reference of 100 at 50%; at 25% it is still 4, and half the wins.

    Of the 6 that wait half goes cold: 13 are there next month.
    """
    levers = {**CHAIN, "enterprise.reps": 1.0, "enterprise.quota": 2400.0, "sales.goes_cold": 0.5}
    levers |= {"enterprise.reference_acv": 100.0, "enterprise.reference_win_rate": 0.5, "enterprise.win_rate": 0.25}
    columns = run(levers).columns
    assert columns["won_customers_enterprise"][:2] == near(1, 1)
    assert columns["enterprise_capacity_arr"][0] == pytest.approx(4 * 0.25 * 100)
    assert columns["enterprise_demand_arr"][:2] == near(10 * 25, 13 * 25)
    assert columns["ae_queue"][:2] == near(6, 9)
    assert columns["ae_cold"][:2] == near(0, 3)
    assert columns["open_opportunities_enterprise"][:2] == near(6, 9)
    assert columns["enterprise_constraint"][0] == "ae"


@pytest.mark.parametrize(("leads_per_bdr", "outbound"), [(2.0, 10), (1.0, 0), (0.5, 0), (0.0, 20)])
def test_bdrs_without_leads_prospect(leads_per_bdr: float, outbound: float) -> None:
    """Ten BDRs and ten leads: at two leads each five are idle and find two opportunities each."""
    levers = {**CHAIN, "enterprise.leads_per_bdr": leads_per_bdr, "enterprise.outbound_per_bdr": 2.0}
    columns = run(levers).columns
    assert columns["outbound_opportunities"][0] == outbound
    assert columns["won_outbound_arr"][0] == outbound * 100
    assert columns["won_mql_arr"][0] == min(10, leads_per_bdr * 10) * 100


@pytest.mark.parametrize(
    ("leads_per_bdr", "evaluations", "quota", "constraint"),
    [
        (10, 10, 1e9, "leads"),
        (0.5, 10, 1e9, "bdr"),
        (0.5, 0.25, 1e9, "se"),
        (0.5, 0.25, 1.0, "ae"),
        (10, 0.5, 1e9, "se"),
    ],
)
def test_the_constraint_is_the_last_that_binds(
    leads_per_bdr: float, evaluations: float, quota: float, constraint: str
) -> None:
    levers = {"leads_per_bdr": leads_per_bdr, "evaluations_per_se": evaluations, "quota": quota}
    columns = run({**CHAIN, **{f"enterprise.{name}": value for name, value in levers.items()}}).columns
    assert columns["enterprise_constraint"][0] == constraint


# New business

UPGRADES = {
    "self_serve.customers": 100.0,
    "self_serve.arr": 100_000.0,
    "self_serve.committed_share": 0.0,
    "self_serve.upgrade_rate": 0.1,
    "inside_sales.reps": 1.0,
    "inside_sales.quota": 1e9,
    "inside_sales.acv": 5000.0,
    "enterprise.reps": 1.0,
    "enterprise.quota": 1e9,
    "enterprise.acv": 20_000.0,
}
ONCE = event("self_serve.upgrade_rate", "set", 0.0, start=2)


def test_upgrades_move_customers_and_count_in_net_retention() -> None:
    """Ten of a hundred go from 1,000 to 5,000, in month 1 only: 90,000 + 50,000 of what was 100,000."""
    columns = run(UPGRADES, ONCE).columns
    assert columns["upgraded_customers"][:2] == [10, 0]
    assert columns["upgrade_arr"][0] == pytest.approx(40_000)
    assert columns["won_upgrade_arr"][0] == 50_000
    assert columns["new_arr"][0] == 0
    assert [columns[f"arr_{segment}"][0] for segment in ("self_serve", "inside_sales")] == near(90_000, 50_000)
    assert columns["nrr"][11:13] == near(1.4, 1.0)
    assert (columns["grr"][11], columns["logo_retention"][11]) == (1, 1)


def test_net_retention_with_upgrades_into_both_chains() -> None:
    """Five go to each chain: each of ten brings 12,500 on average, 90,000 stay."""
    columns = run({**UPGRADES, "enterprise.pql_share": 0.5}, ONCE).columns
    assert columns["nrr"][11] == pytest.approx((90_000 + 5 * 5000 + 5 * 20_000) / 100_000)


def test_net_retention_follows_only_those_who_were_there() -> None:
    """A hundred buy in month 1 and a tenth of all 200 upgrades in month 2: the followed hundred brings ten.

    Its upgrades then go through retention: half of the inside-sales pool is lost over the year from month 3 to 14.
    """
    levers = {**UPGRADES, "self_serve.upgrade_rate": 0.0, "self_serve.acv": 3000.0, "inside_sales.committed_share": 0.0}
    buyers = {"community.visitors": 100.0, "self_serve.conversion": 0.01, "community.first_month": 100.0}
    events = (
        event("community.visitors", "set", 0.0, start=2),
        event("self_serve.upgrade_rate", "set", 0.1, start=2, months=1),
        event("inside_sales.gross_retention", "set", 0.5, start=3),
    )
    columns = run({**levers, **buyers}, *events).columns
    assert columns["upgraded_customers"][1] == pytest.approx(20)
    assert columns["upgrade_arr"][1] == pytest.approx(20 * 5000 - 400_000 * 0.1)
    assert columns["nrr"][11] == pytest.approx((90_000 + 10 * 5000 * 0.5 ** (10 / 12)) / 100_000)
    assert columns["nrr"][12] == pytest.approx((360_000 + 20 * 5000 * 0.5 ** (11 / 12)) / 400_000)
    assert columns["nrr"][13] == pytest.approx((360_000 + 100_000 * 0.5) / 460_000)


def test_followed_customers_are_those_left_after_retention() -> None:
    """Half of the customers go over a year, no ARR with them: ten who asked upgrade out of 100 x 0.5^(1/12)."""
    left = 100 * 0.5 ** (1 / 12)
    columns = run({**UPGRADES, "self_serve.logo_retention": 0.5, "self_serve.committed_share": 0.0}, ONCE).columns
    assert columns["upgraded_share"][0] == pytest.approx(10 / left)
    assert columns["nrr"][11] == pytest.approx(1 - 10 / left + 10 * 5000 / 100_000)
    assert columns["logo_retention"][11] == pytest.approx(0.5)


def test_more_upgrade_wins_than_customers() -> None:
    """A hundred ask and half of them is left: 50 move with all ARR, 50 wins count as new."""
    levers = {**UPGRADES, "self_serve.upgrade_rate": 1.0, "self_serve.logo_retention": 0.5**12}
    columns = run({**levers, "enterprise.pql_share": 0.4}, ONCE).columns
    value = 60 * 5000 + 40 * 20_000
    assert columns["upgraded_customers"][0] == pytest.approx(50)
    assert columns["upgrade_arr"][0] == pytest.approx(value / 2 - 100_000)
    assert columns["new_arr"][0] == pytest.approx(value / 2)
    assert columns["won_upgrade_arr"][0] == pytest.approx(value)
    assert columns["customers_self_serve"][0] == pytest.approx(0, abs=1e-9)
    assert columns["customers"][0] == pytest.approx(100)
    assert columns["nrr"][11] == pytest.approx(value / 2 / 100_000)


def test_without_self_serve_customers_nobody_upgrades() -> None:
    """Self-serve ARR without customers stays where it is."""
    columns = run({**UPGRADES, "self_serve.customers": 0.0}).columns
    assert not any(columns["upgraded_customers"])
    assert columns["arr"][-1] == 100_000


# People and cost


def test_pay_and_overhead_rise_from_the_second_month() -> None:
    """Two people at 12,000 a year and 1,200 overhead each; pay rises 1% a month."""
    levers = {"people.engineers": 1.0, "people.marketers": 1.0, "people.pay_rise": ONE_PERCENT}
    levers |= dict.fromkeys(("people.engineer_cost", "people.marketer_cost"), 12_000.0)
    columns = run({**levers, "people.overhead_per_head": 1200.0}).columns
    assert columns["research_development"][:2] == near(1000, 1010)
    assert columns["sales_marketing"][:2] == near(1000, 1010)
    assert columns["general_administrative"][:2] == near(200, 202)
    assert columns["operating_cost"][2] == pytest.approx(2200 * 1.01**2)


def test_customer_success_is_partly_cost_of_revenue() -> None:
    """A hundred accounts, one CSM at 12,000 a year: a quarter of the month's 1,000 is cost of revenue."""
    levers = {"enterprise.customers": 100.0, "people.csm_cost": 12_000.0}
    columns = run({**levers, "customer_success.cost_of_revenue_share": 0.25}).columns
    assert (columns["cogs"][0], columns["sales_marketing"][0]) == near(250, 750)


# Cash

ANNUAL = {"enterprise.arr": 1_200_000.0}


def test_invoices_are_paid_after_a_fractional_delay() -> None:
    """100,000 renew every month and are paid 1.5 months later, from the third month on 2.5 months later."""
    later = event("finance.collection_months", "set", 2.5, start=3)
    result = run({**ANNUAL, "finance.collection_months": 1.5}, later)
    columns = {name: [value / 1000 for value in result.columns[name][:7]] for name in ("invoiced", "collections")}
    assert columns["invoiced"] == near(*[100] * 7)
    assert columns["collections"] == near(100, 100, 100, 50, 50, 100, 100)
    assert result.day_one["receivables"] == pytest.approx(150_000)
    assert result.columns["receivables"][:6] == near(150_000, 150_000, 150_000, 200_000, 250_000, 250_000)


def test_half_of_the_year_is_deferred() -> None:
    """Twelve contracts of 100,000, each half a month further into its year: six months are not earned yet."""
    result = run(ANNUAL)
    assert result.day_one["deferred_revenue"] == pytest.approx(600_000)
    assert result.columns["deferred_revenue"] == near(*[600_000] * 14)
    assert result.columns["revenue"] == result.columns["collections"] == near(*[100_000] * 14)


def test_usage_is_collected_a_month_later() -> None:
    """A pool of 120,000 that grows 10%: 10,000 of the month before day one, then the mean of 120,000 and 132,000."""
    levers = {"enterprise.arr": 120_000.0, "enterprise.committed_share": 0.0, "retention.usage_change": 0.1}
    result = run(levers)
    assert result.columns["collections"][:3] == near(10_000, 10_500, 11_550)
    assert result.day_one["receivables"] == 10_000
    assert result.columns["receivables"][:2] == near(10_500, 11_550)
    assert not any(result.columns["deferred_revenue"])


def test_expansion_within_the_term_is_collected_as_it_accrues() -> None:
    """Slots of 100,000 grow 1% in month 1: 12,000 above what was billed, a month's mean of it is 500."""
    result = run({**ANNUAL, "enterprise.expansion": ONE_PERCENT})
    assert result.columns["invoiced"][:2] == near(100_000, 101_000)
    second = sum(100_000 * rise for rise in (1.01**2 - 1, 1.01**2 - 1.01, *[1.01**2 - 1] * 10))
    assert result.columns["collections"][:2] == near(100_500, 101_000 + (12_000 + second) / 24)


def test_upgrades_forfeit_what_was_paid_in_advance() -> None:
    """Half of twelve contracts of 1,000 leave: one just renewed, one with a month to go, and all between: 6.5 years."""
    levers = {**UPGRADES, "self_serve.customers": 12.0, "self_serve.arr": 12_000.0, "self_serve.upgrade_rate": 0.5}
    columns = run({**levers, "self_serve.committed_share": 1.0}, ONCE).columns
    assert columns["forfeited_prepayments"][:2] == near(0.5 * 1000 * 6.5, 0)


def test_the_ledger_closes() -> None:
    """Everything at once: what is collected and not earned is deferred, what is earned and not collected receivable."""
    levers = {**UPGRADES, "self_serve.committed_share": 0.4, "inside_sales.committed_share": 0.7}
    levers |= {"community.visitors": 50.0, "self_serve.conversion": 0.1, "retention.price_rise": 0.05}
    levers |= {"enterprise.arr": 700_000.0, "enterprise.gross_retention": 0.8, "enterprise.expansion": 0.3}
    levers |= {"enterprise.pql_share": 0.3, "finance.collection_months": 1.7, "enterprise.committed_share": 0.6}
    delay = event("finance.collection_months", "add", 2.6, start=9, months=5, phase_in=3)
    fall = event("retention.usage_change", "set", -0.04, start=5, months=4, every=12)
    result = run(levers, delay, fall, months=40)
    c, opening = result.columns, result.day_one
    for t in range(40):
        before = {name: c[name][t - 1] if t else opening[name] for name in ("deferred_revenue", "receivables")}
        moved = c["deferred_revenue"][t] - before["deferred_revenue"] - c["receivables"][t] + before["receivables"]
        gap = c["collections"][t] - c["revenue"][t] - moved - c["forfeited_prepayments"][t]
        assert abs(gap) <= 1e-9 * c["revenue"][t]
    assert min(c["forfeited_prepayments"]) > 0


def test_a_round_closes_only_at_its_arr() -> None:
    """ARR of 1.2M on day one grows by 1%: a round that needs 1.205M closes in month 2, not in month 1."""
    levers = {**ANNUAL, "enterprise.expansion": ONE_PERCENT}
    rounds = [{"month": month, "amount": 10.0 * month, "needs_arr": 1.205e6} for month in (1, 2)]
    rounds += [{"month": 1, "amount": 5.0, "needs_arr": 1.2e6}, {"month": 1, "amount": 2.0}]
    assert run(levers, funding=rounds).columns["funding"][:3] == [7, 20, 0]


def test_cash_that_reaches_nought_has_not_run_out() -> None:
    """A year's cost in the bank lasts a year, whatever dust twelve subtractions leave."""
    early = []
    for heads in (1, 2, 3, 7):
        for cost in range(60_000, 260_000, 5000):
            levers = {"people.engineers": float(heads), "people.engineer_cost": float(cost)}
            result = run({**levers, "finance.cash": float(heads * cost)})
            early.append(result.cash_out_month)
    assert len(early) == 160
    assert set(early) == {13}


@pytest.mark.parametrize(
    ("cash", "opening", "month"),
    [
        ((1.0, -0.004, -0.006), 0.0, 3),
        ((5e6, -0.0051, -1.0), 0.0, 2),
        ((5e6, -0.0049, 0.0), 0.0, None),
        ((-4.0, -6.0), 5e9, 2),
        ((-0.006,), -5e9, 1),
        ((1.0, 2.0), 0.0, None),
    ],
)
def test_dust_is_half_a_cent_or_a_billionth(cash: tuple[float, ...], opening: float, month: int | None) -> None:
    assert reference.cash_out_month(cash, opening) == month


# Metrics


@pytest.mark.parametrize(
    ("spent", "sold", "margin", "months"),
    [
        (300.0, 400.0, 0.75, 12.0),
        (300.0, 400.0, -0.75, math.inf),
        (300.0, 0.0, 0.75, math.inf),
        (0.0, 0.0, 0.75, math.nan),
        (0.0, 400.0, 0.75, 0.0),
        (300.0, 400.0, math.nan, math.nan),
    ],
)
def test_paybacks(spent: float, sold: float, margin: float, months: float) -> None:
    """300 spent on ARR of 400 with a margin of 75% come back at 25 a month; at a loss they never do."""
    assert reference.payback_months(spent, sold, margin) == pytest.approx(months, nan_ok=True)


def test_expansion_counts_in_the_blended_payback_alone() -> None:
    """600 a month spent on 100 of new ARR and 50 of expansion, all of it gross profit."""
    levers = {"self_serve.arr": 600.0, "self_serve.committed_share": 0.0, "self_serve.acv": 100.0}
    levers |= {"community.visitors": 1.0, "self_serve.conversion": 0.01, "community.first_month": 100.0}
    levers |= {"people.marketers": 1.0, "people.marketer_cost": 7200.0, "retention.usage_change": 0.0}
    columns = run(levers, event("retention.usage_change", "set", 50 / 800, start=3, months=1)).columns
    assert columns["cac_payback_months"][2] == pytest.approx(12 * 1800 / 300)
    assert columns["blended_cac_payback_months"][2] == pytest.approx(12 * 1800 / 350)


@pytest.mark.parametrize(("kept", "life"), [(1.0, 5), (0.9, 5), (0.75, 4), (0.5, 2)])
def test_a_lifetime_is_at_most_five_years(kept: float, life: float) -> None:
    """ARR of 100 sold each month, all of it gross profit, for 50 spent: 1,200 x life / 600."""
    levers = {"self_serve.arr": 100.0, "self_serve.acv": 100.0, "self_serve.gross_retention": kept}
    levers |= {"community.visitors": 1.0, "self_serve.conversion": 0.01, "community.first_month": 100.0}
    columns = run({**levers, "people.marketers": 1.0, "people.marketer_cost": 600.0}).columns
    assert columns["grr"][11] == pytest.approx(kept)
    assert columns["ltv_to_cac"][11] == pytest.approx(1200 * life / 600)


def test_growth_factors_have_no_value_where_nothing_grew() -> None:
    names = ("customer_factor", "use_case_factor", "price_factor")
    book = {"enterprise.customers": 10.0, "enterprise.arr": 100.0, "enterprise.expansion": 3.0}
    columns = run({**book, "growth.use_case_share": 0.25, "enterprise.committed_share": 0.0}).columns
    assert [columns[name][11] for name in names] == near(1, 4**0.25, 4**0.75)
    for nothing in ({"enterprise.customers": 0.0}, {"enterprise.arr": 0.0}, {"enterprise.logo_retention": 0.0}):
        columns = run({**book, "enterprise.committed_share": 0.0, **nothing}).columns
        assert all(math.isnan(columns[name][11]) for name in names)


# Known answers


@pytest.mark.parametrize(("retention", "revenue", "growth"), [(0.95, 439.0, 15.9), (0.7, 199.2, 7.1)])
def test_battery_ten_years_of_retention(retention: float, revenue: float, growth: float) -> None:
    """Battery 2020 part 4: 100M, and new business of 22M in a first year that grows 15% a year, for ten years."""
    expected = 100.0
    for year in range(10):
        expected = retention * expected + 22 * 1.15**year
    assert round(expected, 1) == revenue
    assert round(100 * ((expected / 100) ** 0.1 - 1), 1) == growth
    levers = {"self_serve.arr": 100e6, "self_serve.gross_retention": retention, "self_serve.acv": 22e6 / 12}
    levers |= {"community.visitors": 1.0, "self_serve.conversion": 0.01, "community.first_month": 100.0}
    rises = [event("self_serve.acv", "multiply", 1.15, start=12 * year + 1) for year in range(1, 10)]
    arr = run(levers, *rises, months=120).columns["arr"]
    assert arr[-1] / 1e6 == pytest.approx(expected)


def test_kellogg_ramped_rep_equivalents() -> None:
    """Kellblog 2020: 4, 3, 2, 1 and 10 reps at 0, 25, 50, 75 and 100% are 12.5; at 1,000K a year 3,125K a quarter.

    With a ramp of 12 months a month from tenure 12 p - 0.5 on has productivity p; those at 0% have not begun.
    """
    assert 4 * 0 + 3 * 0.25 + 2 * 0.5 + 1 * 0.75 + 10 == 12.5
    groups = [reference.Group(heads, None, 12 * p - 0.5) for heads, p in ((3, 0.25), (2, 0.5), (1, 0.75))]
    team = reference.Team([*groups, reference.Group(10, None)], [])
    assert team.ramped(0, 12.0) == pytest.approx(12.5)
    columns = run({"enterprise.reps": 12.5, "enterprise.quota": 1000e3}).columns
    assert sum(columns["street_quota"][:3]) == pytest.approx(3125e3)


@pytest.mark.parametrize(
    ("segment", "quota", "acv", "deals"), [("inside_sales", 600e3, 25e3, 6.0), ("enterprise", 1.2e6, 175e3, 1.7)]
)
def test_balderton_deals_a_quarter(segment: str, quota: float, acv: float, deals: float) -> None:
    """Balderton 2023: what one rep closes in a quarter, with more opportunities than time for them."""
    levers = {"reps": 1.0, "quota": quota, "acv": acv, "reference_acv": acv, "opening_pipeline": 1e4}
    levers |= {"win_rate": 0.25, "reference_win_rate": 0.25}
    columns = run({f"{segment}.{name}": value for name, value in levers.items()}).columns
    assert round(sum(columns[f"won_customers_{segment}"][:3]), 1) == deals


def test_mongodb_paying_share() -> None:
    """4,300 customers of 30 million downloads at its IPO in 2017 (Battery 2021): 0.014%."""
    columns = run({"enterprise.customers": 4300.0, "community.signups_to_date": 30e6}).columns
    assert round(100 * columns["paying_share"][0], 3) == 0.014
