"""Every stage in the order of the equations, for one draw after another. No formulas here: only who gets what.

`now` is the record of the month's levers, `now.enterprise.ramp_months`; `row` is the record of the month's columns and
`opening` that of the month before, or of day one.
"""

import numpy as np

from planner.levers import CATALOGUE, GROUPS
from planner.model import cash, community, cost, metrics, new_business, people, reps, retention, sales
from planner.model.columns import COLUMNS, ROW
from planner.model.compiled import kernel, stage
from planner.model.rates import monthly_leaving, monthly_staying, ratio, share_of
from planner.model.sales import BySource
from planner.plan import MAX_MONTHS

LEVERS = np.dtype([(group, [(lever.name, np.float64) for lever in levers]) for group, levers in GROUPS.items()])
"""Every lever of one draw in one month, by group and name."""

BLOCK = 8
"""Draws that are written to the results together: one cache line."""

HIRING_SPAN = int(CATALOGUE["people.time_to_hire"].max) + 2
SELF_SERVE, INSIDE_SALES, ENTERPRISE = 0, 1, 2
PQL, MQL = 0, 2
YEAR = 12


SEGMENTS = 3
BOOK = retention.POOL + 1

DRAW = np.dtype(
    [
        ("now", LEVERS),
        *((name, np.float64, (SEGMENTS, BOOK)) for name in ("books", "logos")),
        ("bases", np.float64, (SEGMENTS, retention.POOL)),
        *((name, np.float64, SEGMENTS) for name in ("kept", "kept_monthly", "logos_kept", "logos_kept_monthly")),
        *((name, np.float64, (SEGMENTS, YEAR)) for name in ("kept_by_slot", "logos_kept_by_slot")),
        *((name, np.float64, (SEGMENTS, YEAR)) for name in ("growth", "pool_kept", "logo_pool_kept")),
        *((name, np.float64, YEAR) for name in ("usage_up", "usage_down")),
        *((name, np.float64, (YEAR, SEGMENTS, BOOK)) for name in ("past_books", "past_logos")),
        *((name, np.float64, SEGMENTS) for name in ("net", "gross", "logos_left", "arr_then", "customers_then")),
        *((name, np.float64, MAX_MONTHS + HIRING_SPAN) for name in ("ae_starts", "isr_starts")),
        *((name, np.float64, MAX_MONTHS) for name in ("ae_joined", "isr_joined")),
        *((name, np.float64, reps.RAMP_SPAN) for name in ("ae_shortfall", "isr_shortfall")),
        ("enterprise_decisions", np.float64, (MAX_MONTHS + sales.CYCLE_SPAN, 3)),
        ("inside_sales_decisions", np.float64, (MAX_MONTHS + sales.CYCLE_SPAN, 3)),
    ]
)
"""What one draw carries from month to month; first axis: segment, where there is one.

now: its levers this month. books, logos: ARR and customers (retention.py). bases: what was billed. kept...: shares
that renew, over a year and over a month. The rest of the first group remembers 12 months of them and the books of 12
months ago. starts, joined, shortfall: hires (reps.py). decisions: sales cycles under way (sales.py).
"""


@stage
def copy(source, target):
    """Copy one array into another."""
    for at in range(source.size):
        target[at] = source[at]


@stage
def store(row, keep, kept):
    """Put the columns of a month that are to be kept, by position, side by side."""
    for at in range(keep.size):
        kept[at] = row[keep[at]]


@stage
def total(by_segment):
    """Sum over the three segments."""
    return by_segment[SELF_SERVE] + by_segment[INSIDE_SALES] + by_segment[ENTERPRISE]


@stage
def apply_events(now_flat, own, paths, month):
    """Set the levers that events move to their value in the month."""
    for event in range(paths.at.size):
        at = paths.at[event]
        value = paths.scale[month, event] * own[at] + paths.offset[month, event]
        now_flat[at] = min(max(value, paths.low[event]), paths.high[event])


