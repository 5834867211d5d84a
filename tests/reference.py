"""The equations of ``planner/model/MODEL.md`` again: one plan, plain loops, standard library only.

An oracle for the tests and the yardstick for speed. It shares nothing with the engine and takes no shortcuts: every
renewal slot, every cohort of reps and every queue is walked month by month. Section numbers are those of MODEL.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SLOTS = 12
SEGMENTS = ("self_serve", "inside_sales", "enterprise")
SALES_LED = ("inside_sales", "enterprise")
SOURCES = ("pql", "upgrade", "mql")

Levers = Mapping[str, float]
Row = dict[str, Any]

COLUMNS: tuple[str, ...] = (
    *("visitors", "signups", "signups_to_date", "activations", "free_accounts", "conversions", "pqls"),
    *("free_churned", "upgrade_leads", "mqls"),
    *("aes", "ae_hires", "ae_leavers", "ramped_aes", "isrs", "isr_hires", "isr_leavers", "ramped_isrs"),
    *("bdrs", "ses", "street_quota"),
    *("enterprise_opportunities", "enterprise_capacity_arr", "enterprise_demand_arr", "enterprise_constraint"),
    *("inside_sales_opportunities", "inside_sales_capacity_arr", "inside_sales_demand_arr", "inside_sales_constraint"),
    *(
        f"{name}_{segment}"
        for segment in SEGMENTS
        for name in (
            *("lost_arr", "expansion_arr", "churned_customers"),
            *("won_customers", "won_arr", "arr", "customers"),
        )
    ),
    *("new_arr", "upgrade_arr", "upgraded_customers", "expansion_arr", "contraction_arr", "churned_arr"),
    *("won_pql_arr", "won_upgrade_arr", "won_mql_arr", "arr", "customers", "churned_customers", "revenue"),
    *("engineers", "marketers", "csms", "managers", "support_engineers", "ga_staff", "headcount"),
    *("credited_arr", "commissions", "services_revenue", "services_cost", "hosting_cost", "free_hosting_cost"),
    *("cogs", "marketing_programs", "sales_marketing", "research_development", "general_administrative"),
    *("operating_cost", "operating_income", "collections", "funding", "free_cash_flow", "cash"),
    *("nrr", "grr", "logo_retention", "arr_growth", "quick_ratio", "gross_margin", "cac_payback_months"),
    *("ltv_to_cac", "magic_number", "burn_multiple", "rule_of_40", "attainment", "arr_per_head", "paying_share"),
    *("customer_factor", "use_case_factor", "price_factor", "runway_months"),
)


def ratio(numerator: float, denominator: float) -> float:
    """Quotient; NaN when the denominator is 0."""
    return math.nan if denominator == 0 else numerator / denominator


def power(base: float, exponent: float) -> float:
    """Power of a base of at least 0 to an exponent of at least 0; inf where it overflows, NaN for a negative base."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def monthly_leaving(annual: float) -> float:
    """Monthly rate of leaving that compounds to ``annual``."""
    return 1 - power(1 - annual, 1 / 12)


def lever_path(value: float, months: int, events: Sequence[Mapping[str, Any]]) -> list[float]:
    """One lever in every month after its events, in file order, before clipping."""
    path = []
    for t in range(months):
        x = value
        for event in events:
            s, v = event["start"] - 1, event["value"]
            lasts, phase_in = event.get("months"), event.get("phase_in") or 0
            if t < s or (lasts is not None and t >= s + lasts):
                w = 0.0
            elif phase_in == 0:
                w = 1.0
            else:
                w = min(1.0, (t - s + 1) / phase_in)
            match event["change"]:
                case "multiply":
                    x = x * (1 + (v - 1) * w)
                case "add":
                    x = x + v * w
                case "set":
                    x = x * (1 - w) + v * w
                case "multiply_loss":
                    x = 1 - (1 - x) * (1 + (v - 1) * w)
                case other:
                    raise ValueError(f"unknown change {other!r}")
        path.append(x)
    return path


