import pytest

from planner.analysis.company import Answers, LastRound, Sellers, SoldBy, load, loads
from planner.plan import Funding, Target
from planner.vocabulary.errors import PlannerError

FULL = """
[answers]
stage = "seed"
start = "2026-03"
currency = "USD"
arr = 1_340_000
customers = 510
signups = 7_400
activation = 0.17
paying = 0.03
quota = 750_000
inside_sales_quota = 400_000
price = 600
inside_sales_contract = 9_000
enterprise_contract = 30_000
gross_retention = 0.86
headcount = 21
cash = 3_600_000
burn = 190_000
[answers.sold_by]
self_serve = 0.55
inside_sales = 0.25
enterprise = 0.20
[answers.people]
engineering = 12
[[answers.sellers]]
team = "enterprise"
people = 2
since = "2026-01"
[[answers.targets]]
month = 24
arr = 4_000_000
[answers.last_round]
since = "2025-06"
amount = 4_000_000
[answers.round]
month = 9
amount = 8_000_000
[notes]
gross_retention = "billing, last four quarters"
"""


def refused(text: str) -> list[str]:
    with pytest.raises(PlannerError) as error:
        loads(text, "answers.toml")
    return error.value.sentences()


def test_every_key() -> None:
    answers, notes = loads(FULL)
    assert (answers.stage, answers.start, answers.arr, answers.customers) == ("seed", "2026-03", 1.34e6, 510)
    assert answers.sold_by == SoldBy(self_serve=0.55, inside_sales=0.25, enterprise=0.2)
    assert answers.sellers == (Sellers(team="enterprise", people=2, since="2026-01"),)
    assert answers.targets == (Target(month=24, least=4e6),)
    assert answers.round == Funding(month=9, amount=8e6)
    assert answers.last_round == LastRound(since="2025-06", amount=4e6)
    assert answers.people is not None
    assert (answers.people.engineering, answers.people.sales) == (12, None)
    assert notes == {"gross_retention": "billing, last four quarters"}


def test_arr_is_all_that_is_asked() -> None:
    assert loads("answers.arr = 0").answers == Answers(arr=0)
    assert list(Answers(arr=5.0).given()) == ["arr"]
    assert refused("[answers]\nstage = 'seed'") == ["answers.toml: answers, arr: is missing"]
    assert refused("[notes]") == ["answers.toml: answers: is missing; the answers stand below a heading [answers]"]


def test_every_problem_at_once() -> None:
    assert refused(
        """
        customer = 3
        [answers]
        arr = -1
        customer = 510
        stage = "Seed"
        start = "March 2026"
        activation = 17
        headcount = "many"
        sold_by = { self_serve = 1.2, partners = 0.1 }
        sellers = [{ team = "sales", people = 2 }]
        round = 5
        [notes]
        churn = "?"
        """
    ) == [
        "answers.toml: customer = 3: unknown table (allowed: answers, notes)",
        "answers.toml: answers, arr = -1: must be 0 to 100,000,000,000",
        "answers.toml: answers, stage = 'Seed': must be one of 'pre-seed', 'seed', 'a', 'b' or 'later'",
        "answers.toml: answers, start = 'March 2026': must be a month from 1900 on, in quotes, such as \"2026-01\"",
        "answers.toml: answers, sold_by, self_serve = 1.2: must be 0 to 1",
        "answers.toml: answers, sold_by, partners = 0.1: unknown key (allowed: self_serve, inside_sales, enterprise)",
        "answers.toml: answers, activation = 17: must be 0 to 1",
        "answers.toml: seller 1, team = 'sales': must be one of 'enterprise' or 'inside_sales'",
        "answers.toml: answers, headcount = 'many': must be a number",
        "answers.toml: answers, round = 5: must be a table",
        "answers.toml: answers, customer = 510: unknown key (did you mean customers?)",
        "answers.toml: notes \"churn\" = '?': unknown key (did you mean burn?)",
    ]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(PlannerError, match="cannot be read"):
        load("nowhere.toml")
