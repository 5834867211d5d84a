"""What a room holds of a lever, against closed forms, SciPy, and many drawn values."""

import math
from fractions import Fraction

import numpy as np
import pytest
from analysis.workshop.rooms import PRICE, WINS, people
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from planner.analysis.draws.pert import between_quantiles
from planner.analysis.workshop import mixture, summary
from planner.plan.workshop import Answer
from planner.vocabulary.levers import CATALOGUE

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9, 10, 11, 19, 20, 30, 70, 199, 200, 500])
def test_a_quantile_inverts_the_distribution_function(count: int) -> None:
    """The middle of all places that have this share of the values on either side, counted without rounding."""
    values = np.sort(np.random.default_rng(count).normal(size=count)).tolist()
    for share in SHARES:
        exact = Fraction(str(share)) * count
        least = values[max(math.ceil(exact), 1) - 1]
        most = values[min(math.floor(exact), count - 1)]
        assert summary.quantile(values, share) == pytest.approx((least + most) / 2, rel=1e-15)
        assert summary.quantile(values, share) == pytest.approx(
            np.quantile(values, share, method="averaged_inverted_cdf"), rel=1e-12
        )


def test_infinite_results_have_quantiles_too() -> None:
    five = summary.of([1.0, math.inf, 2.0, math.nan, math.inf])
    assert five == summary.Summary(4, 1.0, 1.5, math.inf, math.inf, math.inf)
    assert summary.of([math.nan]) is None


def test_points_are_values() -> None:
    answers = [Answer(value=value, low=0.0, high=1.0) for value in (0.2, 0.1, 0.3, 0.2)]
    room = mixture.of(WINS, answers, own_ranges=False)
    assert [room.quantile(share) for share in SHARES] == [0.1, pytest.approx(0.15), 0.2, 0.25, 0.3]
    assert [room.cdf(value) for value in (0.09, 0.1, 0.2, 0.3)] == [0.0, 0.25, 0.75, 1.0]


def test_one_person_s_quantiles_are_the_low_and_high_given() -> None:
    room = mixture.of(PRICE, [Answer(value=60e3, low=50e3, high=90e3)], own_ranges=True)
    assert [room.quantile(share) for share in (0.1, 0.9)] == pytest.approx([50e3, 90e3], rel=1e-7)


def test_two_equal_people_are_one() -> None:
    one = Answer(value=0.2, low=0.1, high=0.35)
    ends = [[mixture.of(WINS, [one] * count, True).quantile(share) for share in SHARES] for count in (1, 2, 7)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)
    assert ends[0] == pytest.approx(ends[2], rel=1e-9)


def test_a_person_with_a_range_and_one_at_a_point() -> None:
    """Half of all lies at the point: below it the person's own distribution has what is twice the share."""
    room = mixture.of(PRICE, [Answer(value=60e3, low=50e3, high=90e3), Answer(value=40e6)], own_ranges=True)
    own = between_quantiles(50e3, 60e3, 90e3, CATALOGUE[PRICE].min, CATALOGUE[PRICE].max)
    assert room.quantile(0.1) == pytest.approx(own.ppf(np.array([0.2]))[0], rel=1e-7)
    assert room.quantile(0.45) == pytest.approx(own.ppf(np.array([0.9]))[0], rel=1e-7)
    assert room.quantile(0.9) == 40e6


def test_a_quantile_between_two_people_is_the_middle() -> None:
    """Both without a range, or both with: the median lies half way from the one's highest to the other's lowest."""
    ranged = [Answer(value=0.1, low=0.09, high=0.11), Answer(value=0.8, low=0.78, high=0.82)]
    parts = mixture.of(WINS, ranged, own_ranges=True).parts
    assert mixture.of(WINS, ranged, own_ranges=True).quantile(0.5) == pytest.approx(
        (parts[0].high + parts[1].low) / 2, abs=2e-3
    )
    assert mixture.of(WINS, ranged, own_ranges=False).quantile(0.5) == pytest.approx(0.45)