def lever_months(
    levers: Levers,
    months: int,
    events: Sequence[Mapping[str, Any]],
    bounds: Mapping[str, tuple[float, float]] | None,
) -> list[dict[str, float]]:
    """Every lever's value in every month; a lever with events is clipped to its hard bounds."""
    by_month = [dict(levers) for _ in range(months)]
    for lever in dict.fromkeys(event["lever"] for event in events):
        if bounds is None or lever not in bounds:
            raise ValueError(f"events on {lever} need its hard bounds")
        low, high = bounds[lever]
        own = [event for event in events if event["lever"] == lever]
        for t, x in enumerate(lever_path(levers[lever], months, own)):
            by_month[t][lever] = min(max(x, low), high)
    return by_month


def spread(total: float, start: int, delay: float, months: int) -> list[tuple[int, float]]:
    """Months and amounts in which ``total`` arrives ``delay`` months after ``start``, within the horizon."""
    whole = math.floor(delay)
    late = delay - whole
    parts = [(start + whole, total * (1 - late)), (start + whole + 1, total * late)]
    return [(t, amount) for t, amount in parts if t < months]


def productivity(tenure: int, ramp: float) -> float:
    """Mean of ``min(1, tau / ramp)`` over ``[tenure, tenure + 1]``; 1 when the ramp is 0."""
    if ramp <= tenure:
        return 1.0
    if ramp >= tenure + 1:
        return (tenure + 0.5) / ramp
    rising = (ramp - tenure) * (tenure / ramp + 1) / 2
    return rising + (tenure + 1 - ramp)


@dataclass
class Team:
    """Account executives or inside sales reps: those of day one, and a cohort for every month of hires."""

    veterans: float
    backfills: list[float]
    cohorts: list[float] = field(default_factory=list)

    def advance(self, t: int, x: Levers, group: str) -> tuple[float, float, float, float]:
        """Heads, hires, leavers and ramped rep equivalents of month t."""
        rate = monthly_leaving(x[f"{group}.attrition"])
        leavers = self.veterans * rate
        self.veterans -= self.veterans * rate
        for i, heads in enumerate(self.cohorts):
            leavers += heads * rate
            self.cohorts[i] = heads - heads * rate
        replaced = leavers * x["people.backfill"]
        for start, starters in spread(replaced, t, x["people.time_to_hire"], len(self.backfills)):
            self.backfills[start] += starters
        hires = x[f"{group}.hires_per_quarter"] / 3 + self.backfills[t]
        self.cohorts.append(hires)
        heads_now = ramped = self.veterans
        for hired, heads in enumerate(self.cohorts):
            heads_now += heads
            ramped += heads * productivity(t - hired, x[f"{group}.ramp_months"])
        return heads_now, hires, leavers, ramped


@dataclass
class Station:
    """A queue by source, served pro rata."""

    queue: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SOURCES, 0.0))
    available: float = 0.0
    binds: bool = False

    def serve(self, inflow: Mapping[str, float], capacity: float, goes_cold: float) -> dict[str, float]:
        """Serve the available work pro rata and keep the rest in the queue; returns what is served, by source."""
        available = {source: self.queue[source] * (1 - goes_cold) + inflow[source] for source in SOURCES}
        self.available = sum(available.values())
        self.binds = self.available > capacity * (1 + 1e-9)
        share = 1.0 if self.available == 0 else min(1.0, capacity / self.available)
        served = {}
        for source in SOURCES:
            served[source] = available[source] * share
            self.queue[source] = available[source] - served[source]
        return served


class Cycle:
    """Opportunities on their way to a decision, by month of the decision and source."""

    def __init__(self, months: int, opening: float, opening_source: str, cycle: float) -> None:
        """Spread the opening pipeline evenly over ``[0, cycle)``; a cycle of 0 puts it all in month 0."""
        self.months = months
        self.decisions = [dict.fromkeys(SOURCES, 0.0) for _ in range(months)]
        if cycle == 0:
            self.decisions[0][opening_source] = opening
            return
        for t in range(months):
            overlap = max(0.0, min(t + 1.0, cycle) - t)
            self.decisions[t][opening_source] = opening * overlap / cycle

    def enter(self, t: int, opportunities: Mapping[str, float], cycle: float) -> None:
        """Opportunities of month t reach their decision ``cycle`` months later."""
        for source in SOURCES:
            for month, amount in spread(opportunities[source], t, cycle, self.months):
                self.decisions[month][source] += amount


