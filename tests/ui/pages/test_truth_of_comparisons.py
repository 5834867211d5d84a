"""Which two differences of plans interact most, on the page and in the command, is worked out again mix by mix."""

import itertools
import re
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from model.plans import seeded
from shell import worked

from planner.analysis.explain.explanation import MOST_EXACT, explain
from planner.model.simulate import simulate
from planner.plan import Plan, dumps
from planner.ui.pages.compare import words
from planner.vocabulary import lever_text, units
from planner.vocabulary.levers import CATALOGUE

Pair = tuple[str, str]

MONTH = 24
LEVERS = (
    *("enterprise.win_rate", "enterprise.acv", "enterprise.quota", "enterprise.attainment", "enterprise.reps"),
    *("inside_sales.win_rate", "inside_sales.acv", "inside_sales.quota", "inside_sales.attainment"),
    *("self_serve.conversion", "community.visitors", "community.signup_rate", "enterprise.ramp_months"),
    *("enterprise.gross_retention", "sales.goes_cold"),
)
SENTENCE = re.compile(r"(\S.*?) and (.+?) interact most: (\S+(?: pts?)?) together beyond what each does alone\.")


def two(seed: int, count: int) -> tuple[Plan, Plan, list[str]]:
    """Plans that differ in so many levers, and which."""
    random, base = np.random.default_rng(seed), seeded(3 * seed + 2)
    plan = Plan(name="First", months=MONTH, levers=base.levers)
    levers = random.choice(LEVERS, count, replace=False).tolist()
    moved = {one: float(plan.value(one) * random.uniform(0.7, 1.0)) for one in levers}
    moved = {one: max(value, CATALOGUE[one].min) for one, value in moved.items() if plan.value(one)}
    return plan, plan.with_levers(moved).changed(name="Second"), list(moved)


def mixes(plan: Plan, other: Plan, chosen: list[set[str]], metric: str) -> list[float]:
    """The metric with the other plan's value of the chosen levers."""
    levers = {lever: np.array([(other if lever in mix else plan).value(lever) for mix in chosen]) for lever in LEVERS}
    return simulate(plan, levers=levers, keep=(metric,))[metric][MONTH - 1].tolist()


def together(plan: Plan, other: Plan, pair: Pair, rest: list[str], metric: str) -> float:
    """What two levers do together beyond each alone, on average over what else is taken over.

    Beyond MOST_EXACT differences the mean of two cases: nothing else, and everything else.
    """
    count = len(rest) + 2
    exact = count <= MOST_EXACT
    sizes = range(len(rest) + 1) if exact else (0, len(rest))
    others = [set(some) for size in sizes for some in itertools.combinations(rest, size)]
    chosen = [some | set(ends) for some in others for ends in (pair, pair[:1], pair[1:], ())]
    values = np.array(mixes(plan, other, chosen, metric)).reshape(-1, 4)
    weights = [
        factorial(len(some)) * factorial(count - len(some) - 2) / factorial(count - 1) if exact else 0.5
        for some in others
    ]
    return float(np.array(weights) @ (values[:, 0] - values[:, 1] - values[:, 2] + values[:, 3]))


@pytest.mark.parametrize(("seed", "count"), [*((seed, 2 + seed % 3) for seed in range(60)), (60, 15), (61, 14)])
def test_no_two_interact_more_than_those_that_are_named(
    seed: int, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metric = ("arr", "headcount", "gross_margin")[seed % 3]
    plan, other, levers = two(seed, count)
    joint = {
        (a, b): together(plan, other, (a, b), [one for one in levers if one not in (a, b)], metric)
        for a, b in itertools.combinations(levers, 2)
    }
    most = max(joint.values(), key=abs, default=0.0)
    after, unit = mixes(plan, other, [set(levers)], metric)[0], units.of(metric)
    texts = [words.explained(explain(plan, other, metric, MONTH), (plan.name, other.name)).split(". ", 1)[-1]]
    if seed % 6 == 0:
        files = [tmp_path / f"{one.name}.toml" for one in (plan, other)]
        for file, one in zip(files, (plan, other), strict=True):
            file.write_text(dumps(one))
        texts += worked(capsys, "explain", *files, "--metric", metric, "--month", MONTH).splitlines()[-1:]
    names = {lever_text.name(CATALOGUE[one]): one for one in levers}
    for text in texts:
        found = SENTENCE.search(text)
        if not found:
            assert not unit.shows(most, beside=after)
            continue
        ends = {names[found[1]], names[found[2]]}
        (effect,) = (value for pair, value in joint.items() if set(pair) == ends)
        assert abs(effect) == pytest.approx(abs(most), rel=1e-6)
        assert found[3] == unit.signed(effect, plan.currency)
