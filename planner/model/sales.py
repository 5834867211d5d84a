"""From leads to opportunities, their sales cycle, and what is won of them. MODEL.md, Sales chains."""

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.rates import share_of


@stage
def routed(leads: float, share: float) -> float:
    """Leads that go to enterprise: ``leads × pql_share`` or ``mqls × mql_share``."""
    return leads * share


@stage
def rest(leads: float, share: float) -> float:
    """Leads that inside sales gets: ``leads × (1 − share of enterprise)``."""
    return leads * (1.0 - share)


@stage
def qualified(leads: float, to_opportunity: float) -> float:
    """``leads × pql_to_opportunity`` or ``mqls × mql_to_opportunity``."""
    return leads * to_opportunity


@stage
def idle_bdrs(bdrs: float, leads: float, leads_per_bdr: float) -> float:
    """BDRs without leads left to work: ``max(0, bdrs − served / leads_per_bdr)``.

    All of them where they work no leads at all; exactly none where leads are left over. leads: those at hand.
    """
    left_over = where(leads < bdrs * leads_per_bdr, bdrs - share_of(leads, leads_per_bdr), 0.0)
    return where(leads_per_bdr == 0.0, bdrs, left_over)


@stage
def outbound_opportunities(idle: float, outbound_per_bdr: float) -> float:
    """``idle BDRs × outbound_per_bdr``."""
    return idle * outbound_per_bdr


@stage
def opportunities(served: float) -> float:
    """Opportunities opened in the month: what sales engineers served, or what inside sales took up."""
    return served


@stage
def stretch(cycle_months: float, cycle_before: float) -> float:
    """``cycle_t / cycle_{t-1}``; nothing is in flight after a cycle of 0."""
    return share_of(cycle_months, cycle_before)


@stage
def stretched(months: float, factor: float) -> float:
    """Months to go in a cycle that has changed: ``remaining × cycle_t / cycle_{t-1}``."""
    return months * factor


@stage
def month_less(months: float) -> float:
    """``remaining − 1``."""
    return months - 1.0


@stage
def share_decided(months: float, before: float) -> float:
    """Share of a month's opportunities that is decided: ``clamp(1 − remaining, 0, 1)``, never less than before."""
    return max(before, min(max(1.0 - months, 0.0), 1.0))


@stage
def decided_now(share: float, before: float) -> float:
    """Share that is decided in the month: ``share decided − share decided before``."""
    return share - before


@stage
def in_flight(others: float, served: float, share: float) -> float:
    """Opportunities that are not decided yet: ``Σ served × (1 − share decided)``, those of one more month added."""
    return others + served * (1.0 - share)


@stage
def opening_decided(left: float, months: float) -> float:
    """Opening opportunities decided in the month: ``1 / remaining`` of those left, all when remaining is at most 1."""
    return left / max(months, 1.0)


@stage
def opening_left(left: float, decided: float) -> float:
    """``left − decided``."""
    return left - decided


@stage
def open_opportunities(flying: float, opening_left: float, waiting: float) -> float:
    """In flight, those of day one included, and waiting for sellers."""
    return flying + opening_left + waiting


@stage
def wins(served: float, win_rate: float) -> float:
    """``served × win_rate``."""
    return served * win_rate


@stage
def demand_arr(work: float, win_rate: float, acv: float) -> float:
    """``Σ available × win_rate × acv``."""
    return work * win_rate * acv


@stage
def constraint(bdr_binds: bool, se_binds: bool, ae_binds: bool) -> float:
    """The most downstream station that binds: 3 AEs, 2 SEs, 1 BDRs (or inside sales reps), 0 leads.

    Relieving one upstream of it would only lengthen its queue.
    """
    return where(ae_binds, 3.0, where(se_binds, 2.0, where(bdr_binds, 1.0, 0.0)))