@dataclass
class Ledger:
    """Twelve renewal slots of committed contracts and a pay-as-you-go pool, of ARR or of customers."""

    slots: list[float]
    pool: float

    @classmethod
    def opening(cls, amount: float, committed_share: float) -> Ledger:
        """Spread the committed share evenly over the slots; the rest is the pool."""
        return cls([amount * committed_share / SLOTS for _ in range(SLOTS)], amount * (1 - committed_share))

    def copy(self) -> Ledger:
        """Copy that can be followed on its own."""
        return Ledger(list(self.slots), self.pool)

    def total(self) -> float:
        """All slots and the pool."""
        total = self.pool
        for slot in self.slots:
            total += slot
        return total

    def renew(self, t: int, kept: float) -> float:
        """Keep ``kept`` of slot ``t mod 12`` and its twelfth root of the pool; returns what goes."""
        slot_lost = self.slots[t % SLOTS] * (1 - kept)
        self.slots[t % SLOTS] *= kept
        pool_kept = power(kept, 1 / 12)
        pool_lost = self.pool * (1 - pool_kept)
        self.pool *= pool_kept
        return slot_lost + pool_lost

    def expand(self, rate: float) -> float:
        """Grow every slot and the pool by ``rate``; returns what is added."""
        added = self.pool * rate
        self.pool += self.pool * rate
        for i in range(SLOTS):
            added += self.slots[i] * rate
            self.slots[i] += self.slots[i] * rate
        return added

    def use(self, change: float) -> float:
        """Change the pool with usage; returns the change."""
        moved = self.pool * change
        self.pool += moved
        return moved

    def release(self, share: float) -> float:
        """Take ``share`` out of every slot and the pool; returns what left."""
        left = self.pool * share
        self.pool *= 1 - share
        for i in range(SLOTS):
            left += self.slots[i] * share
            self.slots[i] *= 1 - share
        return left

    def sell(self, t: int, amount: float, committed_share: float) -> None:
        """Add the committed share to slot ``t mod 12``, the rest to the pool."""
        self.slots[t % SLOTS] += amount * committed_share
        self.pool += amount * (1 - committed_share)


@dataclass
class Book:
    """A segment: its ARR, its customers, and the billed base of every slot."""

    arr: Ledger
    customers: Ledger
    bases: list[float]

    @classmethod
    def opening(cls, x: Levers, segment: str) -> Book:
        """Open the segment on day one, billed as its slots stand."""
        share = x[f"{segment}.committed_share"]
        arr = Ledger.opening(x[f"{segment}.arr"], share)
        return cls(arr, Ledger.opening(x[f"{segment}.customers"], share), list(arr.slots))


@dataclass(frozen=True)
class Retention:
    """What one segment's books go through in one month."""

    gross: float
    logo: float
    expansion: float
    usage: float


@dataclass
class Copy:
    """The books of one day, followed as if nothing were sold and nobody upgraded."""

    net: dict[str, Ledger]
    gross: dict[str, Ledger]
    customers: dict[str, Ledger]
    opening_arr: float
    opening_customers: float

    @classmethod
    def of(cls, books: Mapping[str, Book]) -> Copy:
        """Copy of every book as it stands."""
        arr = {segment: books[segment].arr.copy() for segment in SEGMENTS}
        gross = {segment: books[segment].arr.copy() for segment in SEGMENTS}
        customers = {segment: books[segment].customers.copy() for segment in SEGMENTS}
        return cls(arr, gross, customers, sum_of(arr), sum_of(customers))

    def follow(self, t: int, retention: Mapping[str, Retention]) -> None:
        """Take the copies through month t."""
        for segment in SEGMENTS:
            rates = retention[segment]
            self.net[segment].renew(t, rates.gross)
            self.net[segment].expand(rates.expansion)
            self.net[segment].use(rates.usage)
            self.gross[segment].renew(t, rates.gross)
            self.gross[segment].use(min(0.0, rates.usage))
            self.customers[segment].renew(t, rates.logo)


