"""Goal seek: what is asked for, what each lever would have to be, and seats, as frames, charts and words."""

from dataclasses import replace

import numpy as np
import pytest
from support import ROOT

from planner import plan as plans
from planner.analysis.hiring import hire_by
from planner.analysis.hiring.hire_by import Calendar, Seat
from planner.analysis.levers.goals import Cost, Goal
from planner.analysis.levers.solve import Solution, in_few_digits, solve, solve_each, usual_width
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan, Target
from planner.ui.figures import theme
from planner.ui.kit import metrics
from planner.ui.pages.goal_seek import answers, calendar, charts, frames, goal_entry
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import hiring as hiring_words
from planner.ui.pages.goal_seek.words import levers as lever_words
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS
from planner.vocabulary.typed import number, of_column, shown

SHIPPED = {path.stem: plans.load(path) for path in sorted((ROOT / "data" / "plans").glob("*.toml"))}
PLAN = SHIPPED["open-source-database"]
RESULT = simulate(PLAN)
GOAL = Goal("arr", 36, 35e6)
CLOUD = SHIPPED["consumption-cloud"]
CLOUD_GOAL = Goal("arr", 12, 40e6)
POOL = Plan(
    months=12,
    levers={
        **dict.fromkeys(("community.visitors", "community.referral", "community.free_churn"), 0.0),
        "self_serve.conversion": 0.0,
        "community.free_accounts": 1000.0,
    },
)
"""A free pool that only PQLs leave: 1,000 r (1 - r) of them in month 2 at a rate of r."""

PQLS = Goal("pqls", 2, 160.0)


COST = Cost(lowest_cash=2e6, lowest_month=3, headcount=130.4, arr=31e6, cash_out_month=None)


def found(lever: str = "enterprise.win_rate", **fields: object) -> Solution:
    """A solution of 22% to 25%, or another one."""
    solution = Solution(lever, 0.22, "found", 0.25, 35e6, COST, usual_width=usual_width(PLAN, lever))
    return replace(solution, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (((12, 1e6), (24, 1e9), (36, 2e9)), Goal("arr", 24, 1e9)),
        (((24, 2e6), (12, 1e6)), Goal("arr", 24, 2e6)),
        (((24, 2e6), (72, 1e9)), Goal("arr", 24, 2e6)),
    ],
    ids=["the first that is missed", "the last when all are met", "none beyond the horizon"],
)
def test_it_opens_on_a_target_of_the_plan(targets: tuple[tuple[int, float], ...], expected: Goal) -> None:
    plan = Plan(targets=tuple(Target(month=month, least=arr) for month, arr in targets))
    assert goal_entry.opening(simulate(plan)) == expected


def test_without_targets_it_opens_on_a_fifth_more_arr_at_the_end() -> None:
    result = simulate(Plan())
    opened = goal_entry.opening(result)
    assert (opened.metric, opened.month, opened.at_most) == ("arr", 60, False)
    assert opened.target == pytest.approx(1.2 * result["arr"][-1, 0], rel=0.05)


@pytest.mark.parametrize("metric", [metric for metric in metrics.FIRST if RESULT[metric][35, 0] not in (0, np.inf)])
def test_a_first_goal_is_better_than_the_plan_and_reads_back(metric: str) -> None:
    start = goal_entry.beyond(RESULT, metric, 36)
    assert start.checked(PLAN)
    assert start.score(RESULT)[0, 0] < 0
    assert start.target == float(f"{start.target:.2g}")
    quantity = of_column(COLUMNS[metric], "USD")
    assert number("Target", shown(start.target, quantity), quantity) == start.target