@stage
def annual_rates(now, kept, kept_monthly, logos_kept, logos_kept_monthly):
    """Write the share of ARR and of customers that each segment keeps, over a year and over a month."""
    coverage = retention.coverage_effect(
        now.customer_success.accounts_per_csm,
        now.customer_success.reference_accounts,
        now.customer_success.elasticity,
    )
    kept[SELF_SERVE] = now.self_serve.gross_retention
    kept[INSIDE_SALES] = retention.kept_share(now.inside_sales.gross_retention, coverage)
    kept[ENTERPRISE] = retention.kept_share(now.enterprise.gross_retention, coverage)
    logos_kept[SELF_SERVE] = now.self_serve.logo_retention
    logos_kept[INSIDE_SALES] = retention.kept_share(now.inside_sales.logo_retention, coverage)
    logos_kept[ENTERPRISE] = retention.kept_share(now.enterprise.logo_retention, coverage)
    for segment in range(3):
        kept_monthly[segment] = monthly_staying(kept[segment])
        logos_kept_monthly[segment] = monthly_staying(logos_kept[segment])


@stage
def run_draw(own, paths, funding, follow, wants_metrics, now, now_flat, work, rows, columns, keep, kept):
    """One draw: fill `rows`, day one at 0 and month m at m, and put the columns to keep into `kept`."""
    books, bases, logos = work.books, work.bases, work.logos
    open_day_one(own, paths, now_flat, now, work, rows)
    survival_aes = survival_isrs = fade = visitor_index = mql_index = 1.0
    aes_leaving = isrs_leaving = monthly_fade = 0.0
    aes_ramping = isrs_ramping = 0
    nothing = BySource(0.0, 0.0, 0.0)
    bdr_queue = se_queue = ae_queue = isr_queue = nothing

    store(columns[0], keep, kept[0])
    for t in range(funding.size):
        opening, row, slot = rows[t], rows[t + 1], t % YEAR
        if paths.moves[t]:
            apply_events(now_flat, own, paths, t)
            annual_rates(now, work.kept, work.kept_monthly, work.logos_kept, work.logos_kept_monthly)
            monthly_fade = monthly_leaving(now.retention.expansion_fade)
            aes_leaving = monthly_leaving(now.enterprise.attrition)
            isrs_leaving = monthly_leaving(now.inside_sales.attrition)
            aes_ramping = reps.fill_shortfall(work.ae_shortfall, now.enterprise.ramp_months)
            isrs_ramping = reps.fill_shortfall(work.isr_shortfall, now.inside_sales.ramp_months)
        if t > 0:
            visitor_index = community.grown(visitor_index, now.community.visitor_growth)
            mql_index = community.grown(mql_index, now.marketing.mql_growth)
            fade = retention.faded(fade, monthly_fade)

        # Community
        row.visitors = community.visitors(
            now.community.visitors, visitor_index, now.community.referral, opening.free_accounts
        )
        row.signups = row.visitors * now.community.signup_rate
        row.signups_to_date = opening.signups_to_date + row.signups
        row.activations = row.signups * now.community.activation_rate
        row.conversions, row.pqls, row.free_churned = community.free_pool_exits(
            opening.free_accounts, now.self_serve.conversion, now.community.pql_rate, now.community.free_churn
        )
        row.free_accounts = community.free_pool(
            opening.free_accounts, row.activations, row.conversions, row.pqls, row.free_churned
        )
        row.upgrade_leads = opening.customers_self_serve * now.self_serve.upgrade_rate
        row.mqls = now.marketing.mqls * mql_index
        leads = BySource(row.pqls, row.upgrade_leads, row.mqls)

        # Reps and capacity
        row.ae_leavers = opening.aes * aes_leaving
        row.isr_leavers = opening.isrs * isrs_leaving
        reps.schedule(work.ae_starts, t, 0.0, now.enterprise.hires_per_quarter / 3.0)
        reps.schedule(work.isr_starts, t, 0.0, now.inside_sales.hires_per_quarter / 3.0)
        reps.schedule(work.ae_starts, t, now.people.time_to_hire, row.ae_leavers * now.people.backfill)
        reps.schedule(work.isr_starts, t, now.people.time_to_hire, row.isr_leavers * now.people.backfill)
        row.ae_hires, row.isr_hires = work.ae_starts[t], work.isr_starts[t]
        row.aes = opening.aes - row.ae_leavers + row.ae_hires
        row.isrs = opening.isrs - row.isr_leavers + row.isr_hires
        survival_aes *= 1.0 - aes_leaving
        survival_isrs *= 1.0 - isrs_leaving
        work.ae_joined[t] = row.ae_hires / survival_aes
        work.isr_joined[t] = row.isr_hires / survival_isrs
        row.ramped_aes = reps.ramped(row.aes, work.ae_joined, survival_aes, t, work.ae_shortfall, aes_ramping)
        row.ramped_isrs = reps.ramped(row.isrs, work.isr_joined, survival_isrs, t, work.isr_shortfall, isrs_ramping)
        row.bdrs = row.aes * now.enterprise.bdr_per_ae
        row.ses = row.aes * now.enterprise.se_per_ae
        row.street_quota = reps.street_quota(
            row.ramped_aes, now.enterprise.quota, row.ramped_isrs, now.inside_sales.quota
        )
        row.enterprise_capacity_arr = reps.capacity_arr(row.ramped_aes, now.enterprise.quota, now.enterprise.attainment)
        row.inside_sales_capacity_arr = reps.capacity_arr(
            row.ramped_isrs, now.inside_sales.quota, now.inside_sales.attainment
        )

        # Enterprise chain
        goes_cold = now.sales.goes_cold
        row.bdr_cold = sales.total(bdr_queue) * goes_cold
        at_bdr = sales.available(
            bdr_queue, sales.scaled(leads, now.enterprise.pql_share, now.enterprise.mql_share), goes_cold
        )
        bdr_work, bdr_capacity = sales.total(at_bdr), row.bdrs * now.enterprise.leads_per_bdr
        worked, bdr_queue = sales.serve(at_bdr, bdr_work, bdr_capacity)
        row.bdr_queue = sales.total(bdr_queue)

        row.se_cold = sales.total(se_queue) * goes_cold
        qualified = sales.scaled(worked, now.enterprise.pql_to_opportunity, now.enterprise.mql_to_opportunity)
        at_se = sales.available(se_queue, qualified, goes_cold)
        se_work, se_capacity = sales.total(at_se), row.ses * now.enterprise.evaluations_per_se
        evaluated, se_queue = sales.serve(at_se, se_work, se_capacity)
        row.se_queue = sales.total(se_queue)
        row.enterprise_opportunities = sales.total(evaluated)
        sales.decide_later(work.enterprise_decisions, t, now.enterprise.cycle_months, evaluated)

        row.ae_cold = sales.total(ae_queue) * goes_cold
        decided = sales.decided(work.enterprise_decisions, t)
        chosen = sales.scaled(decided, now.enterprise.win_rate, now.enterprise.win_rate)
        at_ae = sales.available(ae_queue, chosen, goes_cold)
        ae_work, ae_capacity = sales.total(at_ae), row.enterprise_capacity_arr / now.enterprise.acv
        enterprise_wins, ae_queue = sales.serve(at_ae, ae_work, ae_capacity)
        row.ae_queue = sales.total(ae_queue)
        row.enterprise_demand_arr = ae_work * now.enterprise.acv
        row.enterprise_constraint = sales.constraint(
            sales.binds(bdr_work, bdr_capacity), sales.binds(se_work, se_capacity), sales.binds(ae_work, ae_capacity)
        )

        # Inside-sales chain
        row.isr_cold = sales.total(isr_queue) * goes_cold
        own_leads = sales.scaled(leads, 1.0 - now.enterprise.pql_share, 1.0 - now.enterprise.mql_share)
        taken = sales.scaled(own_leads, now.inside_sales.pql_to_opportunity, now.inside_sales.mql_to_opportunity)
        row.inside_sales_opportunities = sales.total(taken)
        sales.decide_later(work.inside_sales_decisions, t, now.inside_sales.cycle_months, taken)
        decided = sales.decided(work.inside_sales_decisions, t)
        chosen = sales.scaled(decided, now.inside_sales.win_rate, now.inside_sales.win_rate)
        at_isr = sales.available(isr_queue, chosen, goes_cold)
        isr_work, isr_capacity = sales.total(at_isr), row.inside_sales_capacity_arr / now.inside_sales.acv
        inside_sales_wins, isr_queue = sales.serve(at_isr, isr_work, isr_capacity)
        row.isr_queue = sales.total(isr_queue)
        row.inside_sales_demand_arr = isr_work * now.inside_sales.acv
        row.inside_sales_constraint = sales.constraint(sales.binds(isr_work, isr_capacity), False, False)

        # Retention
        last_pool = (
            books[SELF_SERVE, retention.POOL] + books[INSIDE_SALES, retention.POOL] + books[ENTERPRISE, retention.POOL]
        )
        row.expansion_factor_self_serve = retention.expansion_factor(now.self_serve.expansion, fade)
        row.expansion_factor_inside_sales = retention.expansion_factor(now.inside_sales.expansion, fade)
        row.expansion_factor_enterprise = retention.expansion_factor(now.enterprise.expansion, fade)
        row.usage_factor = 1.0 + now.retention.usage_change
        self_serve = live(work, SELF_SERVE, slot, row.expansion_factor_self_serve, now.retention.usage_change)
        inside_sales = live(work, INSIDE_SALES, slot, row.expansion_factor_inside_sales, now.retention.usage_change)
        enterprise = live(work, ENTERPRISE, slot, row.expansion_factor_enterprise, now.retention.usage_change)
        row.lost_arr_self_serve, row.expansion_arr_self_serve = self_serve.lost, self_serve.gained
        row.lost_arr_inside_sales, row.expansion_arr_inside_sales = inside_sales.lost, inside_sales.gained
        row.lost_arr_enterprise, row.expansion_arr_enterprise = enterprise.lost, enterprise.gained
        row.churned_customers_self_serve = self_serve.churned_customers
        row.churned_customers_inside_sales = inside_sales.churned_customers
        row.churned_customers_enterprise = enterprise.churned_customers
        row.churned_customers = (
            self_serve.churned_customers + inside_sales.churned_customers + enterprise.churned_customers
        )
        row.expansion_arr = self_serve.gained + inside_sales.gained + enterprise.gained
        lost = self_serve.lost + inside_sales.lost + enterprise.lost
        usage_fall = self_serve.usage_fall + inside_sales.usage_fall + enterprise.usage_fall
        row.contraction_arr = retention.contraction(lost, now.retention.contraction_share, usage_fall)
        row.churned_arr = retention.churn(lost, now.retention.contraction_share)
        row.renewal_rate_self_serve, row.logo_renewal_rate_self_serve = work.kept[0], work.logos_kept[0]
        row.renewal_rate_inside_sales, row.logo_renewal_rate_inside_sales = work.kept[1], work.logos_kept[1]
        row.renewal_rate_enterprise, row.logo_renewal_rate_enterprise = work.kept[2], work.logos_kept[2]

        # New business
        upgrade_wins = inside_sales_wins.upgrade + enterprise_wins.upgrade
        candidates = retention.contents(logos[SELF_SERVE])
        row.upgraded_customers = new_business.upgraded_customers(upgrade_wins, candidates)
        row.upgraded_share = share_of(row.upgraded_customers, candidates)
        left_with_them = retention.contents(books[SELF_SERVE]) * row.upgraded_share
        retention.release(books[SELF_SERVE], row.upgraded_share)
        retention.release(bases[SELF_SERVE], row.upgraded_share)
        retention.release(logos[SELF_SERVE], row.upgraded_share)

        row.won_customers_self_serve = row.conversions
        row.won_customers_inside_sales = sales.total(inside_sales_wins)
        row.won_customers_enterprise = sales.total(enterprise_wins)
        row.won_arr_self_serve = row.won_customers_self_serve * now.self_serve.acv
        row.won_arr_inside_sales = row.won_customers_inside_sales * now.inside_sales.acv
        row.won_arr_enterprise = row.won_customers_enterprise * now.enterprise.acv
        row.won_pql_arr = inside_sales_wins.pql * now.inside_sales.acv + enterprise_wins.pql * now.enterprise.acv
        row.won_upgrade_arr = (
            inside_sales_wins.upgrade * now.inside_sales.acv + enterprise_wins.upgrade * now.enterprise.acv
        )
        row.won_mql_arr = inside_sales_wins.mql * now.inside_sales.acv + enterprise_wins.mql * now.enterprise.acv
        row.upgrade_arr = new_business.upgrade_arr(
            row.won_upgrade_arr, upgrade_wins, row.upgraded_customers, left_with_them
        )
        row.new_arr = new_business.new_arr(
            row.won_arr_self_serve + row.won_pql_arr + row.won_mql_arr,
            row.won_upgrade_arr,
            upgrade_wins,
            row.upgraded_customers,
        )
        row.committed_won_arr_self_serve = row.won_arr_self_serve * now.self_serve.committed_share
        row.committed_won_arr_inside_sales = row.won_arr_inside_sales * now.inside_sales.committed_share
        row.committed_won_arr_enterprise = row.won_arr_enterprise * now.enterprise.committed_share
        sell(
            work, SELF_SERVE, slot, row.won_arr_self_serve, row.won_customers_self_serve, now.self_serve.committed_share
        )
        sell(
            work,
            INSIDE_SALES,
            slot,
            row.won_arr_inside_sales,
            row.won_customers_inside_sales,
            now.inside_sales.committed_share,
        )
        sell(
            work, ENTERPRISE, slot, row.won_arr_enterprise, row.won_customers_enterprise, now.enterprise.committed_share
        )
        close_books(work, row)
        row.revenue = new_business.revenue(opening.arr, row.arr)

        # People
        row.engineers = people.hired(opening.engineers, now.people.engineer_hires_per_quarter)
        row.marketers = people.hired(opening.marketers, now.people.marketer_hires_per_quarter)
        sales_led_customers = row.customers_inside_sales + row.customers_enterprise
        row.csms = people.needed(sales_led_customers, now.customer_success.accounts_per_csm)
        row.managers = people.needed(row.aes + row.isrs, now.people.reps_per_manager)
        row.support_engineers = people.needed(row.customers, now.people.customers_per_support_engineer)
        others = people.total(
            row.aes,
            row.isrs,
            row.bdrs,
            row.ses,
            row.csms,
            row.managers,
            row.support_engineers,
            row.engineers,
            row.marketers,
        )
        row.ga_staff = people.ga_staff(others, now.people.ga_per_head)
        row.headcount = others + row.ga_staff

        # Cost
        row.credited_arr = cost.credited_arr(
            row.won_arr_inside_sales, now.inside_sales.committed_share, now.sales.payg_quota_credit
        ) + cost.credited_arr(row.won_arr_enterprise, now.enterprise.committed_share, now.sales.payg_quota_credit)
        row.commissions = row.credited_arr * now.sales.commission_rate
        row.services_revenue = cost.services_revenue(
            now.customer_success.services_rate,
            opening.arr_inside_sales + opening.arr_enterprise,
            row.arr_inside_sales + row.arr_enterprise,
        )
        row.services_cost = row.services_revenue * now.customer_success.services_cost_ratio
        row.hosting_cost = row.revenue * now.finance.hosting_share
        row.free_hosting_cost = opening.free_accounts * now.community.hosting_per_free_account
        row.marketing_programs = row.mqls * now.marketing.cost_per_mql
        row.cogs = cost.cogs(
            row.hosting_cost, row.services_cost, cost.pay(row.support_engineers, now.people.support_engineer_cost)
        )
        row.sales_marketing = cost.sales_marketing(
            row.marketing_programs,
            row.free_hosting_cost,
            row.commissions,
            cost.pay(row.aes, now.people.ae_cost),
            cost.pay(row.isrs, now.people.isr_cost),
            cost.pay(row.bdrs, now.people.bdr_cost),
            cost.pay(row.ses, now.people.se_cost),
            cost.pay(row.csms, now.people.csm_cost),
            cost.pay(row.managers, now.people.manager_cost),
            cost.pay(row.marketers, now.people.marketer_cost),
        )
        row.research_development = cost.pay(row.engineers, now.people.engineer_cost)
        row.general_administrative = cost.general_administrative(
            cost.pay(row.ga_staff, now.people.ga_cost), row.headcount, now.people.overhead_per_head
        )
        row.operating_cost = cost.operating_cost(
            row.cogs, row.sales_marketing, row.research_development, row.general_administrative
        )
        row.operating_income = cost.operating_income(row.revenue, row.services_revenue, row.operating_cost)

        # Cash
        row.collections = cash.collections(
            self_serve.renewed + inside_sales.renewed + enterprise.renewed,
            row.committed_won_arr_self_serve + row.committed_won_arr_inside_sales + row.committed_won_arr_enterprise,
            cash.unbilled(books[SELF_SERVE], bases[SELF_SERVE])
            + cash.unbilled(books[INSIDE_SALES], bases[INSIDE_SALES])
            + cash.unbilled(books[ENTERPRISE], bases[ENTERPRISE]),
            last_pool,
        )
        row.funding = funding[t]
        row.free_cash_flow = cash.free_cash_flow(row.collections, row.services_revenue, row.operating_cost)
        row.cash = cash.closing(opening.cash, row.free_cash_flow, row.funding)

        # Metrics
        if follow:
            follow_books(work, slot, now.retention.usage_change)
        if follow and t + 1 >= YEAR:
            year_of_retention(work, row)
        if wants_metrics:
            board_metrics(rows, t + 1, now.growth.use_case_share)
        store(columns[t + 1], keep, kept[t + 1])