def sum_of(ledgers: Mapping[str, Ledger]) -> float:
    """Total over the segments."""
    total = 0.0
    for segment in SEGMENTS:
        total += ledgers[segment].total()
    return total


class Company:
    """Everything that is carried from one month to the next."""

    def __init__(self, x: Levers, months: int) -> None:
        """Day one, from the levers of month 0."""
        self.index = self.mql_index = self.fade = 1.0
        self.signups_to_date = x["community.signups_to_date"]
        self.free_accounts = x["community.free_accounts"]
        self.teams = {s: Team(x[f"{s}.reps"], [0.0] * months) for s in SALES_LED}
        self.bdr, self.se = Station(), Station()
        self.closing = {s: Station() for s in SALES_LED}
        self.cycles = {
            s: Cycle(months, x[f"{s}.opening_pipeline"], source, x[f"{s}.cycle_months"])
            for s, source in (("inside_sales", "pql"), ("enterprise", "mql"))
        }
        self.books = {segment: Book.opening(x, segment) for segment in SEGMENTS}
        self.engineers = x["people.engineers"]
        self.marketers = x["people.marketers"]
        self.cash = x["finance.cash"]
        self.copies = [Copy.of(self.books)]

    def arr(self, segments: Sequence[str] = SEGMENTS) -> float:
        """ARR of the segments as the books stand."""
        return sum(self.books[segment].arr.total() for segment in segments)

    def pools(self) -> float:
        """Pay-as-you-go ARR of all books."""
        return sum(self.books[segment].arr.pool for segment in SEGMENTS)


def community(c: Company, t: int, x: Levers, row: Row) -> None:
    """Section 1."""
    if t > 0:
        c.index *= 1 + x["community.visitor_growth"]
        c.mql_index *= 1 + x["marketing.mql_growth"]
    opening = c.free_accounts
    row["visitors"] = x["community.visitors"] * c.index + x["community.referral"] * opening
    row["signups"] = row["visitors"] * x["community.signup_rate"]
    row["activations"] = row["signups"] * x["community.activation_rate"]
    c.signups_to_date += row["signups"]
    row["signups_to_date"] = c.signups_to_date
    exits = [x["self_serve.conversion"], x["community.pql_rate"], x["community.free_churn"]]
    staying = max(0.0, 1 - sum(exits))
    if staying == 0:
        exits = [rate / sum(exits) for rate in exits]
    row["conversions"], row["pqls"], row["free_churned"] = (opening * rate for rate in exits)
    c.free_accounts = opening * staying + row["activations"]
    row["free_accounts"] = c.free_accounts
    row["upgrade_leads"] = c.books["self_serve"].customers.total() * x["self_serve.upgrade_rate"]
    row["mqls"] = x["marketing.mqls"] * c.mql_index


def reps(c: Company, t: int, x: Levers, row: Row) -> None:
    """Section 2."""
    row["street_quota"] = 0.0
    for segment, rep in (("enterprise", "ae"), ("inside_sales", "isr")):
        names = (f"{rep}s", f"{rep}_hires", f"{rep}_leavers", f"ramped_{rep}s")
        row.update(zip(names, c.teams[segment].advance(t, x, segment), strict=True))
        ramped = row[f"ramped_{rep}s"]
        quota = x[f"{segment}.quota"] / 12
        row[f"{segment}_capacity_arr"] = ramped * quota * x[f"{segment}.attainment"]
        row["street_quota"] += ramped * quota
    row["bdrs"] = row["aes"] * x["enterprise.bdr_per_ae"]
    row["ses"] = row["aes"] * x["enterprise.se_per_ae"]


