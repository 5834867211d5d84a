"""From leads to wins: stations with their queues, and the sales cycle between them. MODEL.md, Sales chains."""

from collections.abc import Iterator, Mapping

from planner.exchange.workbook.rows import Cohorts, Line, Row

LONGEST_CYCLE = 24
"""Months, the upper bound of the lever: whoever has been in flight for as long is decided."""

PQL, UPGRADE, MQL, OUTBOUND = "pql", "upgrade", "mql", "outbound"


def _station(station: str, inflow: Mapping[str, str], capacity: str) -> Iterator[Row]:
    """A queue by source, served pro rata. inflow: what comes in, by source."""
    for source, amount in inflow.items():
        yield Line(
            f"{station}_at_hand_{source}",
            f"{station}_queue_{source}[-1] * (1 - sales.goes_cold) + {amount}",
            about="work that the station could take up",
        )
    yield Line(f"{station}_work", " + ".join(f"{station}_at_hand_{source}" for source in inflow))
    yield Line(f"{station}_capacity", capacity)
    yield Line(
        f"{station}_share",
        f"IF({station}_work > 0, MIN(1, {station}_capacity / {station}_work), 1)",
        about="share of it that is served",
    )
    for source in inflow:
        yield Line(
            f"{station}_served_{source}",
            f"{station}_at_hand_{source} * {station}_share",
            about="work that is served",
        )
        yield Line(
            f"{station}_queue_{source}",
            f"{station}_at_hand_{source} - {station}_served_{source}",
            day_one="0",
            about="work that waits",
        )
    yield Line(f"{station}_cold", f"{_waiting(station, inflow, '[-1]')} * sales.goes_cold")
    yield Line(f"{station}_queue", _waiting(station, inflow))


def _waiting(station: str, inflow: Mapping[str, str], when: str = "") -> str:
    return f"({' + '.join(f'{station}_queue_{source}{when}' for source in inflow)})"


def _binds(station: str) -> str:
    return f"{station}_work > {station}_capacity * (1 + 1e-9)"


def _cycle(team: str, opened: Mapping[str, str], opening_source: str) -> Iterator[Row]:
    """What is decided of the opportunities in flight. opened: what enters the cycle, by source."""
    cycle = f"{team}.cycle_months"
    yield Line(
        f"stretch_{team}",
        f"IF({cycle}[-1] > 0, {cycle} / {cycle}[-1], 0)",
        first=f"IF({cycle} > 0, 1, 0)",
        about="what the months to go are multiplied with when the cycle changes",
    )
    yield Cohorts(
        f"to_go_{team}",
        LONGEST_CYCLE + 1,
        newest=cycle,
        older=f"to_go_{team}[-1] * stretch_{team} - 1",
        about="months to go, by months since the opportunities were opened",
    )
    yield Cohorts(
        f"decided_share_{team}",
        LONGEST_CYCLE + 1,
        newest=f"MIN(MAX(1 - to_go_{team}, 0), 1)",
        older=f"MAX(decided_share_{team}[-1], MIN(MAX(1 - to_go_{team}, 0), 1))",
        about="share of them that is decided",
    )
    yield Cohorts(
        f"decided_now_{team}",
        LONGEST_CYCLE + 1,
        newest=f"decided_share_{team}",
        older=f"decided_share_{team} - decided_share_{team}[-1]",
        about="share of them that is decided in the month",
    )
    yield Line(
        f"opening_to_go_{team}",
        f"(opening_to_go_{team}[-1] - 1) * stretch_{team}",
        first=cycle,
        about="months to go of the pipeline of day one",
    )
    yield Line(
        f"opening_decided_{team}",
        f"IF(opening_to_go_{team} > 1, opening_left_{team}[-1] / opening_to_go_{team}, opening_left_{team}[-1])",
        about="what is decided of it",
    )
    yield Line(
        f"opening_left_{team}",
        f"opening_left_{team}[-1] - opening_decided_{team}",
        day_one=f"{team}.opening_pipeline",
        about="what is left of it",
    )
    for source, row in opened.items():
        opening = f" + opening_decided_{team}" if source == opening_source else ""
        yield Line(
            f"decided_{team}_{source}",
            f"by_age({row}, decided_now_{team}){opening}",
            about="opportunities that are decided",
        )


