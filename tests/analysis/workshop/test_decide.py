"""The plan that a room decides on: its values, ranges, correlations and reasons, each worked out a second way."""

import math

import numpy as np
import pytest
from analysis.workshop.rooms import CYCLE, LEVERS, PLAN, PRICE, WINS, people, saying
from scipy import stats

from planner.analysis.draws import copula, uncertainty
from planner.analysis.draws.pert import distributions
from planner.analysis.draws.sampling import draws
from planner.analysis.workshop import decide as deciding
from planner.analysis.workshop import mixture, together
from planner.analysis.workshop.decide import DISAGREEMENT, OWN, decide, median, of_person, room_ranges
from planner.plan import Correlation, Plan, dumps, loads
from planner.plan.rules import MAX_NOTE
from planner.plan.workshop import Answer, Settings, Submission
from planner.vocabulary.errors import PlannerError

OPEN, NAMED = Settings(), Settings(names=True)
RANGED = Settings(own_ranges=True)


def answers(submissions: list[Submission], lever_id: str) -> list[Answer]:
    return [one.answers[lever_id] for one in submissions]


@pytest.mark.parametrize("count", [2, 20, 200])
def test_the_median_is_numpy_s(count: int) -> None:
    said = people(count)
    for lever_id, value in median(LEVERS, said).items():
        assert value == pytest.approx(np.median([one.value for one in answers(said, lever_id)]))


@pytest.mark.parametrize("own_ranges", [False, True])
@pytest.mark.parametrize("count", [2, 20, 200])
def test_the_plan_s_ranges_are_the_room_s(count: int, own_ranges: bool) -> None:
    said = people(count, 3, ranges=own_ranges)
    found = decide(PLAN, LEVERS, said, median(LEVERS, said), Settings(own_ranges=own_ranges))
    assert found.label == (OWN if own_ranges else DISAGREEMENT)
    assert found.plan.ends == "p10-p90"
    assert set(found.plan.uncertainty) == set(LEVERS)
    for lever_id, (low, high) in found.plan.uncertainty.items():
        if own_ranges:
            room = mixture.of(lever_id, answers(said, lever_id), True)
            expected = room.quantile(0.1), room.quantile(0.9)
        else:
            values = [one.value for one in answers(said, lever_id)]
            expected = tuple(np.quantile(values, (0.1, 0.9), method="averaged_inverted_cdf"))
        assert (low, high) == pytest.approx(expected, rel=1e-12)
        assert found.ranges[lever_id] == (low, high)
        assert found.plan.origin[f"range:{lever_id}"] == "room"
        assert found.label in found.plan.notes[f"range:{lever_id}"]
        assert found.plan.origin[lever_id] == "room"
    assert loads(dumps(found.plan)) == found.plan


@pytest.mark.parametrize("count", [2, 20, 200])
def test_a_room_that_agrees_has_no_range(count: int) -> None:
    """Nor has the plan any more: what it had was not the room's."""
    plan = PLAN.changed(
        uncertainty={WINS: (0.1, 0.4), PRICE: (5e4, 7e4)}, correlations=(Correlation(a=WINS, b=PRICE, rank=0.5),)
    )
    found = decide(plan, (WINS, CYCLE), saying(*[0.3] * count), {WINS: 0.3}, OPEN)
    assert set(found.plan.uncertainty) == {PRICE}
    assert not found.plan.correlations
    assert not found.ranges
    assert found.plan.value(WINS) == 0.3
    assert found.remarks == (
        "The room does not differ on enterprise win rate, so that the plan's range there is dropped: part of what "
        "looks surer comes from that.",
    )


def test_a_value_outside_of_the_room_s_range_stretches_it() -> None:
    found = decide(PLAN, [WINS], saying(0.2, 0.25, 0.3), {WINS: 0.5}, OPEN)
    assert found.plan.uncertainty[WINS] == (0.2, 0.5)
    assert found.ranges[WINS] == (0.2, 0.3)
    assert found.remarks == (
        "Enterprise win rate: 50% lies outside the room's range, 20 to 30%, which is stretched to it.",
    )
    below = decide(PLAN, [WINS], saying(0.2, 0.25, 0.3), {WINS: 0.1}, OPEN)
    assert below.plan.uncertainty[WINS] == (0.1, 0.3)


