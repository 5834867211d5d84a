import numpy as np
import pytest

from planner.model.lanes import LANES
from planner.model.month import moves
from planner.model.paths import CAPPED, LOSS, RAISED, SCALED, changed, effect, lever_path, paths, weight, within
from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

MQLS = {"lever": "marketing.mqls"}


def path(*events: Event, value: float = 100.0, months: int = 12) -> list[float]:
    """MQLs by month: the path of their lever, without growth."""
    levers = {"marketing.mqls": value, "marketing.mql_growth": 0.0}
    return simulate(Plan(months=months, levers=levers, events=events))["mqls"][:, 0].tolist()


@pytest.mark.parametrize(
    ("timing", "weights"),
    [
        ({"start": 3}, [0, 0, 1, 1, 1, 1]),
        ({"start": 3, "months": 2}, [0, 0, 1, 1, 0, 0]),
        ({"start": 2, "phase_in": 4}, [0, 0.25, 0.5, 0.75, 1, 1]),
        ({"start": 2, "phase_in": 4, "months": 2}, [0, 0.25, 0.5, 0, 0, 0]),
        ({"start": 1, "phase_in": 1}, [1, 1, 1, 1, 1, 1]),
        ({"start": 7}, [0, 0, 0, 0, 0, 0]),
        ({"start": 2, "every": 3, "months": 2}, [0, 1, 1, 0, 1, 1]),
        ({"start": 2, "every": 2, "months": 1}, [0, 1, 0, 1, 0, 1]),
        ({"start": 2, "every": 3, "phase_in": 4}, [0, 0.25, 0.5, 0.75, 0.25, 0.5]),
        ({"start": 6, "every": 1}, [0, 0, 0, 0, 0, 1]),
    ],
)
def test_weights(timing: dict[str, int], weights: list[float]) -> None:
    event = Event(lever="marketing.mqls", change="multiply", value=2.0, **timing)
    assert weight(event, 6).tolist() == weights


@pytest.mark.parametrize(
    ("change", "value", "half"),
    [
        *(("multiply", 3.0, 200), ("add", 30.0, 115), ("set", 10.0, 55)),
        *(("at_most", 10.0, 55), ("at_most", 200.0, 100), ("at_least", 200.0, 150), ("at_least", 10.0, 100)),
    ],
)
def test_changes_at_half_their_weight(change: str, value: float, half: float) -> None:
    event = Event(lever="marketing.mqls", change=change, value=value, start=2, phase_in=2)
    assert path(event)[:2] == pytest.approx([100, half])


def test_losses_are_multiplied_from_the_other_end() -> None:
    event = Event(lever="enterprise.gross_retention", change="multiply_loss", value=1.5, start=2, phase_in=2)
    result = simulate(Plan(months=12, levers={"enterprise.gross_retention": 0.9}, events=(event,)))
    assert result["renewal_rate_enterprise"][:3, 0] == pytest.approx([0.9, 0.875, 0.85])


def test_events_on_one_lever_apply_in_order() -> None:
    double = Event(lever="marketing.mqls", change="multiply", value=2.0, start=1)
    more = Event(lever="marketing.mqls", change="add", value=10.0, start=1)
    assert path(double, more)[0] == 210
    assert path(more, double)[0] == 220


def test_only_the_end_of_a_stack_is_clipped() -> None:
    """A rate of 0.5 goes to 2 and back to 0.4; clipping in between would make it 0.2."""
    times = Event(lever="enterprise.pql_share", change="multiply", value=4.0, start=1)
    back = Event(lever="enterprise.pql_share", change="multiply", value=0.2, start=1)
    stacked = paths((times, back), 12)
    value = 0.5
    for step in range(stacked.events[0], stacked.events[1]):
        value = changed(value, stacked.kind[1, step], stacked.scale[1, step], stacked.offset[1, step])
    assert value == pytest.approx(0.4)
    assert within(2.0, 0.0, 1.0) == 1
    assert within(-2.0, 0.0, 1.0) == 0


def test_paths_stay_within_hard_bounds() -> None:
    below = Event(lever="marketing.mqls", change="add", value=-500.0, start=2)
    above = Event(lever="marketing.mqls", change="multiply", value=1e9, start=3)
    assert path(below)[:2] == [100, 0]
    assert path(above)[2] == CATALOGUE["marketing.mqls"].max


def test_events_that_overflow_leave_a_lever_within_its_bounds() -> None:
    """Infinity times nothing is not a number; the engine indexes by cycles and delays and must never see it."""
    huge = Event(lever="enterprise.cycle_months", change="multiply", value=1e15, start=1)
    none = Event(lever="enterprise.cycle_months", change="multiply", value=0.0, start=1)
    assert within(np.inf * 0.0, 0.0, 24.0) == 0
    assert np.isfinite(simulate(Plan(months=12, events=(*[huge] * 21, none)))["arr"]).all()


def test_an_event_that_ends_leaves_growth_where_it_got_to() -> None:
    spurt = Event(lever="marketing.mql_growth", change="set", value=0.1, start=2, months=2)
    result = simulate(Plan(months=12, levers={"marketing.mqls": 100.0, "marketing.mql_growth": 0.0}, events=(spurt,)))
    assert result["mqls"][:5, 0] == pytest.approx([100, 110, 121, 121, 121])


