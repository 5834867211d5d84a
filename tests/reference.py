"""The equations of ``planner/model/MODEL.md`` again: one plan, plain loops, standard library only.

An oracle for the tests and the yardstick for speed. It shares nothing with the engine and takes no shortcuts: every
renewal slot, every group of reps, every month's opportunities and every queue is walked month by month.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SLOTS = 12
SEGMENTS = ("self_serve", "inside_sales", "enterprise")
SALES_LED = ("inside_sales", "enterprise")
SOURCES = ("pql", "upgrade", "mql", "outbound")
STATIONS = ("bdr", "se", "ae", "isr")
YEARS = 10

Levers = Mapping[str, float]
Row = dict[str, Any]
BySource = dict[str, float]


def _of_segment(segment: str) -> tuple[str, ...]:
    sold = () if segment == "self_serve" else ("sold_expansion_arr",)
    names = ("lost_arr", "expansion_arr", *sold, "churned_customers", "won_customers", "won_arr", "arr", "customers")
    return tuple(f"{name}_{segment}" for name in names)


COLUMNS: tuple[str, ...] = (
    *("visitors", "signups", "signups_to_date", "activations", "free_accounts", "conversions", "pqls"),
    *("free_churned", "upgrade_leads", "mqls"),
    *("aes", "ae_hires", "ae_leavers", "ramped_aes", "isrs", "isr_hires", "isr_leavers", "ramped_isrs"),
    *("bdrs", "ses", "street_quota"),
    *("outbound_opportunities", "enterprise_opportunities", "enterprise_capacity_arr", "enterprise_demand_arr"),
    *("enterprise_constraint", "open_opportunities_enterprise"),
    *("inside_sales_opportunities", "inside_sales_capacity_arr", "inside_sales_demand_arr"),
    *("inside_sales_constraint", "open_opportunities_inside_sales"),
    *(name for segment in SEGMENTS for name in _of_segment(segment)),
    *("new_arr", "upgrade_arr", "upgraded_customers", "expansion_arr", "contraction_arr", "churned_arr"),
    *("won_pql_arr", "won_upgrade_arr", "won_mql_arr", "won_outbound_arr"),
    *("arr", "customers", "churned_customers", "revenue"),
    *("engineers", "marketers", "csms", "managers", "support_engineers", "ga_staff", "headcount"),
    *("credited_arr", "commissions", "services_revenue", "services_cost", "hosting_cost", "free_hosting_cost"),
    *("cogs", "marketing_programs", "sales_marketing", "research_development", "general_administrative"),
    *("operating_cost", "operating_income"),
    *("invoiced", "collections", "receivables", "deferred_revenue", "forfeited_prepayments"),
    *("funding", "free_cash_flow", "cash"),
    *("nrr", "grr", "logo_retention", "arr_growth", "quick_ratio", "gross_margin", "cac_payback_months"),
    *("blended_cac_payback_months", "ltv_to_cac", "magic_number", "burn_multiple", "rule_of_40", "attainment"),
    *("arr_per_head", "paying_share", "customer_factor", "use_case_factor", "price_factor", "runway_months"),
)
"""What is published, in the order of the equations."""

FURTHER: tuple[str, ...] = (
    *(f"{station}_{what}" for station in STATIONS for what in ("queue", "cold", "work", "capacity")),
    "idle_bdrs",
    *(f"{name}_{team}" for team in ("enterprise", "inside_sales") for name in ("seller_time", "new_business_time")),
    *(
        f"{name}_{segment}"
        for segment in SEGMENTS
        for name in (
            *("renewal_rate", "logo_renewal_rate", "expansion_factor", "committed_won_arr", "payg_arr"),
            *("nrr", "grr", "logo_retention"),
        )
    ),
    *("usage_factor", "upgraded_share"),
    *("won_pql_customers", "won_mql_customers", "won_outbound_customers"),
    *(f"arr_signed_year_{year}" for year in range(YEARS + 1)),
)
"""What the stations and the books did."""


@dataclass(frozen=True)
class Run:
    """One plan, month by month.

    columns: COLUMNS, then FURTHER, each a value for every month. day_one: the columns that have a value before month 1.
    cash_out_month: the first month, from 1, that ends with cash below 0; None when there is none.
    """

    columns: dict[str, list[Any]]
    day_one: dict[str, float]
    cash_out_month: int | None


def ratio(numerator: float, denominator: float) -> float:
    """Quotient; NaN when the denominator is 0."""
    return math.nan if denominator == 0 else numerator / denominator


def share_of(part: float, whole: float) -> float:
    """Part of a whole; a share of nothing is 0."""
    return 0.0 if whole == 0 else part / whole


def power(base: float, exponent: float) -> float:
    """Power of a base of at least 0 to an exponent of at least 0; inf where it overflows, NaN for a negative base."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def twelfth_root(a_year: float) -> float:
    """What compounds to ``a_year`` in twelve months."""
    return power(a_year, 1 / 12)


def clamp(value: float, low: float, high: float) -> float:
    """The nearest value within the bounds."""
    return min(max(value, low), high)


# Events


def weight(event: Mapping[str, Any], t: int) -> float:
    """How far an event is in effect in month t."""
    chance = event.get("chance")
    if event.get("active", True) is False or (chance is not None and chance < 1):
        return 0.0
    tau = t - (event["start"] - 1)
    if tau < 0:
        return 0.0
    if event.get("every") is not None:
        tau %= event["every"]
    if event.get("months") is not None and tau >= event["months"]:
        return 0.0
    phase_in = event.get("phase_in") or 0
    return 1.0 if phase_in == 0 else min(1.0, (tau + 1) / phase_in)


def changed(x: float, change: str, v: float, w: float) -> float:
    """A lever's value after an event of weight w."""
    match change:
        case "multiply":
            return x * (1 + (v - 1) * w)
        case "add":
            return x + v * w
        case "set":
            return x * (1 - w) + v * w
        case "at_most":
            return x * (1 - w) + w * min(x, v)
        case "at_least":
            return x * (1 - w) + w * max(x, v)
        case "multiply_loss":
            return 1 - (1 - x) * (1 + (v - 1) * w)
    raise ValueError(f"unknown change {change!r}")