def test_one_person_s_values_can_be_adopted() -> None:
    said = people(20, 4)
    found = decide(PLAN, LEVERS, said, of_person(said[7]), OPEN, "one person's values")
    assert {lever_id: found.plan.value(lever_id) for lever_id in LEVERS} == of_person(said[7])
    assert "one person's values" in found.plan.notes[WINS]
    assert said[7].nickname not in dumps(found.plan)


def test_a_value_beyond_its_bounds_is_refused() -> None:
    with pytest.raises(PlannerError, match=r"enterprise.win_rate = 1.5: must be 0 to 1"):
        decide(PLAN, [WINS], saying(0.2, 0.3), {WINS: 1.5}, OPEN)


def test_an_empty_round_adds_nothing_to_the_uncertainty() -> None:
    plan = PLAN.changed(uncertainty={WINS: (0.1, 0.4), PRICE: (5e4, 7e4)}, ends="p10-p90")
    found = decide(plan, [WINS], [], {WINS: 0.25}, OPEN)
    assert found.plan.uncertainty == {PRICE: (5e4, 7e4)}
    assert found.plan.value(WINS) == 0.25


@pytest.mark.parametrize(("low", "high"), [(0.15, 0.4), (0.05, 0.25), (0.2199, 0.2201)])
def test_ranges_of_other_levers_keep_their_distributions(low: float, high: float) -> None:
    plan = PLAN.changed(uncertainty={WINS: (low, high)}, ends="limits")
    found = decide(plan, [CYCLE], saying(5.0, 8.0, lever_id=CYCLE), {CYCLE: 6.0}, OPEN)
    before, after = distributions(plan)[WINS], distributions(found.plan)[WINS]
    assert (after.low, after.mode, after.high) == pytest.approx((before.low, before.mode, before.high), rel=1e-5)
    assert not found.remarks


def test_a_range_with_its_value_at_the_limit_is_told() -> None:
    plan = PLAN.changed(uncertainty={WINS: (0.22, 0.4)}, ends="limits")
    found = decide(plan, [CYCLE], saying(5.0, 8.0, lever_id=CYCLE), {CYCLE: 6.0}, OPEN)
    assert found.plan.uncertainty[WINS][0] == 0.22
    assert len(found.remarks) == 1
    assert "Enterprise win rate" in found.remarks[0]


@pytest.mark.parametrize("names", [False, True])
def test_reasons_become_notes_and_names_only_if_the_room_says_so(names: bool) -> None:
    said = [
        Submission(1, "Ada", 2, (), {WINS: Answer(value=0.2, reason="Last year.")}),
        Submission(2, "Bob", 2, (), {WINS: Answer(value=0.25)}),
        Submission(3, "Cyd", 2, (), {WINS: Answer(value=0.45, reason="A new product.")}),
    ]
    found = decide(PLAN, [WINS], said, median([WINS], said), NAMED if names else OPEN, deciding.MEDIAN)
    ada, cyd = ("Ada, ", "Cyd, ") if names else ("", "")
    assert found.plan.notes[WINS] == (
        "Workshop of 3 people, round 2: the median. They said 20 to 45%.\n"
        f"{ada}20%: Last year.\n{cyd}45%: A new product."
    )
    assert found.plan.notes[f"range:{WINS}"] == "The 10% and 90% of 3 people: disagreement only."


def test_two_hundred_long_reasons_fit_into_a_note() -> None:
    said = [
        Submission(at, f"P{at}", 1, (), {WINS: Answer(value=at / 500, reason=f"{at:03d}" + "x" * 277)})
        for at in range(1, 201)
    ]
    note = decide(PLAN, [WINS], said, {WINS: 0.2}, OPEN).plan.notes[WINS]
    assert len(note) <= MAX_NOTE
    told = note.count("xxx: ") + sum(line.endswith("x" * 277) for line in note.splitlines())
    assert note.splitlines()[-1] == f"Reasons left out: {200 - told}."
    assert [line[:10] for line in note.splitlines()[1:4]] == ["0.2%: 001x", "40%: 200xx", "0.4%: 002x"]