@pytest.mark.parametrize(
    ("metric", "month", "expected"),
    [
        ("nrr", 3, Goal("nrr", 3, 1.15)),
        ("burn_multiple", 3, Goal("burn_multiple", 3, 1.0, at_most=True)),
        ("runway_months", 2, Goal("runway_months", 2, 24.0)),
        ("ltv_to_cac", 3, Goal("ltv_to_cac", 3, 3.0)),
    ],
)
def test_a_goal_without_a_value_starts_from_the_published_band(metric: str, month: int, expected: Goal) -> None:
    assert goal_entry.beyond(RESULT, metric, month) == expected


def test_the_path_has_the_goal_in_its_month_alone() -> None:
    baseline = simulate(PLAN.with_levers({"enterprise.acv": 70e3}))
    frame = frames.path(RESULT, baseline, GOAL)
    assert frame["Plan"].to_numpy() == pytest.approx(RESULT["arr"][:, 0])
    assert frame["Baseline"].to_numpy() == pytest.approx(baseline["arr"][:, 0])
    assert frame["Goal"].dropna().to_dict() == {35: 35e6}
    assert not frame["met"].any()
    assert frames.path(RESULT, RESULT, replace(GOAL, at_most=True))["met"].all()


def test_what_has_no_end_is_not_drawn() -> None:
    result = simulate(SHIPPED["datadog-2018"])
    assert np.isinf(result["runway_months"]).any()
    assert not np.isinf(frames.path(result, result, Goal("runway_months", 12, 24.0))["Plan"]).any()


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("metric", ["arr", "headcount", "burn_multiple", "nrr"])
def test_every_value_that_can_be_applied_meets_the_goal(name: str, metric: str) -> None:
    plan = SHIPPED[name]
    goal = goal_entry.beyond(simulate(plan), metric, plan.months)
    solutions = answers.solutions(plan, goal)
    assert sorted(one.lever for one in solutions) == sorted(one.lever for one in solve_each(plan, goal))
    for one in solutions:
        if one.status == "found":
            assert goal.met(plan.with_levers({one.lever: frames.needed(one)})), one


def test_values_that_are_applied_are_near_to_the_exact_ones() -> None:
    exact = {one.lever: one for one in solve_each(PLAN, GOAL)}
    for one in answers.solutions(PLAN, GOAL):
        assert frames.needed(one) == pytest.approx(
            frames.needed(exact[one.lever]), abs=0.011 * abs(frames.needed(one) - one.today)
        )


def test_a_track_has_its_usual_range_from_0_to_1() -> None:
    """The usual win rate is 15 to 30%."""
    track = frames.track(found(), PLAN)
    assert (track.today, track.needed, track.has_range) == (pytest.approx(7 / 15), pytest.approx(10 / 15), True)
    leads = found("marketing.mqls", today=200.0, value=150.0)
    assert frames.track(leads, PLAN) == (0.5, 0.25, False)
    assert frames.ends([track]) == (0.0, 1.0)
    assert frames.ends([track, frames.Track(-0.5, 1.5, has_range=True)]) == (-0.5, 1.5)
    assert frames.ends([frames.Track(-50.0, 90.0, has_range=True)]) == (frames.LEFT, frames.RIGHT)


def test_a_bar_keeps_what_lies_beyond_it_at_its_end() -> None:
    bar = answers._bar(frames.Track(0.0, 90.0, has_range=True), (0.0, 3.0))
    assert "left: 3.0%; width: 94.0%" in bar
    assert "left: calc(97.0%" in bar


@pytest.mark.parametrize(
    ("at", "low", "high"),
    [
        ({"value": 0.25}, 0.15, 0.3),
        ({"value": 0.5}, 0.15, 0.5),
        ({"today": 0.05}, 0.05, 0.3),
        ({"others": (0.4,)}, 0.15, 0.4),
        ({"others": (0.9,)}, 0.15, 0.3),
        ({"value": None, "best_at": 0.35}, 0.15, 0.35),
        ({"value": None, "best_at": 1.0}, 0.15, 0.3),
    ],
    ids=["usual", "solution", "today", "near", "far off", "best", "best far off"],
)
def test_a_curve_covers_the_usual_range_and_what_matters_near_it(at: dict[str, float], low: float, high: float) -> None:
    one = found(**at)
    values = frames.curve_values(CATALOGUE["enterprise.win_rate"], 0.15, 0.3, one)
    assert (values[0], values[-1]) == (low, high)
    assert one.today in values
    assert frames.needed(one) in values
    assert (np.diff(values) > 0).all()