def lever_months(
    levers: Levers,
    months: int,
    events: Sequence[Mapping[str, Any]],
    bounds: Mapping[str, tuple[float, float]] | None,
) -> list[dict[str, float]]:
    """Every lever's value in every month; a lever with events is clipped to its hard bounds at the end."""
    by_month = [dict(levers) for _ in range(months)]
    for lever in dict.fromkeys(event["lever"] for event in events):
        if bounds is None or lever not in bounds:
            raise ValueError(f"events on {lever} need its hard bounds")
        for t, x in enumerate(by_month):
            for event in events:
                w = weight(event, t)
                if event["lever"] == lever and w > 0:
                    x[lever] = changed(x[lever], event["change"], event["value"], w)
            x[lever] = clamp(x[lever], *bounds[lever])
    return by_month


def delayed(total: float, start: int, delay: float) -> list[tuple[int, float]]:
    """Months and amounts in which ``total`` arrives ``delay`` months after ``start``: a fraction splits it."""
    whole = math.floor(delay)
    late = delay - whole
    return [(start + whole, total * (1 - late)), (start + whole + 1, total * late)]


# Reps


def productivity(tenure: float, ramp: float) -> float:
    """Mean of ``min(1, tau / ramp)`` over ``[tenure, tenure + 1]``; 1 when the ramp is 0."""
    if ramp <= tenure:
        return 1.0
    if ramp >= tenure + 1:
        return (tenure + 0.5) / ramp
    rising = (ramp - tenure) * (tenure / ramp + 1) / 2
    return rising + (tenure + 1 - ramp)


@dataclass
class Group:
    """Reps who started together, in month ``started`` or, where that is None, before day one."""

    heads: float
    started: int | None
    tenure_on_day_one: float = math.inf

    def tenure(self, t: int) -> float:
        """Months of tenure in month t; infinite for those who were ramped on day one."""
        return self.tenure_on_day_one + t if self.started is None else float(t - self.started)


@dataclass
class Team:
    """Account executives or inside sales reps, in groups of one tenure each."""

    groups: list[Group]
    backfills: list[float]

    @classmethod
    def opening(cls, x: Levers, segment: str, months: int) -> Team:
        """Reps who are ramped, and reps who still ramp."""
        ramped = Group(x[f"{segment}.reps"], None)
        ramping = Group(x[f"{segment}.ramping_reps"], None, x[f"{segment}.ramping_tenure"])
        return cls([ramped, ramping], [0.0] * months)

    def heads(self) -> float:
        """Everybody in the team."""
        return sum(group.heads for group in self.groups)

    def ramped(self, t: int, ramp: float) -> float:
        """Ramped rep equivalents in month t."""
        return sum(group.heads * productivity(group.tenure(t), ramp) for group in self.groups)

    def advance(self, t: int, x: Levers, segment: str) -> tuple[float, float]:
        """Leavers and hires of month t."""
        rate = 1 - twelfth_root(1 - x[f"{segment}.attrition"])
        leavers = 0.0
        for group in self.groups:
            leavers += group.heads * rate
            group.heads -= group.heads * rate
        for month, starters in delayed(leavers * x["people.backfill"], t, x["people.time_to_hire"]):
            if month < len(self.backfills):
                self.backfills[month] += starters
        hires = x[f"{segment}.hires_per_quarter"] / 3 + self.backfills[t]
        self.groups.append(Group(hires, t))
        return leavers, hires


# Retention


@dataclass
class Book:
    """Twelve renewal slots of annual contracts and a pay-as-you-go pool, of ARR or of customers."""

    slots: list[float]
    pool: float

    @classmethod
    def opening(cls, amount: float, committed_share: float) -> Book:
        """The committed share evenly over the slots; the rest is the pool."""
        return cls([amount * committed_share / SLOTS for _ in range(SLOTS)], amount * (1 - committed_share))

    def copy(self) -> Book:
        """A book of its own with the same contents."""
        return Book(list(self.slots), self.pool)

    def total(self) -> float:
        """All slots and the pool."""
        return sum(self.slots) + self.pool

    def renew(self, t: int, kept: float) -> float:
        """Slot ``t mod 12`` keeps ``kept``, the pool its twelfth root; returns what goes."""
        before = self.slots[t % SLOTS], self.pool
        self.slots[t % SLOTS] *= kept
        self.pool *= twelfth_root(kept)
        return before[0] * (1 - kept) + before[1] * (1 - twelfth_root(kept))

    def reprice(self, t: int, rise: float) -> float:
        """What renewed rises by ``rise``, the pool by a twelfth of it, compounded; returns the change."""
        monthly = twelfth_root(1 + rise) - 1
        change = self.slots[t % SLOTS] * rise + self.pool * monthly
        self.slots[t % SLOTS] *= 1 + rise
        self.pool *= 1 + monthly
        return change

    def expand(self, rate: float) -> float:
        """Every slot and the pool grow by ``rate``; returns what is added."""
        added = self.total() * rate
        self.slots = [slot * (1 + rate) for slot in self.slots]
        self.pool *= 1 + rate
        return added

    def use(self, change: float) -> float:
        """The pool changes with usage; returns the change."""
        moved = self.pool * change
        self.pool *= 1 + change
        return moved

    def go_through(self, t: int, rates: Rates) -> None:
        """A month of retention."""
        self.renew(t, rates.gross)
        self.reprice(t, rates.price)
        self.expand(rates.expansion)
        self.use(rates.usage)

    def release(self, share: float) -> float:
        """The share of every slot and the pool that leaves; returns what left."""
        left = self.total() * share
        self.slots = [slot * (1 - share) for slot in self.slots]
        self.pool *= 1 - share
        return left

    def add(self, t: int, amount: float, committed_share: float) -> None:
        """The committed share goes into slot ``t mod 12``, the rest into the pool."""
        self.slots[t % SLOTS] += amount * committed_share
        self.pool += amount * (1 - committed_share)