@stage
def open_day_one(own, paths, now_flat, now, work, rows):
    """Set everything that has a value before the first month."""
    copy(own, now_flat)
    apply_events(now_flat, own, paths, 0)
    retention.open_book(work.books[SELF_SERVE], now.self_serve.arr, now.self_serve.committed_share)
    retention.open_book(work.books[INSIDE_SALES], now.inside_sales.arr, now.inside_sales.committed_share)
    retention.open_book(work.books[ENTERPRISE], now.enterprise.arr, now.enterprise.committed_share)
    retention.open_book(work.logos[SELF_SERVE], now.self_serve.customers, now.self_serve.committed_share)
    retention.open_book(work.logos[INSIDE_SALES], now.inside_sales.customers, now.inside_sales.committed_share)
    retention.open_book(work.logos[ENTERPRISE], now.enterprise.customers, now.enterprise.committed_share)
    for segment in range(3):
        copy(work.books[segment, : retention.POOL], work.bases[segment])
        copy(work.books[segment], work.past_books[YEAR - 1, segment])
        copy(work.logos[segment], work.past_logos[YEAR - 1, segment])
    work.ae_starts[:] = 0.0
    work.isr_starts[:] = 0.0
    work.enterprise_decisions[:] = 0.0
    work.inside_sales_decisions[:] = 0.0
    sales.open_pipeline(work.enterprise_decisions, MQL, now.enterprise.cycle_months, now.enterprise.opening_pipeline)
    sales.open_pipeline(
        work.inside_sales_decisions, PQL, now.inside_sales.cycle_months, now.inside_sales.opening_pipeline
    )
    day_one = rows[0]
    day_one.signups_to_date = now.community.signups_to_date
    day_one.free_accounts = now.community.free_accounts
    day_one.aes, day_one.ramped_aes = now.enterprise.reps, now.enterprise.reps
    day_one.isrs, day_one.ramped_isrs = now.inside_sales.reps, now.inside_sales.reps
    day_one.engineers, day_one.marketers = now.people.engineers, now.people.marketers
    day_one.cash = now.finance.cash
    close_books(work, day_one)