def test_the_curve_of_a_metric_that_turns_marks_both_solutions() -> None:
    """1,000 r (1 - r) is 160 at r = 0.2 and at 0.8, and 90 at 0.1."""
    plan = POOL.with_levers({"community.pql_rate": 0.1})
    one = solve(plan, "community.pql_rate", PQLS)
    frame = answers.curve(plan, PQLS, one)
    assert frame["metric"].to_numpy() == pytest.approx(1000 * frame["value"] * (1 - frame["value"]))
    marked = frame[frame["mark"] != ""]
    assert dict(zip(marked["text"], marked["mark"], strict=True)) == {
        "10%": "Today",
        "20%": "Just meets the goal",
    }
    near = answers.curve(plan, PQLS, replace(one, others=(0.3,)))
    assert list(near.loc[near["mark"] == "Just meets the goal", "value"]) == pytest.approx([0.2, 0.3])
    assert frame.loc[frame["first"], "text"].item() == "10%"
    assert frames.marks(frame) == ("Today", "Just meets the goal")
    spec = charts.curve("customers", "share", frames.marks(frame)).spec("#000000", "#ffffff", "$")
    assert "data" not in spec


def test_out_of_reach_the_best_is_marked() -> None:
    one = Solution("enterprise.win_rate", 0.22, "out of reach", None, 34e6, COST, best_at=0.31)
    frame = answers.curve(PLAN, GOAL, one)
    assert frames.marks(frame) == ("Today", "The best it can do")
    assert set(frames.marks(frame)) < set(theme.MARKS)


def test_a_goal_that_is_met_shows_how_far_the_lever_may_go() -> None:
    """PQLs are 160 or more between rates of 0.2 and 0.8."""
    plan = POOL.with_levers({"community.pql_rate": 0.25})
    one = solve(plan, "community.pql_rate", PQLS)
    frame = answers.curve(plan, PQLS, one)
    assert frames.turns(one) == pytest.approx([0.2, 0.8])
    assert frame.loc[frame["mark"] == "Just meets the goal", "value"].iloc[0] == pytest.approx(0.2)
    (read,) = in_few_digits(plan, PQLS, [one])
    text = lever_words.lever_alone(read, PQLS, simulate(plan))
    assert text.endswith("The goal stays met between 20 and 80% a month.")
    assert lever_words.stays_met(replace(read, met_to=1.0), plan) == "while it is at least 20% a month"
    assert lever_words.stays_met(replace(read, met_from=0.0), plan) == "while it is at most 80% a month"
    assert lever_words.stays_met(replace(read, met_from=0.0, met_to=1.0), plan) == "whatever it is"


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("arr", 35e6, "$35M"),
        ("nrr", 1.123, "112.3%"),
        ("nrr", 1.1, "110%"),
        ("paying_share", 0.00364, "0.36%"),
        ("runway_months", 14.21, "14.2 months"),
        ("runway_months", np.inf, "∞"),
        ("burn_multiple", 1.154, "1.15"),
        ("headcount", 1234.4, "1,234"),
        ("headcount", 0.4, "0.4"),
        ("nrr", np.nan, "–"),
    ],
)
def test_a_metric_is_written_in_its_unit(metric: str, value: float, text: str) -> None:
    assert goal_words.amount(metric, value, "USD") == text


def result_of(metric: str, *values: float) -> Result:
    """A result with one column over a few months."""
    column = np.array(values)[:, None]
    return Result(Plan(), {metric: column}, {metric: column[0]})


