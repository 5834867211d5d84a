"""Draws side by side: each gets the numbers that it gets alone, whatever its neighbours do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pytest

from planner.model.kernel import BLOCK
from planner.model.lanes import LANES, in_every_lane, largest, smallest, where
from planner.model.luck import KINDS
from planner.model.rates import twelfth_root
from planner.model.simulate import Result, simulate
from planner.model.sizes import SEEDS, SIZE_KINDS
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE

DRAWS = 2 * LANES + 3
MONTHS = 40
DIFFERENT: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "enterprise.cycle_months": (0.0, 17.5),
        "inside_sales.cycle_months": (0.0, 6.0),
        "enterprise.ramp_months": (0.0, 24.0),
        "people.time_to_hire": (0.0, 11.0),
        "finance.collection_months": (0.0, 5.5),
        "enterprise.attrition": (0.0, 0.95),
        "enterprise.gross_retention": (0.01, 1.0),
        "enterprise.leads_per_bdr": (0.0, 100.0),
        "community.market": (0.0, 1e7),
    }
)
"""Levers at which the equations take another way, and the ways between which the draws differ."""


def drawn(draws: int) -> dict[str, np.ndarray]:
    """Values in another order for each lever, so that every way has others beside it."""
    random = np.random.default_rng(1)
    spread = np.linspace(0.0, 1.0, draws)
    bounds = {name: (low, min(high, CATALOGUE[name].max)) for name, (low, high) in DIFFERENT.items()}
    return {name: low + (high - low) * random.permutation(spread) for name, (low, high) in bounds.items()}


EVENTS = (
    Event(lever="enterprise.cycle_months", change="multiply", value=1.5, start=9, months=12, phase_in=3),
    Event(lever="enterprise.attrition", change="set", value=0.95, start=20, months=2, chance=0.5, latest=24, id="x"),
)


class Draws(NamedTuple):
    """What draws get: values by lever, months by which the second event comes later, luck and seeds of sizes."""

    levers: Mapping[str, np.ndarray]
    later: np.ndarray
    luck: np.ndarray | None
    sizes: np.ndarray | None

    def run(self, some: slice = slice(None)) -> Result:
        """These draws, or some of them."""
        return simulate(
            Plan(months=MONTHS, events=EVENTS, lumpy=self.luck is not None, size_spread=1.0),
            levers={name: values[some] for name, values in self.levers.items()},
            later={1: self.later[some]},
            luck=None if self.luck is None else self.luck[some],
            sizes=None if self.sizes is None else self.sizes[some],
        )


def draws(count: int, later: np.ndarray, by_luck: bool) -> Draws:
    random = np.random.default_rng(2)
    if not by_luck:
        return Draws(drawn(count), later, None, None)
    luck = random.standard_normal((count, MONTHS, KINDS))
    return Draws(drawn(count), later, luck, random.integers(0, SEEDS, (count, MONTHS, SIZE_KINDS)))


@pytest.mark.parametrize("by_luck", [False, True])
def test_a_draw_beside_others_is_the_draw_alone(by_luck: bool) -> None:
    all_of_them = draws(DRAWS, np.arange(DRAWS) % 6 - 1, by_luck)
    together = all_of_them.run()
    for draw in range(DRAWS):
        alone = all_of_them.run(slice(draw, draw + 1))
        for name in together.columns:
            assert np.array_equal(together[name][:, draw], alone[name][:, 0], equal_nan=True), (draw, name)


@pytest.mark.parametrize("by_luck", [False, True])
def test_draws_of_many_are_those_of_a_few(by_luck: bool) -> None:
    """Many are run in the order of their events, a few as they are numbered."""
    many = 2 * BLOCK + 3
    all_of_them = draws(many, np.random.default_rng(3).integers(-1, 24, many), by_luck)
    together = all_of_them.run()
    for first in range(0, many, BLOCK):
        some = slice(first, first + BLOCK)
        few = all_of_them.run(some)
        for name in together.columns:
            assert np.array_equal(together[name][:, some], few[name], equal_nan=True), name


def test_a_stage_gets_floats_outside_the_kernel() -> None:
    assert (where(True, 1.0, 2.0), where(False, 1.0, 2.0)) == (1.0, 2.0)
    assert smallest(3.0) == largest(3.0) == in_every_lane(3.0) == 3.0


@pytest.mark.parametrize("annual", [0.0, 1e-12, 0.3, 0.5, 0.75, 0.99, 1 - 1e-9, 1.0, 1.001, 1.05, 1.5, 2.1, 40.0])
def test_a_month_twelve_times_is_the_year(annual: float) -> None:
    assert twelfth_root(annual) ** 12 == pytest.approx(annual, rel=1e-14, abs=0)
    assert twelfth_root(annual) == pytest.approx(annual ** (1 / 12), rel=1e-15, abs=0)