def close(c: Company, t: int, x: Levers, row: Row, segment: str) -> dict[str, float]:
    """Section 3: the decisions of month t, at the win rate, through the rep station; returns wins by source."""
    acv = x[f"{segment}.acv"]
    decided = c.cycles[segment].decisions[t]
    deals = {source: decided[source] * x[f"{segment}.win_rate"] for source in SOURCES}
    station = c.closing[segment]
    wins = station.serve(deals, row[f"{segment}_capacity_arr"] / acv, x["sales.goes_cold"])
    row[f"{segment}_demand_arr"] = station.available * acv
    return wins


def enterprise_sales(c: Company, t: int, x: Levers, row: Row) -> dict[str, float]:
    """Section 3, enterprise: BDRs, sales engineers, the cycle, account executives; returns wins by source."""
    cold = x["sales.goes_cold"]
    leads = {
        "pql": row["pqls"] * x["enterprise.pql_share"],
        "upgrade": row["upgrade_leads"] * x["enterprise.pql_share"],
        "mql": row["mqls"] * x["enterprise.mql_share"],
    }
    worked = c.bdr.serve(leads, row["bdrs"] * x["enterprise.leads_per_bdr"], cold)
    qualified = {
        "pql": worked["pql"] * x["enterprise.pql_to_opportunity"],
        "upgrade": worked["upgrade"] * x["enterprise.pql_to_opportunity"],
        "mql": worked["mql"] * x["enterprise.mql_to_opportunity"],
    }
    opportunities = c.se.serve(qualified, row["ses"] * x["enterprise.evaluations_per_se"], cold)
    row["enterprise_opportunities"] = sum(opportunities.values())
    c.cycles["enterprise"].enter(t, opportunities, x["enterprise.cycle_months"])
    wins = close(c, t, x, row, "enterprise")
    row["enterprise_constraint"] = "leads"
    for name, station in (("bdr", c.bdr), ("se", c.se), ("ae", c.closing["enterprise"])):
        if station.binds:
            row["enterprise_constraint"] = name
    return wins


def inside_sales(c: Company, t: int, x: Levers, row: Row) -> dict[str, float]:
    """Section 3, inside sales: the rest of the leads, the cycle, the reps; returns wins by source."""
    rest_pql, rest_mql = 1 - x["enterprise.pql_share"], 1 - x["enterprise.mql_share"]
    opportunities = {
        "pql": row["pqls"] * rest_pql * x["inside_sales.pql_to_opportunity"],
        "upgrade": row["upgrade_leads"] * rest_pql * x["inside_sales.pql_to_opportunity"],
        "mql": row["mqls"] * rest_mql * x["inside_sales.mql_to_opportunity"],
    }
    row["inside_sales_opportunities"] = sum(opportunities.values())
    c.cycles["inside_sales"].enter(t, opportunities, x["inside_sales.cycle_months"])
    wins = close(c, t, x, row, "inside_sales")
    row["inside_sales_constraint"] = "isr" if c.closing["inside_sales"].binds else "leads"
    return wins


def retention_rates(c: Company, t: int, x: Levers) -> dict[str, Retention]:
    """Section 4: coverage and fade turn the levers into this month's rates, by segment."""
    if t > 0:
        c.fade *= power(1 - x["retention.expansion_fade"], 1 / 12)
    thinness = x["customer_success.accounts_per_csm"] / x["customer_success.reference_accounts"]
    rates = {}
    for segment in SEGMENTS:
        m = 1.0 if segment == "self_serve" else power(thinness, x["customer_success.elasticity"])
        gross = 1 - min(1.0, (1 - x[f"{segment}.gross_retention"]) * m)
        logo = 1 - min(1.0, (1 - x[f"{segment}.logo_retention"]) * m)
        expansion = power(1 + x[f"{segment}.expansion"] * c.fade, 1 / 12) - 1
        rates[segment] = Retention(gross, logo, expansion, x["retention.usage_change"])
    return rates