@pytest.mark.parametrize(
    ("value", "goal", "text"),
    [
        (33.8e6, GOAL, "**ARR in Jan 2026 comes to \\$33.8M, \\$1.2M short of \\$35M.**"),
        (
            36e6,
            GOAL,
            "**The goal is met: ARR in Jan 2026 comes to \\$36M**, at least \\$35M is asked for, with \\$1M to ",
        ),
        (35e6, GOAL, "**The goal is met: ARR in Jan 2026 comes to \\$35M**, at least \\$35M is asked for."),
        (36e6, replace(GOAL, at_most=True), "**ARR in Jan 2026 comes to \\$36M, \\$1M more than the \\$35M allowed.**"),
        (np.inf, GOAL, "**ARR in Jan 2026 comes to ∞; asked for is at least \\$35M.**"),
    ],
    ids=["short", "met", "just met", "too much", "endless"],
)
def test_the_gap_in_a_sentence(value: float, goal: Goal, text: str) -> None:
    assert goal_words.standing(result_of("arr", value), replace(goal, month=1)).startswith(text)


def test_a_month_without_a_value_says_why() -> None:
    early = goal_words.standing(RESULT, Goal("nrr", 6, 1.2))
    assert early.startswith("**Net revenue retention has no value in Jun 2026.**")
    assert early.endswith("the first month with a value is Dec 2026.")
    never = goal_words.standing(result_of("nrr", np.nan, np.nan), Goal("nrr", 1, 1.2))
    assert never.endswith("choose another month or metric.")


def test_a_promise_says_whether_it_is_kept() -> None:
    assert goal_words.promise(RESULT, Goal("arr", 12, 1e6)) == "✓ \\$1M in Dec 2026, met"
    assert goal_words.promise(RESULT, Goal("arr", 12, 1e9)) == "✗ \\$1B in Dec 2026, missed"
    assert goal_words.promise(RESULT, Goal("headcount", 12, 1.0, at_most=True)) == (
        "✗ Headcount at most 1 in Dec 2026, missed"
    )


def test_the_reading_names_the_nearest_and_those_out_of_reach() -> None:
    near = found("enterprise.win_rate")
    moving = Solution("enterprise.acv", 60e3, "out of reach", None, 34e6, COST, best_at=1e9)
    still = replace(moving, lever="people.ae_cost", metric=float(RESULT["arr"][35, 0]))
    text = lever_words.reading([near, moving, still], GOAL, RESULT)
    assert text == (
        "**Nearest:** enterprise win rate at 25% instead of 22%, 20% of its usual range away. **Out of reach:** 2 of 3 "
        "levers alone; the best of them, enterprise contract value, brings ARR to \\$34M at best, and 1 brings it "
        "no nearer."
    )
    assert "2 of 2 levers alone; the best" in lever_words.reading([moving, still], GOAL, RESULT)
    assert lever_words.reading([moving, still], GOAL, RESULT).startswith(
        "**No lever alone is enough:** it takes several."
    )
    assert lever_words.reading([near], GOAL, RESULT).endswith("nothing; the lever can do it alone.")
    assert (
        lever_words.reading([still], GOAL, RESULT)
        == "**No lever alone is enough.** None of the 1 brings ARR any nearer by then."
    )
    unknown = replace(still, metric=np.nan)
    assert lever_words.reading([unknown], Goal("nrr", 6, 1.2), RESULT).endswith(
        "None of the 1 gives it a value by then."
    )


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (found(), "+3 pts"),
        (found("enterprise.acv", today=60e3, value=64_210.0), "+7%"),
        (found("enterprise.acv", today=60e3, value=30e3), "-50%"),
        (found("enterprise.acv", today=1e3, value=30e3), "× 30"),
        (found("inside_sales.hires_per_quarter", today=0.0, value=0.0074), "+0.0074"),
    ],
)
def test_changes(one: Solution, text: str) -> None:
    assert lever_words.change(one) == text