@dataclass
class Segment:
    """ARR and customers of a segment, and what was billed of every slot."""

    arr: Book
    customers: Book
    bases: list[float]

    @classmethod
    def opening(cls, x: Levers, segment: str) -> Segment:
        """Day one: what was billed is what the slots hold."""
        share = x[f"{segment}.committed_share"]
        arr = Book.opening(x[f"{segment}.arr"], share)
        return cls(arr, Book.opening(x[f"{segment}.customers"], share), list(arr.slots))


@dataclass
class Rates:
    """What the books of a segment go through in one month; expansion is what seller time leaves of it."""

    gross: float
    logo: float
    expansion: float
    price: float
    usage: float


@dataclass
class Upgrades:
    """Who moves from self-serve in a month: the share of customers, and the ARR that each brings to a segment."""

    share: float
    brings: dict[str, float]
    committed_share: dict[str, float]


@dataclass
class Followed:
    """The books of one day on their way through the months after it.

    net: ARR with upgrades. upgradable: self-serve customers less those who upgraded. own: ARR of each segment with
    everything but upgrades. gross: the same without what grows. customers: as if nobody upgraded.
    """

    net: dict[str, Book]
    upgradable: Book
    own: dict[str, Book]
    gross: dict[str, Book]
    customers: dict[str, Book]
    opening_arr: dict[str, float]
    opening_customers: dict[str, float]

    @classmethod
    def of(cls, segments: Mapping[str, Segment]) -> Followed:
        """Copies of the books as they stand."""
        arr = {name: segment.arr for name, segment in segments.items()}
        customers = {name: segment.customers for name, segment in segments.items()}
        return cls(
            net=copies(arr),
            upgradable=customers["self_serve"].copy(),
            own=copies(arr),
            gross=copies(arr),
            customers=copies(customers),
            opening_arr={name: book.total() for name, book in arr.items()},
            opening_customers={name: book.total() for name, book in customers.items()},
        )

    def follow(self, t: int, rates: Mapping[str, Rates], upgrades: Upgrades) -> None:
        """Take the books through month t."""
        for name, rate in rates.items():
            self.net[name].go_through(t, rate)
            self.own[name].go_through(t, rate)
            self.gross[name].renew(t, rate.gross)
            self.gross[name].reprice(t, min(0.0, rate.price))
            self.gross[name].use(min(0.0, rate.usage))
            self.customers[name].renew(t, rate.logo)
        self.upgradable.renew(t, rates["self_serve"].logo)
        movers = self.upgradable.release(upgrades.share)
        self.net["self_serve"].release(upgrades.share)
        for name in SALES_LED:
            self.net[name].add(t, movers * upgrades.brings[name], upgrades.committed_share[name])


def copies(books: Mapping[str, Book]) -> dict[str, Book]:
    """Books of their own with the same contents."""
    return {name: book.copy() for name, book in books.items()}


def total(books: Mapping[str, Book]) -> float:
    """Contents of all books."""
    return sum(book.total() for book in books.values())


# Sales chains


def nothing() -> BySource:
    """No work from any source."""
    return dict.fromkeys(SOURCES, 0.0)


@dataclass
class Station:
    """A queue by source, served pro rata."""

    queue: BySource = field(default_factory=nothing)
    cold: float = 0.0
    available: float = 0.0
    capacity: float = 0.0
    served: float = 0.0
    binds: bool = False

    def serve(self, inflow: Mapping[str, float], capacity: float, goes_cold: float) -> BySource:
        """Serve what is available pro rata and keep the rest in the queue; returns what is served, by source."""
        self.cold = sum(self.queue.values()) * goes_cold
        available = {source: self.queue[source] * (1 - goes_cold) + inflow.get(source, 0.0) for source in SOURCES}
        self.available = sum(available.values())
        self.capacity = capacity
        self.binds = self.available > capacity * (1 + 1e-9)
        served = {}
        for source in SOURCES:
            share = 1.0 if capacity >= self.available else capacity / self.available
            served[source] = available[source] * share
            self.queue[source] = available[source] - served[source]
        self.served = sum(served.values())
        return served

    def report(self, name: str, row: Row) -> None:
        """What the station did this month."""
        row[f"{name}_queue"], row[f"{name}_cold"] = sum(self.queue.values()), self.cold
        row[f"{name}_work"], row[f"{name}_capacity"] = self.available, self.capacity


@dataclass
class Cohort:
    """Opportunities served in one month. remaining: months to go. decided: share of them."""

    opportunities: BySource
    remaining: float
    decided: float = 0.0

    def decide(self) -> BySource:
        """What has run out of months by the end of the month."""
        decided = max(self.decided, clamp(1 - self.remaining, 0.0, 1.0))
        now = {source: amount * (decided - self.decided) for source, amount in self.opportunities.items()}
        self.decided = decided
        return now

    def open(self) -> float:
        """What is not decided."""
        return sum(self.opportunities.values()) * (1 - self.decided)


@dataclass
class InFlight:
    """Opportunities between service and decision: those of day one, and a cohort for every month."""

    opening: float
    opening_source: str
    remaining: float
    cycle: float
    cohorts: list[Cohort] = field(default_factory=list)

    def decide(self, t: int, served: BySource, cycle: float) -> BySource:
        """Take in what is served in month t; returns what is decided in it, by source."""
        if t > 0:
            stretch = share_of(cycle, self.cycle)
            self.remaining *= stretch
            self.cohorts = [cohort for cohort in self.cohorts if cohort.decided < 1]
            for cohort in self.cohorts:
                cohort.remaining = cohort.remaining * stretch - 1
        self.cycle = cycle
        self.cohorts.append(Cohort(served, cycle))
        decided = nothing()
        for cohort in self.cohorts:
            for source, amount in cohort.decide().items():
                decided[source] += amount
        leaving = self.opening / max(1.0, self.remaining)
        decided[self.opening_source] += leaving
        self.opening -= leaving
        self.remaining = max(0.0, self.remaining - 1)
        return decided

    def open(self) -> float:
        """All that is not decided."""
        return self.opening + sum(cohort.open() for cohort in self.cohorts)