@stage
def live(work, segment, slot, expansion_factor, usage_change):
    """Take a segment's books through the month's renewals, expansion and usage."""
    book, logos = work.books[segment], work.logos[segment]
    kept, kept_monthly = work.kept[segment], work.kept_monthly[segment]
    lost = retention.lose(book, slot, kept, kept_monthly)
    renewed = book[slot]
    work.bases[segment, slot] = renewed
    gained = retention.expand(book, expansion_factor)
    rise, fall = retention.use(book, usage_change)
    churned_customers = retention.lose(logos, slot, work.logos_kept[segment], work.logos_kept_monthly[segment])
    work.kept_by_slot[segment, slot] = kept
    work.logos_kept_by_slot[segment, slot] = work.logos_kept[segment]
    work.growth[segment, slot] = expansion_factor
    work.pool_kept[segment, slot] = kept_monthly
    work.logo_pool_kept[segment, slot] = work.logos_kept_monthly[segment]
    return retention.Month(renewed, lost, gained + rise, fall, churned_customers)


@stage
def sell(work, segment, slot, arr, customers, committed_share):
    """Put what a segment sold in the month into its books."""
    retention.sell(work.books[segment], slot, arr, committed_share)
    retention.sell(work.logos[segment], slot, customers, committed_share)
    work.bases[segment, slot] += arr * committed_share


