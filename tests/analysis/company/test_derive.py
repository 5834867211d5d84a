import functools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner import plan as plans
from planner.analysis.company import Answers, Company, LastRound, People, Sellers, SoldBy, blank, derive
from planner.analysis.company.money import LEAST, MOST, PAY
from planner.analysis.company.people import HIRES
from planner.analysis.company.stages import ASSUMPTION, GRADES, STAGES, Defaults, rates, usual
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_date
from planner.vocabulary.segments import SEGMENTS

SEED = 20261126
ARRS = (0.0, 1e4, 5e4, 3e5, 1e6, 3e6, 1e7, 5e7, 2e8)


def month(year: int, at: int) -> str:
    return f"{month_date(f'{year}-01', at):%Y-%m}"


def random_answers(seed: int) -> Answers:
    """A company that may be, each answer known two times of three."""
    rng = np.random.default_rng((SEED, seed))
    arr = float(round(10 ** rng.uniform(4.5, 7.7), -2)) if rng.random() > 0.05 else 0.0
    shares = rng.dirichlet((2, 1, 1)) if rng.random() > 0.2 else rng.permutation([0.7, 0.3, 0.0])
    heads = max(2, round(arr / rng.uniform(40_000, 200_000)))
    known = lambda value: value if rng.random() < 2 / 3 else None  # noqa: E731
    groups = tuple(
        Sellers(team=team, people=people, since=since)
        for team in ("enterprise", "inside_sales")
        for _ in range(rng.integers(0, 3))
        for people in [int(rng.integers(0, 1 + max(1, heads // 12)))]
        for since in [month(2024, int(rng.integers(1, 30))) if rng.random() > 0.3 else None]
    )
    return Answers(
        arr=arr,
        stage=known(str(rng.choice(list(STAGES)))),
        start=known("2026-03"),
        currency=known(str(rng.choice(["USD", "EUR", "GBP"]))),
        sold_by=known(SoldBy(**dict(zip(SEGMENTS, map(float, shares), strict=True)))),
        customers=known(float(max(3, round(arr / 10 ** rng.uniform(2.7, 4))))) if arr else None,
        signups=known(float(round(10 ** rng.uniform(1, 5)))) if rng.random() > 0.1 else 0.0,
        activation=known(float(rng.uniform(0.02, 0.9))),
        paying=known(float(rng.uniform(0.0, 0.4))),
        sellers=known(groups),
        quota=known(float(rng.uniform(3e5, 2e6))),
        inside_sales_quota=known(float(rng.uniform(2e5, 9e5))),
        price=known(float(10 ** rng.uniform(1.5, 3.7))),
        inside_sales_contract=known(float(10 ** rng.uniform(3.5, 4.5))),
        enterprise_contract=known(float(10 ** rng.uniform(4.2, 5.3))),
        gross_retention=known(float(rng.uniform(0.5, 1))),
        headcount=known(float(heads)),
        cash=known(float(round(10 ** rng.uniform(5, 7.5)))),
        burn=known(float(round(heads * rng.uniform(-3_000, 18_000)))),
        targets=known((Target(month=24, least=3 * arr),)),
        round=known(Funding(month=9, amount=5 * arr + 1e6)),
    )


def said(company: Company, about: str, kind: str) -> list[str]:
    return [one.text for one in company.remarks if (one.about, one.kind) == (about, kind)]


def first(plan: Plan, column: str, **levers: float) -> float:
    return float(simulate(plan, keep=(column,), levers=levers or None)[column][0, 0])


def headcount(plan: Plan) -> float:
    """Month 1 without that month's hires."""
    return first(plan, "headcount", **dict.fromkeys(HIRES, 0.0))


def burn(plan: Plan) -> float:
    return float(-simulate(plan, keep=("free_cash_flow",))["free_cash_flow"][:3, 0].mean())


@functools.cache
def companies() -> list[tuple[Answers, Company]]:
    return [(answers, derive(answers)) for answers in map(random_answers, range(200))]


def answered(*keys: str) -> list[tuple[Answers, Company]]:
    """Those companies of which all these answers are known."""
    found = [one for one in companies() if all(getattr(one[0], key) is not None for key in keys)]
    assert len(found) > 80
    return found


def test_arr_is_met() -> None:
    for answers, company in companies():
        parts = [company.plan.value(f"{segment}.arr") for segment in SEGMENTS]
        assert sum(parts) == pytest.approx(answers.arr, rel=1e-12)
    for answers, company in answered("sold_by"):
        for segment in SEGMENTS:
            share = getattr(answers.sold_by, segment)
            assert company.plan.value(f"{segment}.arr") == pytest.approx(answers.arr * share, rel=1e-5, abs=1e-6)


def test_customers_are_met() -> None:
    for answers, company in answered("customers"):
        parts = [company.plan.value(f"{segment}.customers") for segment in SEGMENTS]
        assert sum(parts) == pytest.approx(answers.customers, rel=1e-12)
        assert min(parts) >= 0


def test_sellers_are_met() -> None:
    for answers, company in answered("sellers"):
        plan = company.plan
        for team in ("enterprise", "inside_sales"):
            people = sum(one.people for one in answers.sellers or () if one.team == team)
            later = sum(event.value / 3 for event in plan.events if event.lever == f"{team}.hires_per_quarter")
            assert plan.value(f"{team}.reps") + plan.value(f"{team}.ramping_reps") + later == people


def test_the_funnel_is_met() -> None:
    for answers, company in answered("signups"):
        assert first(company.plan, "signups") == pytest.approx(answers.signups, rel=0.03)
    for answers, company in answered("activation"):
        assert company.plan.value("community.activation_rate") == answers.activation
    for answers, company in answered("paying"):
        names = ("self_serve.conversion", "community.pql_rate", "community.free_churn")
        exits = [company.plan.value(name) for name in names]
        assert exits[0] / sum(exits) == pytest.approx(answers.paying, abs=1e-6)


def test_prices_and_quotas_are_met() -> None:
    asked = {
        "quota": "enterprise.quota",
        "inside_sales_quota": "inside_sales.quota",
        "price": "self_serve.acv",
        "inside_sales_contract": "inside_sales.acv",
        "enterprise_contract": "enterprise.acv",
        "cash": "finance.cash",
    }
    for key, lever in asked.items():
        for answers, company in answered(key):
            assert company.plan.value(lever) == getattr(answers, key)
    for _, company in companies():
        value = company.plan.value
        for team in ("enterprise", "inside_sales"):
            assert value(f"{team}.reference_acv") == value(f"{team}.acv")
            assert value(f"{team}.reference_win_rate") == value(f"{team}.win_rate")


def test_gross_retention_is_met_over_all() -> None:
    for answers, company in answered("gross_retention"):
        if answers.arr:
            grr = simulate(company.plan, keep=("grr",))["grr"][11, 0]
            assert grr == pytest.approx(answers.gross_retention, abs=1e-6)


def test_headcount_is_met_or_the_gap_is_said() -> None:
    gaps = 0
    for answers, company in answered("headcount"):
        if said(company, "headcount", "gap"):
            gaps += 1
        else:
            assert headcount(company.plan) == pytest.approx(answers.headcount, abs=0.5)
    assert gaps < 10


def test_burn_is_met_or_the_gap_is_said() -> None:
    met = 0
    for answers, company in answered("burn"):
        if not said(company, "burn", "gap"):
            met += 1
            assert burn(company.plan) == pytest.approx(answers.burn, rel=0.1, abs=1)
    assert met > 50


def test_promises_and_rounds_are_kept() -> None:
    for answers, company in companies():
        assert company.plan.targets == (answers.targets or ())
        assert company.plan.funding == ((answers.round,) if answers.round else ())


def test_no_plan_runs_out_of_cash_in_silence() -> None:
    for _, company in companies():
        result = simulate(company.plan)
        out = float(result.cash_out_month()[0])
        assert math.isnan(out) or said(company, "cash", "gap")
        assert all(np.isfinite(result[name]).all() for name in ("arr", "cash", "headcount", "customers"))


def test_every_plan_is_a_file() -> None:
    for _, company in companies()[::10]:
        assert plans.loads(plans.dumps(company.plan)) == company.plan


@pytest.mark.parametrize("arr", ARRS)
def test_arr_alone_gives_a_sane_plan(arr: float) -> None:
    company = derive(Answers(arr=arr))
    result = simulate(company.plan)
    out = float(result.cash_out_month()[0])
    assert math.isnan(out) or (out >= 12 and said(company, "cash", "gap"))
    growth = result["arr_growth"][[11, 23, 35], 0]
    if arr:
        assert ((growth > 0.15) & (growth < 1.6)).all()
        assert (np.diff(result["arr"][:, 0]) > 0).all()
    assert not [one for one in company.remarks if one.kind == "contradiction"]
    assert {fact.origin for fact in company.facts.values()} <= {"derived", "stage"}


def test_where_each_lever_comes_from() -> None:
    company = derive(Answers(arr=1e6, stage="seed", price=450, gross_retention=0.86, cash=2e6))
    facts = company.facts
    assert (facts["self_serve.acv"].value, facts["self_serve.acv"].origin) == (450, "entered")
    assert facts["self_serve.gross_retention"].origin == "derived"
    assert "86%" in facts["self_serve.gross_retention"].how
    assert facts["enterprise.acv"].origin == "stage"
    assert "KBCM" in facts["enterprise.acv"].how
    assert facts["finance.cash"].origin == "entered"
    assert all(fact.how.endswith(".") for fact in facts.values())
    origin = company.plan.origin
    assert {lever: fact.origin for lever, fact in facts.items()} == {
        lever: one for lever, one in origin.items() if not lever.startswith("range:")
    }
    assert {lever.removeprefix("range:") for lever in origin if lever.startswith("range:")} == {
        *company.plan.uncertainty
    }
    assert company.plan.levers.keys() == facts.keys()


def test_levers_of_the_stage_are_in_its_file() -> None:
    company = derive(Answers(arr=3e6))
    rows = [key for key in usual() if key in CATALOGUE]
    assert set(rows) <= company.facts.keys()
    assert all(bool(row.label) != (key in CATALOGUE) for key, row in usual().items())
    for key in rows:
        assert all(CATALOGUE[key].holds(value) for value in usual()[key].by_stage.values()), key


@pytest.mark.parametrize("key", usual())
def test_every_default_of_a_stage_says_where_it_comes_from(key: str) -> None:
    row, said = usual()[key], Defaults("seed", "USD", 1.0).source(key)
    assert row.grade in GRADES
    if row.grade == ASSUMPTION:
        assert said.startswith("Default at seed, an assumption of this project without a published source")
    else:
        assert any(char.isdigit() for char in row.source)
        assert said == f"Default at seed, after {row.source}, {GRADES[row.grade]}."


def test_contradictory_promises_are_said_by_their_month() -> None:
    targets = (Target(month=12, least=1e6), Target(month=12, least=5e6), Target(month=30, least=6e6))
    late = Funding(month=25, amount=1e6)
    company = derive(Answers(arr=4e6, start="2026-03", months=24, targets=targets, round=late))
    said = [one.text for one in company.remarks if one.kind == "contradiction"]
    assert said[:4] == [
        "The round comes in Mar 2028 (month 25), after the plan's last month, Feb 2028 (month 24), and is left out.",
        "$1M of ARR in Feb 2027 (month 12) is less than there is.",
        "ARR in Feb 2027 (month 12) is promised twice: the last promise is taken.",
        "The target of Aug 2028 (month 30) lies after the plan's last month, Feb 2028 (month 24).",
    ]


def test_a_company_without_revenue() -> None:
    company = derive(Answers(arr=0, stage="pre-seed", headcount=3, cash=500_000, burn=30_000, signups=200, sellers=()))
    assert company.plan.value("self_serve.customers") == 0
    assert headcount(company.plan) == pytest.approx(3, abs=0.5)
    assert burn(company.plan) == pytest.approx(30_000, rel=0.1)
    assert simulate(company.plan)["arr"][-1, 0] > 0
    assert not [one for one in company.remarks if one.kind == "contradiction"]


def test_a_company_without_community() -> None:
    sellers = (Sellers(team="enterprise", people=6),)
    company = derive(Answers(arr=6e6, sold_by=SoldBy(enterprise=1), signups=0, sellers=sellers))
    result = simulate(company.plan)
    assert result["signups"].max() == 0
    assert result["free_accounts"].max() == 0
    assert result["arr"][11, 0] > 7e6
    assert result["aes"][0, 0] == pytest.approx(6, rel=0.05)


def test_a_company_without_sellers() -> None:
    company = derive(Answers(arr=2e6, sold_by=SoldBy(self_serve=1), signups=8_000, sellers=(), headcount=15))
    result = simulate(company.plan)
    assert result["aes"].max() == result["isrs"].max() == result["mqls"].max() == 0
    assert result["arr"][11, 0] > 2e6
    assert not said(company, "sellers", "gap")
    assert said(derive(Answers(arr=2e6, sellers=())), "sellers", "gap")


def test_sellers_by_their_start() -> None:
    groups = (
        Sellers(team="enterprise", people=3),
        Sellers(team="enterprise", people=2, since="2024-01"),
        Sellers(team="enterprise", people=1, since="2026-02"),
        Sellers(team="enterprise", people=3, since="2025-10"),
        Sellers(team="inside_sales", people=2, since="2026-06"),
    )
    plan = derive(Answers(arr=5e6, start="2026-03", sellers=groups)).plan
    assert plan.value("enterprise.reps") == 5
    assert plan.value("enterprise.ramping_reps") == 4
    assert plan.value("enterprise.ramping_tenure") == (1 * 1 + 3 * 5) / 4
    assert plan.value("inside_sales.reps") == plan.value("inside_sales.ramping_reps") == 0
    (event,) = plan.events
    assert (event.lever, event.start, event.value, event.months) == ("inside_sales.hires_per_quarter", 4, 6.0, 1)


def test_one_seller_is_spoken_of_as_one() -> None:
    groups = (Sellers(team="enterprise", people=1, since="2199-01"),)
    told = said(derive(Answers(arr=5e6, start="2026-03", sellers=groups)), "sellers", "gap")
    assert "1 starts in Jan 2199, after the plan's last month, and is left out." in told
    alone = (Sellers(team="enterprise", people=1, since="2020-01"),)
    (told,) = said(derive(Answers(arr=5e6, sellers=alone, headcount=0.5)), "headcount", "contradiction")
    assert told == "There are 0.5 people in all, but 1 seller among them: the plan has the sellers."


@pytest.mark.parametrize("months", [None, 120])
def test_sellers_who_start_after_the_plan_are_left_out_and_told(months: int | None) -> None:
    last, first_after = ("2036-02", "2036-03") if months else ("2031-02", "2031-03")
    groups = tuple(Sellers(team="enterprise", people=2, since=since) for since in (last, first_after, "2199-01"))
    company = derive(Answers(arr=5e6, start="2026-03", months=months, sellers=groups))
    assert [event.start for event in company.plan.events] == [company.plan.months]
    told = [text for text in said(company, "sellers", "gap") if "left out" in text]
    assert [text.endswith("after the plan's last month, and are left out.") for text in told] == [True, True]
    assert not [text for text in said(company, "sellers", "assumption") if "2199" in text]


def test_people_by_department() -> None:
    people = People(engineering=20, marketing=4, sales=9, customer_success=2, support=3, general=4)
    sellers = (Sellers(team="enterprise", people=3), Sellers(team="inside_sales", people=2))
    plan = derive(Answers(arr=4e6, people=people, sellers=sellers)).plan
    result = simulate(plan, levers=dict.fromkeys(HIRES, 0.0))
    assert headcount(plan) == pytest.approx(42, abs=0.5)
    assert result["engineers"][0, 0] == pytest.approx(20, abs=0.5)
    assert result["marketers"][0, 0] == 4
    assert result["csms"][0, 0] == pytest.approx(2, abs=0.1)
    assert result["support_engineers"][0, 0] == pytest.approx(3, abs=0.1)
    assert result["ga_staff"][0, 0] == pytest.approx(4, abs=0.1)
    sales = sum(result[name][0, 0] for name in ("aes", "isrs", "bdrs", "ses", "managers"))
    assert sales == pytest.approx(9, abs=0.1)


def test_departments_that_are_not_known_share_the_rest() -> None:
    plan = derive(Answers(arr=4e6, headcount=40, people=People(engineering=30))).plan
    assert headcount(plan) == pytest.approx(40, abs=0.5)
    assert first(plan, "engineers", **dict.fromkeys(HIRES, 0.0)) == pytest.approx(30, abs=0.5)


def test_burn_beyond_pay_is_a_gap_with_what_would_explain_it() -> None:
    low, high = (derive(Answers(arr=1e6, stage="seed", headcount=20, burn=amount)) for amount in (1_000, 900_000))
    for company, factor, why in ((low, LEAST, "pay in shares"), (high, MOST, "contractors")):
        (gap,) = said(company, "burn", "gap")
        assert why in gap
        usual_pay = CATALOGUE["people.engineer_cost"].default * usual()["pay"].by_stage["seed"]
        assert company.plan.value("people.engineer_cost") == pytest.approx(factor * usual_pay)
    met = derive(Answers(arr=1e6, stage="seed", headcount=20, burn=180_000))
    assert not said(met, "burn", "gap")
    assert {met.facts[lever].origin for lever in PAY} == {"derived"}


def test_the_rest_of_the_last_round_is_the_cash() -> None:
    last = LastRound(since="2025-09", amount=4e6)
    known = Answers(arr=1e6, stage="seed", start="2026-03", burn=150_000, last_round=last)
    company = derive(known)
    burn = -float(np.mean(simulate(company.plan)["free_cash_flow"][:3, 0]))
    assert company.plan.value("finance.cash") == pytest.approx(4e6 - 6 * burn, rel=0.05)
    assert company.facts["finance.cash"].how.startswith("What is left of $4M after 6 months at a burn of $15")
    assert company.facts["finance.cash"].origin == "derived"
    assert derive(replace(known, last_round=replace(last, since="2020-01"))).plan.value("finance.cash") == 0
    assert derive(replace(known, cash=7e6)).plan.value("finance.cash") == 7e6


CONTRADICTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sold_by", {"sold_by": SoldBy(self_serve=0.8, enterprise=0.4)}),
    ("sold_by", {"sold_by": SoldBy(self_serve=0.2, inside_sales=0.2, enterprise=0.2)}),
    ("sold_by", {"sold_by": SoldBy(self_serve=0, inside_sales=0, enterprise=0)}),
    ("signups", {"customers": 9_000, "signups": 20}),
    ("customers", {"customers": 0}),
    ("customers", {"customers": 5, "arr": 0.0}),
    ("cash", {"cash": 100_000, "burn": 150_000, "months": 60}),
    ("headcount", {"headcount": 2, "sellers": (Sellers(team="enterprise", people=5),)}),
    ("people", {"people": People(sales=1), "sellers": (Sellers(team="enterprise", people=5),)}),
    ("people", {"people": People(engineering=30), "headcount": 10}),
    ("round", {"round": Funding(month=40, amount=1e6), "months": 24}),
    ("last_round", {"start": "2026-03", "last_round": LastRound(since="2026-04", amount=1e6)}),
    ("targets", {"targets": (Target(month=12, least=2e6), Target(month=12, least=3e6))}),
    ("targets", {"targets": (Target(month=12, least=1e5),)}),
    ("price", {"customers": 10, "price": 20, "sold_by": SoldBy(self_serve=1)}),
)


@pytest.mark.parametrize(("about", "answers"), CONTRADICTIONS, ids=[about for about, _ in CONTRADICTIONS])
def test_what_contradicts_itself_is_named_and_never_blocks(about: str, answers: dict[str, Any]) -> None:
    arr = answers.get("arr", 1e6)
    company = derive(Answers(**{"arr": arr, **answers}))
    assert said(company, about, "contradiction")
    assert sum(company.plan.value(f"{one}.arr") for one in SEGMENTS) == pytest.approx(arr)
    simulate(company.plan)


def test_another_currency() -> None:
    company = derive(Answers(arr=1e6, stage="seed", currency="EUR"))
    assert company.plan.usd == rates()["EUR"].usd
    assert said(company, "currency", "assumption")
    dollars = derive(Answers(arr=1e6, stage="seed"))
    for lever in ("enterprise.acv", "people.engineer_cost", "marketing.cost_per_mql"):
        assert company.plan.value(lever) == pytest.approx(dollars.plan.value(lever) / rates()["EUR"].usd, rel=0.01)
    named = derive(Answers(arr=1e6, stage="seed", currency="EUR", usd=2.0))
    assert named.plan.value("enterprise.acv") == 14_000
    assert not said(named, "currency", "assumption")
    assert said(derive(Answers(arr=1e6, currency="XAF")), "currency", "gap")
    yen = derive(Answers(arr=2e8, currency="JPY"))
    assert yen.stage == "seed"
    assert "10,000,000 JPY" in said(yen, "currency", "gap")[0]
    assert simulate(yen.plan)["arr"][-1, 0] > 2e8


def test_notes_go_to_what_they_are_about() -> None:
    answers = Answers(arr=1e6, price=400, targets=(Target(month=12, least=2e6),), round=Funding(month=9, amount=1e6))
    notes = {"price": "Price list", "targets": "Board", "round": "Term sheet", "plan": "Draft", "stage": "Lead says so"}
    plan = derive(answers, {**notes, "enterprise.win_rate": "CRM"}).plan
    assert plan.notes == {
        "self_serve.acv": "Price list",
        "target:12": "Board",
        "funding:9": "Term sheet",
        "plan": "Draft Lead says so",
        "enterprise.win_rate": "CRM",
    }


def test_a_blank_plan_is_nobody_s() -> None:
    result = simulate(blank())
    assert result["arr"].max() == result["headcount"].max() == result["cash"].max() == result["customers"].max() == 0


def extreme_answers(seed: int) -> Answers:
    """Anything that may be answered, often at a bound."""
    rng = np.random.default_rng((SEED, 1, seed))

    def number(low: float, high: float) -> float | None:
        kind = rng.integers(6)
        inner = float(10 ** rng.uniform(-3, math.log10(max(high, 1.1))))
        return (
            None,
            None,
            low,
            high,
            min(max(low, float(rng.choice([0, 1e-6, 1, 2]))), high),
            min(max(low, inner), high),
        )[kind]

    def some(low: float, high: float) -> float:
        return number(low, high) or max(low, 0.0)

    def group() -> Sellers:
        start = str(rng.choice(["2020-01", "2026-01", "2026-09", "2031-01"]))
        return Sellers(team=str(rng.choice(["enterprise", "inside_sales"])), people=some(0, 1e5), since=start)

    departments = ("engineering", "marketing", "sales", "customer_success", "support", "general")
    return Answers(
        arr=some(0, 1e11),
        currency=str(rng.choice(["USD", "JPY", "EUR", "XAF"])),
        sold_by=SoldBy(**{segment: number(0, 1) for segment in SEGMENTS}),
        customers=number(0, 1e7),
        signups=number(0, 1e7),
        activation=number(0, 1),
        paying=number(0, 1),
        sellers=tuple(group() for _ in range(rng.integers(3))) if rng.random() < 0.5 else None,
        quota=number(1, 1e9),
        price=number(1, 1e7),
        enterprise_contract=number(1, 1e8),
        gross_retention=number(0.01, 1),
        headcount=number(0, 1e5),
        people=People(**{one: number(0, 1e5) for one in departments}) if rng.random() < 0.4 else None,
        cash=number(-1e12, 1e12),
        burn=number(-1e10, 1e10),
    )


def test_whatever_is_answered_gives_a_plan() -> None:
    for answers in map(extreme_answers, range(300)):
        company = derive(answers)
        arr = sum(company.plan.value(f"{segment}.arr") for segment in SEGMENTS)
        assert arr == pytest.approx(answers.arr, rel=1e-9)
        assert not np.isnan(simulate(company.plan, keep=("cash",))["cash"]).any()