def test_simulated_people_are_named_as_such() -> None:
    said = [
        Submission(1, "Ada", 1, (), {WINS: Answer(value=0.2)}),
        Submission(2, "S", 1, (), {WINS: Answer(value=0.3)}, simulated=True),
        Submission(3, "guessed only", 1, (1.0,)),
    ]
    assert "1 person and 1 simulated one" in decide(PLAN, [WINS], said, {WINS: 0.2}, OPEN).plan.notes[WINS]


def linked(count: int, seed: int, weight: float) -> list[Submission]:
    """People whose win rates go with cycles as the weight has it; prices are nobody's business."""
    random = np.random.default_rng(seed)
    wins, noise, price = random.normal(size=(3, count))
    cycle = weight * wins + (1 - abs(weight)) * noise
    return [
        Submission(
            at,
            f"P{at}",
            1,
            (),
            {
                WINS: Answer(value=float(0.3 + 0.05 * np.tanh(wins[at]))),
                CYCLE: Answer(value=float(6 + np.tanh(cycle[at]))),
                PRICE: Answer(value=float(6e4 + 1e3 * np.tanh(price[at]))),
            },
        )
        for at in range(count)
    ]


def spearman(said: list[Submission], a: str, b: str) -> tuple[float, float]:
    """Rank correlation and two-sided p-value by Student's distribution, from ranks alone."""
    ranks = [stats.rankdata([one.answers[lever_id].value for one in said]) for lever_id in (a, b)]
    rank = float(np.corrcoef(ranks)[0, 1])
    t = rank * math.sqrt((len(said) - 2) / max(1 - rank**2, 1e-300))
    return rank, float(2 * stats.t.sf(abs(t), len(said) - 2))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [2, 9, 10, 20, 200])
@pytest.mark.parametrize("weight", [0.0, -0.5, 0.9])
def test_correlations_are_the_significant_ones_of_ten_or_more(count: int, seed: int, weight: float) -> None:
    said = linked(count, seed, weight)
    plan = decide(PLAN, LEVERS, said, median(LEVERS, said), OPEN).plan
    found = {frozenset((one.a, one.b)): one.rank for one in plan.correlations}
    for a, b in ((WINS, CYCLE), (WINS, PRICE), (CYCLE, PRICE)):
        rank, p = spearman(said, a, b) if count > 2 else (0.0, 1.0)
        if count >= 10 and p < 0.05:
            assert found[frozenset((a, b))] == pytest.approx(rank, abs=1e-9)
        else:
            assert frozenset((a, b)) not in found
    copula.mixes(plan)


def test_ten_people_in_one_order_correlate_and_nine_do_not() -> None:
    wins, cycles = np.linspace(0.1, 0.4, 10), np.linspace(12, 3, 10)
    said = [
        Submission(at, "x", 1, (), {WINS: Answer(value=float(one)), CYCLE: Answer(value=float(other))})
        for at, (one, other) in enumerate(zip(wins, cycles, strict=True))
    ]
    plan = decide(PLAN, (WINS, CYCLE), said, {WINS: 0.25, CYCLE: 7.5}, OPEN).plan
    assert [(one.a, one.b, one.rank) for one in plan.correlations] == [(WINS, CYCLE, pytest.approx(-1.0))]
    assert not together.correlations((WINS, CYCLE), said[:9])


def test_a_lever_of_one_value_has_no_correlation() -> None:
    said = [Submission(at, "x", 1, (), {WINS: Answer(value=0.2), CYCLE: Answer(value=3.0 + at)}) for at in range(12)]
    assert not together.correlations((WINS, CYCLE), said)


def smallest_eigenvalue(plan: Plan) -> float:
    """Of the matrix of normal variables behind the plan's pairs (Pearson 1907), built by hand."""
    levers = list(plan.uncertainty)
    common = np.array([copula.loadings(plan).get(lever, 0.0) for lever in levers])
    matrix = np.outer(common, common)
    np.fill_diagonal(matrix, 1.0)
    for one in plan.correlations:
        at, other = levers.index(one.a), levers.index(one.b)
        matrix[at, other] = matrix[other, at] = 2 * np.sin(np.pi * one.rank / 6)
    return float(np.linalg.eigvalsh(matrix)[0])