@stage
def close_books(work, row):
    """What the books hold at the end of the month."""
    row.arr_self_serve = retention.contents(work.books[SELF_SERVE])
    row.arr_inside_sales = retention.contents(work.books[INSIDE_SALES])
    row.arr_enterprise = retention.contents(work.books[ENTERPRISE])
    row.arr = row.arr_self_serve + row.arr_inside_sales + row.arr_enterprise
    row.payg_arr_self_serve = work.books[SELF_SERVE, retention.POOL]
    row.payg_arr_inside_sales = work.books[INSIDE_SALES, retention.POOL]
    row.payg_arr_enterprise = work.books[ENTERPRISE, retention.POOL]
    row.customers_self_serve = retention.contents(work.logos[SELF_SERVE])
    row.customers_inside_sales = retention.contents(work.logos[INSIDE_SALES])
    row.customers_enterprise = retention.contents(work.logos[ENTERPRISE])
    row.customers = row.customers_self_serve + row.customers_inside_sales + row.customers_enterprise


@stage
def follow_books(work, slot, usage_change):
    """Follow the books of 12 months ago to today, then put today's in their place."""
    work.usage_up[slot] = 1.0 + usage_change
    work.usage_down[slot] = 1.0 + min(usage_change, 0.0)
    usage, usage_falls = retention.product(work.usage_up), retention.product(work.usage_down)
    for segment in range(3):
        then, logos_then = work.past_books[slot, segment], work.past_logos[slot, segment]
        growth, pool = retention.product(work.growth[segment]), retention.product(work.pool_kept[segment])
        logo_pool = retention.product(work.logo_pool_kept[segment])
        work.net[segment] = retention.left_of(then, work.kept_by_slot[segment], growth, pool * growth * usage)
        work.gross[segment] = retention.left_of(then, work.kept_by_slot[segment], 1.0, pool * usage_falls)
        work.logos_left[segment] = retention.left_of(logos_then, work.logos_kept_by_slot[segment], 1.0, logo_pool)
        work.arr_then[segment] = retention.contents(then)
        work.customers_then[segment] = retention.contents(logos_then)
        copy(work.books[segment], then)
        copy(work.logos[segment], logos_then)