class Company:
    """Everything that is carried from one month to the next."""

    def __init__(self, x: Levers, months: int) -> None:
        """Day one, from the levers of month 0."""
        self.visitor_index = self.mql_index = self.fade = self.pay_index = 1.0
        self.signups_to_date = x["community.signups_to_date"]
        self.free_accounts = x["community.free_accounts"]
        self.teams = {name: Team.opening(x, name, months) for name in SALES_LED}
        self.bdr, self.se = Station(), Station()
        self.closing = {name: Station() for name in SALES_LED}
        self.in_flight = {}
        for name, source in (("inside_sales", "pql"), ("enterprise", "mql")):
            cycle = x[f"{name}.cycle_months"]
            self.in_flight[name] = InFlight(x[f"{name}.opening_pipeline"], source, cycle, cycle)
        self.segments = {name: Segment.opening(x, name) for name in SEGMENTS}
        self.engineers = x["people.engineers"]
        self.marketers = x["people.marketers"]
        self.cash = x["finance.cash"]
        self.usage = self.pools() / 12
        self.expanded_since_billing = 0.0
        # The invoices of the year before day one that are not paid yet.
        monthly, late = self.committed() / 12, x["finance.collection_months"]
        self.payments = [monthly * max(0.0, min(late, t + 1.0) - t) for t in range(months)]
        self.receivables = monthly * late + self.usage
        self.followed = [Followed.of(self.segments)]
        self.signed = [copies({name: segment.arr for name, segment in self.segments.items()})]

    def arr(self, names: Sequence[str] = SEGMENTS) -> float:
        """ARR of the segments as the books stand."""
        return sum(self.segments[name].arr.total() for name in names)

    def customers(self) -> float:
        """Customers of all segments as the books stand."""
        return sum(self.segments[name].customers.total() for name in SEGMENTS)

    def pools(self) -> float:
        """Pay-as-you-go ARR of all books."""
        return sum(self.segments[name].arr.pool for name in SEGMENTS)

    def committed(self) -> float:
        """ARR of all slots."""
        return sum(sum(self.segments[name].arr.slots) for name in SEGMENTS)

    def deferred_revenue(self, t: int) -> float:
        """What is billed and not yet earned at the end of month t; -1 is day one."""
        deferred = 0.0
        for name in SEGMENTS:
            for slot, base in enumerate(self.segments[name].bases):
                age = (t - slot) % SLOTS
                deferred += base * (11.5 - age) / 12
        return deferred

    def day_one(self) -> dict[str, float]:
        """The columns that have a value before the first month."""
        values = {
            "signups_to_date": self.signups_to_date,
            "free_accounts": self.free_accounts,
            "aes": self.teams["enterprise"].heads(),
            "isrs": self.teams["inside_sales"].heads(),
            "engineers": self.engineers,
            "marketers": self.marketers,
            "arr": self.arr(),
            "customers": self.customers(),
            "receivables": self.receivables,
            "deferred_revenue": self.deferred_revenue(-1),
            "cash": self.cash,
        }
        for name in SALES_LED:
            values[f"open_opportunities_{name}"] = self.in_flight[name].open()
        for name in SEGMENTS:
            values[f"arr_{name}"] = self.segments[name].arr.total()
            values[f"customers_{name}"] = self.segments[name].customers.total()
            values[f"payg_arr_{name}"] = self.segments[name].arr.pool
        return values


# The sections, in the order of a month


def community(c: Company, t: int, x: Levers, row: Row) -> None:
    """Section 1."""
    if t > 0:
        c.visitor_index *= 1 + x["community.visitor_growth"]
        c.mql_index *= 1 + x["marketing.mql_growth"]
    pool = c.free_accounts
    market = x["community.market"]
    room = 1.0 if market == 0 else max(0.0, 1 - c.signups_to_date / market)
    row["visitors"] = x["community.visitors"] * c.visitor_index + x["community.referral"] * pool
    row["signups"] = row["visitors"] * x["community.signup_rate"] * room
    row["activations"] = row["signups"] * x["community.activation_rate"]
    c.signups_to_date += row["signups"]
    row["signups_to_date"] = c.signups_to_date

    conversion, pql_rate, likelier = x["self_serve.conversion"], x["community.pql_rate"], x["community.first_month"]
    of_pool = competing(conversion, pql_rate, x["community.free_churn"])
    of_newcomers = competing(likelier * conversion, likelier * pql_rate)
    row["conversions"] = pool * of_pool.exits[0] + row["activations"] * of_newcomers.exits[0]
    row["pqls"] = pool * of_pool.exits[1] + row["activations"] * of_newcomers.exits[1]
    row["free_churned"] = pool * of_pool.exits[2]
    c.free_accounts = pool * of_pool.stays + row["activations"] * of_newcomers.stays
    row["free_accounts"] = c.free_accounts

    row["upgrade_leads"] = c.segments["self_serve"].customers.total() * x["self_serve.upgrade_rate"]
    row["mqls"] = x["marketing.mqls"] * c.mql_index


@dataclass(frozen=True)
class Exits:
    """Shares of a pool that leave by each exit, and the share that stays."""

    exits: list[float]
    stays: float


def competing(*rates: float) -> Exits:
    """Exits that compete: where their rates add up to more than 1 they are scaled and nobody stays."""
    together = sum(rates)
    if together > 1:
        return Exits([rate / together for rate in rates], 0.0)
    return Exits(list(rates), 1 - together)


