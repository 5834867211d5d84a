"""What luck makes of a month, one draw after another. No formulas here.

lane: the draw's. chance, seeds: its numbers of the month. slot: the renewal slot of the month. carried: see records.py.
"""

import numpy as np

from planner.model import luck, retention, sizes
from planner.model.compiled import stage
from planner.model.lanes_compiled import lane_of, with_lane
from planner.model.luck import Luck
from planner.model.records import Carried
from planner.model.sizes import Sizes
from planner.model.stations import BySource
from planner.vocabulary.columns import BOTH_TEAMS, ENTERPRISE, EVERY_SEGMENT, Row


@stage
def go_by_luck(carried: Carried, opening: Row, chance: Luck, slot: int, lane: int) -> None:
    """Let luck decide how many leave and renew in one draw; ARR goes with the customers."""
    for team in BOTH_TEAMS:
        leave = chance.ae_leavers if team == ENTERPRISE else chance.isr_leavers
        heads, leaving = lane_of(opening.reps[team], lane), lane_of(carried.expected_leaving[team], lane)
        carried.leaving[team] = with_lane(carried.leaving[team], lane, luck.share_leaving(heads, leaving, leave))
    for segment in EVERY_SEGMENT:
        renewing = lane_of(carried.logos[segment, slot], lane)
        pool = lane_of(carried.logos[segment, retention.POOL], lane)
        for share, expected, people, draw in (
            (carried.kept, carried.expected_kept, renewing, chance.renewing[segment]),
            (carried.logos_kept, carried.expected_logos_kept, renewing, chance.renewing[segment]),
            (carried.kept_monthly, carried.expected_kept_monthly, pool, chance.pool[segment]),
            (carried.logos_kept_monthly, carried.expected_logos_kept_monthly, pool, chance.pool[segment]),
        ):
            kept = luck.share_kept(people, lane_of(expected[segment], lane), draw)
            share[segment] = with_lane(share[segment], lane, kept)


@stage
def lose_by_size(carried: Carried, seeds: Sizes, slot: int, spread: float, lane: int) -> None:
    """Let more or less ARR go in one draw with the customers who leave, by how large they are."""
    for segment in EVERY_SEGMENT:
        for share, part, seed in (
            (carried.kept, slot, seeds.renewing[segment]),
            (carried.kept_monthly, retention.POOL, seeds.pool[segment]),
        ):
            expected, customers = lane_of(share[segment], lane), lane_of(carried.logos[segment, part], lane)
            lost = sizes.share_lost(retention.left(expected), customers, spread, seed)
            share[segment] = with_lane(share[segment], lane, retention.left(lost))


@stage
def won_by_luck(expected: BySource, chance: np.ndarray, outbound_chance: float, lane: int) -> BySource:
    """Deals of a chain in one draw, whole ones, when so many are expected. chance: (3,), of the other sources."""
    return BySource(
        with_lane(expected.pql, lane, luck.poisson(lane_of(expected.pql, lane), chance[0])),
        with_lane(expected.upgrade, lane, luck.poisson(lane_of(expected.upgrade, lane), chance[1])),
        with_lane(expected.mql, lane, luck.poisson(lane_of(expected.mql, lane), chance[2])),
        with_lane(expected.outbound, lane, luck.poisson(lane_of(expected.outbound, lane), outbound_chance)),
    )


@stage
def sized(wins: BySource, spread: float, seeds: np.ndarray, lane: int) -> BySource:
    """What the wins of a chain are worth in one draw, in contracts of average size. seeds: (4,)."""
    return BySource(
        with_lane(wins.pql, lane, sizes.contracts(lane_of(wins.pql, lane), spread, seeds[0])),
        with_lane(wins.upgrade, lane, sizes.contracts(lane_of(wins.upgrade, lane), spread, seeds[1])),
        with_lane(wins.mql, lane, sizes.contracts(lane_of(wins.mql, lane), spread, seeds[2])),
        with_lane(wins.outbound, lane, sizes.contracts(lane_of(wins.outbound, lane), spread, seeds[3])),
    )
