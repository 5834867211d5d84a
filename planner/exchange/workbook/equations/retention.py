"""Books of ARR and customers: renewal, price, expansion, usage, and what they hold in the end. MODEL.md, Retention.

The contracts of a segment stand by the months since they were renewed; those of 12 months ago renew now.
"""

from collections.abc import Iterator

from planner.exchange.workbook.rows import Cohorts, Line, Row
from planner.vocabulary.segments import SEGMENTS

YEAR = 12


def _rates(segment: str) -> Iterator[Row]:
    covered = "" if segment == "self_serve" else " * coverage"
    growing = "" if segment == "self_serve" else " * expansion_coverage"
    yield Line(f"renewal_rate_{segment}", f"1 - MIN(1, (1 - {segment}.gross_retention){covered})")
    yield Line(f"logo_renewal_rate_{segment}", f"1 - MIN(1, (1 - {segment}.logo_retention){covered})")
    yield Line(f"kept_{segment}", f"renewal_rate_{segment} ** (1 / 12)", about="share of the pool that stays a month")
    yield Line(f"logos_kept_{segment}", f"logo_renewal_rate_{segment} ** (1 / 12)", about="the same of its customers")
    yield Line(
        f"expansion_rate_{segment}",
        f"(1 + {segment}.expansion * fade{growing}) ** (1 / 12) - 1",
        about="expansion of the month before sellers' time limits it",
    )


def _arr(segment: str) -> Iterator[Row]:
    sold_by_sellers = segment != "self_serve"
    due, pool = f"due_{segment}", f"payg_arr_{segment}[-1]"
    yield Line(due, f"oldest(contracts_{segment}[-1])", about="ARR of the contracts that renew")
    yield Line(f"lost_arr_{segment}", f"{due} * (1 - renewal_rate_{segment}) + {pool} * (1 - kept_{segment})")
    yield Line(
        f"renewed_{segment}",
        f"{due} * renewal_rate_{segment} * (1 + retention.price_rise)",
        about="ARR of what renewed, at its new price",
    )
    yield Line(
        f"price_change_{segment}",
        f"{due} * renewal_rate_{segment} * retention.price_rise + {pool} * kept_{segment} * (price_monthly - 1)",
        about="what the price rise adds in the month",
    )
    yield Line(f"pool_left_{segment}", f"{pool} * kept_{segment} * price_monthly", about="the pool after both")
    yield Line(
        f"left_{segment}",
        f"SUM(younger(contracts_{segment}[-1])) + renewed_{segment} + pool_left_{segment}",
        about="ARR that may expand",
    )
    rate = f"expansion_rate_{segment}"
    if sold_by_sellers:
        time = f"seller_time_{segment}"
        yield Line(
            f"wanted_{segment}",
            f"left_{segment} * {rate} * sales.expansion_sold",
            about="expansion that sellers have to sell",
        )
        yield Line(f"sold_expansion_arr_{segment}", f"MIN(wanted_{segment}, {time})")
        yield Line(f"time_left_{segment}", f"{time} - sold_expansion_arr_{segment}", about="time for new business")
        yield Line(
            f"done_{segment}",
            f"IF(wanted_{segment} > 0, MIN(1, {time} / wanted_{segment}), 1)",
            about="share of it that they have time for",
        )
        rate = f"{rate} * (1 - sales.expansion_sold + sales.expansion_sold * done_{segment})"
    yield Line(f"expansion_reached_{segment}", rate, about="expansion of the month")
    yield Line(f"expansion_factor_{segment}", f"1 + expansion_reached_{segment}")
    yield Line(
        f"usage_change_{segment}",
        f"pool_left_{segment} * expansion_factor_{segment} * retention.usage_change",
        about="what usage adds in the month",
    )
    yield Line(
        f"expansion_arr_{segment}",
        f"left_{segment} * expansion_reached_{segment}"
        f" + MAX(price_change_{segment}, 0) + MAX(usage_change_{segment}, 0)",
    )
    yield Line(
        f"fallen_{segment}",
        f"MAX(-price_change_{segment}, 0) + MAX(-usage_change_{segment}, 0)",
        about="ARR lost to lower prices and usage",
    )


