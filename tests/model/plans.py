"""Plans to test with: every lever anywhere it may be, events stacked on each other, and what the reference says."""

from dataclasses import asdict
from functools import cache

import numpy as np
import reference
from hypothesis import strategies as st

from planner.plan import LOSS_LEVERS, Event, Funding, Plan
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.levers import CATALOGUE, Lever

TEAMS = ("enterprise", "inside_sales")
FLOWS = tuple(lever.id for lever in CATALOGUE.values() if lever.kind == "flow")
BOUNDS = {lever.id: (lever.min, lever.max) for lever in CATALOGUE.values()}
DELICATE = (
    *("enterprise.cycle_months", "inside_sales.cycle_months", "enterprise.win_rate", "inside_sales.acv"),
    *("enterprise.ramp_months", "self_serve.upgrade_rate", "inside_sales.committed_share", "people.time_to_hire"),
    *("sales.expansion_sold", "retention.price_rise", "retention.usage_change", "finance.collection_months"),
    *("self_serve.gross_retention", "inside_sales.logo_retention", "enterprise.gross_retention"),
)
"""Levers whose changes reach what is on its way: opportunities, hires, contracts, invoices."""

LACKING: tuple[dict[str, float], ...] = (
    {},
    dict.fromkeys(("community.free_accounts", "community.visitors", "community.signups_to_date"), 0.0),
    {f"{team}.{name}": 0.0 for team in TEAMS for name in ("reps", "ramping_reps", "hires_per_quarter")},
    {f"{team}.win_rate": 0.0 for team in TEAMS},
    {f"{segment}.{name}": 0.0 for segment in ("self_serve", *TEAMS) for name in ("customers", "arr")},
    {"self_serve.customers": 0.0},
)
"""What companies may lack: nothing, a community, sellers, wins, customers, self-serve customers."""


def usual(lever: Lever) -> tuple[float, float]:
    """The usual range of a lever, or something around its default."""
    if lever.usual_low is None or lever.usual_high is None:
        return max(lever.min, 0.2 * lever.default), min(lever.max, 3 * lever.default)
    return lever.usual_low, lever.usual_high


def anywhere(lever_id: str) -> st.SearchStrategy[float]:
    """A lever's value: its default, a usual one, a bound, or anything between the bounds."""
    lever = CATALOGUE[lever_id]
    return (
        st.just(lever.default)
        | st.floats(*usual(lever)).map(with_digits)
        | st.sampled_from([lever.min, lever.max])
        | st.floats(lever.min, lever.max).map(with_digits)
    )


def with_digits(value: float) -> float:
    """The value, or 0 where it is so small that products of such values have no digits left to compare."""
    return 0.0 if abs(value) < 1e-50 else value


@st.composite
def events(draw: st.DrawFn, lever_id: str, months: int) -> Event:
    """An event of any kind on a lever."""
    lever = CATALOGUE[lever_id]
    changes = {
        "multiply": st.floats(0, 3),
        "add": st.floats(-lever.max, lever.max) | st.floats(*sorted((-lever.default, lever.default))),
        **dict.fromkeys(("set", "at_most", "at_least"), anywhere(lever_id)),
        **({"multiply_loss": st.floats(0, 5)} if lever_id in LOSS_LEVERS else {}),
    }
    change = draw(st.sampled_from(list(changes)))
    every = draw(st.none() | st.integers(1, months))
    return Event(
        lever=lever_id,
        change=change,
        value=draw(changes[change]),
        start=draw(st.integers(1, months)),
        months=draw(st.none() | st.integers(1, every or months)),
        every=every,
        phase_in=draw(st.sampled_from([0, 0, 1, 5, 200])),
        active=draw(st.integers(0, 9)) < 9,
    )


