"""The shocks we ship load, say where their numbers come from, and do what they say; and files that cannot load."""

import re
from pathlib import Path

import numpy as np
import pytest
from support import ROOT

from planner.model.simulate import Result, simulate
from planner.plan import LOSS_LEVERS, Plan, load, shocks
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

FOLDER = ROOT / "data" / "shocks"
SHOCKS = sorted(FOLDER.glob("*.toml"))
PLANS = sorted((ROOT / "data" / "plans").glob("*.toml"))
EACH = pytest.mark.parametrize("path", SHOCKS, ids=lambda path: path.stem)
SAMPLE = load(ROOT / "data" / "plans" / "open-source-database.toml")


def struck(name: str, start: int, months: int, plan: Plan = SAMPLE) -> Result:
    """A plan with one shipped shock."""
    return simulate(with_shocks(plan, [PlacedShock(shocks.load(FOLDER / f"{name}.toml"), start, months)]))


def test_the_shocks_that_were_promised_are_there() -> None:
    assert [path.stem for path in SHOCKS] == [
        *("attainment-60", "conversion-falls", "fewer-mqls", "hiring-freeze", "longer-sales-cycle"),
        *("losses-half-as-high-again", "price-cut", "slow-squeeze", "slower-ramp", "sudden-stop", "usage-falls"),
    ]


@EACH
def test_every_effect_says_where_it_comes_from(path: Path) -> None:
    values = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("value = ")]
    assert len(values) == len(shocks.load(path).events)
    assert not [line for line in values if not re.search(r"  # \S", line)]
    assert path.stem == "hiring-freeze" or "our estimate" in shocks.load(path).effects


@EACH
@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_a_shock_brings_no_plan_more_arr_over_its_months(path: Path, plan: Path) -> None:
    """Not after them: deals that were held up may meet more sellers, and have lost less by the end of the plan.

    Where sellers are the limit fewer deals only change which ones they close, by a trifle either way.
    """
    base, shock = load(plan), shocks.load(path)
    assert 1 <= shock.months <= 24
    hit = with_shocks(base, [PlacedShock(shock, 7, shock.months)])
    arr, without = (simulate(each, keep=["arr"])["arr"][:, 0] for each in (hit, base))
    assert (arr[:6] == without[:6]).all()
    during = slice(6, 6 + shock.months)
    assert arr[during].sum() <= without[during].sum() * (1 + 1e-4)


@EACH
def test_a_shock_costs_the_sample_plan_something(path: Path) -> None:
    assert struck(path.stem, 7, 24)["arr"][:, 0].min() > 0
    assert struck(path.stem, 7, 24)["arr"][35, 0] < simulate(SAMPLE)["arr"][35, 0]


def test_every_way_to_a_customer_falls_by_30_percent_once() -> None:
    """In the first month, before anything feeds back, and where nobody is short of people or of a cycle."""
    plan = SAMPLE.with_levers(
        {
            **{f"{team}.cycle_months": 0.0 for team in ("enterprise", "inside_sales")},
            **{f"{team}.quota": 1e9 for team in ("enterprise", "inside_sales")},
            "enterprise.leads_per_bdr": 1e5,
            "enterprise.evaluations_per_se": 1e4,
        }
    )
    before, after = simulate(plan), struck("conversion-falls", 1, 12, plan)
    for name in ("conversions", "won_pql_arr", "won_upgrade_arr", "won_mql_arr"):
        assert before[name][0, 0] > 0
        assert after[name][0, 0] == pytest.approx(0.7 * before[name][0, 0], rel=1e-12)
    for name in ("won_customers_self_serve", "won_customers_inside_sales", "won_customers_enterprise"):
        assert after[name][0, 0] == pytest.approx(0.7 * before[name][0, 0], rel=1e-12)


