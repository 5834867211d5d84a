"""How a month begins: what events leave of the levers, who leaves and renews, and the leads. No formulas here.

levers: the month's. opening, row: the quantities of the month before and of this one. carried: see records.py.
"""

import numpy as np

from planner.model import community, cost, retention, sellers
from planner.model.compiled import stage
from planner.model.lanes import LANES
from planner.model.lever_types import Levers
from planner.model.paths import Paths, changed, row_in, within
from planner.model.rates import monthly_leaving, monthly_staying
from planner.model.records import Carried
from planner.vocabulary.columns import BOTH_TEAMS, EVERY_SEGMENT, SELF_SERVE, Row


@stage
def apply_events(levers: np.ndarray, own: np.ndarray, paths: Paths, later: np.ndarray, t: int) -> None:
    """Set the levers that events move to their value in the month.

    levers: a LEVERS read as one array, (places, LANES). own: likewise, before events. later: (events, LANES) months by
    which each starts later in a draw.
    """
    for moved in range(paths.at.size):
        for lane in range(LANES):
            value = own[paths.at[moved], lane]
            for event in range(paths.events[moved], paths.events[moved + 1]):
                row = row_in(t, later[event, lane])
                value = changed(value, paths.kind[row, event], paths.scale[row, event], paths.offset[row, event])
            levers[paths.at[moved], lane] = within(value, paths.low[moved], paths.high[moved])


@stage
def moves(paths: Paths, later: np.ndarray, t: int) -> bool:
    """Whether events move a lever of a draw in the month from its value in the month before, or it is the first."""
    if paths.moves[t]:
        return True
    for place in range(paths.by_chance.size):
        event = paths.by_chance[place]
        for lane in range(LANES):
            if paths.steps[row_in(t, later[event, lane]), event]:
                return True
    return False


@stage
def set_rates(levers: Levers, carried: Carried) -> None:
    """Work out what follows from the levers alone: who leaves, who ramps, who renews, what fades and rises."""
    carried.fading = retention.fading(levers.retention.expansion_fade)
    carried.pay_growth = cost.pay_growth(levers.people.pay_rise)
    carried.price_monthly = retention.price_factor_monthly(levers.retention.price_rise)
    for team in BOTH_TEAMS:
        carried.expected_leaving[team] = monthly_leaving(levers.teams.attrition[team])
        sellers.fill_shortfalls(carried.shortfalls[team], levers.teams.ramp_months[team])
    success = levers.customer_success
    thin = retention.coverage(success.accounts_per_csm, success.reference_accounts, success.elasticity)
    growing = retention.expansion_coverage(
        success.accounts_per_csm, success.reference_accounts, success.expansion_elasticity
    )
    for segment in EVERY_SEGMENT:
        coverage = 1.0 if segment == SELF_SERVE else thin
        kept = retention.renewal_rate(levers.segments.gross_retention[segment], coverage)
        logos_kept = retention.logo_renewal_rate(levers.segments.logo_retention[segment], coverage)
        carried.expected_kept[segment], carried.expected_kept_monthly[segment] = kept, monthly_staying(kept)
        carried.expected_logos_kept[segment] = logos_kept
        carried.expected_logos_kept_monthly[segment] = monthly_staying(logos_kept)
        carried.expansion_coverage[segment] = 1.0 if segment == SELF_SERVE else growing


@stage
def go_as_expected(carried: Carried) -> None:
    """Let as many leave and renew as expected."""
    for segment in EVERY_SEGMENT:
        carried.leaving[segment] = carried.expected_leaving[segment]
        carried.kept[segment] = carried.expected_kept[segment]
        carried.kept_monthly[segment] = carried.expected_kept_monthly[segment]
        carried.logos_kept[segment] = carried.expected_logos_kept[segment]
        carried.logos_kept_monthly[segment] = carried.expected_logos_kept_monthly[segment]


@stage
def age(levers: Levers, carried: Carried) -> None:
    """Let the growth of visitors, MQLs and pay and the fade of expansion go on by a month."""
    carried.visitor_index = community.index(carried.visitor_index, levers.community.visitor_growth)
    carried.mql_index = community.index(carried.mql_index, levers.marketing.mql_growth)
    carried.pay_index = cost.pay_index(carried.pay_index, carried.pay_growth)
    carried.fade = retention.fade(carried.fade, carried.fading)


@stage
def attract(levers: Levers, carried: Carried, opening: Row, row: Row) -> None:
    """Community: from visitors to leads."""
    own = levers.community
    row.visitors = community.visitors(own.visitors, carried.visitor_index, own.referral, opening.free_accounts)
    row.signups = community.signups(row.visitors, own.signup_rate, community.room(opening.signups_to_date, own.market))
    row.signups_to_date = community.signups_to_date(opening.signups_to_date, row.signups)
    row.activations = community.activations(row.signups, own.activation_rate)
    pool, conversion = opening.free_accounts, levers.self_serve.conversion
    rates = community.exits(conversion, own.pql_rate, own.free_churn)
    first_rates = community.first_exits(own.first_month, conversion, own.pql_rate)
    scale, first_scale = community.scale(rates), community.scale(first_rates)
    new = row.activations
    row.conversions = community.conversions(pool, conversion, scale, new, own.first_month, first_scale)
    row.pqls = community.pqls(pool, own.pql_rate, scale, new, own.first_month, first_scale)
    row.free_churned = community.free_churned(pool, own.free_churn, scale)
    row.free_accounts = community.free_accounts(pool, community.staying(rates), new, community.staying(first_rates))
    row.upgrade_leads = community.upgrade_leads(opening.segment_customers[SELF_SERVE], levers.self_serve.upgrade_rate)
    row.mqls = community.mqls(levers.marketing.mqls, carried.mql_index)