def retain(c: Company, t: int, x: Levers, row: Row, rates: Mapping[str, Retention]) -> float:
    """Section 4: the books go through month t; returns the ARR renewed."""
    renewed = 0.0
    row["expansion_arr"] = row["contraction_arr"] = row["churned_arr"] = row["churned_customers"] = 0.0
    for segment in SEGMENTS:
        book, rate = c.books[segment], rates[segment]
        lost = book.arr.renew(t, rate.gross)
        book.bases[t % SLOTS] = book.arr.slots[t % SLOTS]
        renewed += book.bases[t % SLOTS]
        expansion = book.arr.expand(rate.expansion)
        usage = book.arr.use(rate.usage)
        churned_customers = book.customers.renew(t, rate.logo)
        row[f"lost_arr_{segment}"] = lost
        row[f"expansion_arr_{segment}"] = expansion + max(0.0, usage)
        row[f"churned_customers_{segment}"] = churned_customers
        row["expansion_arr"] += row[f"expansion_arr_{segment}"]
        row["contraction_arr"] += x["retention.contraction_share"] * lost + max(0.0, -usage)
        row["churned_arr"] += (1 - x["retention.contraction_share"]) * lost
        row["churned_customers"] += churned_customers
    return renewed


def new_business(c: Company, t: int, x: Levers, row: Row, wins: Mapping[str, Mapping[str, float]]) -> None:
    """Section 5: upgrades move customers, then every book adds what it won."""
    self_serve = c.books["self_serve"]
    upgrade_wins = sum(wins[segment]["upgrade"] for segment in SALES_LED)
    upgradable = self_serve.customers.total()
    upgraded = min(upgrade_wins, upgradable)
    moving_share = upgraded / upgrade_wins if upgrade_wins > 0 else 0.0
    leaving_share = upgraded / upgradable if upgradable > 0 else 0.0
    self_serve.customers.release(leaving_share)
    arr_left = self_serve.arr.release(leaving_share)
    for i in range(SLOTS):
        self_serve.bases[i] *= 1 - leaving_share
    row["upgraded_customers"] = upgraded

    upgrade_value = 0.0
    row["new_arr"] = row["conversions"] * x["self_serve.acv"]
    row["won_customers_self_serve"] = row["conversions"]
    row["won_arr_self_serve"] = row["conversions"] * x["self_serve.acv"]
    for source in SOURCES:
        row[f"won_{source}_arr"] = 0.0
    for segment in SALES_LED:
        acv = x[f"{segment}.acv"]
        row[f"won_customers_{segment}"] = row[f"won_arr_{segment}"] = 0.0
        for source in SOURCES:
            value = wins[segment][source] * acv
            moved = value * moving_share if source == "upgrade" else 0.0
            upgrade_value += moved
            row["new_arr"] += value - moved
            row[f"won_{source}_arr"] += value
            row[f"won_customers_{segment}"] += wins[segment][source]
            row[f"won_arr_{segment}"] += value
    row["upgrade_arr"] = upgrade_value - arr_left

    row["arr"] = row["customers"] = 0.0
    for segment in SEGMENTS:
        book, committed = c.books[segment], x[f"{segment}.committed_share"]
        book.arr.sell(t, row[f"won_arr_{segment}"], committed)
        book.customers.sell(t, row[f"won_customers_{segment}"], committed)
        book.bases[t % SLOTS] += row[f"won_arr_{segment}"] * committed
        row[f"arr_{segment}"] = book.arr.total()
        row[f"customers_{segment}"] = book.customers.total()
        row["arr"] += row[f"arr_{segment}"]
        row["customers"] += row[f"customers_{segment}"]


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


