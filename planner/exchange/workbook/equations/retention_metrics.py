"""What became of the customers of 12 months ago. MODEL.md, Metrics: nrr, grr, logo_retention.

The books of every month are put aside and followed, by the months since.
"""

from collections.abc import Iterator

from planner.exchange.workbook.rows import Cohorts, Line, Row
from planner.vocabulary.segments import SEGMENTS

YEAR = 12
TEAMS = ("inside_sales", "enterprise")


def _upgrades() -> Iterator[Row]:
    """Followed self-serve customers who upgrade, and what they bring."""
    yield Cohorts(
        "followed_contracts",
        YEAR + 1,
        newest="SUM(every_age(customer_contracts_self_serve))",
        older="followed_contracts[-1] - then(customer_contracts_self_serve) * (1 - logo_renewal_rate_self_serve)",
        from_day_one=True,
        about="self-serve customers on contracts so many months ago who stayed, had none upgraded",
    )
    yield Cohorts(
        "followed_pool",
        YEAR + 1,
        newest="payg_customers_self_serve",
        older="followed_pool[-1] * logos_kept_self_serve",
        from_day_one=True,
        about="the same of those who pay as they go",
    )
    yield Cohorts(
        "not_upgraded",
        YEAR + 1,
        newest="1",
        older="not_upgraded[-1] * (1 - upgraded_share)",
        from_day_one=True,
        about="share of them who have not upgraded",
    )
    yield Cohorts(
        "upgrading",
        YEAR + 1,
        newest="0",
        older="(followed_contracts + followed_pool) * not_upgraded[-1] * upgraded_share",
        from_day_one=True,
        about="those who upgrade in the month",
    )
    for team in TEAMS:
        value, share = f"value_{team}", f"{team}.committed_share"
        yield Line(
            value,
            f"IF(upgrade_wins == 0, 0, wins_{team}_upgrade * {team}.acv / upgrade_wins)",
            about="ARR that a customer who upgrades brings",
        )
        yield Cohorts(
            f"brought_contracts_{team}",
            YEAR + 1,
            newest="0",
            older=f"brought_contracts_{team}[-1] * expansion_factor_{team} + upgrading * ({value} * {share})",
            from_day_one=True,
            about="ARR of followed customers who upgraded, on contracts",
        )
        yield Cohorts(
            f"brought_pool_{team}",
            YEAR + 1,
            newest="0",
            older=f"brought_pool_{team}[-1] * pool_factor_{team} + upgrading * ({value} * (1 - {share}))",
            from_day_one=True,
            about="the same, in the pool",
        )


def _factors(segment: str) -> Iterator[Row]:
    kept, renewal = f"kept_{segment}", f"renewal_rate_{segment}"
    yield Line(f"slot_factor_{segment}", f"{renewal} * (1 + retention.price_rise)", about="what renewal leaves of 1")
    yield Line(
        f"slot_factor_gross_{segment}",
        f"{renewal} * (1 + MIN(retention.price_rise, 0))",
        about="the same without rises of price",
    )
    yield Line(
        f"pool_factor_{segment}",
        f"{kept} * price_monthly * expansion_factor_{segment} * usage_factor",
        about="what a month leaves of 1 in the pool",
    )
    yield Line(
        f"pool_factor_gross_{segment}",
        f"{kept} * MIN(price_monthly, 1) * MIN(usage_factor, 1)",
        about="the same without what rises",
    )


def _of_segment(segment: str) -> Iterator[Row]:
    """What a segment's books of 12 months ago are worth, as if nobody upgraded."""
    contracts, customers = f"contracts_{segment}", f"customer_contracts_{segment}"
    then, pool = f"every_age({contracts}[-12])", f"payg_arr_{segment}[-12]"
    yield Line(
        f"net_{segment}",
        f"SUMPRODUCT(MMULT(slot_factor_{segment}[-11:0], {then})) * PRODUCT(expansion_factor_{segment}[-11:0])"
        f" + {pool} * PRODUCT(pool_factor_{segment}[-11:0])",
        start=YEAR,
        about="ARR today of the customers of 12 months ago",
    )
    yield Line(
        f"gross_{segment}",
        f"SUMPRODUCT(MMULT(slot_factor_gross_{segment}[-11:0], {then}))"
        f" + {pool} * PRODUCT(pool_factor_gross_{segment}[-11:0])",
        start=YEAR,
        about="the same without what grows",
    )
    yield Line(
        f"logos_{segment}",
        f"SUMPRODUCT(MMULT(logo_renewal_rate_{segment}[-11:0], every_age({customers}[-12])))"
        f" + payg_customers_{segment}[-12] * PRODUCT(logos_kept_{segment}[-11:0])",
        start=YEAR,
        about="customers of 12 months ago who are still there",
    )
    for metric, today, before in (
        ("nrr", "net", "arr"),
        ("grr", "gross", "arr"),
        ("logo_retention", "logos", "customers"),
    ):
        then = f"{before}_{segment}[-12]"
        yield Line(f"{metric}_{segment}", f'IF({then} == 0, "", {today}_{segment} / {then})', start=YEAR)


def _in_all() -> Iterator[Row]:
    brought = " + ".join(f"oldest(brought_contracts_{team}) + oldest(brought_pool_{team})" for team in TEAMS)
    net = f"net_self_serve * oldest(not_upgraded) + net_inside_sales + net_enterprise + {brought}"
    yield Line("nrr", f'IF(arr[-12] == 0, "", ({net}) / arr[-12])', start=YEAR)
    gross = " + ".join(f"gross_{segment}" for segment in SEGMENTS)
    yield Line("grr", f'IF(arr[-12] == 0, "", ({gross}) / arr[-12])', start=YEAR)
    logos = " + ".join(f"logos_{segment}" for segment in SEGMENTS)
    yield Line("logo_retention", f'IF(customers[-12] == 0, "", ({logos}) / customers[-12])', start=YEAR)


ROWS: tuple[Row, ...] = (
    *(row for segment in SEGMENTS for row in _factors(segment)),
    *_upgrades(),
    *(row for segment in SEGMENTS for row in _of_segment(segment)),
    *_in_all(),
)