def reps(c: Company, t: int, x: Levers, row: Row) -> None:
    """Section 2, people: who leaves, who starts, and how much of them is ramped."""
    row["street_quota"] = 0.0
    for name, rep in (("enterprise", "ae"), ("inside_sales", "isr")):
        team = c.teams[name]
        row[f"{rep}_leavers"], row[f"{rep}_hires"] = team.advance(t, x, name)
        row[f"{rep}s"] = team.heads()
        row[f"ramped_{rep}s"] = team.ramped(t, x[f"{name}.ramp_months"])
        row["street_quota"] += row[f"ramped_{rep}s"] * x[f"{name}.quota"] / 12
    row["bdrs"] = row["aes"] * x["enterprise.bdr_per_ae"]
    row["ses"] = row["aes"] * x["enterprise.se_per_ae"]


def seller_time(x: Levers, row: Row) -> dict[str, float]:
    """Section 2: what the reps of each team could bring in this month, in ARR."""
    ramped = {"enterprise": row["ramped_aes"], "inside_sales": row["ramped_isrs"]}
    return {name: ramped[name] * x[f"{name}.quota"] / 12 * x[f"{name}.attainment"] for name in SALES_LED}


def monthly_rates(c: Company, t: int, x: Levers) -> dict[str, Rates]:
    """Section 3, step 1: this month's rates by segment, before seller time limits expansion."""
    if t > 0:
        c.fade *= twelfth_root(1 - x["retention.expansion_fade"])
    accounts, reference = x["customer_success.accounts_per_csm"], x["customer_success.reference_accounts"]
    rates = {}
    for name in SEGMENTS:
        m = cover = 1.0
        if name != "self_serve":
            m = power(accounts / reference, x["customer_success.elasticity"])
            cover = power(reference / accounts, x["customer_success.expansion_elasticity"])
        rates[name] = Rates(
            gross=1 - min(1.0, (1 - x[f"{name}.gross_retention"]) * m),
            logo=1 - min(1.0, (1 - x[f"{name}.logo_retention"]) * m),
            expansion=twelfth_root(1 + x[f"{name}.expansion"] * c.fade * cover) - 1,
            price=x["retention.price_rise"],
            usage=x["retention.usage_change"],
        )
    return rates


def retain(c: Company, t: int, x: Levers, row: Row, time: dict[str, float]) -> dict[str, Rates]:
    """Section 3: the books go through month t; takes the time that selling expansion needs out of ``time``."""
    rates = monthly_rates(c, t, x)
    row["invoiced"] = row["expansion_arr"] = row["contraction_arr"] = row["churned_arr"] = 0.0
    row["churned_customers"] = 0.0
    row["usage_factor"] = 1 + x["retention.usage_change"]
    for name, rate in rates.items():
        segment = c.segments[name]
        lost = segment.arr.renew(t, rate.gross)
        churned_customers = segment.customers.renew(t, rate.logo)
        price = segment.arr.reprice(t, rate.price)
        renewed = segment.arr.slots[t % SLOTS]
        segment.bases[t % SLOTS] = renewed
        row["invoiced"] += renewed
        if name in SALES_LED:
            wanted = segment.arr.total() * rate.expansion * x["sales.expansion_sold"]
            done = 1.0 if wanted <= time[name] else time[name] / wanted
            row[f"sold_expansion_arr_{name}"] = wanted * done
            time[name] = 0.0 if done < 1 else time[name] - wanted
            rate.expansion *= 1 - x["sales.expansion_sold"] * (1 - done)
        expansion = segment.arr.expand(rate.expansion)
        usage = segment.arr.use(rate.usage)

        row[f"lost_arr_{name}"] = lost
        row[f"expansion_arr_{name}"] = expansion + max(0.0, price) + max(0.0, usage)
        row[f"churned_customers_{name}"] = churned_customers
        row[f"renewal_rate_{name}"] = rate.gross
        row[f"logo_renewal_rate_{name}"] = rate.logo
        row[f"expansion_factor_{name}"] = 1 + rate.expansion
        row["expansion_arr"] += row[f"expansion_arr_{name}"]
        fallen = max(0.0, -price) + max(0.0, -usage)
        row["contraction_arr"] += x["retention.contraction_share"] * lost + fallen
        row["churned_arr"] += (1 - x["retention.contraction_share"]) * lost
        row["churned_customers"] += churned_customers
    return rates


def close(c: Company, t: int, x: Levers, row: Row, name: str, time_left: float, opportunities: BySource) -> BySource:
    """Section 4, both chains: the cycle, the reps, the wins; returns wins by source."""
    row[f"{name}_opportunities"] = sum(opportunities.values())
    decided = c.in_flight[name].decide(t, opportunities, x[f"{name}.cycle_months"])
    time_for_one = x[f"{name}.reference_acv"] * x[f"{name}.reference_win_rate"]
    capacity = time_left / time_for_one
    station = c.closing[name]
    served = station.serve(decided, capacity, x["sales.goes_cold"])
    worth = x[f"{name}.win_rate"] * x[f"{name}.acv"]
    row[f"{name}_capacity_arr"] = capacity * worth
    row[f"{name}_demand_arr"] = station.available * worth
    row[f"new_business_time_{name}"] = station.served * time_for_one
    row[f"open_opportunities_{name}"] = c.in_flight[name].open() + sum(station.queue.values())
    return {source: amount * x[f"{name}.win_rate"] for source, amount in served.items()}


def enterprise_sales(c: Company, t: int, x: Levers, row: Row, time_left: float) -> BySource:
    """Section 4, enterprise: BDRs, sales engineers, the cycle, account executives; returns wins by source."""
    cold = x["sales.goes_cold"]
    leads = {
        "pql": row["pqls"] * x["enterprise.pql_share"],
        "upgrade": row["upgrade_leads"] * x["enterprise.pql_share"],
        "mql": row["mqls"] * x["enterprise.mql_share"],
    }
    worked = c.bdr.serve(leads, row["bdrs"] * x["enterprise.leads_per_bdr"], cold)
    busy = 0.0 if c.bdr.capacity == 0 else min(1.0, c.bdr.available / c.bdr.capacity)
    row["idle_bdrs"] = row["bdrs"] * (1 - busy)
    row["outbound_opportunities"] = row["idle_bdrs"] * x["enterprise.outbound_per_bdr"]
    qualified = {
        "pql": worked["pql"] * x["enterprise.pql_to_opportunity"],
        "upgrade": worked["upgrade"] * x["enterprise.pql_to_opportunity"],
        "mql": worked["mql"] * x["enterprise.mql_to_opportunity"],
        "outbound": row["outbound_opportunities"],
    }
    opportunities = c.se.serve(qualified, row["ses"] * x["enterprise.evaluations_per_se"], cold)
    wins = close(c, t, x, row, "enterprise", time_left, opportunities)
    row["enterprise_constraint"] = "leads"
    for name, station in (("bdr", c.bdr), ("se", c.se), ("ae", c.closing["enterprise"])):
        if station.binds:
            row["enterprise_constraint"] = name
        station.report(name, row)
    return wins