@stage
def year_of_retention(work, row):
    """Net, gross and logo retention over the last 12 months, by segment and in all."""
    row.nrr_self_serve = ratio(work.net[SELF_SERVE], work.arr_then[SELF_SERVE])
    row.nrr_inside_sales = ratio(work.net[INSIDE_SALES], work.arr_then[INSIDE_SALES])
    row.nrr_enterprise = ratio(work.net[ENTERPRISE], work.arr_then[ENTERPRISE])
    row.nrr = ratio(total(work.net), total(work.arr_then))
    row.grr_self_serve = ratio(work.gross[SELF_SERVE], work.arr_then[SELF_SERVE])
    row.grr_inside_sales = ratio(work.gross[INSIDE_SALES], work.arr_then[INSIDE_SALES])
    row.grr_enterprise = ratio(work.gross[ENTERPRISE], work.arr_then[ENTERPRISE])
    row.grr = ratio(total(work.gross), total(work.arr_then))
    row.logo_retention_self_serve = ratio(work.logos_left[SELF_SERVE], work.customers_then[SELF_SERVE])
    row.logo_retention_inside_sales = ratio(work.logos_left[INSIDE_SALES], work.customers_then[INSIDE_SALES])
    row.logo_retention_enterprise = ratio(work.logos_left[ENTERPRISE], work.customers_then[ENTERPRISE])
    row.logo_retention = ratio(total(work.logos_left), total(work.customers_then))