def cost(x: Levers, row: Row, opening_arr: float, opening_sales_led: float, opening_free: float) -> None:
    """Section 7, and the revenue of section 5."""
    row["revenue"] = (opening_arr + row["arr"]) / 2 / 12
    row["credited_arr"] = 0.0
    for segment in SALES_LED:
        committed = x[f"{segment}.committed_share"]
        row["credited_arr"] += row[f"won_arr_{segment}"] * (committed + (1 - committed) * x["sales.payg_quota_credit"])
    row["commissions"] = row["credited_arr"] * x["sales.commission_rate"]

    def pay(heads: str, annual: str) -> float:
        annual_pay: float = row[heads] * x[f"people.{annual}"]
        return annual_pay / 12

    closing_sales_led = row["arr_inside_sales"] + row["arr_enterprise"]
    row["services_revenue"] = x["customer_success.services_rate"] * (opening_sales_led + closing_sales_led) / 2 / 12
    row["services_cost"] = row["services_revenue"] * x["customer_success.services_cost_ratio"]
    row["hosting_cost"] = row["revenue"] * x["finance.hosting_share"]
    row["free_hosting_cost"] = opening_free * x["community.hosting_per_free_account"]
    row["cogs"] = row["hosting_cost"] + row["services_cost"] + pay("support_engineers", "support_engineer_cost")
    row["marketing_programs"] = row["mqls"] * x["marketing.cost_per_mql"]
    row["sales_marketing"] = row["marketing_programs"] + row["free_hosting_cost"] + row["commissions"]
    for role in ("ae", "isr", "bdr", "se", "csm", "manager", "marketer"):
        row["sales_marketing"] += pay(f"{role}s", f"{role}_cost")
    row["research_development"] = pay("engineers", "engineer_cost")
    overhead = x["people.overhead_per_head"] / 12 * row["headcount"]
    row["general_administrative"] = pay("ga_staff", "ga_cost") + overhead
    row["operating_cost"] = (
        row["cogs"] + row["sales_marketing"] + row["research_development"] + row["general_administrative"]
    )
    row["operating_income"] = row["revenue"] + row["services_revenue"] - row["operating_cost"]


def settle(c: Company, x: Levers, row: Row, renewed: float, opening_pools: float) -> None:
    """Section 8."""
    row["collections"] = renewed + opening_pools / 12
    for segment in SEGMENTS:
        book = c.books[segment]
        row["collections"] += row[f"won_arr_{segment}"] * x[f"{segment}.committed_share"]
        for i in range(SLOTS):
            row["collections"] += (book.arr.slots[i] - book.bases[i]) / 12
    row["free_cash_flow"] = row["collections"] + row["services_revenue"] - row["operating_cost"]
    c.cash += row["free_cash_flow"] + row["funding"]
    row["cash"] = c.cash


def follow_copies(c: Company, t: int, row: Row, rates: Mapping[str, Retention]) -> None:
    """Section 9: every copy of the last 12 months goes through month t; the oldest gives the retention metrics."""
    for copy in c.copies:
        copy.follow(t, rates)
    row["nrr"] = row["grr"] = row["logo_retention"] = math.nan
    if len(c.copies) == 12:
        oldest = c.copies.pop(0)
        row["nrr"] = ratio(sum_of(oldest.net), oldest.opening_arr)
        row["grr"] = ratio(sum_of(oldest.gross), oldest.opening_arr)
        row["logo_retention"] = ratio(sum_of(oldest.customers), oldest.opening_customers)
    c.copies.append(Copy.of(c.books))