def test_distances_and_whether_a_value_is_usual() -> None:
    assert lever_words.distance(found()) == "20% of its usual range away"
    assert lever_words.distance(found(value=0.22 + 6.24 * 0.15)) == "6.2 usual ranges away"
    assert lever_words.distance(found("self_serve.acv", today=500.0, value=951.0)) == "90% of today's value away"
    leads = found("marketing.mqls", today=200.0, value=150.0)
    assert lever_words.distance(leads) == "25% of today's value away"
    assert lever_words.distance(replace(leads, today=0.0)) == ""
    assert lever_words.distance(found("marketing.mqls", today=200.0, value=2586.0)) == "12.9 times today's value"
    assert lever_words.usual(found(), PLAN) == "inside the usual 15 to 30%"
    assert lever_words.usual(found(value=0.31), PLAN) == "outside the usual 15 to 30%"
    assert lever_words.usual(leads, PLAN) == "no usual range"
    assert lever_words.others(found(others=(0.4, 0.5, 0.6)), "USD") == "also just met at 40% and 50% and 1 more"
    assert lever_words.values(found(), "USD") == "22 → 25%"


def test_the_table_has_levers_that_move_the_metric() -> None:
    solutions = solve_each(PLAN, GOAL)
    table = lever_words.table(solutions, GOAL, RESULT)
    base = RESULT["arr"][35, 0]
    moving = [one for one in solutions if one.value is not None or one.metric != pytest.approx(base, rel=1e-9)]
    assert len(table["Lever"]) == len(moving)
    best = next(text for text in table["Would have to be"] if "bounds" in text)
    assert best.replace("\N{NO-BREAK SPACE}", " ").startswith("not within its bounds: best is $3")
    rest = lever_words.still(solutions, GOAL, RESULT)
    assert rest.startswith("These do not move ARR by Dec 2028: ")
    assert rest.count(",") + 1 == len(solutions) - len(moving)
    assert lever_words.still(solutions[:1], GOAL, RESULT) == "Every lever moves ARR."


def seat(role: str = "aes", starts: int = 3, planned: int | None = None, opens: int | None = 1) -> Seat:
    return Seat(role, opens, starts, starts + 8 if role == "aes" else None, planned)


def test_a_seat_is_new_where_the_plan_fills_fewer_in_that_month() -> None:
    """The plan fills months 3 and 6; the calendar fills 3 twice and 6: one more in month 3, though 6 comes second."""
    three = (seat(planned=3), seat(planned=6), seat(starts=6, planned=None, opens=4))
    rows = frames.rows(Calendar(three, 1.0, met=True))
    assert [row.name for row in rows] == ["AE 1", "AE 2", "AE 3"]
    assert [row.new for row in rows] == [False, True, False]
    assert frames.not_in_their_month(rows) == (0, 1)


def test_a_new_seat_is_on_top_or_planned_for_another_month() -> None:
    """The plan fills months 6 and 9; the calendar fills 3, 4 and 6: of 3 and 4 one is that of 9, the other on top."""
    three = (seat(starts=3, planned=6), seat(starts=4, planned=9), seat(starts=6, planned=None, opens=4))
    rows = frames.rows(Calendar(three, 1.0, met=True))
    assert [(row.new, row.moved) for row in rows] == [(True, 9), (True, None), (False, None)]
    assert frames.not_in_their_month(rows) == (1, 1)
    frame = frames.seats(rows, Goal("arr", 12, 1.0), Plan())
    assert list(frame["Planned"]) == ["for Sep 2026", "no, on top of the plan", "yes"]
    assert list(frame["moved"]) == [True, False, False]
    assert hiring_words.not_planned(1, 2) == (
        "Seats planned for another month: 1 (circles), on top of the plan: 2 (diamonds)."
    )
    assert hiring_words.not_planned(0, 0) == ""