def inside_sales(c: Company, t: int, x: Levers, row: Row, time_left: float) -> BySource:
    """Section 4, inside sales: the rest of the leads, the cycle, the reps; returns wins by source."""
    rest_pql, rest_mql = 1 - x["enterprise.pql_share"], 1 - x["enterprise.mql_share"]
    opportunities = nothing() | {
        "pql": row["pqls"] * rest_pql * x["inside_sales.pql_to_opportunity"],
        "upgrade": row["upgrade_leads"] * rest_pql * x["inside_sales.pql_to_opportunity"],
        "mql": row["mqls"] * rest_mql * x["inside_sales.mql_to_opportunity"],
    }
    wins = close(c, t, x, row, "inside_sales", time_left, opportunities)
    station = c.closing["inside_sales"]
    row["inside_sales_constraint"] = "isr" if station.binds else "leads"
    station.report("isr", row)
    return wins


def new_business(c: Company, t: int, x: Levers, row: Row, wins: Mapping[str, BySource]) -> Upgrades:
    """Section 5: upgrades move customers, then every book adds what it won."""
    self_serve = c.segments["self_serve"]
    upgrade_wins = sum(wins[name]["upgrade"] for name in SALES_LED)
    upgradable = self_serve.customers.total()
    upgraded = min(upgrade_wins, upgradable)
    moving = share_of(upgraded, upgrade_wins)
    leaving = share_of(upgraded, upgradable)
    row["upgraded_customers"], row["upgraded_share"] = upgraded, leaving
    row["forfeited_prepayments"] = 0.0
    for slot, base in enumerate(self_serve.bases):
        age = (t - slot) % SLOTS
        row["forfeited_prepayments"] += leaving * base * (12 - age) / 12
    self_serve.bases = [base * (1 - leaving) for base in self_serve.bases]
    self_serve.customers.release(leaving)
    arr_that_left = self_serve.arr.release(leaving)

    row["won_customers_self_serve"] = row["conversions"]
    row["won_arr_self_serve"] = row["new_arr"] = row["conversions"] * x["self_serve.acv"]
    row["upgrade_arr"] = -arr_that_left
    row.update({f"won_{source}_arr": 0.0 for source in SOURCES})
    row.update({f"won_{source}_customers": 0.0 for source in SOURCES if source != "upgrade"})
    for name in SALES_LED:
        row[f"won_customers_{name}"] = sum(wins[name].values())
        row[f"won_arr_{name}"] = 0.0
        for source in SOURCES:
            value = wins[name][source] * x[f"{name}.acv"]
            moved = value * moving if source == "upgrade" else 0.0
            row["upgrade_arr"] += moved
            row["new_arr"] += value - moved
            row[f"won_{source}_arr"] += value
            if source != "upgrade":
                row[f"won_{source}_customers"] += wins[name][source]
            row[f"won_arr_{name}"] += value

    for name, segment in c.segments.items():
        committed_share = x[f"{name}.committed_share"]
        committed = row[f"won_arr_{name}"] * committed_share
        row[f"committed_won_arr_{name}"] = committed
        row["invoiced"] += committed
        segment.bases[t % SLOTS] += committed
        segment.arr.add(t, row[f"won_arr_{name}"], committed_share)
        segment.customers.add(t, row[f"won_customers_{name}"], committed_share)
        row[f"arr_{name}"] = segment.arr.total()
        row[f"payg_arr_{name}"] = segment.arr.pool
        row[f"customers_{name}"] = segment.customers.total()
    row["arr"], row["customers"] = c.arr(), c.customers()

    return Upgrades(
        share=leaving,
        brings={name: share_of(wins[name]["upgrade"] * x[f"{name}.acv"], upgrade_wins) for name in SALES_LED},
        committed_share={name: x[f"{name}.committed_share"] for name in SALES_LED},
    )


def people(c: Company, x: Levers, row: Row) -> None:
    """Section 6."""
    c.engineers += x["people.engineer_hires_per_quarter"] / 3
    c.marketers += x["people.marketer_hires_per_quarter"] / 3
    row["engineers"], row["marketers"] = c.engineers, c.marketers
    covered = row["customers_inside_sales"] + row["customers_enterprise"]
    row["csms"] = covered / x["customer_success.accounts_per_csm"]
    row["managers"] = (row["aes"] + row["isrs"]) / x["people.reps_per_manager"]
    row["support_engineers"] = row["customers"] / x["people.customers_per_support_engineer"]
    others = row["aes"] + row["isrs"] + row["bdrs"] + row["ses"] + row["csms"] + row["managers"]
    others += row["support_engineers"] + row["engineers"] + row["marketers"]
    row["ga_staff"] = x["people.ga_per_head"] * others
    row["headcount"] = others + row["ga_staff"]


@dataclass(frozen=True)
class Opening:
    """What section 7 and 8 need of the end of the month before."""

    arr: float
    sales_led_arr: float
    free_accounts: float
    pools: float