def test_usage_falls_by_a_fifth_in_one_month_only() -> None:
    for months in (1, 12):
        factor = struck("usage-falls", 10, months)["usage_factor"][:, 0]
        assert factor[9] == pytest.approx(0.8)
        assert (np.delete(factor, 9) == 1).all()


def test_losses_are_half_as_high_again() -> None:
    shock = shocks.load(ROOT / "data" / "shocks" / "losses-half-as-high-again.toml")
    assert {event.lever for event in shock.events} == set(LOSS_LEVERS)
    before, after = simulate(SAMPLE), struck("losses-half-as-high-again", 5, 3)
    for segment in ("self_serve", "inside_sales", "enterprise"):
        lost, more = (1 - each[f"renewal_rate_{segment}"][4:7, 0] for each in (before, after))
        assert more == pytest.approx(1.5 * lost)


def test_nobody_new_is_hired_in_a_freeze() -> None:
    plan = SAMPLE.with_levers({"people.time_to_hire": 0.0})
    frozen = struck("hiring-freeze", 7, 6, plan)
    for hires in ("ae_hires", "isr_hires"):
        assert (frozen[hires][6:12, 0] == 0).all()
        assert (frozen[hires][[5, 12], 0] > 0).all()
    for heads in ("engineers", "marketers"):
        assert (np.diff(frozen[heads][5:12, 0]) == 0).all()


@pytest.mark.parametrize("team", ["enterprise", "inside_sales"])
def test_shocks_of_both_teams_change_both(team: str) -> None:
    changed = {
        path.stem: {event.lever: (event.change, event.value) for event in shocks.load(path).events} for path in SHOCKS
    }
    assert changed["slower-ramp"][f"{team}.ramp_months"] == ("add", 3.0)
    assert changed["attainment-60"][f"{team}.attainment"] == ("at_most", 0.6)
    assert changed["longer-sales-cycle"][f"{team}.cycle_months"] == ("add", 2.0)
    assert changed["price-cut"][f"{team}.acv"] == ("multiply", 0.9)


def test_a_sudden_stop_hits_the_field_and_leaves_self_serve_alone() -> None:
    before, after = simulate(SAMPLE), struck("sudden-stop", 7, 6)
    assert (after["conversions"] == before["conversions"]).all()
    assert after["won_arr_enterprise"][6:12].sum() < 0.8 * before["won_arr_enterprise"][6:12].sum()


def test_a_slow_squeeze_comes_slowly_and_loses_no_customer_more() -> None:
    before, after = simulate(SAMPLE), struck("slow-squeeze", 7, 24)
    for name in ("renewal_rate_enterprise", "logo_renewal_rate_enterprise"):
        assert (after[name] == before[name]).all()
    growth = (after["expansion_factor_enterprise"] - 1) / (before["expansion_factor_enterprise"] - 1)
    assert (np.diff(growth[5:18, 0]) < 0).all()
    assert growth[17, 0] == pytest.approx(0.6, abs=0.05)


def wins(result: Result, months: slice) -> float:
    """Deals of both teams over some months."""
    return float((result["won_customers_enterprise"] + result["won_customers_inside_sales"])[months, 0].sum())


TEAMS = ("enterprise", "inside_sales")
SLOWING = ("sudden-stop", "longer-sales-cycle", "slow-squeeze")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize("names", [*((name,) for name in SLOWING), SLOWING], ids="+".join)
def test_a_slower_cycle_brings_fewer_wins_and_no_gap(names: tuple[str, ...], path: Path) -> None:
    """From the first month of the shocks to six months after them; a month without wins is one the plan has too."""
    plan = load(path)
    placed = [PlacedShock(shock, 7, shock.months) for shock in (shocks.load(FOLDER / f"{name}.toml") for name in names)]
    last = 6 + max(one.months for one in placed)
    before, after = simulate(plan), simulate(with_shocks(plan, placed))
    assert wins(after, slice(6, last)) <= wins(before, slice(6, last)) * (1 + 1e-12)
    for team in ("enterprise", "inside_sales"):
        open_before, open_after = (each[f"won_customers_{team}"][6 : last + 6, 0] for each in (before, after))
        in_flight = after[f"open_opportunities_{team}"][6 : last + 6, 0]
        assert (open_after[(in_flight > 0) & (open_before > 0)] > 0).all()


