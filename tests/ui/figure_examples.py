"""Every figure of every page, with the frame that its page makes for it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.analysis.draws import uncertainty
from planner.analysis.draws.uncertainty import Driver, Fan
from planner.analysis.explain.comparison import compare
from planner.analysis.explain.explanation import explain
from planner.analysis.hiring import hire_by
from planner.analysis.hiring.hire_by import MonthHiring
from planner.analysis.levers import improvements
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.sensitivity import ASSUMPTIONS, one_way
from planner.analysis.levers.solve import solve
from planner.analysis.readings import bridge, churn, losses, quota, ramp, seller_time, stations
from planner.analysis.workshop import summary
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.ui.figures import charts, shared_charts, shared_frames, theme
from planner.ui.figures.figure import Figure
from planner.ui.figures.frames import against, swings, won_by_source
from planner.ui.pages.community import charts as community
from planner.ui.pages.community import frames as community_frames
from planner.ui.pages.compare import charts as compare_charts
from planner.ui.pages.compare import frames as compare_frames
from planner.ui.pages.goal_seek import charts as goal_seek
from planner.ui.pages.goal_seek import frames as goal_seek_frames
from planner.ui.pages.overview import charts as overview
from planner.ui.pages.overview import frames as overview_frames
from planner.ui.pages.people_and_cash import charts as people_and_cash
from planner.ui.pages.people_and_cash import frames as people_and_cash_frames
from planner.ui.pages.retention import charts as retention
from planner.ui.pages.retention import frames as retention_frames
from planner.ui.pages.sales_capacity import charts as sales_capacity
from planner.ui.pages.sales_capacity import frames as sales_capacity_frames
from planner.ui.pages.stress_test import charts as stress_test
from planner.ui.pages.stress_test import frames as stress_test_frames
from planner.ui.session.forecasts import Forecast
from planner.ui.workshop import charts as workshop
from planner.ui.workshop import frames as workshop_frames
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS

BASELINE = simulate(Plan(months=40))
PLAN = Plan(
    months=40,
    levers={"marketing.mqls": 900.0, "community.visitors": 90_000.0, "enterprise.gross_retention": 0.9},
    targets=(Target(month=12, least=9e6), Target(month=36, least=35e6)),
    funding=(Funding(month=6, amount=5e6),),
    uncertainty={"enterprise.win_rate": (0.15, 0.3)},
)
RESULT = simulate(PLAN)
ENDS = Forecast.of(uncertainty.run(PLAN, 64, 1)).ends
GOAL = Goal("arr", 36, 60e6)
FANS = tuple(theme.FANS)
ROW = workshop_frames.Row(
    "Enterprise win rate",
    "Median 22%.",
    [workshop_frames.Value(at, value, f"{value:.0%}") for at, value in enumerate((0.2, 0.22, 0.22, 0.3))],
    summary.of((0.2, 0.22, 0.22, 0.3)),
    0.21,
    "{:.0%}".format,
)


def curve() -> tuple[Figure, pd.DataFrame]:
    lever = CATALOGUE["enterprise.win_rate"]
    found = solve(PLAN, lever.id, GOAL)
    values = goal_seek_frames.curve_values(lever, 0.1, 0.4, found)
    frame = goal_seek_frames.curve(lever, values, np.linspace(1e6, 9e7, len(values)), found, GOAL, PLAN)
    return goal_seek.curve("arr", "share", goal_seek_frames.marks(frame)), frame


def seats() -> tuple[Figure, pd.DataFrame]:
    shown = goal_seek_frames.drawn(goal_seek_frames.rows(hire_by.calendar(PLAN, "enterprise", GOAL, ())))
    return goal_seek.seats(goal_seek_frames.seat_roles(shown)), goal_seek_frames.seats(shown, GOAL, PLAN)


def starts() -> tuple[Figure, pd.DataFrame]:
    found = [MonthHiring(month, max(1, month - 3), sellers, 1e7) for month, sellers in ((1, 2), (2, 3), (3, None))]
    return goal_seek.starts(theme.ENTERPRISE), goal_seek_frames.starts(found, PLAN)


def capacity(view: sales_capacity_frames.View) -> tuple[Figure, pd.DataFrame]:
    figure = shared_charts.capacity(view.colour, sales_capacity_frames.strips(view))
    return figure, shared_frames.capacity(RESULT, BASELINE, view.teams)


def load() -> tuple[Figure, pd.DataFrame]:
    found = stations.stations(RESULT)
    figure = sales_capacity.load(sales_capacity_frames.loaded(found))
    return figure, sales_capacity_frames.load(found, PLAN)


def ramps() -> tuple[Figure, pd.DataFrame]:
    found = ramp.compare(PLAN)
    return sales_capacity.ramps(sales_capacity_frames.ramp_names(found)), sales_capacity_frames.ramps(found, PLAN)


def fan(column: str, names: tuple[str, ...], draws: bool) -> tuple[Figure, pd.DataFrame]:
    lines = {name: np.ones(40) for name in names}
    fans = {name: Fan(*np.ones((3, 40))) for name in names if draws}
    frame = stress_test_frames.fan(PLAN, column, lines, fans, [("Storm", 1, 2)])
    return stress_test.fan(names, column, draws), frame


def compared() -> Iterator[tuple[str, Figure, pd.DataFrame]]:
    names = ("Theirs", "Ours")
    found = compare((BASELINE.plan, PLAN), 36)
    yield "compare.overlaid", compare_charts.overlaid(names, "money"), compare_frames.overlaid(found, names, "arr")
    split = explain(BASELINE.plan, PLAN, "arr", 36)
    yield "compare.waterfall", compare_charts.waterfall("money"), compare_frames.waterfall(split, names)


def examples() -> Iterator[tuple[str, Figure, pd.DataFrame]]:
    """Every figure with the frame that its page makes for it."""
    yield "figures.arr", shared_charts.arr(), shared_frames.arr(RESULT, BASELINE, ENDS)
    for column, figure in (("headcount", overview.headcount()), ("cash", overview.cash())):
        yield f"overview.{column}", figure, shared_frames.followed(RESULT, BASELINE, ENDS, column)
    yield "overview.waterfall", overview.waterfall(), overview_frames.waterfall(bridge.by_year(RESULT), PLAN, None)
    yield "figures.fanned", charts.fanned("cash", "Cash"), shared_frames.followed(RESULT, BASELINE, ENDS, "cash")
    yield from compared()
    for columns in (1, 2):
        yield "workshop.spread", workshop.spread(columns), workshop_frames.spread([ROW], columns)
    yield "community.funnel", community.funnel(), community_frames.stages(RESULT, BASELINE, slice(0, 12))
    yield "community.pool", community.pool(), against(RESULT, BASELINE, "free_accounts")
    yield "community.paying", community.paying(), community_frames.paying(RESULT, BASELINE)
    yield "community.leads", community.leads(), community_frames.leads(RESULT, BASELINE)
    yield "figures.won_by_source", charts.won_by_source(), won_by_source(RESULT)
    for view in sales_capacity_frames.VIEWS.values():
        yield "figures.capacity", *capacity(view)
        sellers = sales_capacity_frames.sellers(RESULT, BASELINE, view)
        yield "sales_capacity.sellers", sales_capacity.sellers(view.colour), sellers
    attainment = sales_capacity_frames.attainment(RESULT, BASELINE)
    yield "sales_capacity.attainment", sales_capacity.attainment(), attainment
    yield "sales_capacity.load", *load()
    yield "sales_capacity.ramps", *ramps()
    time = sales_capacity_frames.time(seller_time.split(RESULT, list(TEAMS)), PLAN)
    yield "sales_capacity.time", sales_capacity.time(), time
    pipeline = sales_capacity_frames.pipeline(seller_time.pipeline(RESULT), PLAN)
    yield "sales_capacity.pipeline", sales_capacity.pipeline(), pipeline
    yield "sales_capacity.quota", sales_capacity.quota(), sales_capacity_frames.quotas(quota.by_year(RESULT), PLAN)
    gains = sales_capacity_frames.gains(improvements.of(PLAN).tenths[:3], PLAN)
    yield "sales_capacity.gains", sales_capacity.gains(), gains
    for measure in retention_frames.RETENTION:
        yield "retention.rates", retention.rates(), retention_frames.rates(RESULT, BASELINE, measure)
    yield "retention.losses", retention.losses(), retention_frames.losses(losses.cost_of_churn(PLAN), PLAN)
    yield "retention.contracts", retention.contracts(), retention_frames.contracts(RESULT)
    businesses = retention_frames.two_businesses(churn.PUBLISHED, churn.PUBLISHED_RETENTIONS, "USD")
    yield "retention.two_businesses", retention.two_businesses(), businesses
    yield "figures.people", shared_charts.people(), shared_frames.heads(RESULT)
    yield "people_and_cash.costs", people_and_cash.costs(), people_and_cash_frames.costs(RESULT)
    for name in ("cash", "flow", "runway"):
        frame = getattr(people_and_cash_frames, name)(RESULT, BASELINE)
        yield f"people_and_cash.{name}", getattr(people_and_cash, name)(), frame
    yield "stress_test.fan", *fan("arr", FANS, True)
    yield "stress_test.fan", *fan("headcount", FANS[:1], False)
    found = [Driver(lever, 0.5) for lever in ("enterprise.win_rate", "enterprise.acv")]
    yield "stress_test.drivers", stress_test.drivers(), stress_test_frames.drivers(found)
    for column, unit in (("arr", "money"), ("nrr", "share"), ("burn_multiple", "number")):
        frame = swings(one_way(PLAN, column, 40, ASSUMPTIONS)[:10], column, PLAN)
        yield "figures.tornado", charts.tornado(unit), frame
    for metric in ("arr", "nrr", "customers"):
        frame = goal_seek_frames.path(RESULT, BASELINE, Goal(metric, 36, 1.0))
        yield "goal_seek.path", goal_seek.path(metric), frame
    yield "goal_seek.curve", *curve()
    yield "goal_seek.seats", *seats()
    yield "goal_seek.starts", *starts()


EXAMPLES = list(examples())
"""Their names, figures and frames; made once for all tests."""
