"""The plan, its file, and what can happen to it."""

from planner.plan.plan import (
    LOSS_LEVERS,
    MAX_BYTES,
    MAX_MONTHS,
    MIN_MONTHS,
    Correlation,
    Event,
    Funding,
    Month,
    Plan,
    Play,
    Target,
    load,
    load_play,
    loads,
    parse,
)

__all__ = [
    "LOSS_LEVERS",
    "MAX_BYTES",
    "MAX_MONTHS",
    "MIN_MONTHS",
    "Correlation",
    "Event",
    "Funding",
    "Month",
    "Plan",
    "Play",
    "Target",
    "load",
    "load_play",
    "loads",
    "parse",
]
