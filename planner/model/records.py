"""What the kernel reads and writes: records, so that its wiring names every number.

`now.enterprise.ramp_months` is a lever this month, `row.arr` a column of the month, `carried.fade` what a draw carries
from month to month.
"""

from typing import Any, NamedTuple

import numpy as np

from planner.model import reps, retention, sales
from planner.plan import MAX_MONTHS
from planner.vocabulary.levers import CATALOGUE, GROUPS

Now = Any
Row = Any
Rows = Any
Carried = Any
Luck = Any
Flows = Any
"""Records have no static type."""


class Wanted(NamedTuple):
    """What the columns to keep need. followed: the books of 12 months ago; metrics, factors: see board.py."""

    followed: bool
    metrics: bool
    factors: bool


SELF_SERVE, INSIDE_SALES, ENTERPRISE = 0, 1, 2
SEGMENTS = 3
YEAR = 12
HIRING_SPAN = int(CATALOGUE["people.time_to_hire"].max) + 2
"""Months past the horizon that a hire can start in: the longest delay, its split and one to spare."""

LEVERS = np.dtype([(group, [(lever.name, np.float64) for lever in levers]) for group, levers in GROUPS.items()])
"""Every lever of one draw in one month, by group and name."""

_BOOK = (SEGMENTS, retention.POOL + 1)
_KEPT = ("kept", "kept_monthly", "logos_kept", "logos_kept_monthly")
_DECISIONS = (MAX_MONTHS + sales.CYCLE_SPAN, len(sales.BySource._fields))

CARRIED = np.dtype(
    [
        ("now", LEVERS),
        *((name, np.float64) for name in ("visitor_index", "mql_index", "fade", "fading")),
        *((name, np.float64) for name in ("expected_aes_leaving", "expected_isrs_leaving")),
        *((name, np.float64) for name in ("aes_leaving", "isrs_leaving", "aes_left", "isrs_left")),
        *((name, np.intp) for name in ("aes_ramping", "isrs_ramping")),
        *((name, np.float64, reps.RAMP_SPAN) for name in ("ae_shortfall", "isr_shortfall")),
        *((name, np.float64, MAX_MONTHS + HIRING_SPAN) for name in ("ae_starts", "isr_starts")),
        *((name, np.float64, MAX_MONTHS) for name in ("ae_joined", "isr_joined")),
        *((name, np.float64, _DECISIONS) for name in ("enterprise_decisions", "inside_sales_decisions")),
        *((name, np.float64, _BOOK) for name in ("books", "logos")),
        ("bases", np.float64, (SEGMENTS, retention.POOL)),
        *((name, np.float64, SEGMENTS) for name in _KEPT),
        *((f"expected_{name}", np.float64, SEGMENTS) for name in _KEPT),
        *((name, np.float64, (SEGMENTS, YEAR)) for name in ("kept_by_slot", "logos_kept_by_slot")),
        *((name, np.float64, (SEGMENTS, YEAR)) for name in ("growth", "net_pool", "gross_pool", "logo_pool")),
        *((name, np.float64, (YEAR, *_BOOK)) for name in ("past_books", "past_logos")),
        *((name, np.float64, SEGMENTS) for name in ("net", "gross", "logos_left")),
    ]
)
"""What one draw carries from month to month.

now: its levers this month. visitor_index, mql_index, fade: growth of visitors and MQLs and fade of expansion since day
one. leaving: share of reps that leaves in a month; left: what is left of those of day one. shortfall, ramping, starts,
joined: see reps.py. decisions: sales cycles under way (sales.py). books, logos: ARR and customers by segment
(retention.py). bases: what was billed of every slot. kept: shares that stay of the slot that renews, and over a month
of the pool. expected: what the levers say of leaving and kept, which luck may make more or less of. The rest
remembers 12 months of renewals and the books of 12 months ago, and what is left of those today.
"""