@st.composite
def plans(draw: st.DrawFn, longest: int = 120) -> Plan:
    """A plan with every lever anywhere or lacking, up to three levers under up to five events each, and funding."""
    months = draw(st.integers(12, longest))
    levers = draw(st.fixed_dictionaries({lever_id: anywhere(lever_id) for lever_id in CATALOGUE}))
    levers |= draw(st.sampled_from(LACKING))
    any_lever = st.sampled_from(FLOWS) | st.sampled_from(LOSS_LEVERS) | st.sampled_from(DELICATE)
    moved = draw(st.lists(any_lever, max_size=3, unique=True))
    stacks = [draw(st.lists(events(lever_id, months), min_size=1, max_size=5)) for lever_id in moved]
    needs = st.none() | st.floats(0, 1e8)
    rounds = draw(st.lists(st.tuples(st.integers(1, months), st.floats(0, 1e9), needs, st.booleans()), max_size=3))
    return Plan(
        months=months,
        levers=levers,
        events=tuple(event for stack in stacks for event in stack),
        funding=tuple(
            Funding(month=month, amount=amount, needs_arr=needed, active=active)
            for month, amount, needed, active in rounds
        ),
    )


@cache
def seeded(seed: int) -> Plan:
    """The plan of a seed: a third of them wild in every lever, a third in one of ten, a third never."""
    random = np.random.default_rng(seed)
    months = int(random.choice([12, 13, 24, 25, 36, 60, 119, 120]))
    levers = {lever.id: _value(random, lever, wild=(0.0, 0.1, 1.0)[seed % 3]) for lever in CATALOGUE.values()}
    if seed % 4 == 0:
        levers |= LACKING[seed // 4 % len(LACKING)]
    moved = [*random.choice(FLOWS, random.integers(0, 5), replace=False), *random.choice(DELICATE, seed % 3)]
    stacked = [_event(random, str(lever), months) for lever in moved for _ in range(random.integers(1, 5))]
    rounds = [
        Funding(month=int(month), amount=2e6, needs_arr=float(random.choice([0.0, 5e6, 1e9])))
        for month in random.integers(1, months + 1, random.integers(0, 4))
    ]
    return Plan(months=months, levers=levers, events=tuple(stacked), funding=tuple(rounds))


def _value(random: np.random.Generator, lever: Lever, wild: float) -> float:
    low, high = usual(lever)
    if random.random() >= wild:
        return float(random.uniform(low, high))
    on_a_step = min(max(round(random.uniform(low, high) / lever.step) * lever.step, lever.min), lever.max)
    return float(random.choice([lever.default, lever.min, lever.max, random.uniform(lever.min, lever.max), on_a_step]))


def _event(random: np.random.Generator, lever_id: str, months: int) -> Event:
    lever = CATALOGUE[lever_id]
    kinds = ["multiply", "add", "set", "at_most", "at_least", *["multiply_loss"] * (lever_id in LOSS_LEVERS)]
    change = str(random.choice(kinds))
    value = {
        "multiply": random.choice([0.0, 0.5, 1.0, random.uniform(0, 3)]),
        "add": random.uniform(-1, 1) * random.choice([lever.default, 1.0, 0.1 * lever.max]),
        "multiply_loss": random.choice([0.0, 0.5, 1.0, 1.5, 3.0]),
    }.get(change, _value(random, lever, wild=0.5))
    every = None if random.random() < 0.6 else int(random.integers(1, months))
    return Event(
        lever=lever_id,
        change=change,  # type: ignore[arg-type]
        value=float(value),
        start=int(random.integers(1, months + 1)),
        months=None if random.random() < 0.5 else int(random.integers(1, (every or months) + 1)),
        every=every,
        phase_in=int(random.choice([0, 0, 1, 3, 12, 99])),
    )


def reference_run(plan: Plan) -> reference.Run:
    """What the reference says of a plan."""
    return reference.run(
        plan.values(),
        plan.months,
        [asdict(event) for event in plan.events],
        [asdict(item) for item in plan.funding],
        BOUNDS,
    )


def by_reference(plan: Plan) -> dict[str, np.ndarray]:
    """Every column of the reference, (months,); constraints as the codes of their columns."""
    return {
        name: np.array(
            [constraint_names(name).index(code) if isinstance(code, str) else code for code in column], dtype=float
        )
        for name, column in reference_run(plan).columns.items()
    }
