"""The columns: every quantity the engine produces, in the order of the equations. One quantity, one name everywhere.

`Row` declares each of them once: the attribute that the engine reads and writes, the unit and label of its columns,
and what has to be worked out for it. The function in planner/model that works a quantity out bears its name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, Protocol, get_type_hints

import numpy as np

from planner.vocabulary.roles import ROLES, Role
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.sentences import opening
from planner.vocabulary.teams import STATIONS, TEAMS

ENTERPRISE_CONSTRAINTS = ("leads", "bdr", "se", "ae")
INSIDE_SALES_CONSTRAINTS = ("leads", "isr")
"""What limits a chain, by the code its column holds."""

SELF_SERVE, INSIDE_SALES, ENTERPRISE = map(tuple(SEGMENTS).index, ("self_serve", "inside_sales", "enterprise"))
"""Where a segment, or the team that sells to it, stands in a quantity that has a value for each."""

EVERY_SEGMENT = (SELF_SERVE, INSIDE_SALES, ENTERPRISE)
BOTH_TEAMS = (INSIDE_SALES, ENTERPRISE)

BDR, SE, AE, ISR = map(tuple(STATIONS).index, ("bdr", "se", "ae", "isr"))
"""Where a station stands in a quantity that has a value for each."""

YEARS = 11
"""Day one, and every year of the longest horizon."""


class _Several(Protocol):
    """Several numbers under one name."""

    def __getitem__(self, member: int, /) -> float: ...
    def __setitem__(self, member: int, value: float, /) -> None: ...


class BySegment(_Several, Protocol):
    """A number for each segment."""


class ByTeam(_Several, Protocol):
    """A number for each team, at the place of its segment; nothing at that of self-serve."""


class ByStation(_Several, Protocol):
    """A number for each station."""


class ByYear(_Several, Protocol):
    """A number for day one and for each year."""


@dataclass(frozen=True)
class Member:
    """One of several numbers. at: its place. words: what it puts into the names and labels of columns."""

    at: int
    words: Mapping[str, str]


def _segment(segment: str) -> Mapping[str, str]:
    return {"segment": segment, "Segment": SEGMENTS[segment].label.replace(" ", "-")}


def _people(role: Role) -> Mapping[str, str]:
    return {"Roles": role.label, "roles": role.within, "one": f"a{'n' * (role.one[0] in 'aei')} {role.one}"}


MEMBERS: Mapping[type, tuple[Member, ...]] = MappingProxyType(
    {
        BySegment: tuple(Member(at, _segment(segment)) for at, segment in enumerate(SEGMENTS)),
        ByTeam: tuple(
            Member(
                list(SEGMENTS).index(team.id),
                {**_segment(team.id), **_people(team.seller), "role": team.seller.id.removesuffix("s")},
            )
            for team in TEAMS.values()
        ),
        ByStation: tuple(
            Member(
                at,
                {
                    **_people(ROLES[station.role]),
                    "station": station.id,
                    "work": station.waits,
                    "Work": opening(station.waits),
                },
            )
            for at, station in enumerate(STATIONS.values())
        ),
        ByYear: tuple(
            Member(year, {"year": str(year), "when": f"in year {year}" if year else "before day one"})
            for year in range(YEARS)
        ),
    }
)
"""What a quantity with several numbers has them for, in the order of the columns."""

SIZES: Mapping[type, tuple[int, ...]] = MappingProxyType(
    {float: (), BySegment: (3,), ByTeam: (3,), ByStation: (4,), ByYear: (YEARS,)}
)
"""The shape of a quantity by its type."""


class Needs(NamedTuple):
    """What has to be worked out besides the months themselves, for the columns that are kept.

    ledger: what is invoiced and not earned. followed: the books of 12 months ago, followed to today. metrics: sums over
    the months so far. factors: growth since day one. signed: the books by year of the contract.
    """

    ledger: bool = False
    followed: bool = False
    metrics: bool = False
    factors: bool = False
    signed: bool = False


Need = Literal["ledger", "followed", "metrics", "factors", "signed"]


@dataclass(frozen=True)
class Quantity:
    """What a quantity's columns share.

    unit: "money" is in the plan's currency, "share" is a fraction, "constraint" is a code. label, column: with the
    words of its members in braces; column is the quantity's own name where it has no members. needs: names of `Needs`.
    only: the segments that have a column, where not all do.
    """

    unit: str
    label: str
    column: str = ""
    needs: tuple[Need, ...] = ()
    only: tuple[int, ...] = EVERY_SEGMENT


@dataclass(frozen=True)
class Column:
    """One named column. quantity: the function in planner/model that works it out. at: its place in a `Row`."""

    name: str
    unit: str
    label: str
    quantity: str
    needs: tuple[Need, ...]
    at: int


class Row:
    """Every quantity of one month of one draw; amounts of the month, or heads and balances at its end."""

    # Community
    visitors: Annotated[float, Quantity("visitors", "Visitors")]
    signups: Annotated[float, Quantity("accounts", "Sign-ups")]
    signups_to_date: Annotated[float, Quantity("accounts", "Sign-ups to date")]
    activations: Annotated[float, Quantity("accounts", "Activations")]
    free_accounts: Annotated[float, Quantity("accounts", "Active free accounts")]
    conversions: Annotated[float, Quantity("customers", "Conversions to self-serve")]
    pqls: Annotated[float, Quantity("leads", "Product-qualified leads")]
    free_churned: Annotated[float, Quantity("accounts", "Free accounts gone quiet")]
    upgrade_leads: Annotated[float, Quantity("leads", "Self-serve customers asking for sales")]
    mqls: Annotated[float, Quantity("leads", "Marketing-qualified leads")]
    # Reps and capacity
    reps: Annotated[ByTeam, Quantity("people", "{Roles}", "{role}s")]
    rep_hires: Annotated[ByTeam, Quantity("people", "{Roles} hired", "{role}_hires")]
    rep_leavers: Annotated[ByTeam, Quantity("people", "{Roles} who left", "{role}_leavers")]
    ramped_reps: Annotated[ByTeam, Quantity("ramped reps", "Ramped {roles}", "ramped_{role}s")]
    bdrs: Annotated[float, Quantity("people", "BDRs")]
    ses: Annotated[float, Quantity("people", "Sales engineers")]
    street_quota: Annotated[float, Quantity("money", "Street quota")]
    # Sales chains
    outbound_opportunities: Annotated[float, Quantity("opportunities", "Opportunities found by prospecting")]
    opportunities: Annotated[ByTeam, Quantity("opportunities", "{Segment} opportunities", "{segment}_opportunities")]
    capacity_arr: Annotated[ByTeam, Quantity("money", "{Segment} capacity", "{segment}_capacity_arr")]
    demand_arr: Annotated[ByTeam, Quantity("money", "{Segment} demand", "{segment}_demand_arr")]
    constraint: Annotated[ByTeam, Quantity("constraint", "{Segment} constraint", "{segment}_constraint")]
    open_opportunities: Annotated[
        ByTeam, Quantity("opportunities", "{Segment} opportunities open", "open_opportunities_{segment}")
    ]
    # Retention and new business, by segment
    lost_arr: Annotated[BySegment, Quantity("money", "{Segment} ARR lost", "lost_arr_{segment}")]
    segment_expansion_arr: Annotated[BySegment, Quantity("money", "{Segment} expansion", "expansion_arr_{segment}")]
    sold_expansion_arr: Annotated[
        BySegment,
        Quantity("money", "{Segment} expansion sold", "sold_expansion_arr_{segment}", only=BOTH_TEAMS),
    ]
    segment_churned_customers: Annotated[
        BySegment, Quantity("customers", "{Segment} customers churned", "churned_customers_{segment}")
    ]
    won_customers: Annotated[BySegment, Quantity("customers", "{Segment} customers won", "won_customers_{segment}")]
    won_arr: Annotated[BySegment, Quantity("money", "{Segment} ARR won", "won_arr_{segment}")]
    segment_arr: Annotated[BySegment, Quantity("money", "{Segment} ARR", "arr_{segment}")]
    segment_customers: Annotated[BySegment, Quantity("customers", "{Segment} customers", "customers_{segment}")]
    # ARR bridge
    new_arr: Annotated[float, Quantity("money", "New ARR")]
    upgrade_arr: Annotated[float, Quantity("money", "Upgrade ARR")]
    upgraded_customers: Annotated[float, Quantity("customers", "Customers upgraded")]
    expansion_arr: Annotated[float, Quantity("money", "Expansion ARR")]
    contraction_arr: Annotated[float, Quantity("money", "Contraction ARR")]
    churned_arr: Annotated[float, Quantity("money", "Churned ARR")]
    won_pql_arr: Annotated[float, Quantity("money", "ARR won from PQLs")]
    won_upgrade_arr: Annotated[float, Quantity("money", "ARR won from upgrades")]
    won_mql_arr: Annotated[float, Quantity("money", "ARR won from MQLs")]
    won_outbound_arr: Annotated[float, Quantity("money", "ARR won by prospecting")]
    arr: Annotated[float, Quantity("money", "ARR")]
    customers: Annotated[float, Quantity("customers", "Customers")]
    churned_customers: Annotated[float, Quantity("customers", "Customers churned")]
    revenue: Annotated[float, Quantity("money", "Revenue")]
    # People
    engineers: Annotated[float, Quantity("people", "Engineers")]
    marketers: Annotated[float, Quantity("people", "Marketers")]
    csms: Annotated[float, Quantity("people", "Customer success managers")]
    managers: Annotated[float, Quantity("people", "Sales managers")]
    support_engineers: Annotated[float, Quantity("people", "Support engineers")]
    ga_staff: Annotated[float, Quantity("people", "G&A staff")]
    headcount: Annotated[float, Quantity("people", "Headcount")]
    # Cost
    credited_arr: Annotated[float, Quantity("money", "ARR credited to quota")]
    commissions: Annotated[float, Quantity("money", "Commissions")]
    services_revenue: Annotated[float, Quantity("money", "Services revenue")]
    services_cost: Annotated[float, Quantity("money", "Services cost")]
    hosting_cost: Annotated[float, Quantity("money", "Hosting of paying customers")]
    free_hosting_cost: Annotated[float, Quantity("money", "Hosting of free accounts")]
    cogs: Annotated[float, Quantity("money", "Cost of revenue")]
    marketing_programs: Annotated[float, Quantity("money", "Marketing programmes")]
    sales_marketing: Annotated[float, Quantity("money", "Sales and marketing")]
    research_development: Annotated[float, Quantity("money", "Research and development")]
    general_administrative: Annotated[float, Quantity("money", "General and administrative")]
    operating_cost: Annotated[float, Quantity("money", "Operating cost")]
    operating_income: Annotated[float, Quantity("money", "Operating income")]
    # Cash
    invoiced: Annotated[float, Quantity("money", "Invoiced")]
    collections: Annotated[float, Quantity("money", "Collections")]
    receivables: Annotated[float, Quantity("money", "Receivables")]
    deferred_revenue: Annotated[float, Quantity("money", "Deferred revenue", needs=("ledger",))]
    forfeited_prepayments: Annotated[float, Quantity("money", "Prepayments forfeited by upgrades", needs=("ledger",))]
    funding: Annotated[float, Quantity("money", "Funding")]
    free_cash_flow: Annotated[float, Quantity("money", "Free cash flow")]
    cash: Annotated[float, Quantity("money", "Cash")]
    # Metrics
    nrr: Annotated[float, Quantity("share", "Net revenue retention", needs=("followed",))]
    grr: Annotated[float, Quantity("share", "Gross revenue retention", needs=("followed",))]
    logo_retention: Annotated[float, Quantity("share", "Logo retention", needs=("followed",))]
    arr_growth: Annotated[float, Quantity("share", "ARR growth", needs=("metrics",))]
    quick_ratio: Annotated[float, Quantity("ratio", "Quick ratio", needs=("metrics",))]
    gross_margin: Annotated[float, Quantity("share", "Gross margin", needs=("metrics",))]
    cac_payback_months: Annotated[float, Quantity("months", "CAC payback", needs=("metrics",))]
    blended_cac_payback_months: Annotated[float, Quantity("months", "Blended CAC payback", needs=("metrics",))]
    ltv_to_cac: Annotated[float, Quantity("ratio", "LTV to CAC", needs=("followed", "metrics"))]
    magic_number: Annotated[float, Quantity("ratio", "Magic number", needs=("metrics",))]
    burn_multiple: Annotated[float, Quantity("ratio", "Burn multiple", needs=("metrics",))]
    rule_of_40: Annotated[float, Quantity("share", "Rule of 40", needs=("metrics",))]
    attainment: Annotated[float, Quantity("share", "Attainment", needs=("metrics",))]
    arr_per_head: Annotated[float, Quantity("money", "ARR per head", needs=("metrics",))]
    paying_share: Annotated[float, Quantity("share", "Paying share of sign-ups", needs=("metrics",))]
    customer_factor: Annotated[float, Quantity("ratio", "Growth by customers", needs=("factors",))]
    use_case_factor: Annotated[float, Quantity("ratio", "Growth by use cases", needs=("factors",))]
    price_factor: Annotated[float, Quantity("ratio", "Growth by price", needs=("factors",))]
    runway_months: Annotated[float, Quantity("months", "Runway", needs=("metrics",))]
    # What waits at each station, and what went cold there
    queue: Annotated[ByStation, Quantity("{work}", "{Work} waiting for {roles}", "{station}_queue")]
    cold: Annotated[ByStation, Quantity("{work}", "{Work} gone cold before {one}", "{station}_cold")]
    work: Annotated[ByStation, Quantity("{work}", "{Work} to work on for {roles}", "{station}_work")]
    capacity: Annotated[ByStation, Quantity("{work}", "{Work} that {roles} have time for", "{station}_capacity")]
    # Sellers' time
    idle_bdrs: Annotated[float, Quantity("people", "BDRs without leads")]
    seller_time: Annotated[ByTeam, Quantity("money", "{Segment} sellers' time", "seller_time_{segment}")]
    new_business_time: Annotated[
        ByTeam,
        Quantity("money", "{Segment} sellers' time spent on new business", "new_business_time_{segment}"),
    ]
    # What the books did
    renewal_rate: Annotated[
        BySegment, Quantity("share", "{Segment} renewal rate after coverage", "renewal_rate_{segment}")
    ]
    logo_renewal_rate: Annotated[
        BySegment, Quantity("share", "{Segment} logo renewal rate after coverage", "logo_renewal_rate_{segment}")
    ]
    expansion_factor: Annotated[
        BySegment, Quantity("ratio", "{Segment} monthly expansion factor", "expansion_factor_{segment}")
    ]
    committed_won_arr: Annotated[
        BySegment, Quantity("money", "{Segment} ARR won on annual contracts", "committed_won_arr_{segment}")
    ]
    payg_arr: Annotated[BySegment, Quantity("money", "{Segment} pay-as-you-go ARR", "payg_arr_{segment}")]
    segment_nrr: Annotated[
        BySegment, Quantity("share", "{Segment} net revenue retention", "nrr_{segment}", needs=("followed",))
    ]
    segment_grr: Annotated[
        BySegment, Quantity("share", "{Segment} gross revenue retention", "grr_{segment}", needs=("followed",))
    ]
    segment_logo_retention: Annotated[
        BySegment, Quantity("share", "{Segment} logo retention", "logo_retention_{segment}", needs=("followed",))
    ]
    usage_factor: Annotated[float, Quantity("ratio", "Monthly usage factor of the pay-as-you-go pools")]
    upgraded_share: Annotated[float, Quantity("share", "Share of self-serve that upgraded")]
    won_pql_customers: Annotated[float, Quantity("customers", "Customers won from PQLs")]
    won_mql_customers: Annotated[float, Quantity("customers", "Customers won from MQLs")]
    won_outbound_customers: Annotated[float, Quantity("customers", "Customers won by prospecting")]
    signed_arr: Annotated[
        ByYear, Quantity("money", "ARR of contracts signed {when}", "arr_signed_year_{year}", needs=("signed",))
    ]


_HINTS = get_type_hints(Row, include_extras=True)

ROW = np.dtype([(name, np.float64, SIZES[hint.__origin__]) for name, hint in _HINTS.items()])
"""One month of one draw, as the engine holds it."""


def _columns() -> Iterator[Column]:
    """Every column; quantities with the same members that stand together are listed member by member."""
    names, fields = list(_HINTS), dict(ROW.fields or {})
    while names:
        kind = _HINTS[names[0]].__origin__
        together = 1
        while kind is not float and together < len(names) and _HINTS[names[together]].__origin__ is kind:
            together += 1
        for member in MEMBERS.get(kind, (Member(0, {}),)):
            for name in names[:together]:
                quantity: Quantity = _HINTS[name].__metadata__[0]
                if kind is BySegment and member.at not in quantity.only:
                    continue
                column, unit, label = (
                    text.format(**member.words) for text in (quantity.column or name, quantity.unit, quantity.label)
                )
                yield Column(column, unit, label, name, quantity.needs, fields[name][1] // 8 + member.at)
        del names[:together]


COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _columns()})
"""Every column by name, in order."""


def needs(names: Iterable[str]) -> Needs:
    """What has to be worked out for these columns."""
    needed = {need for name in names for need in COLUMNS[name].needs}
    return Needs(**dict.fromkeys(needed, True))


def constraint_names(name: str) -> tuple[str, ...]:
    """What the codes of a constraint column mean."""
    return ENTERPRISE_CONSTRAINTS if name == "enterprise_constraint" else INSIDE_SALES_CONSTRAINTS
