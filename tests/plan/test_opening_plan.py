"""The plan that everybody sees first: what it is held to, so that every lever of it has something to say."""

import itertools
from functools import cache

import numpy as np
import pytest
from support import ROOT, decided

from planner.analysis.draws import promises, sampling, uncertainty
from planner.analysis.levers import sensitivity
from planner.analysis.readings import bands
from planner.model.simulate import Result, simulate
from planner.plan import load
from planner.plan.shocks import load as load_shock
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.levers import CATALOGUE

PLAN = load(ROOT / "data" / "plans" / "open-source-database.toml")
MOVING = (
    *("community.signup_rate", "community.activation_rate", "self_serve.conversion", "community.pql_rate"),
    *("marketing.mqls", "enterprise.win_rate", "inside_sales.win_rate"),
    *("self_serve.acv", "inside_sales.acv", "enterprise.acv"),
    *("self_serve.gross_retention", "inside_sales.gross_retention", "enterprise.gross_retention"),
    *("enterprise.expansion", "enterprise.quota", "enterprise.attainment", "enterprise.ramp_months"),
    *("enterprise.hires_per_quarter", "enterprise.attrition", "enterprise.cycle_months"),
    *("enterprise.bdr_per_ae", "enterprise.se_per_ae", "enterprise.leads_per_bdr"),
    "customer_success.accounts_per_csm",
)
"""The levers that must each move ARR of month 60."""


@cache
def result() -> Result:
    return simulate(PLAN)


def ends(lever_id: str) -> tuple[float, float]:
    """The usual range of a lever, or 30% below and above the plan's value."""
    lever, value = CATALOGUE[lever_id], PLAN.value(lever_id)
    if lever.usual_low is not None and lever.usual_high is not None:
        return lever.usual_low, lever.usual_high
    return max(0.7 * value, lever.min), min(1.3 * value, lever.max)


@cache
def moves(lever_id: str, month: int = 60) -> tuple[float, float]:
    """Relative change of ARR in a month when a lever alone goes to either end."""
    arr = simulate(PLAN, levers={lever_id: np.array(ends(lever_id))}, keep=("arr",))["arr"][month - 1]
    base = float(result()["arr"][month - 1, 0])
    return float(arr[0] / base - 1), float(arr[1] / base - 1)


@pytest.mark.parametrize("lever_id", MOVING)
def test_the_lever_moves_arr(lever_id: str) -> None:
    assert max(map(abs, moves(lever_id))) >= 0.01


def test_most_levers_move_arr_both_ways() -> None:
    both = [lever_id for lever_id in MOVING if min(map(abs, moves(lever_id))) >= 0.003]
    assert len(both) >= 2 / 3 * len(MOVING)


def test_the_company_is_a_series_b() -> None:
    assert result().day_one["arr"][0] == pytest.approx(5e6)


@pytest.mark.parametrize("month", [12, 36])
@pytest.mark.parametrize("column", ["gross_margin", "nrr", "burn_multiple"])
def test_it_lies_in_the_bands_it_is_shown_against(column: str, month: int) -> None:
    band = next(band for band in bands.bands() if band.column == column)
    assert band.low <= result()[column][month - 1, 0] <= band.high


def test_what_limits_enterprise_sales_changes() -> None:
    names = constraint_names("enterprise_constraint")
    limits = [names[int(code)] for code in result()["enterprise_constraint"][:, 0]]
    spells = [(name, len(list(months))) for name, months in itertools.groupby(limits)]
    assert [name for name, _ in spells] == ["ae", "bdr", "ae", "leads"]
    assert min(length for _, length in spells) >= 3


def test_attainment_ends_where_teams_are() -> None:
    assert 0.55 <= result()["attainment"][-1, 0] <= 0.85


def test_one_target_is_met_one_close_one_missed() -> None:
    met, close, missed = PLAN.arr_targets()
    arr = {target.month: float(result()["arr"][target.month - 1, 0]) for target in PLAN.arr_targets()}
    assert arr[met.month] >= met.arr
    assert arr[close.month] == pytest.approx(close.arr, rel=0.05)
    assert arr[missed.month] < 0.9 * missed.arr


def test_what_was_promised_is_likely_open_and_unlikely() -> None:
    """The file says that all of it holds in a fifth to a quarter of the draws."""
    found = promises.of(uncertainty.run(PLAN, keep=promises.columns(PLAN)))
    likely, still_open, unlikely = (one.probability for one in found.chances)
    assert likely > 0.8 > 0.45 > still_open > 0.3 > unlikely
    assert 0.2 <= found.everything <= 0.25
    assert 0.5 < found.cash_lasts < 0.7


@pytest.mark.parametrize(("name", "chance"), [("slow-squeeze", 0.2), ("slower-ramp", 0.25)])
def test_what_may_happen_is_a_shock_of_the_pack(name: str, chance: float) -> None:
    """But for when it starts; it is in the draws alone."""
    shock = load_shock(ROOT / "data" / "shocks" / f"{name}.toml")
    own = [event for event in PLAN.events if event.id == name]
    first = own[0].start
    assert [(event.lever, event.change, event.value, event.phase_in) for event in own] == [
        (event.lever, event.change, event.value, event.phase_in) for event in shock.events
    ]
    assert {(event.start, event.months, event.chance) for event in own} == {(first, shock.months, chance)}
    assert {event.spread for event in own} <= {11, 23}
    happens = sampling.later(PLAN, 2_048, 1)[PLAN.events.index(own[0])] >= 0
    assert happens.mean() == pytest.approx(chance, abs=0.005)
    assert (simulate(PLAN, keep=("arr",))["arr"] == simulate(decided(PLAN, name, False), keep=("arr",))["arr"]).all()


def test_ranges_are_on_the_levers_that_swing_arr_most() -> None:
    swings = {lever_id: abs(np.subtract(*moves(lever_id, 36))) for lever_id in sensitivity.ASSUMPTIONS}
    assert set(PLAN.uncertainty) == set(sorted(swings, key=swings.__getitem__)[-10:])


def test_the_money_lasts_in_the_plan() -> None:
    assert np.isnan(result().cash_out_month()[0])
