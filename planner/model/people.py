"""Everybody who does not carry a quota, by the work there is. MODEL.md, People."""

from planner.model.compiled import stage


@stage
def hired(heads: float, hires_per_quarter: float) -> float:
    """Engineers or marketers at the end of the month; they do not leave."""
    return heads + hires_per_quarter / 3.0


@stage
def needed(work: float, work_per_head: float) -> float:
    """People for an amount of work: CSMs, sales managers, support engineers."""
    return work / work_per_head


@stage
def ga_staff(other_heads: float, ga_per_head: float) -> float:
    """General and administrative staff for all other heads."""
    return other_heads * ga_per_head


@stage
def total(
    aes: float,
    isrs: float,
    bdrs: float,
    ses: float,
    csms: float,
    managers: float,
    support_engineers: float,
    engineers: float,
    marketers: float,
) -> float:
    """Heads of every role but G&A."""
    return aes + isrs + bdrs + ses + csms + managers + support_engineers + engineers + marketers