@stage
def board_metrics(rows, month, use_case_share):
    """The metrics of the month, from the months so far."""
    row, day_one = rows[month], rows[0]
    quarter, year = 3, YEAR
    sold = metrics.window(rows.new_arr, month, quarter) + metrics.window(rows.upgrade_arr, month, quarter)
    grown = metrics.window(rows.expansion_arr, month, quarter)
    shrunk = metrics.window(rows.contraction_arr, month, quarter) + metrics.window(rows.churned_arr, month, quarter)
    row.quick_ratio = ratio(sold + grown, shrunk)

    revenue = metrics.window(rows.revenue, month, quarter)
    total_revenue = revenue + metrics.window(rows.services_revenue, month, quarter)
    row.gross_margin = metrics.gross_margin(total_revenue, metrics.window(rows.cogs, month, quarter))
    sales_marketing = metrics.window(rows.sales_marketing, month, quarter)
    row.cac_payback_months = metrics.cac_payback_months(sales_marketing, sold, row.gross_margin)
    row.magic_number = metrics.magic_number(
        revenue,
        metrics.window(rows.revenue, month - quarter, quarter),
        metrics.window(rows.sales_marketing, month - quarter, quarter),
    )
    row.runway_months = metrics.runway_months(
        row.cash, metrics.burn(metrics.window(rows.free_cash_flow, month, quarter))
    )

    arr_a_year_ago = rows[month - year].arr if month >= year else np.nan
    row.arr_growth = metrics.arr_growth(row.arr, arr_a_year_ago)
    row.ltv_to_cac = metrics.ltv_to_cac(
        metrics.window(rows.new_arr, month, year) + metrics.window(rows.upgrade_arr, month, year),
        row.gross_margin,
        row.grr,
        metrics.window(rows.sales_marketing, month, year),
    )
    free_cash_flow = metrics.window(rows.free_cash_flow, month, year)
    row.burn_multiple = metrics.burn_multiple(metrics.burn(free_cash_flow), row.arr - arr_a_year_ago)
    row.rule_of_40 = metrics.rule_of_40(
        row.arr_growth,
        free_cash_flow,
        metrics.window(rows.revenue, month, year) + metrics.window(rows.services_revenue, month, year),
    )
    won = metrics.window(rows.won_arr_inside_sales, month, year) + metrics.window(rows.won_arr_enterprise, month, year)
    row.attainment = ratio(won, metrics.window(rows.street_quota, month, year))

    row.arr_per_head = ratio(row.arr, row.headcount)
    row.paying_share = ratio(row.customers, row.signups_to_date)
    per_customer, per_customer_day_one = ratio(row.arr, row.customers), ratio(day_one.arr, day_one.customers)
    row.customer_factor = ratio(row.customers, day_one.customers)
    row.use_case_factor = metrics.growth_factor(per_customer, per_customer_day_one, use_case_share)
    row.price_factor = metrics.growth_factor(per_customer, per_customer_day_one, 1.0 - use_case_share)