@pytest.mark.parametrize("count", [2, 3, 20, 200])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lever_id", [WINS, PRICE])
def test_quantiles_are_those_of_scipy_s_mixture(count: int, seed: int, lever_id: str) -> None:
    """The distribution function by scipy.stats, solved by brute force; points as steps."""
    answers = [one.answers[lever_id] for one in people(count, seed, ranges=True)]
    lever = CATALOGUE[lever_id]
    room = mixture.of(lever_id, answers, own_ranges=True)
    parts = []
    for one in answers:
        if one.low is None or one.high is None or one.low == one.high:
            parts.append(stats.uniform(one.value, 0))
            continue
        pert = between_quantiles(one.low, one.value, one.high, lever.min, lever.max)
        width = pert.high - pert.low
        mode = (one.value - pert.low) / width
        parts.append(stats.beta(1 + 4 * mode, 5 - 4 * mode, pert.low, width))
    points = {one.value for one, part in zip(answers, parts, strict=True) if part.dist.name == "uniform"}

    def share(value: float) -> float:
        steps = [
            float(one.value <= value) if part.dist.name == "uniform" else float(part.cdf(value))
            for one, part in zip(answers, parts, strict=True)
        ]
        return sum(steps) / count

    for wanted in (0.1, 0.9):
        found = room.quantile(wanted)
        assert room.cdf(found) == pytest.approx(share(found), abs=1e-9)
        if found in points:
            assert share(found) >= wanted - 1e-9
            assert share(np.nextafter(found, -np.inf)) <= wanted + 1e-9
        else:
            assert share(found) == pytest.approx(wanted, abs=1e-9)


def test_quantiles_are_those_of_many_drawn_values() -> None:
    """As many draws of each person, ten thousand, all in one heap."""
    answers = [one.answers[WINS] for one in people(20, 5, ranges=True)]
    room = mixture.of(WINS, answers, own_ranges=True)
    shares = (np.arange(10_000) + 0.5) / 10_000
    heap = np.concatenate([part.ppf(shares) for part in room.parts])
    for share in SHARES:
        assert room.quantile(share) == pytest.approx(np.quantile(heap, share), rel=2e-3)


def test_an_end_beyond_what_is_possible_is_held_there() -> None:
    room = mixture.of(WINS, [Answer(value=0.5, low=0.05, high=0.95)], own_ranges=True)
    assert (room.parts[0].low, room.parts[0].high) == (0.0, 1.0)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_hostile_sizes_have_ends_in_order_within_bounds(data: st.DataObject) -> None:
    """Whatever people say within the bounds, also what differs by less than a number can hold."""
    lever_id = data.draw(st.sampled_from([WINS, PRICE, "retention.usage_change", "community.visitors"]))
    lever = CATALOGUE[lever_id]
    numbers = st.floats(lever.min, lever.max) | st.sampled_from(
        [lever.min, lever.max, float(np.nextafter(lever.min, 1e300)), lever.default, 5e-324 if lever.min <= 0 else 1.0]
    )
    answers = []
    for _ in range(data.draw(st.integers(1, 12))):
        low, value, high = sorted(data.draw(st.tuples(numbers, numbers, numbers)))
        answers.append(Answer(value=value, low=low, high=high) if data.draw(st.booleans()) else Answer(value=value))
    room = mixture.of(lever_id, answers, own_ranges=True)
    low, high = room.quantile(0.1), room.quantile(0.9)
    assert lever.min <= low <= high <= lever.max
    if len({answer.value for answer in answers}) == 1 and all(answer.low is None for answer in answers):
        assert low == high == answers[0].value


def test_a_wide_mixture_agrees_with_the_root_of_its_cdf() -> None:
    room = mixture.of(PRICE, [one.answers[PRICE] for one in people(200, 9, ranges=True)], own_ranges=True)
    smooth = [part for part in room.parts if part.low < part.high]
    own = mixture.Mixture(tuple(smooth))
    low, high = min(part.low for part in smooth), max(part.high for part in smooth)
    for share in SHARES:
        root = optimize.brentq(lambda value, share=share: own.cdf(value) - share, low, high, xtol=1e-9)
        assert own.quantile(share) == pytest.approx(root, rel=1e-7)
