"""Goal seek as a person uses it: the goal, one click to what it takes, and the hiring."""

import itertools
from collections.abc import Callable

import pytest
from hand import current, press
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT, key_numbers

from planner import plan as plans
from planner.analysis.hiring import hire_by
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.solve import in_few_digits, solve
from planner.model.simulate import simulate
from planner.plan import Event, Plan, Target
from planner.ui.kit import metrics
from planner.ui.pages.goal_seek import calendar, goal_entry
from planner.ui.pages.goal_seek.words import hiring as hiring_words
from planner.ui.session import page_inputs
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name

App = Callable[..., AppTest]
SHIPPED = {path.stem: plans.load(path) for path in sorted((ROOT / "data" / "plans").glob("*.toml"))}
CLOUD = SHIPPED["consumption-cloud"]
RESULT = simulate(PLAN)
SHORT = next(target for target in PLAN.arr_targets() if RESULT["arr"][target.month - 1, 0] < target.arr)
"""The first target that the plan misses."""

GOAL = Goal("arr", SHORT.month, SHORT.arr)
WHEN = month_name(PLAN.start, SHORT.month)


@pytest.fixture
def page(app: App) -> Callable[[Plan], AppTest]:
    def visit(plan: Plan) -> AppTest:
        return app(plan).switch_page("pages/goal_seek.py").run()

    return visit


def asked(test: AppTest) -> Goal:
    return test.session_state[f"{page_inputs.PREFIX}{goal_entry.GOAL}"]


def says(test: AppTest, part: str) -> bool:
    return any(part in text.value for text in test.main.markdown)


def bodies(test: AppTest) -> list[str]:
    """What is written as HTML, with plain spaces."""
    return [element.proto.body.replace("\N{NO-BREAK SPACE}", " ") for element in test.get("html")]


def answers_of(test: AppTest) -> list[str]:
    """The rows of levers, as HTML."""
    return [html for html in bodies(test) if "Lowest cash" in html and "grid-template-columns" in html]


def choose(test: AppTest, **chosen: object) -> AppTest:
    """Choose among buttons side by side, by key with an underscore for its dash."""
    for key, value in chosen.items():
        test.button_group(key=key.replace("_", "-")).set_value(value)
    return test.run()


