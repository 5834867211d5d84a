"""What is sold, who moves up from self-serve, and the ARR bridge. MODEL.md, New business."""

from collections.abc import Iterator

from planner.exchange.workbook.rows import Line, Row
from planner.vocabulary.columns import YEARS
from planner.vocabulary.segments import SEGMENTS

YEAR = 12
TEAMS = ("inside_sales", "enterprise")


def _both(name: str) -> str:
    return " + ".join(f"wins_{team}_{name} * {team}.acv" for team in TEAMS)


def _over_segments(name: str) -> str:
    return " + ".join(f"{name}_{segment}" for segment in SEGMENTS)


def _won() -> Iterator[Row]:
    yield Line("upgrade_wins", "wins_inside_sales_upgrade + wins_enterprise_upgrade", about="upgrades won, both teams")
    yield Line("upgraded_customers", "MIN(upgrade_wins, customers_left_self_serve)")
    yield Line(
        "upgraded_share", "IF(customers_left_self_serve == 0, 0, upgraded_customers / customers_left_self_serve)"
    )
    yield Line(
        "moved_share",
        "IF(upgrade_wins == 0, 0, upgraded_customers / upgrade_wins)",
        about="share of upgrades won for which somebody was there to move",
    )
    yield Line(
        "arr_moved",
        "(left_self_serve * expansion_factor_self_serve + usage_change_self_serve) * upgraded_share",
        about="self-serve ARR that they take along",
    )
    yield Line("won_customers_self_serve", "conversions")
    yield Line(
        "won_customers_inside_sales",
        "wins_inside_sales_pql + wins_inside_sales_upgrade + wins_inside_sales_mql",
    )
    yield Line(
        "won_customers_enterprise",
        "wins_enterprise_pql + wins_enterprise_upgrade + wins_enterprise_mql + wins_enterprise_outbound",
    )
    for segment in SEGMENTS:
        yield Line(f"won_arr_{segment}", f"won_customers_{segment} * {segment}.acv")
        yield Line(f"committed_won_arr_{segment}", f"won_arr_{segment} * {segment}.committed_share")
    yield Line("won_pql_arr", _both("pql"))
    yield Line("won_upgrade_arr", _both("upgrade"))
    yield Line("won_mql_arr", _both("mql"))
    yield Line("won_outbound_arr", "wins_enterprise_outbound * enterprise.acv")
    yield Line("won_pql_customers", "wins_inside_sales_pql + wins_enterprise_pql")
    yield Line("won_mql_customers", "wins_inside_sales_mql + wins_enterprise_mql")
    yield Line("won_outbound_customers", "wins_enterprise_outbound")
    yield Line("won_pql_customers", "wins_inside_sales_pql + wins_enterprise_pql")
    yield Line("won_mql_customers", "wins_inside_sales_mql + wins_enterprise_mql")
    yield Line("won_outbound_customers", "wins_enterprise_outbound")


def _bridge() -> Iterator[Row]:
    yield Line(
        "new_arr",
        "won_arr_self_serve + won_pql_arr + won_mql_arr + won_outbound_arr + won_upgrade_arr * (1 - moved_share)",
    )
    yield Line("upgrade_arr", "won_upgrade_arr * moved_share - arr_moved")
    yield Line("expansion_arr", _over_segments("expansion_arr"))
    yield Line(
        "contraction_arr",
        f"retention.contraction_share * ({_over_segments('lost_arr')}) + {_over_segments('fallen')}",
    )
    yield Line("churned_arr", f"(1 - retention.contraction_share) * ({_over_segments('lost_arr')})")
    yield Line("arr", _over_segments("arr"), day_one=_over_segments("arr"))
    yield Line("customers", _over_segments("customers"), day_one=_over_segments("customers"))
    yield Line("churned_customers", _over_segments("churned_customers"))
    yield Line("revenue", "(arr[-1] + arr) / 2 / 12")


def _signed(months: int) -> Iterator[Row]:
    """ARR by the year in which its contract was signed, 0 for before day one.

    What a contract was signed in is a share of the contracts of its month of renewal, and of the pool.
    """
    last = -(-months // YEAR)
    yield Line("signed_year", "INT((month - 1) / 12) + 1", about="the year of the month")
    for year in range(last + 1):
        first = max(1, YEAR * (year - 1) + 1)
        known = 1.0 if year == 0 else 0.0
        for segment in SEGMENTS:
            newest, sold = f"newest(contracts_{segment})", f"committed_won_arr_{segment}"
            pool = f"payg_arr_{segment}"
            pooled = f"won_arr_{segment} * (1 - {segment}.committed_share)"
            share, pool_share = f"signed_{year}_{segment}", f"pool_signed_{year}_{segment}"
            yield Line(
                share,
                f"IF({newest} == 0, 0, ({share}[-12] * staying_contracts_{segment} + (signed_year == {year}) * {sold})"
                f" / {newest})",
                start=first,
                before=known,
                about=f"share of the contracts renewed or sold in the month that was signed {_when(year)}",
            )
            yield Line(
                pool_share,
                f"IF({pool} == 0, 0, ({pool_share}[-1] * staying_pool_{segment} + (signed_year == {year}) * {pooled})"
                f" / {pool})",
                start=first,
                before=known,
                about=f"share of the pool that was signed {_when(year)}",
            )
        of_segments = (
            f"by_age(signed_{year}_{segment}, contracts_{segment}) + pool_signed_{year}_{segment} * payg_arr_{segment}"
            for segment in SEGMENTS
        )
        yield Line(f"arr_signed_year_{year}", " + ".join(of_segments), start=first, before=0.0)
    for year in range(last + 1, YEARS):
        yield Line(f"arr_signed_year_{year}", "0", start=months + 1, before=0.0)


def _when(year: int) -> str:
    return f"in year {year}" if year else "before day one"


def rows(months: int) -> tuple[Row, ...]:
    """The rows of the section for a horizon of so many months."""
    return (*_won(), *_bridge(), *_signed(months))