def _customers(segment: str) -> Iterator[Row]:
    due, pool = f"customers_due_{segment}", f"payg_customers_{segment}[-1]"
    kept, logos_kept = f"logo_renewal_rate_{segment}", f"logos_kept_{segment}"
    yield Line(due, f"oldest(customer_contracts_{segment}[-1])", about="customers whose contract renews")
    yield Line(f"churned_customers_{segment}", f"{due} * (1 - {kept}) + {pool} * (1 - {logos_kept})")
    yield Line(
        f"customers_left_{segment}",
        f"SUM(younger(customer_contracts_{segment}[-1])) + {due} * {kept} + {pool} * {logos_kept}",
        about="customers after renewal, before those who upgrade go and new ones come",
    )


def _closing(segment: str) -> Iterator[Row]:
    """What the books hold in the end, after sales (New business) and upgrades, who leave self-serve."""
    staying = " * (1 - upgraded_share)" if segment == "self_serve" else ""
    share, factor = f"{segment}.committed_share", f"expansion_factor_{segment}"
    yield Line(
        f"staying_contracts_{segment}",
        f"renewed_{segment} * {factor}{staying}",
        about="ARR of what renewed at the end of the month",
    )
    yield Cohorts(
        f"contracts_{segment}",
        YEAR,
        newest=f"staying_contracts_{segment} + committed_won_arr_{segment}",
        older=f"contracts_{segment}[-1] * {factor}{staying}",
        day_one=f"{segment}.arr * {share} / 12",
        about="ARR on annual contracts, by months since they were renewed or sold",
    )
    yield Line(
        f"staying_pool_{segment}",
        f"(pool_left_{segment} * {factor} + usage_change_{segment}){staying}",
        about="ARR of the pool at the end of the month, before what is sold",
    )
    yield Line(
        f"payg_arr_{segment}",
        f"staying_pool_{segment} + won_arr_{segment} * (1 - {share})",
        day_one=f"{segment}.arr * (1 - {share})",
    )
    yield Line(
        f"arr_{segment}",
        f"SUM(every_age(contracts_{segment})) + payg_arr_{segment}",
        day_one=f"SUM(every_age(contracts_{segment})) + payg_arr_{segment}",
    )
    yield Cohorts(
        f"customer_contracts_{segment}",
        YEAR,
        newest=f"customers_due_{segment} * logo_renewal_rate_{segment}{staying} + won_customers_{segment} * {share}",
        older=f"customer_contracts_{segment}[-1]{staying}",
        day_one=f"{segment}.customers * {share} / 12",
        about="customers on annual contracts, likewise",
    )
    yield Line(
        f"payg_customers_{segment}",
        f"payg_customers_{segment}[-1] * logos_kept_{segment}{staying} + won_customers_{segment} * (1 - {share})",
        day_one=f"{segment}.customers * (1 - {share})",
        about="customers who pay as they go",
    )
    yield Line(
        f"customers_{segment}",
        f"SUM(every_age(customer_contracts_{segment})) + payg_customers_{segment}",
        day_one=f"SUM(every_age(customer_contracts_{segment})) + payg_customers_{segment}",
    )


ROWS: tuple[Row, ...] = (
    Line(
        "coverage",
        "(customer_success.accounts_per_csm / customer_success.reference_accounts) ** customer_success.elasticity",
        about="factor on losses from how thinly customer success is spread",
    ),
    Line(
        "expansion_coverage",
        "(customer_success.reference_accounts / customer_success.accounts_per_csm)"
        " ** customer_success.expansion_elasticity",
        about="factor on expansion from the same",
    ),
    Line(
        "fade",
        "fade[-1] * (1 - retention.expansion_fade) ** (1 / 12)",
        first="1",
        about="what is left of the expansion of day one",
    ),
    Line("price_monthly", "(1 + retention.price_rise) ** (1 / 12)", about="what the pool's price grows to in a month"),
    Line("usage_factor", "1 + retention.usage_change"),
    *(row for segment in SEGMENTS for row in _rates(segment)),
    *(row for segment in SEGMENTS for row in _arr(segment)),
    *(row for segment in SEGMENTS for row in _customers(segment)),
    *(row for segment in SEGMENTS for row in _closing(segment)),
)
