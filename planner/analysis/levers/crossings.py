"""Where a lever, moved alone, makes a condition come true or stop being true; solve and breaking points use it.

A condition is a score that is met where it is 0 or more. Every lever is tried over a grid of its whole range, all of
them in one simulation; between neighbours that disagree, all crossings are narrowed down together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import elementwise

from planner.analysis.levers.one_at_a_time import moved
from planner.model.simulate import Result, simulate
from planner.plan import Plan, reference_data
from planner.vocabulary.levers import Lever, lever

FINEST = 1 / 64
"""The smallest step of a grid away from today's value, in widths of the usual range."""

GROWTH = 2**0.5
"""How much larger each further step is."""

USUAL_POINTS = 33
"""Points of a grid over the usual range, both ends among them."""

CLOSE = {"xrtol": 1e-12, "xatol": 1e-13, "fatol": 0.0, "frtol": 0.0}
"""How near to each other both sides of a crossing come, relative to the lever, or near 0 absolutely."""

TURN = {"xrtol": 1e-9, "xatol": 1e-13, "fatol": 0.0, "frtol": 0.0}
"""How exactly a turning point is found: beyond this a smooth function is flat there."""

ROUNDING = 1e-9
"""Relative changes of a score below this are not taken for a turn."""

ROUNDS, PARTS = 5, 4
"""How often the grid is refined at most, and into how many parts an interval is cut."""

STEEPER = 1.0
"""How far a score may rise between two points, relative to the largest change of it there and beside them."""

LARGEST, SMALLEST = 1e300, 1e-300
"""Sizes of a score lie between; so infinities can be bracketed, and 0 is met."""


@dataclass(frozen=True)
class Condition:
    """What is asked of a plan. columns: what it looks at.

    score: of a result with these columns, (kinds, draws); met where 0 or more, no value counts as not met.
    """

    columns: tuple[str, ...]
    score: Callable[[Result], np.ndarray]


@dataclass(frozen=True)
class Crossing:
    """Two values of a lever, moved alone: with one the condition is met, with the other not.

    kind: row of the score. level: the score from which on it counts as met.
    """

    lever: str
    kind: int
    met: float
    unmet: float
    level: float = 0.0


@dataclass(frozen=True)
class Scan:
    """A lever, moved alone, over its whole range.

    values: (points,) from hard bound to hard bound, ascending, today's among them. scores: (kinds, points), met where
    above 0, and never 0.
    """

    lever: str
    today: float
    values: np.ndarray
    scores: np.ndarray

    def crossings(self, kind: int = 0, level: float = 0.0) -> list[Crossing]:
        """Neighbouring values that disagree, in ascending order. level: the score from which on it counts as met."""
        met = self.scores[kind] > 0 if level == 0 else self.scores[kind] >= level
        pairs = [(at, at + 1) if met[at] else (at + 1, at) for at in np.flatnonzero(met[1:] != met[:-1])]
        return [Crossing(self.lever, kind, float(self.values[yes]), float(self.values[no]), level) for yes, no in pairs]

    def around_today(self, kind: int = 0, level: float = 0.0) -> list[Crossing]:
        """The crossing next to today's value on either side, where there is one."""
        found = self.crossings(kind, level)
        below = [one for one in found if max(one.met, one.unmet) <= self.today]
        above = [one for one in found if min(one.met, one.unmet) >= self.today]
        return [*below[-1:], *above[:1]]


def width(of: Lever, today: float) -> float:
    """What counts as far for a lever: the width of its usual range, else today's value, else one step of its slider.

    In a currency of small units a usual range may lie beyond the hard bound and be no wider than a point.
    """
    if of.usual_low is not None and of.usual_high is not None and of.usual_high > of.usual_low:
        return of.usual_high - of.usual_low
    return abs(today) or of.step


def grid(of: Lever, today: float) -> np.ndarray:
    """Values of a lever to try, (points,), ascending.

    Both hard bounds and today's value, steps away from it that grow until they pass a bound, and the usual range.
    """
    first = FINEST * width(of, today)
    count = int(np.ceil(np.log((of.max - of.min) / first) / np.log(GROWTH)))
    steps = first * GROWTH ** np.arange(count)
    usual = np.empty(0)
    if of.usual_low is not None and of.usual_high is not None:
        usual = np.linspace(of.usual_low, of.usual_high, USUAL_POINTS)
    values = np.concatenate([[of.min, today, of.max], today - steps, today + steps, usual])
    return np.unique(values[(values >= of.min) & (values <= of.max)])


def scans(plan: Plan, levers: Sequence[str], condition: Condition) -> list[Scan]:
    """Every lever over its grid, refined wherever a score may cross between two points on the same side.

    All levers are tried in one simulation per round. A score whose slope changes by more than `STEEPER` between two
    points and their neighbours can still cross there unseen.
    """
    kinds = len(condition.score(simulate(plan, keep=condition.columns)))
    nothing = np.empty((kinds, 0))
    found = [Scan(lever(lever_id).id, plan.value(lever_id), np.empty(0), nothing) for lever_id in levers]
    todo = [grid(reference_data.lever(plan, lever_id), plan.value(lever_id)) for lever_id in levers]
    for _ in range(ROUNDS + 1):
        found = _tried(plan, condition, found, todo)
        todo = [_between(scan) for scan in found]
        if not any(values.size for values in todo):
            break
    return _with_turns(plan, condition, found)