@pytest.mark.parametrize("team", TEAMS)
def test_seats_on_top_are_those_beyond_the_plan(team: str) -> None:
    for hires in (0.0, 2.0, 5.0):
        event = Event(name="Even", lever=f"{team}.hires_per_quarter", change="set", value=hires, start=4)
        found = hire_by.calendar(PLAN, team, GOAL, (event,))
        assert frames.not_in_their_month(frames.rows(found))[1] == sum(one.planned is None for one in found.seats)


def test_many_seats_are_drawn_by_role_and_quarter() -> None:
    planned = tuple(seat(planned=3) for _ in range(50))
    extra = (seat("bdrs", starts=9, opens=7), seat("aes", starts=11, opens=9))
    rows = frames.rows(Calendar((*planned, *extra), 1.0, met=True))
    assert len(frames.drawn(rows[: frames.SINGLE])) == frames.SINGLE
    drawn = frames.drawn(rows)
    assert [row.name for row in drawn] == ["AE 1 to 50", "AE 51", "BDR 1"]
    assert [len(row.every) for row in drawn] == [50, 0, 0]
    assert frames.seat_roles(drawn) == ("Account executives", "BDRs")
    frame = frames.seats(drawn, Goal("arr", 12, 1.0), Plan())
    first, last = frame.iloc[0], frame.iloc[-1]
    assert [str(first[name])[:7] for name in ("opens", "starts", "productive", "until")] == [
        "2026-01",
        "2026-03",
        "2026-11",
        "2027-01",
    ]
    assert (first["Planned"], last["Planned"]) == ("all 50", "no, on top of the plan")
    assert (last["productive"], last["Productive"]) == (last["starts"], "–")


def test_at_most_forty_bars_are_drawn() -> None:
    roles = ("aes", "bdrs")
    found = [seat(role, starts=3 * at + 3, opens=3 * at + 1, planned=None) for at in range(30) for role in roles]
    assert len(frames.drawn(frames.rows(Calendar(tuple(found), 1.0, met=True)))) == frames.ROWS


def test_who_is_productive_after_the_goal_is_drawn_up_to_it() -> None:
    rows = frames.rows(Calendar((seat(starts=10, opens=None),), 1.0, met=True))
    frame = frames.seats(rows, Goal("arr", 12, 1.0), Plan())
    assert frame["productive"].item() == frame["until"].item()
    assert frame["Productive"].item() == "Jun 2027"
    assert frame["Open"].item() == "before the plan starts"


def test_seats_by_quarter_add_up() -> None:
    some = (
        seat(opens=None, starts=1, planned=1),
        seat(opens=1),
        seat(opens=3, starts=5),
        seat("bdrs", opens=4, starts=6),
    )
    table = frames.quarters(frames.rows(Calendar(some, 1.0, met=True)), Plan())
    assert list(table.columns) == ["In all", "Before", "Mar 2026", "Jun 2026"]
    assert list(table.loc["Account executives"]) == ["3 (2)", "1", "2 (2)", ""]
    assert list(table.loc["BDRs"]) == ["1 (1)", "", "", "1 (1)"]
    assert list(table.loc["Everyone"]) == ["4 (3)", "1", "2 (2)", "1 (1)"]


def test_level_hiring_is_rounded_up_and_meets_the_goal() -> None:
    exact = hire_by.even_hiring(CLOUD, "enterprise", CLOUD_GOAL)
    level = calendar.level(CLOUD, "enterprise", CLOUD_GOAL)
    assert exact.hires_per_quarter is not None
    assert level.hires_per_quarter == np.ceil(exact.hires_per_quarter * 100) / 100
    planned = calendar.with_hiring(CLOUD, level.events)
    assert CLOUD_GOAL.met(planned)
    assert calendar.changes(CLOUD, "enterprise", level.events)
    assert not calendar.changes(planned, "enterprise", level.events)
    text = hiring_words.level_hiring(level, simulate(CLOUD))
    assert text == "**1.8 account executives a quarter from Mar 2026 on meet the goal,** instead of 1.25; no fewer do."
    nobody = replace(level, hires_per_quarter=0.0, planned=0.0)
    text = hiring_words.level_hiring(nobody, simulate(planned))
    assert text == "**No account executives need to be hired** from Mar 2026 on: the goal is met as planned."
    again = calendar.level(planned, "enterprise", CLOUD_GOAL)
    assert "as planned" in hiring_words.level_hiring(again, simulate(planned))