@kernel
def run(
    own,
    drawn,
    drawn_at,
    paths,
    funding,
    keep,
    follow,
    wants_metrics,
    first,
    last,
    carried,
    now_flat,
    rows,
    columns,
    block,
    out,
):
    """Fill `out` for draws `first` to `last`.

    own: (levers,) values shared by all draws, written to. drawn: (k, draws) values of the k levers at `drawn_at` that
    differ from draw to draw. funding: (months,). keep: positions of the columns to keep. follow, wants_metrics: whether
    any of them needs `follow_books`, `board_metrics`. carried, now_flat, rows, columns, block: see `Workspace`.
    out: (kept, months + 1, draws), day one first.
    """
    now, work = carried[0].now, carried[0]
    for start in range(first, last, BLOCK):
        width = min(BLOCK, last - start)
        for draw in range(width):
            for lever in range(drawn_at.size):
                own[drawn_at[lever]] = drawn[lever, start + draw]
            run_draw(own, paths, funding, follow, wants_metrics, now, now_flat, work, rows, columns, keep, block[draw])
        for column in range(keep.size):
            for month in range(rows.size):
                for draw in range(width):
                    out[column, month, start + draw] = block[draw, month, column]


class Workspace:
    """The arrays one thread works in, used again for every draw.

    carried: one DRAW. now_flat: its levers as one array. rows: a ROW for day one and for every month; columns: the same
    as (months + 1, columns). block: what is kept of BLOCK draws, (BLOCK, months + 1, kept).
    """

    def __init__(self, months: int, kept: int) -> None:
        self.carried = np.zeros(1, DRAW)
        self.now_flat = self.carried.view(np.float64)[: len(CATALOGUE)]
        self.columns = np.full((months + 1, len(COLUMNS)), np.nan)
        self.rows = self.columns.view(ROW).reshape(months + 1)
        self.block = np.empty((BLOCK, months + 1, kept))

    def arrays(self) -> tuple[np.ndarray, ...]:
        """The arrays in the order that `run` takes them."""
        return self.carried, self.now_flat, self.rows, self.columns, self.block