def _tried(plan: Plan, condition: Condition, found: Sequence[Scan], todo: Sequence[np.ndarray]) -> list[Scan]:
    """The scans with more values tried, all in one simulation. todo: values of each scan's lever."""
    names = [scan.lever for scan, values in zip(found, todo, strict=True) for _ in values]
    ends = np.cumsum([len(values) for values in todo])[:-1]
    scores = np.split(_scores(plan, condition, names, np.concatenate(todo)), ends, axis=1)
    return [_merged(*each) if each[1].size else each[0] for each in zip(found, todo, scores, strict=True)]


def _between(scan: Scan) -> np.ndarray:
    """Values between neighbours where a score may cross 0 or, while it meets nowhere, come nearer to it than anywhere.

    How far a score may rise between two points is taken from how much it changes there and beside them.
    """
    promising = np.zeros(len(scan.values) - 1, dtype=np.bool_)
    widths = np.diff(scan.values)
    for scores in scan.scores:
        met, sizes, slopes = scores > 0, np.abs(scores), np.abs(np.diff(scores)) / widths
        steepest = np.maximum(slopes, np.maximum(np.append(slopes[1:], 0.0), np.append(0.0, slopes[:-1])))
        nearest = np.minimum(sizes[1:], sizes[:-1]) - STEEPER * steepest * widths
        promising |= (met[1:] == met[:-1]) & (nearest < (0.0 if met.any() else sizes.min()))
    left, right = scan.values[:-1][promising, None], scan.values[1:][promising, None]
    inside = left + (right - left) * (np.arange(1, PARTS) / PARTS)
    return inside[(inside > left) & (inside < right)]


def located(plan: Plan, condition: Condition, around: Sequence[Crossing]) -> list[Crossing]:
    """Every crossing closed in on until its two values are as good as one; each still is met, or is not."""
    if not around:
        return []
    levels = np.array([one.level for one in around])
    score = _score_of_each(plan, condition, [one.lever for one in around], [one.kind for one in around], levels=levels)
    ends = np.sort([(one.met, one.unmet) for one in around], axis=1).T
    found = elementwise.find_root(score, tuple(ends), args=(np.arange(len(around)),), tolerances=CLOSE)
    left, right = found.bracket
    met, unmet = np.where(found.f_bracket[0] >= 0, (left, right), (right, left)).tolist()
    return [replace(one, met=yes, unmet=no) for one, yes, no in zip(around, met, unmet, strict=True)]


def _with_turns(plan: Plan, condition: Condition, coarse: Sequence[Scan]) -> list[Scan]:
    """The scans with the points added at which a score comes nearest to 0 between two others and turns back."""
    turns = [(at, kind, point) for at, scan in enumerate(coarse) for kind, point in _turns(scan.scores)]
    if not turns:
        return list(coarse)
    around = np.array([coarse[at].values[point - 1 : point + 2] for at, _, point in turns]).T
    signs = np.array([np.sign(coarse[at].scores[kind, point]) for at, kind, point in turns])
    names = [coarse[at].lever for at, *_ in turns]
    score = _score_of_each(plan, condition, names, [kind for _, kind, _ in turns], signs)
    found = elementwise.find_minimum(score, tuple(around), args=(np.arange(len(turns)),), tolerances=TURN).x
    scores = _scores(plan, condition, names, found)
    owners = np.array([at for at, *_ in turns])
    return [
        _merged(scan, found[owners == at], scores[:, owners == at]) if (owners == at).any() else scan
        for at, scan in enumerate(coarse)
    ]


def _turns(scores: np.ndarray) -> list[tuple[int, int]]:
    """Kind and point of every score that is nearer to 0 than both its neighbours, on the same side of it."""
    left, middle, right = scores[:, :-2], scores[:, 1:-1], scores[:, 2:]
    size = np.abs(middle) * (1 + ROUNDING)
    alike = (np.sign(left) == np.sign(middle)) & (np.sign(right) == np.sign(middle))
    kinds, points = np.nonzero(alike & (size < np.abs(left)) & (size < np.abs(right)))
    return list(zip(kinds.tolist(), (points + 1).tolist(), strict=True))


def _merged(scan: Scan, values: np.ndarray, scores: np.ndarray) -> Scan:
    together, first = np.unique(np.concatenate([scan.values, values]), return_index=True)
    return Scan(scan.lever, scan.today, together, np.concatenate([scan.scores, scores], axis=1)[:, first])


def _score_of_each(
    plan: Plan,
    condition: Condition,
    levers: Sequence[str],
    kinds: Sequence[int],
    signs: np.ndarray | float = 1.0,
    levels: np.ndarray | float = 0.0,
) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """The score above a level, as a function of a value and of which lever, with its kind and sign, takes it."""
    rows = np.array(kinds)
    factors, offsets = np.broadcast_to(signs, len(levers)), np.broadcast_to(levels, len(levers))

    def score(values: np.ndarray, which: np.ndarray) -> np.ndarray:
        found = _scores(plan, condition, [levers[at] for at in which], values)[rows[which], np.arange(len(which))]
        return (found - offsets[which]) * factors[which]

    return score


def _scores(plan: Plan, condition: Condition, levers: Sequence[str], values: np.ndarray) -> np.ndarray:
    """The score of each draw, (kinds, draws), of a size that can be bracketed."""
    found = condition.score(moved(plan, levers, values, condition.columns))
    sizes = np.clip(np.nan_to_num(np.abs(found), nan=LARGEST, posinf=LARGEST), SMALLEST, LARGEST)
    return np.where(found >= 0, sizes, -sizes)