def test_many_hires_are_written_out() -> None:
    assert [hiring_words.in_digits(number) for number in (0.0, 2.345, 12.0, 1000.0)] == ["0", "2.35", "12", "1,000"]


@pytest.mark.parametrize(("number", "expected"), [(1.6232, 1.63), (1.63, 1.63), (12.01, 12.1), (0.26071, 0.261)])
def test_hires_are_rounded_up(number: float, expected: float) -> None:
    assert calendar.rounded_up(number) == expected


def test_another_calendar_replaces_the_one_before_only() -> None:
    own = Event(name="Freeze", lever="enterprise.hires_per_quarter", change="set", value=0.0, start=5)
    first, second = (
        Event(name=hire_by.NAME, lever="enterprise.hires_per_quarter", change="set", value=value, start=3)
        for value in (2.0, 3.0)
    )
    once = calendar.with_hiring(Plan(events=(own,)), [first])
    assert calendar.with_hiring(once, [second]).events == (own, second)
    for_a_month = replace(second, start=9, months=1)
    assert calendar.with_hiring(once, [for_a_month]).events == (own, first, for_a_month)


def test_level_hiring_in_words() -> None:
    level = hire_by.EvenHiring("enterprise", GOAL, 3, 1.0, 2.0, 35e6)
    short, met = RESULT, simulate(PLAN.with_levers({"enterprise.acv": 90e3}))
    assert hiring_words.level_hiring(replace(level, hires_per_quarter=0.5), short).startswith(
        "**It takes fewer hires:** 0.5 "
    )
    assert "no account executives from" in hiring_words.level_hiring(replace(level, hires_per_quarter=0.0), short)
    assert "are enough;** the plan hires 1." in hiring_words.level_hiring(replace(level, hires_per_quarter=0.5), met)
    assert hiring_words.level_hiring(replace(level, hires_per_quarter=0.0), met).startswith(
        "**No more account executives"
    )
    late = replace(level, goal=replace(GOAL, month=2))
    assert hiring_words.level_hiring(late, short) == (
        "**No hire can help by Feb 2026:** a seat that opens in the plan's first month is filled in Mar 2026."
    )


def test_what_is_impossible_says_why_and_when_it_would_be() -> None:
    level = hire_by.EvenHiring("enterprise", GOAL, 3, 1.0, None, 33.8e6, earliest=38, limit="bdr")
    assert hiring_words.level_hiring(level, RESULT) == (
        "**Impossible by Dec 2028, however many account executives are hired:** at best ARR comes to \\$33.8M. BDRs "
        "limit enterprise sales then. The earliest is Feb 2029."
    )
    never = replace(level, earliest=None, limit="leads")
    assert hiring_words.level_hiring(never, RESULT).endswith(
        "Leads limit enterprise sales then. No hiring of this team reaches it within the plan."
    )
    hopeless = simulate(Plan(levers={"enterprise.win_rate": 0.0}))
    assert hiring_words.level_hiring(never, hopeless).endswith(
        "Enterprise sales wins nothing at a win rate of 0%. No hiring of this team reaches it within the plan."
    )
    cash = replace(level, goal=Goal("cash", 36, 1e9))
    assert "limit" not in hiring_words.level_hiring(cash, RESULT)


def starts_of(*sellers: int | None) -> list[hire_by.MonthHiring]:
    """A table from month 3 on."""
    return [
        hire_by.MonthHiring(month, month - 2, number, 30e6 + month) for month, number in enumerate(sellers, start=3)
    ]