def cost(c: Company, t: int, x: Levers, row: Row, opening: Opening) -> None:
    """Section 7, and the revenue of section 5."""
    row["revenue"] = (opening.arr + row["arr"]) / 2 / 12
    if t > 0:
        c.pay_index *= twelfth_root(1 + x["people.pay_rise"])

    def pay(heads: str, role: str) -> float:
        """Pay of a role in this month."""
        in_money: float = row[heads] * x[f"people.{role}_cost"] / 12 * c.pay_index
        return in_money

    row["credited_arr"] = 0.0
    for name in SALES_LED:
        committed = x[f"{name}.committed_share"]
        credit = committed + (1 - committed) * x["sales.payg_quota_credit"]
        row["credited_arr"] += (row[f"won_arr_{name}"] + row[f"sold_expansion_arr_{name}"]) * credit
    row["commissions"] = row["credited_arr"] * x["sales.commission_rate"]

    sales_led_arr = row["arr_inside_sales"] + row["arr_enterprise"]
    row["services_revenue"] = x["customer_success.services_rate"] * (opening.sales_led_arr + sales_led_arr) / 2 / 12
    row["services_cost"] = row["services_revenue"] * x["customer_success.services_cost_ratio"]
    row["hosting_cost"] = row["revenue"] * x["finance.hosting_share"]
    row["free_hosting_cost"] = opening.free_accounts * x["community.hosting_per_free_account"]
    row["marketing_programs"] = row["mqls"] * x["marketing.cost_per_mql"]

    of_revenue = x["customer_success.cost_of_revenue_share"]
    csm_pay = pay("csms", "csm")
    row["cogs"] = row["hosting_cost"] + row["services_cost"] + pay("support_engineers", "support_engineer")
    row["cogs"] += of_revenue * csm_pay
    row["sales_marketing"] = row["marketing_programs"] + row["free_hosting_cost"] + row["commissions"]
    row["sales_marketing"] += (1 - of_revenue) * csm_pay
    for role in ("ae", "isr", "bdr", "se", "manager", "marketer"):
        row["sales_marketing"] += pay(f"{role}s", role)
    row["research_development"] = pay("engineers", "engineer")
    overhead = x["people.overhead_per_head"] / 12 * row["headcount"] * c.pay_index
    row["general_administrative"] = pay("ga_staff", "ga") + overhead
    row["operating_cost"] = row["cogs"] + row["sales_marketing"]
    row["operating_cost"] += row["research_development"] + row["general_administrative"]
    row["operating_income"] = row["revenue"] + row["services_revenue"] - row["operating_cost"]


def settle(c: Company, t: int, x: Levers, row: Row, opening: Opening) -> None:
    """Section 8."""
    for month, amount in delayed(row["invoiced"], t, x["finance.collection_months"]):
        if month < len(c.payments):
            c.payments[month] += amount
    paid = c.payments[t]
    expanded = 0.0
    for segment in c.segments.values():
        for slot, base in zip(segment.arr.slots, segment.bases, strict=True):
            expanded += slot - base
    usage = (opening.pools + c.pools()) / 2 / 12
    row["collections"] = paid + (c.expanded_since_billing + expanded) / 2 / 12 + c.usage
    c.receivables += row["invoiced"] - paid + usage - c.usage
    c.expanded_since_billing, c.usage = expanded, usage
    row["receivables"] = c.receivables
    row["deferred_revenue"] = c.deferred_revenue(t)
    row["free_cash_flow"] = row["collections"] + row["services_revenue"] - row["operating_cost"]
    c.cash += row["free_cash_flow"] + row["funding"]
    row["cash"] = c.cash


def retention_metrics(c: Company, t: int, row: Row, rates: Mapping[str, Rates], upgrades: Upgrades) -> None:
    """Section 9: the books of the last 12 months go through month t; the oldest give the retention metrics."""
    for followed in c.followed:
        followed.follow(t, rates, upgrades)
    names = ("nrr", "grr", "logo_retention")
    row.update(dict.fromkeys(names, math.nan))
    row.update({f"{name}_{segment}": math.nan for name in names for segment in SEGMENTS})
    if len(c.followed) == SLOTS:
        oldest = c.followed.pop(0)
        arr, customers = sum(oldest.opening_arr.values()), sum(oldest.opening_customers.values())
        row["nrr"] = ratio(total(oldest.net), arr)
        row["grr"] = ratio(total(oldest.gross), arr)
        row["logo_retention"] = ratio(total(oldest.customers), customers)
        for name in SEGMENTS:
            row[f"nrr_{name}"] = ratio(oldest.own[name].total(), oldest.opening_arr[name])
            row[f"grr_{name}"] = ratio(oldest.gross[name].total(), oldest.opening_arr[name])
            row[f"logo_retention_{name}"] = ratio(oldest.customers[name].total(), oldest.opening_customers[name])
    c.followed.append(Followed.of(c.segments))


def contracts_by_year(c: Company, t: int, x: Levers, row: Row, rates: Mapping[str, Rates]) -> None:
    """ARR by the year its contracts were signed in, before day one first; an upgrade signs a new contract."""
    if t % SLOTS == 0:
        c.signed.append({name: Book.opening(0.0, 0.0) for name in SEGMENTS})
    for books in c.signed:
        for name, rate in rates.items():
            books[name].go_through(t, rate)
        books["self_serve"].release(row["upgraded_share"])
    for name in SEGMENTS:
        c.signed[-1][name].add(t, row[f"won_arr_{name}"], x[f"{name}.committed_share"])
    for year in range(YEARS + 1):
        row[f"arr_signed_year_{year}"] = total(c.signed[year]) if year < len(c.signed) else 0.0


def payback_months(spent: float, sold: float, gross_margin: float) -> float:
    """Months until the gross profit of what was sold has paid for selling it."""
    a_year = sold * gross_margin
    if a_year <= 0:
        return math.inf if spent > 0 else math.nan
    return 12 * spent / a_year


def burn_multiple(cash_flow: float, arr_added: float) -> float:
    """Burn of a year for each unit of ARR that was added in it."""
    if math.isnan(cash_flow):
        return math.nan
    if cash_flow >= 0:
        return 0.0
    return -cash_flow / arr_added if arr_added > 0 else math.inf


