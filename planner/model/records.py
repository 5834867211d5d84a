"""What the engine reads and writes: records, declared once, so that its wiring names every number and mypy knows it.

`levers.teams.quota[ENTERPRISE]` is a lever this month, `row.arr` a quantity of the month, `carried.fade` what a draw
carries from month to month. The classes are static types and the source of the arrays' dtypes; none has instances.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np

from planner.model import metrics, retention, sellers, stations
from planner.model.lanes import LANES
from planner.model.lever_types import Levers
from planner.plan import MAX_MONTHS
from planner.vocabulary.columns import SIZES, YEARS, BySegment, ByTeam, Row
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.segments import SEGMENTS

YEAR = 12
RING = YEAR + 1
"""Months that a draw remembers: 12 months ago to now; month m stands at ``m % RING``."""

LATER = MAX_MONTHS + 2 + int(max(CATALOGUE["people.time_to_hire"].max, CATALOGUE["finance.collection_months"].max))
"""Months that a hire or a payment can fall into: the horizon, the longest delay, its split and one to spare."""

_BOOKS = (len(SEGMENTS), retention.PARTS)
_SLOTS = (len(SEGMENTS), YEAR)
_TEAMS = (len(SEGMENTS),)


class Carried:
    """What one draw carries from month to month."""

    levers: Levers
    arr_day_one: float
    customers_day_one: float
    # Growth since day one, and a month's growth where it does not change with the month
    visitor_index: float
    mql_index: float
    pay_index: float
    pay_growth: float
    fade: float
    fading: float
    # What renews, of the slot that does and over a month of the pool: by the levers, and with luck
    expansion_coverage: BySegment
    price_monthly: float
    expected_kept: BySegment
    expected_kept_monthly: BySegment
    expected_logos_kept: BySegment
    expected_logos_kept_monthly: BySegment
    kept: BySegment
    kept_monthly: BySegment
    logos_kept: BySegment
    logos_kept_monthly: BySegment
    # Teams (sellers.py): who leaves, by the levers and with luck, who joins, and time left after selling expansion
    expected_leaving: ByTeam
    leaving: ByTeam
    left: ByTeam
    starts: Annotated[np.ndarray, (*_TEAMS, LATER)]
    joined: Annotated[np.ndarray, (*_TEAMS, MAX_MONTHS + 1)]
    shortfalls: Annotated[np.ndarray, (*_TEAMS, sellers.RAMP_SPAN)]
    time_left: ByTeam
    # Chains (sales.py): queues by station and source, what is in its sales cycle by the month of service, and wins
    queues: Annotated[np.ndarray, (4, stations.SOURCES)]
    in_cycle: Annotated[np.ndarray, (*_TEAMS, MAX_MONTHS, stations.SOURCES)]
    in_cycle_total: Annotated[np.ndarray, (*_TEAMS, MAX_MONTHS)]
    remaining: Annotated[np.ndarray, (*_TEAMS, MAX_MONTHS)]
    decided: Annotated[np.ndarray, (*_TEAMS, MAX_MONTHS)]
    oldest: ByTeam
    cycle_before: ByTeam
    flying: ByTeam
    opening_left: ByTeam
    opening_remaining: ByTeam
    # Books of ARR and of customers, what was billed of every slot (retention.py), what renewed and fell this month
    books: Annotated[np.ndarray, _BOOKS]
    logos: Annotated[np.ndarray, _BOOKS]
    bases: Annotated[np.ndarray, _SLOTS]
    renewed: BySegment
    fallen: BySegment
    # Cash (cash.py): invoices by the month in which they are paid, and what is not invoiced
    due: Annotated[np.ndarray, (LATER,)]
    invoiced_a_month: float
    collection_months: float
    unbilled: float
    usage: float
    # The books of the last 12 months, and what became of them (retention_metrics.py)
    past_books: Annotated[np.ndarray, (YEAR, *_BOOKS)]
    past_logos: Annotated[np.ndarray, (YEAR, *_BOOKS)]
    slots_kept: Annotated[np.ndarray, _SLOTS]
    slots_kept_gross: Annotated[np.ndarray, _SLOTS]
    logos_kept_by_slot: Annotated[np.ndarray, _SLOTS]
    growth: Annotated[np.ndarray, _SLOTS]
    net_pool: Annotated[np.ndarray, _SLOTS]
    gross_pool: Annotated[np.ndarray, _SLOTS]
    logo_pool: Annotated[np.ndarray, _SLOTS]
    staying: Annotated[np.ndarray, (YEAR,)]
    candidates: Annotated[np.ndarray, (retention.PARTS, YEAR)]
    renewed_candidates: Annotated[np.ndarray, (YEAR,)]
    due_candidates: Annotated[np.ndarray, (YEAR,)]
    upgrading: Annotated[np.ndarray, (YEAR,)]
    brought_slots: Annotated[np.ndarray, _SLOTS]
    brought_pool: Annotated[np.ndarray, _SLOTS]
    net: BySegment
    gross: BySegment
    logos_left: BySegment
    # The books by year of the contract
    signed: Annotated[np.ndarray, (YEARS, *_BOOKS)]


def dtype_of(declared: type) -> np.dtype:
    """The dtype of a record that a class declares by its annotations, each number once a lane."""
    return np.dtype([(name, *_field(hint)) for name, hint in get_type_hints(declared, include_extras=True).items()])


def _field(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Annotated:
        own, *about = get_args(hint)
        return np.float64, (*(SIZES[own] if own in SIZES else about[0]), LANES)
    if hint in SIZES:
        return np.float64, (*SIZES[hint], LANES)
    return (dtype_of(hint),)


LEVERS = dtype_of(Levers)
CARRIED = dtype_of(Carried)
SUMS = dtype_of(metrics.Sums)
ROW = dtype_of(Row)


def empty(count: int, kind: np.dtype) -> np.ndarray:
    """Records to fill, (count,), that begin where the lanes of a number are read in one piece."""
    lanes = np.empty(count * kind.itemsize // 8 + LANES)
    first = -lanes.ctypes.data // 8 % LANES
    return lanes[first : first + count * kind.itemsize // 8].view(kind)


def _places() -> dict[str, int]:
    fields: Mapping[str, Any] = LEVERS.fields or {}
    places = {}
    for lever in CATALOGUE.values():
        for part, member in ((lever.group, 0), *((part, _segment(lever.group)) for part in ("segments", "teams"))):
            part_fields: Mapping[str, Any] = fields[part][0].fields if part in fields else {}
            if lever.name in part_fields and (part == lever.group or lever.group in SEGMENTS):
                places[lever.id] = (fields[part][1] + part_fields[lever.name][1]) // (8 * LANES) + member
    return places


def _segment(group: str) -> int:
    return tuple(SEGMENTS).index(group) if group in SEGMENTS else 0


PLACES: Mapping[str, int] = MappingProxyType(_places())
"""Where each lever stands in a LEVERS that is read as one array, (places, LANES)."""