@pytest.mark.parametrize("name", SLOWING)
def test_a_slower_cycle_costs_the_sample_plan_wins(name: str) -> None:
    months = slice(6, 6 + shocks.load(FOLDER / f"{name}.toml").months)
    assert wins(struck(name, 7, months.stop - 6), months) < wins(simulate(SAMPLE), months)


def test_a_freeze_leaves_people_who_follow_customers() -> None:
    before, after = simulate(SAMPLE), struck("hiring-freeze", 7, 6)
    assert (np.diff(after["support_engineers"][5:12, 0]) > 0).all()
    for heads, work, lever in (
        ("csms", after["customers_inside_sales"] + after["customers_enterprise"], "customer_success.accounts_per_csm"),
        ("support_engineers", after["customers"], "people.customers_per_support_engineer"),
    ):
        assert after[heads] == pytest.approx(work / SAMPLE.value(lever))
    assert before["ga_staff"][11, 0] > after["ga_staff"][11, 0] > 0


@pytest.mark.parametrize("attainment", [0.5, 0.59, 0.61, 0.9])
def test_attainment_of_60_percent_never_raises_it(attainment: float) -> None:
    levers = {"sales.expansion_sold": 0.0} | {f"{team}.attainment": attainment for team in TEAMS}
    plan = SAMPLE.with_levers(levers)
    before, after = simulate(plan), struck("attainment-60", 7, 12, plan)
    factor = min(1.0, 0.6 / attainment)
    capacity = after["inside_sales_capacity_arr"][6:18] / before["inside_sales_capacity_arr"][6:18]
    assert capacity == pytest.approx(factor)


GOOD = """[shock]
name = "A shock"
about = "What happens."
effects = "our estimate"
months = 6

[[events]]
lever = "marketing.mqls"
change = "multiply"
value = 0.5
start = 1
"""


def read(folder: Path, text: str) -> shocks.Shock:
    (folder / "shock.toml").write_text(text, encoding="utf-8")
    return shocks.load(folder / "shock.toml")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    shock = read(tmp_path, GOOD)
    assert (shock.name, shock.about, shock.effects, shock.months) == ("A shock", "What happens.", "our estimate", 6)
    (event,) = shock.events
    assert (event.lever, event.change, event.value, event.start, event.months) == (
        *("marketing.mqls", "multiply", 0.5, 1, None),
    )
    assert CATALOGUE[event.lever].kind == "flow"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("months = 6", "months = 0", "shock, months = 0: must be 1 to 120"),
        ("months = 6", "month = 6", "shock, months: is missing"),
        ("months = 6", "month = 6", "shock, month = 6: unknown key .did you mean months"),
        ('name = "A shock"', "name = 3", "shock, name = 3: must be text"),
        ('"marketing.mqls"', '"marketing.mql"', "event 1, lever = 'marketing.mql': no such lever"),
        ("start = 1", "start = 7", "shock, events: event 1 starts in month 7; must be within the shock, 1 to 6"),
        ("[[events]]", "[[event]]", "event = .*: unknown table .did you mean events"),
        ("[[events]]", "[[event]]", "events: are missing; a shock needs one"),
        ("[shock]", "[shock", r"line 1 = '\[shock': is not TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(PlannerError, match=f"shock.toml: {sentence}"):
        read(tmp_path, GOOD.replace(old, new))


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"none\.toml: file: cannot be read \(No such file"):
        shocks.load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlannerError, match=r"bytes\.toml: file: is not text"):
        shocks.load(tmp_path / "bytes.toml")