def metrics(t: int, x: Levers, rows: Sequence[Row], arr_0: float, customers_0: float) -> None:
    """Section 9 but for the retention metrics, into the row of month t."""
    row = rows[t]

    def window(names: str, length: int, ago: int = 0) -> float:
        """Sum of the columns over ``length`` months that end ``ago`` months back; NaN before there are enough."""
        last = t - ago
        if last + 1 < length:
            return math.nan
        return sum(rows[month][name] for name in names.split() for month in range(last - length + 1, last + 1))

    arr_12_months_ago = math.nan if t < 11 else arr_0 if t == 11 else rows[t - 12]["arr"]
    row["arr_growth"] = ratio(row["arr"], arr_12_months_ago) - 1
    sold = window("new_arr upgrade_arr", 3)
    with_expansion = window("new_arr upgrade_arr expansion_arr", 3)
    row["quick_ratio"] = ratio(with_expansion, window("contraction_arr churned_arr", 3))
    total_revenue = window("revenue services_revenue", 3)
    row["gross_margin"] = ratio(total_revenue - window("cogs", 3), total_revenue)
    spent = window("sales_marketing", 3)
    row["cac_payback_months"] = payback_months(spent, sold, row["gross_margin"])
    row["blended_cac_payback_months"] = payback_months(spent, with_expansion, row["gross_margin"])
    life = math.nan if math.isnan(row["grr"]) else 5.0 if row["grr"] >= 0.8 else 1 / (1 - row["grr"])
    lifetime_profit = window("new_arr upgrade_arr", 12) * row["gross_margin"] * life
    row["ltv_to_cac"] = ratio(lifetime_profit, window("sales_marketing", 12))
    revenue_added = window("revenue", 3) - window("revenue", 3, ago=3)
    row["magic_number"] = ratio(4 * revenue_added, window("sales_marketing", 3, ago=3))
    row["burn_multiple"] = burn_multiple(window("free_cash_flow", 12), row["arr"] - arr_12_months_ago)
    cash_margin = ratio(window("free_cash_flow", 12), window("revenue services_revenue", 12))
    row["rule_of_40"] = row["arr_growth"] + cash_margin
    brought_in = "won_arr_inside_sales won_arr_enterprise sold_expansion_arr_inside_sales sold_expansion_arr_enterprise"
    row["attainment"] = ratio(window(brought_in, 12), window("street_quota", 12))
    row["arr_per_head"] = ratio(row["arr"], row["headcount"])
    row["paying_share"] = ratio(row["customers"], row["signups_to_date"])

    row["customer_factor"] = row["use_case_factor"] = row["price_factor"] = math.nan
    if arr_0 > 0 and customers_0 > 0 and row["customers"] > 0:
        per_customer = ratio(row["arr"] / row["customers"], arr_0 / customers_0)
        row["customer_factor"] = row["customers"] / customers_0
        row["use_case_factor"] = power(per_customer, x["growth.use_case_share"])
        row["price_factor"] = power(per_customer, 1 - x["growth.use_case_share"])

    cash_flow = window("free_cash_flow", 3)
    if math.isnan(cash_flow):
        row["runway_months"] = math.nan
    else:
        row["runway_months"] = max(0.0, row["cash"]) / (-cash_flow / 3) if cash_flow < 0 else math.inf


def paid_in(funding: Sequence[Mapping[str, Any]], t: int, opening_arr: float) -> float:
    """Money of the rounds of month t that close."""
    amount = 0.0
    for item in funding:
        needed = item.get("needs_arr")
        if not item.get("active", True):
            continue
        if item["month"] == t + 1 and (needed is None or opening_arr >= needed):
            amount += item["amount"]
    return amount


def cash_out_month(cash: Sequence[float], opening: float) -> int | None:
    """First month (1-based) that ends with cash below 0, rounding aside; None when there is none."""
    largest = opening
    for t, now in enumerate(cash):
        largest = max(largest, now)
        if now < -max(0.005, 1e-9 * largest):
            return t + 1
    return None


def run(
    levers: Levers,
    months: int,
    events: Sequence[Mapping[str, Any]] = (),
    funding: Sequence[Mapping[str, Any]] = (),
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> Run:
    """One plan, month by month.

    levers: every lever id and its value. events: dicts of lever, change, value, start (1-based), and optionally months
    (None: to the end), every, phase_in, active and chance. funding: dicts of month (1-based), amount and optionally
    needs_arr and active. bounds: hard minimum and maximum of the levers that have events.
    """
    for item in funding:
        if not 1 <= item["month"] <= months:
            raise ValueError(f"funding in month {item['month']}: the plan has months 1 to {months}")
    by_month = lever_months(levers, months, events, bounds)
    c = Company(by_month[0], months)
    day_one = c.day_one()
    rows: list[Row] = []
    for t, x in enumerate(by_month):
        opening = Opening(c.arr(), c.arr(SALES_LED), c.free_accounts, c.pools())
        row: Row = {"funding": paid_in(funding, t, opening.arr)}
        rows.append(row)
        community(c, t, x, row)
        reps(c, t, x, row)
        time_left = seller_time(x, row)
        row.update({f"seller_time_{name}": time for name, time in time_left.items()})
        rates = retain(c, t, x, row, time_left)
        wins = {
            "enterprise": enterprise_sales(c, t, x, row, time_left["enterprise"]),
            "inside_sales": inside_sales(c, t, x, row, time_left["inside_sales"]),
        }
        upgrades = new_business(c, t, x, row, wins)
        people(c, x, row)
        cost(c, t, x, row, opening)
        settle(c, t, x, row, opening)
        retention_metrics(c, t, row, rates, upgrades)
        contracts_by_year(c, t, x, row, rates)
        metrics(t, x, rows, day_one["arr"], day_one["customers"])
    columns = {name: [row[name] for row in rows] for name in (*COLUMNS, *FURTHER)}
    return Run(columns, day_one, cash_out_month(columns["cash"], day_one["cash"]))