def metrics(t: int, x: Levers, rows: Sequence[Row], arr_0: float, customers_0: float) -> None:
    """Section 9 but for the retention metrics, into the row of month t."""
    row = rows[t]

    def window(names: str, length: int, ago: int = 0) -> float:
        """Sum of the columns over ``length`` months that end ``ago`` months back; NaN before there are enough."""
        last = t - ago
        if last + 1 < length:
            return math.nan
        total = 0.0
        for name in names.split():
            for month in range(last - length + 1, last + 1):
                total += rows[month][name]
        return total

    arr_12_months_ago = math.nan if t < 11 else arr_0 if t == 11 else rows[t - 12]["arr"]
    row["arr_growth"] = ratio(row["arr"], arr_12_months_ago) - 1
    row["quick_ratio"] = ratio(window("new_arr upgrade_arr expansion_arr", 3), window("contraction_arr churned_arr", 3))
    total_revenue = window("revenue services_revenue", 3)
    row["gross_margin"] = ratio(total_revenue - window("cogs", 3), total_revenue)
    row["cac_payback_months"] = ratio(
        12 * window("sales_marketing", 3), window("new_arr upgrade_arr", 3) * row["gross_margin"]
    )
    lifetime_profit = ratio(window("new_arr upgrade_arr", 12) * row["gross_margin"], 1 - row["grr"])
    row["ltv_to_cac"] = ratio(lifetime_profit, window("sales_marketing", 12))
    row["magic_number"] = ratio(
        4 * (window("revenue", 3) - window("revenue", 3, ago=3)), window("sales_marketing", 3, ago=3)
    )
    cash_flow = window("free_cash_flow", 12)
    arr_added = row["arr"] - arr_12_months_ago
    if t < 11:
        row["burn_multiple"] = math.nan
    elif cash_flow >= 0:
        row["burn_multiple"] = 0.0
    else:
        row["burn_multiple"] = -cash_flow / arr_added if arr_added > 0 else math.inf
    row["rule_of_40"] = row["arr_growth"] + ratio(cash_flow, window("revenue services_revenue", 12))
    row["attainment"] = ratio(window("won_arr_inside_sales won_arr_enterprise", 12), window("street_quota", 12))
    row["arr_per_head"] = ratio(row["arr"], row["headcount"])
    row["paying_share"] = ratio(row["customers"], row["signups_to_date"])
    row["customer_factor"] = ratio(row["customers"], customers_0)
    per_customer = ratio(ratio(row["arr"], row["customers"]), ratio(arr_0, customers_0))
    row["use_case_factor"] = power(per_customer, x["growth.use_case_share"])
    row["price_factor"] = power(per_customer, 1 - x["growth.use_case_share"])
    cash_flow = window("free_cash_flow", 3)
    if t < 2:
        row["runway_months"] = math.nan
    else:
        row["runway_months"] = max(0.0, row["cash"]) / (-cash_flow / 3) if cash_flow < 0 else math.inf


def simulate(
    levers: Levers,
    months: int,
    events: Sequence[Mapping[str, Any]] = (),
    funding: Sequence[Mapping[str, Any]] = (),
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, list[Any]]:
    """One plan, month by month.

    levers: every lever id and its value. events: dicts of lever, change, value, start (1-based), and optionally months
    (None: to the end) and phase_in. funding: dicts of month (1-based) and amount. bounds: hard minimum and maximum of
    the levers that have events. Returns column name -> a value for every month, in the order of COLUMNS.
    """
    by_month = lever_months(levers, months, events, bounds)
    paid_in = [0.0] * months
    for item in funding:
        if not 1 <= item["month"] <= months:
            raise ValueError(f"funding in month {item['month']}: the plan has months 1 to {months}")
        paid_in[item["month"] - 1] += item["amount"]

    c = Company(by_month[0], months)
    arr_0 = c.arr()
    customers_0 = sum(c.books[segment].customers.total() for segment in SEGMENTS)
    rows: list[Row] = []
    for t, x in enumerate(by_month):
        row: Row = {"funding": paid_in[t]}
        rows.append(row)
        opening_arr, opening_sales_led = c.arr(), c.arr(SALES_LED)
        opening_pools, opening_free = c.pools(), c.free_accounts
        community(c, t, x, row)
        reps(c, t, x, row)
        wins = {"enterprise": enterprise_sales(c, t, x, row), "inside_sales": inside_sales(c, t, x, row)}
        rates = retention_rates(c, t, x)
        renewed = retain(c, t, x, row, rates)
        new_business(c, t, x, row, wins)
        people(c, x, row)
        cost(x, row, opening_arr, opening_sales_led, opening_free)
        settle(c, x, row, renewed, opening_pools)
        follow_copies(c, t, row, rates)
        metrics(t, x, rows, arr_0, customers_0)
    return {name: [row[name] for row in rows] for name in COLUMNS}


def cash_out_month(columns: Mapping[str, Sequence[float]]) -> int | None:
    """First month (1-based) that ends with cash below 0, funding included; None when there is none."""
    for t, cash in enumerate(columns["cash"]):
        if cash < 0:
            return t + 1
    return None