def test_it_opens_on_the_first_target_that_is_missed(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    assert asked(test) == GOAL
    assert test.text_input(key="number-goal-target").value == f"${SHORT.arr:,.0f}"
    assert test.selectbox(key="goal-month").value == SHORT.month
    assert test.button_group(key="goal-promise").value == [one.month for one in PLAN.targets].index(SHORT.month)
    reached = money(float(RESULT["arr"][SHORT.month - 1, 0]), "USD")
    assert says(test, f"**ARR in {WHEN} comes to \\{reached}, ")
    assert says(test, f" short of \\{money(SHORT.arr, 'USD')}.**")
    assert says(test, "**Nearest:**")
    assert len([button for button in test.button if str(button.key).startswith("goal-apply-")]) == 9


def test_a_plan_without_targets_says_where_to_add_one(page: Callable[[Plan], AppTest]) -> None:
    test = page(Plan())
    assert asked(test).month == 60
    assert any("add one on Plan" in caption.value for caption in test.caption)


def answer(lever: str) -> float:
    """The value that a lever would have to be for the goal, as the page applies it."""
    (found,) = in_few_digits(PLAN, GOAL, [solve(PLAN, lever, GOAL)])
    assert found.value is not None
    return found.value


def test_applying_a_lever_meets_the_goal_and_can_be_undone(page: Callable[[Plan], AppTest]) -> None:
    test, value = page(PLAN), answer("enterprise.acv")
    test.button(key="goal-apply-enterprise.acv").click().run()
    changed = current(test)
    assert changed.value("enterprise.acv") == value
    assert simulate(changed)["arr"][GOAL.month - 1, 0] >= GOAL.target
    said = f"Enterprise contract value is now {value:,.0f} USD a year: the goal is met."
    assert test.success[0].value.startswith(said)
    assert says(test, "**The goal is met:")
    assert says(test, "**Nothing would have to change")
    assert asked(test) == GOAL
    assert test.selectbox(key="goal-lever-shown").value == "enterprise.acv"
    test.run()
    assert not test.success
    press(test, "undo")
    assert current(test) == PLAN
    assert says(test, "short of")


def test_any_lever_can_be_looked_at_and_applied(page: Callable[[Plan], AppTest]) -> None:
    test, value = page(PLAN), answer("enterprise.win_rate")
    test.selectbox(key="goal-lever-shown").set_value("enterprise.win_rate").run()
    today = PLAN.value("enterprise.win_rate")
    assert says(test, f"**Enterprise win rate is {100 * today:g}% and would have to be {100 * value:g}%**, inside the")
    assert says(test, "Lowest cash ")
    test.button(key="goal-apply-detail-enterprise.win_rate").click().run()
    assert current(test).value("enterprise.win_rate") == value
    assert says(test, "**The goal is met:")
    test.selectbox(key="goal-lever-shown").set_value("people.ae_cost").run()
    assert says(test, "The goal stays met whatever it is.")


def test_a_promise_of_the_board_is_one_click(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    promises = test.button_group(key="goal-promise")
    told = []
    for target in PLAN.targets:
        met = RESULT["arr"][target.month - 1, 0] >= target.least
        what = f"\\{money(target.least, 'USD')} in {month_name(PLAN.start, target.month)}"
        told.append(f"{'✓' if met else '✗'} {what}, {'met' if met else 'missed'}")
    assert [option.content for option in promises.proto.options] == told
    last = PLAN.targets[-1]
    choose(test, goal_promise=len(PLAN.targets) - 1)
    assert asked(test) == Goal("arr", last.month, last.least)
    assert test.text_input(key="number-goal-target").value == f"${last.least:,.0f}"
    test.text_input(key="number-goal-target").set_value("81M").run()
    assert test.button_group(key="goal-promise").value is None


def test_promises_of_any_metric_can_be_the_goal(page: Callable[[Plan], AppTest]) -> None:
    few = Target(month=24, metric="headcount", most=1.0)
    spare = Target(month=36, metric="idle_bdrs", least=5e2, most=1e6)
    test = page(PLAN.changed(targets=(spare, few)))
    assert asked(test) == Goal("headcount", 24, 1.0, at_most=True)
    told = [option.content for option in test.button_group(key="goal-promise").proto.options]
    assert told[0].startswith("✗ Headcount at most 1 in ")
    assert [text.partition(" in ")[0] for text in told[1:]] == [
        "✗ BDRs without leads at least 500",
        "✓ BDRs without leads at most 1,000,000",
    ]
    choose(test, goal_promise=1)
    assert asked(test) == Goal("idle_bdrs", 36, 5e2)
    assert test.selectbox(key="goal-metric").value == "idle_bdrs"
    assert not test.exception


def test_another_metric_brings_a_target_and_its_direction(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.selectbox(key="goal-metric").set_value("headcount").run()
    heads = simulate(PLAN)["headcount"][35, 0]
    assert asked(test).at_most
    assert asked(test).target == pytest.approx(0.8 * heads, rel=0.05)
    test.selectbox(key="goal-metric").set_value("nrr").run()
    assert not asked(test).at_most
    test.text_input(key="number-goal-target").set_value("130").run()
    assert asked(test) == Goal("nrr", 36, 1.3)
    test.selectbox(key="goal-direction").set_value(True).run()
    test.selectbox(key="goal-month").set_value(48).run()
    assert asked(test) == Goal("nrr", 48, 1.3, at_most=True)
    assert not test.exception
    assert not test.error


def test_a_target_that_is_emptied_is_refused_and_stays(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.text_input(key="number-goal-target").set_value("").run()
    assert "is empty: its value, \\$35,000,000, stays" in test.error[0].value
    assert test.text_input(key="number-goal-target").value == "$35,000,000"
    assert asked(test) == Goal("arr", 36, 35e6)
    test.text_input(key="number-goal-target").set_value("1e305").run()
    assert "must be at most 1e15" in test.error[0].value
    assert asked(test) == Goal("arr", 36, 35e6)
    test.run()
    assert not test.error


def test_goal_and_lever_survive_leaving_the_page(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.text_input(key="number-goal-target").set_value("34.5M").run()
    test.selectbox(key="goal-lever-shown").set_value("enterprise.win_rate").run()
    test.switch_page("app.py").run()
    test.switch_page("pages/goal_seek.py").run()
    assert test.text_input(key="number-goal-target").value == "$34,500,000"
    assert test.selectbox(key="goal-lever-shown").value == "enterprise.win_rate"


def test_another_plan_brings_its_own_goal(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.session_state["plans"] = True
    test.run()
    test.selectbox(key="shipped").set_value("consumption-cloud").run()
    assert asked(test) == Goal("arr", 12, 40e6)
    test.selectbox(key="goal-month").set_value(60).run()
    test.switch_page("pages/plan.py").run()
    test.text_input(key="number-settings-months").set_value("48").run()
    test.switch_page("pages/goal_seek.py").run()
    assert asked(test).month == 48
    assert not test.exception


def test_every_lever_is_a_click_away(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.session_state["goal-every"] = True
    test.run()
    captions = ("What each lever would have to be", "Levers that nobody decides on")
    table = "".join(html for html in bodies(test) if any(caption in html for caption in captions))
    assert "not within its" in table
    assert "ARR in Dec 2030" in table
    named = sum(caption.value.count(",") + 1 for caption in test.caption if caption.value.startswith("These do not"))
    flows = [lever for lever in CATALOGUE.values() if lever.kind == "flow"]
    assert table.count('<th scope="row"') + named == len(flows)


def test_an_answer_says_what_it_comes_to_before_it_is_applied(page: Callable[[Plan], AppTest]) -> None:
    test, value = page(PLAN), answer("enterprise.acv")
    (row,) = [html for html in bodies(test) if "Enterprise contract value" in html and f"{value:,.0f}" in html]
    after = simulate(PLAN.with_levers({"enterprise.acv": value}))
    low = int(after["cash"][:, 0].argmin())
    assert f"Lowest cash {money(float(after['cash'][low, 0]), 'USD')} in {month_name(PLAN.start, low + 1)}" in row
    assert f"{count(after['headcount'][GOAL.month - 1, 0])} people in {WHEN}" in row
    assert f"ARR {money(float(after['arr'][-1, 0]), 'USD')} in {month_name(PLAN.start, PLAN.months)}" in row


SEED = SHIPPED["seed-stage-devtool"]


def test_answers_with_which_cash_runs_out_say_so_and_come_last(page: Callable[[Plan], AppTest]) -> None:
    """A company whose cash just lasts, and a goal for headcount: hired people cost, leavers do not."""
    result = simulate(SEED)
    poor = SEED.with_levers({"finance.cash": SEED.value("finance.cash") - float(result["cash"].min()) + 1_000})
    test = page(poor)
    test.selectbox(key="goal-metric").set_value("headcount").run()
    test.selectbox(key="goal-direction").set_value(False).run()
    heads = result["headcount"][asked(test).month - 1, 0]
    test.text_input(key="number-goal-target").set_value(f"{1.5 * heads:.1f}").run()
    rows = answers_of(test)
    runs_out = ["Cash runs out in" in row for row in rows]
    assert any(runs_out)
    assert runs_out == sorted(runs_out)


def test_a_floor_for_cash_is_kept_by_every_answer(page: Callable[[Plan], AppTest]) -> None:
    test = page(SEED)
    test.checkbox(key="goal-has-floor").check().run()
    assert asked(test).cash_floor == 0
    test.text_input(key="number-goal-floor").set_value("500K").run()
    assert asked(test).cash_floor == 500_000
    rows = answers_of(test)
    assert rows
    assert not any("Cash runs out" in row for row in rows)
    key = next(str(button.key) for button in test.button if str(button.key).startswith("goal-apply-"))
    test.button(key=key).click().run()
    assert simulate(current(test))["cash"].min() >= 500_000
    assert says(test, "**The goal is met:")


def test_level_hiring_is_planned_as_an_event_and_meets_the_goal(page: Callable[[Plan], AppTest]) -> None:
    test = page(CLOUD)
    assert says(test, "**1.8 account executives a quarter from Mar 2026 on meet the goal,** instead of 1.25")
    promised = next(tile for tile in key_numbers(test) if tile.label == "Lowest cash")
    test.button(key="goal-hire").click().run()
    changed = current(test)
    low, before = (float(simulate(plan)["cash"].min()) for plan in (changed, CLOUD))
    assert (promised.value, promised.change) == (money(low, "USD"), money(low - before, "USD"))
    assert changed.events == (
        *CLOUD.events,
        Event(name=hire_by.NAME, lever="enterprise.hires_per_quarter", change="set", value=1.8, start=3),
    )
    assert simulate(changed)["arr"][11, 0] >= 40e6
    assert "the goal is met" in test.success[0].value
    assert not [button for button in test.button if button.key == "goal-hire"]
    press(test, "undo")
    assert current(test) == CLOUD


def test_all_in_one_month_says_how_many_by_when(page: Callable[[Plan], AppTest]) -> None:
    test = choose(page(CLOUD), goal_way="once")
    assert says(
        test, "**1 more account executive by Apr 2026, or 4 by Aug 2026, meet the goal.** From Sep 2026 on it is"
    )
    assert test.selectbox(key="goal-start-enterprise").value == 4
    test.selectbox(key="goal-start-enterprise").set_value(8).run()
    test.button(key="goal-hire").click().run()
    new = current(test).events[-1]
    assert (new.lever, new.start, new.months) == ("enterprise.hires_per_quarter", 8, 1)
    assert new.value == pytest.approx(1.25 + 3 * 4)
    assert "the goal is met" in test.success[0].value


def test_what_is_impossible_offers_the_earliest_month(page: Callable[[Plan], AppTest]) -> None:
    """What even the most hires the lever allows bring together in a month, they bring in it."""
    most = PLAN.with_levers({"enterprise.hires_per_quarter": CATALOGUE["enterprise.hires_per_quarter"].max})
    arr = simulate(most)["arr"][:, 0]
    test = page(PLAN.changed(targets=(Target(month=12, least=float(arr[23])),)))
    assert says(test, "**Impossible by Dec 2026")
    assert says(test, "The earliest is ")
    test.button(key="goal-earliest").click().run()
    assert asked(test).month > 12
    assert not says(test, "Impossible")


@pytest.mark.parametrize("plan", SHIPPED.values(), ids=list(SHIPPED))
def test_every_plan_has_a_calendar(page: Callable[[Plan], AppTest], plan: Plan) -> None:
    test = page(plan)
    for way, team in itertools.product(("level", "once"), ("enterprise", "inside_sales")):
        choose(test, goal_way=way, goal_team=team)
        assert not test.exception, (way, team)
        assert not test.error, (way, team)
        goal = asked(test)
        level = calendar.level(plan, team, goal)
        if way == "level":
            said = hiring_words.level_hiring(level, simulate(plan))
        else:
            said = hiring_words.all_at_once(calendar.starts(plan, team, goal), team, goal, plan, level)
        assert [text.value for text in test.main.markdown].count(said) == 1, (way, team)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(months=12, targets=(Target(month=1, least=1e9),)),
        Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()}),
        SHIPPED["datadog-2018"],
    ],
    ids=["too soon", "nothing", "endless runway"],
)
def test_every_metric_can_be_asked_for(page: Callable[[Plan], AppTest], plan: Plan) -> None:
    test = page(plan)
    test.session_state["goal-every"] = True
    for metric in (*metrics.FIRST[1:], "arr"):
        test.selectbox(key="goal-metric").set_value(metric)
        choose(test, goal_way="once" if metric == "cash" else "level")
        assert asked(test).metric == metric
        assert not test.exception, metric
        assert not test.error, metric


def test_levers_together_say_their_cost_and_are_applied(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.multiselect(key="goal-together").set_value(["enterprise.acv", "enterprise.win_rate", "marketing.mqls"]).run()
    assert says(test, " of the way of each meets the goal**: ARR in ")
    assert any("Lowest cash" in caption.value for caption in test.caption)
    before = current(test)
    test.button(key="goal-together-apply").click().run()
    after = current(test)
    moved = {lever for lever in CATALOGUE if after.value(lever) != before.value(lever)}
    assert moved == {"enterprise.acv", "enterprise.win_rate", "marketing.mqls"}
    assert GOAL.met(after)
    assert not test.multiselect
    press(test, "undo")
    assert current(test) == before


def test_one_lever_is_not_several(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    test.multiselect(key="goal-together").set_value(["enterprise.acv"]).run()
    assert any("Choose 2 to 6 levers." in caption.value for caption in test.caption)


def test_a_round_that_keeps_the_floor_is_found_and_added(page: Callable[[Plan], AppTest]) -> None:
    plan = Plan(levers={"finance.cash": 5e6}, months=36)
    lowest = float(simulate(plan)["cash"].min())
    assert lowest < 0
    test = page(plan)
    test.checkbox(key="goal-has-floor").check().run()
    test.text_input(key="number-goal-floor").set_value("1M").run()
    assert says(test, "**The smallest round in ")
    assert says(test, "**The latest month of ")
    test.button(key="goal-round-apply-month").click().run()
    (added,) = current(test).funding
    assert float(simulate(current(test))["cash"].min()) >= 1e6
    assert added.amount == pytest.approx(1e6 - lowest, rel=0.01)
    assert says(test, "**No round is needed:**")


def test_a_round_of_an_amount_says_when_at_the_latest(page: Callable[[Plan], AppTest]) -> None:
    plan = Plan(levers={"finance.cash": 5e6}, months=36)
    short = int((simulate(plan)["cash"][:, 0] < 0).argmax()) + 1
    test = page(plan)
    test.text_input(key="number-goal-round").set_value("400M").run()
    assert says(test, f"**The latest month of \\$400M is {month_name(plan.start, short)}.**")
    test.text_input(key="number-goal-round").set_value("1").run()
    assert says(test, "**A round of \\$1 is too small in any month.**")


def test_the_next_dollar_is_ranked_once_it_is_asked_for(page: Callable[[Plan], AppTest]) -> None:
    test = page(PLAN)
    assert not any("ARR per 1 of cost" in html for html in bodies(test))
    test.session_state["goal-next"] = True
    test.run()
    (table,) = [html for html in bodies(test) if "ARR per 1 of cost" in html]
    assert "Calls to action in the product" in table
    assert says(test, " adds most for its cost:**")