@pytest.mark.parametrize(
    ("sellers", "text"),
    [
        (
            (1, 1, 2, None),
            "**1 more rep by Apr 2026, or 2 by May 2026, meet the goal.** From Jun 2026 on it is impossible.",
        ),
        ((1, 1, 1, 1), "**1 more rep by Jun 2026, meets the goal.**"),
        ((0, 0, 0, 0), "**No more reps are needed:** the plan meets the goal with those it hires."),
        (
            (None, None),
            "**Impossible by Jun 2026, however many reps start in one month:** at best ARR comes to \\$30M.",
        ),
        ((), "**No hire can help by Jun 2026:** a seat that opens in the plan's first month is filled after that."),
    ],
    ids=["some", "one number", "none needed", "impossible", "too late"],
)
def test_all_in_one_month_in_words(sellers: tuple[int | None, ...], text: str) -> None:
    goal = Goal("arr", 6, 41e6)
    assert hiring_words.all_at_once(starts_of(*sellers), "inside_sales", goal, Plan()) == text


def test_starts_are_bars_and_their_deadlines_a_table() -> None:
    table = starts_of(1, 1, 2, None)
    frame = frames.starts(table, Plan())
    assert frame["sellers"].tolist()[:3] == [1, 1, 2]
    assert np.isnan(frame["sellers"].iloc[3])
    assert frame["Sellers"].tolist() == ["1 more", "1 more", "2 more", "impossible"]
    assert (frame["until"].iloc[:-1].to_numpy() == frame["date"].iloc[1:].to_numpy()).all()
    assert frames.last_starts(table, Plan()).to_numpy().tolist() == [
        ["1 more", "Apr 2026", "Feb 2026"],
        ["2 more", "May 2026", "Mar 2026"],
    ]


def test_a_best_that_rounds_to_the_target_is_told_apart() -> None:
    level = hire_by.EvenHiring(
        "inside_sales", Goal("arr", 36, 8e6), 3, 1.0, None, 7.998e6, best_at=4.63, most_at=(1.0, 7.8e6)
    )
    text = hiring_words.level_hiring(level, RESULT)
    assert "at best ARR comes to \\$7.998M, with 4.63 a quarter; 1 a quarter brings it to \\$7.8M." in text


def test_a_floor_for_cash_that_is_in_the_way_is_named() -> None:
    goal = Goal("arr", 36, 35e6, cash_floor=1e6)
    level = hire_by.EvenHiring("enterprise", goal, 3, 1.0, None, 30e6, below_floor=(4.0, -3e6))
    assert hiring_words.level_hiring(level, RESULT) == (
        "**Impossible with cash at \\$1M or more:** 4 account executives a quarter reach the target by Dec 2028, but "
        "cash falls to -\\$3M."
    )


def test_fewer_hires_are_named_where_more_in_one_month_do_not_help() -> None:
    goal = Goal("cash", 6, 41e6)
    level = hire_by.EvenHiring("inside_sales", goal, 3, 2.0, 0.5, 42e6)
    text = hiring_words.all_at_once(starts_of(None, None), "inside_sales", goal, Plan(), level)
    assert text == (
        "**No more reps who start in one month meet the goal by Jun 2026, but fewer hires do:** 0.5 reps a quarter "
        "from Mar 2026 on, instead of 2."
    )


def test_seats_are_counted_with_thousands_apart() -> None:
    many = Calendar(tuple(Seat("aes", 2, 5, 11, 5) for _ in range(1200)), metric=1.0, met=True)
    seen = frames.rows(many)
    assert seen[-1].name == "AE 1,200"
    (several,) = frames.drawn(seen)
    assert several.name == "AE 1 to 1,200"
    assert frames.seats([several], GOAL, PLAN)["Planned"].item() == "all 1,200"
    assert frames.quarters(seen, PLAN).loc["Account executives", "In all"] == "1,200"