@pytest.mark.parametrize("shared", [0.0, 0.6])
@pytest.mark.parametrize("seed", range(4))
def test_correlations_stay_possible_beside_those_of_the_plan(seed: int, shared: float) -> None:
    """The plan ties win rate and cycle to price as closely as can be, the room ties them the other way round."""
    plan = PLAN.changed(
        uncertainty={WINS: (0.1, 0.4), CYCLE: (4, 9), PRICE: (5e4, 7e4)},
        ends="p10-p90",
        together=shared,
        correlations=(Correlation(a=PRICE, b=WINS, rank=0.65), Correlation(a=PRICE, b=CYCLE, rank=0.65)),
    )
    said = linked(40, seed, -0.95)
    wanted = together.correlations((WINS, CYCLE), said)[WINS, CYCLE]
    assert wanted < -0.9
    found = decide(plan, (WINS, CYCLE), said, {WINS: 0.3, CYCLE: 6.0}, OPEN)
    assert together.KEPT in found.remarks or together.DROPPED in found.remarks
    assert smallest_eigenvalue(found.plan) >= -1e-8
    copula.mixes(found.plan)
    if together.KEPT in found.remarks:
        pairs = {(one.a, one.b): one.rank for one in found.plan.correlations}
        assert pairs[PRICE, WINS] == pairs[PRICE, CYCLE] == 0.65
        further = tuple(
            Correlation(a=one.a, b=one.b, rank=one.rank - 1e-3) if (one.a, one.b) == (WINS, CYCLE) else one
            for one in found.plan.correlations
        )
        with pytest.raises(PlannerError, match="cannot all hold at once"):
            copula.mixes(found.plan.changed(correlations=further))


def test_a_pair_of_the_plan_is_replaced_and_others_stay() -> None:
    plan = PLAN.changed(
        uncertainty={WINS: (0.1, 0.4), CYCLE: (4, 9), PRICE: (5e4, 7e4)},
        correlations=(Correlation(a=CYCLE, b=WINS, rank=-0.2), Correlation(a=PRICE, b=WINS, rank=0.1)),
    )
    said = linked(30, 1, 0.9)
    found = decide(plan, (WINS, CYCLE), said, median((WINS, CYCLE), said), OPEN)
    pairs = {(one.a, one.b): one.rank for one in found.plan.correlations}
    assert pairs == {(CYCLE, WINS): pytest.approx(spearman(said, WINS, CYCLE)[0]), (PRICE, WINS): 0.1}
    assert not found.remarks


def test_the_draws_of_the_plan_are_as_wide_as_the_room() -> None:
    """A tenth of the draws lies below the room's 10%, another above its 90%, and ranks go together as in the room."""
    said = linked(60, 2, 0.8)
    plan = decide(PLAN, LEVERS, said, median(LEVERS, said), OPEN).plan
    drawn = draws(plan, 4096, 1)
    for lever_id, (low, high) in room_ranges(LEVERS, said, False).items():
        assert (drawn[lever_id] < low).mean() == pytest.approx(0.1, abs=0.01)
        assert (drawn[lever_id] > high).mean() == pytest.approx(0.1, abs=0.01)
    rank = stats.spearmanr(drawn[WINS], drawn[CYCLE]).statistic
    assert rank == pytest.approx(spearman(said, WINS, CYCLE)[0], abs=0.03)
    fan = uncertainty.quantiles(uncertainty.run(plan, 256, 1, keep=("arr",))["arr"])
    assert (np.diff(fan[:, -1]) > 0).all()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("own_ranges", [False, True])
def test_every_room_ends_with_a_plan_that_can_be_drawn_and_kept(seed: int, own_ranges: bool) -> None:
    count = (1, 2, 5, 12, 60)[seed % 5]
    said = people(count, seed, ranges=own_ranges)
    plan = PLAN.changed(
        together=0.5 * (seed % 2), uncertainty={WINS: (0.05, 0.6)}, ends=("limits", "p10-p90")[seed % 2]
    )
    found = decide(plan, LEVERS, said, of_person(said[-1]), Settings(own_ranges=own_ranges))
    assert loads(dumps(found.plan)) == found.plan
    assert np.isfinite(uncertainty.run(found.plan, 64, 1, keep=("arr",))["arr"]).all()