def test_events_switched_off_do_not_act() -> None:
    off = Event(lever="marketing.mqls", change="set", value=0.0, start=1, active=False)
    assert path(off) == [100.0] * 12
    assert paths(Plan(events=(off,)).acting_events(), 12).at.size == 0


def test_day_one_uses_the_first_month() -> None:
    event = Event(lever="enterprise.committed_share", change="set", value=1.0, start=1)
    result = simulate(Plan(months=12, events=(event,)))
    assert result.day_one["payg_arr_enterprise"][0] == 0
    cycle = Event(lever="enterprise.cycle_months", change="set", value=0.0, start=1, months=1)
    result = simulate(Plan(months=12, events=(cycle,)))
    assert result["enterprise_demand_arr"][0, 0] >= 110 * 0.22 * 60_000


def test_months_in_which_nothing_moves_are_known() -> None:
    event = Event(lever="marketing.mqls", change="multiply", value=2.0, start=3, months=2, phase_in=0)
    assert paths((event,), 6).moves.tolist() == [True, False, True, False, True, False]
    assert paths((), 3).moves.tolist() == [True, False, False]


def test_an_event_that_starts_later_does_the_same_later() -> None:
    """Each draw by itself, and not at all where its months are below 0."""
    lever = {"marketing.mqls": 100.0, "marketing.mql_growth": 0.0}
    timing = {"lever": "marketing.mqls", "change": "multiply", "value": 2.0, "months": 4, "phase_in": 2, "every": 6}
    before = Event(lever="marketing.mqls", change="add", value=50.0, start=5)
    plan = Plan(months=14, levers=lever, events=(before, Event(start=3, **timing, chance=0.5)))
    drawn = simulate(plan, later={1: np.array([0, 3, -1, 11, 12, 40])}, keep=("mqls",))["mqls"]
    for draw, start in enumerate((3, 6, None, 14, 15, 43)):
        events = (before, *([Event(start=start, **timing)] if start else []))
        assert drawn[:, draw].tolist() == path(*events, months=14)


def test_in_which_months_events_by_chance_move_is_known_by_draw() -> None:
    event = Event(lever="marketing.mqls", change="multiply", value=2.0, start=3, months=2)
    found = paths((event,), 8, (0,))
    assert not found.moves[1:].any()
    assert found.by_chance.tolist() == [0]
    for later, months in ((0, [0, 2, 4]), (3, [0, 5, 7]), (8, [0])):
        assert [t for t in range(8) if moves(found, np.full((1, LANES), later), t)] == months


def test_months_of_events_need_as_many_draws_as_the_rest() -> None:
    plan = Plan(events=(Event(lever="marketing.mqls", change="set", value=0.0, start=3, chance=0.5),))
    with pytest.raises(PlannerError, match="draws = 2, 3: every lever, event by chance and luck needs as many draws"):
        simulate(plan, levers={"marketing.mqls": [1.0, 2.0]}, later={0: np.zeros(3)})


def test_an_event_without_weight_does_nothing_at_all() -> None:
    for change in ("multiply", "add", "set", "multiply_loss", "at_most", "at_least"):
        event = Event(lever="enterprise.gross_retention", change=change, value=0.7, start=5)
        kind, scale, offset = effect(event, 6)
        assert scale[:4].tolist() == [1] * 4
        assert not offset[:4].any()
        assert (kind[:4] == SCALED).all()


@pytest.mark.parametrize(
    ("kind", "scale", "offset", "value"),
    [(SCALED, 2.0, 0.1, 0.7), (LOSS, 0.5, 0.0, 0.65), (CAPPED, 0.5, 0.1, 0.2), (RAISED, 0.5, 0.7, 0.5)],
)
def test_every_kind_of_effect(kind: int, scale: float, offset: float, value: float) -> None:
    assert changed(0.3, kind, scale, offset) == pytest.approx(value)


def test_a_limit_holds_what_other_events_do_before_it() -> None:
    double = Event(lever="marketing.mqls", change="multiply", value=2.0, start=1)
    limit = Event(lever="marketing.mqls", change="at_most", value=150.0, start=1)
    assert path(double, limit)[0] == 150
    assert path(limit, double)[0] == 200


def test_an_event_by_chance_does_not_act_in_the_plan_itself() -> None:
    maybe = Event(lever="marketing.mqls", change="set", value=0.0, start=1, chance=0.5)
    assert path(maybe) == [100.0] * 12


def test_the_path_of_a_lever_is_what_the_engine_sees() -> None:
    lever = "marketing.mqls"
    events = (
        Event(lever=lever, change="multiply", value=3.0, start=3, months=2, every=4),
        Event(lever=lever, change="at_most", value=250.0, start=5, phase_in=3),
        Event(lever="enterprise.mql_share", change="set", value=0.0, start=1),
    )
    plan = Plan(months=12, levers={lever: 100.0, "marketing.mql_growth": 0.0}, events=events)
    assert lever_path(plan, lever).tolist() == simulate(plan)["mqls"][:, 0].tolist()
    assert (lever_path(Plan(months=12), lever) == CATALOGUE[lever].default).all()