def _closing(team: str, seller: str, sources: Mapping[str, str]) -> Iterator[Row]:
    """The sellers of a team, and what they win."""
    each = f"({team}.reference_acv * {team}.reference_win_rate)"
    decided = {source: f"decided_{team}_{source}" for source in sources}
    yield from _station(seller, decided, f"time_left_{team} / {each}")
    served = " + ".join(f"{seller}_served_{source}" for source in sources)
    yield Line(f"new_business_time_{team}", f"({served}) * {each}")
    yield Line(f"{team}_capacity_arr", f"{seller}_capacity * {team}.win_rate * {team}.acv")
    yield Line(f"{team}_demand_arr", f"{seller}_work * {team}.win_rate * {team}.acv")
    yield Line(
        f"open_opportunities_{team}",
        f"by_age({team}_opportunities, 1 - decided_share_{team}) + opening_left_{team} + {seller}_queue",
        day_one=f"{team}.opening_pipeline",
    )
    for source in sources:
        yield Line(f"wins_{team}_{source}", f"{seller}_served_{source} * {team}.win_rate", about="deals won")


def _enterprise() -> Iterator[Row]:
    leads = {
        PQL: "pqls * enterprise.pql_share",
        UPGRADE: "upgrade_leads * enterprise.pql_share",
        MQL: "mqls * enterprise.mql_share",
    }
    yield from _station("bdr", leads, "bdrs * enterprise.leads_per_bdr")
    yield Line(
        "idle_bdrs",
        "IF(enterprise.leads_per_bdr == 0, bdrs,"
        " IF(bdr_work < bdrs * enterprise.leads_per_bdr, bdrs - bdr_work / enterprise.leads_per_bdr, 0))",
    )
    yield Line("outbound_opportunities", "idle_bdrs * enterprise.outbound_per_bdr")
    qualified = {
        PQL: "bdr_served_pql * enterprise.pql_to_opportunity",
        UPGRADE: "bdr_served_upgrade * enterprise.pql_to_opportunity",
        MQL: "bdr_served_mql * enterprise.mql_to_opportunity",
        OUTBOUND: "outbound_opportunities",
    }
    yield from _station("se", qualified, "ses * enterprise.evaluations_per_se")
    opened = {source: f"se_served_{source}" for source in qualified}
    yield Line("enterprise_opportunities", " + ".join(opened.values()))
    yield from _cycle("enterprise", opened, MQL)
    yield from _closing("enterprise", "ae", opened)
    yield Line(
        "enterprise_constraint",
        f'IF({_binds("ae")}, "ae", IF({_binds("se")}, "se", IF({_binds("bdr")}, "bdr", "leads")))',
    )


def _inside_sales() -> Iterator[Row]:
    leads = {
        PQL: "pqls * (1 - enterprise.pql_share) * inside_sales.pql_to_opportunity",
        UPGRADE: "upgrade_leads * (1 - enterprise.pql_share) * inside_sales.pql_to_opportunity",
        MQL: "mqls * (1 - enterprise.mql_share) * inside_sales.mql_to_opportunity",
    }
    opened = {source: f"opened_inside_sales_{source}" for source in leads}
    for source, amount in leads.items():
        yield Line(opened[source], amount, about="opportunities that inside sales opens")
    yield Line("inside_sales_opportunities", " + ".join(opened.values()))
    yield from _cycle("inside_sales", opened, PQL)
    yield from _closing("inside_sales", "isr", opened)
    yield Line("inside_sales_constraint", f'IF({_binds("isr")}, "isr", "leads")')


ROWS: tuple[Row, ...] = (*_enterprise(), *_inside_sales())
