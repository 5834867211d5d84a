"""Results as text for people."""

from planner.exchange.by_month import by_month
from planner.exchange.summary_text import WIDEST, aligned, cut, shown, summary, targets_in_words
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.vocabulary.numbers import money


def cells(text: str, label: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{label}  ")]
    return line.removeprefix(label).split()


def test_the_summary_says_what_the_columns_say() -> None:
    plan = Plan(name="Test", months=30)
    result = simulate(plan)
    text = summary(result)
    lines = text.splitlines()
    assert lines[0] == "Test: 30 months from Jan 2026, USD"
    assert lines[2].split() == ["Day", "one", "Dec", "2026", "Dec", "2027", "Jun", "2028"]
    arr = [result.day_one["arr"][0], *(result["arr"][month - 1, 0] for month in (12, 24, 30))]
    assert cells(text, "ARR") == [money(value, "USD") for value in arr]
    revenue = [result["revenue"][month - 12 : month, 0].sum() for month in (12, 24, 30)]
    assert cells(text, "Revenue, 12 months") == ["–", *(money(value, "USD") for value in revenue)]
    assert cells(text, "Net revenue retention")[:2] == ["–", shown("nrr", result["nrr"][11, 0], plan)]
    assert cells(text, "Customers")[0] == "1,060"
    limits = cells(text, "Enterprise limited by, months")
    assert limits[0] == "–"
    assert limits[2] == f"{by_month(result)['enterprise_constraint'][:12].count(limits[1])}/12"
    assert len(set(map(len, lines[2:-2]))) == 1


def test_the_summary_of_every_horizon() -> None:
    for months, columns_shown in ((12, 2), (13, 3), (24, 3), (120, 11)):
        text = summary(simulate(Plan(months=months)))
        assert len(cells(text, "ARR")) == columns_shown


def test_the_summary_tells_of_cash_and_targets() -> None:
    poor = simulate(Plan(levers={"finance.cash": 1e6}))
    month = int(poor.cash_out_month()[0])
    assert "Cash runs out in " in summary(poor)
    rescued = simulate(poor.plan.changed(funding=(Funding(month=month, amount=1e9),)))
    assert "Cash lasts; it is lowest in " in summary(rescued)
    arr = float(poor["arr"][11, 0])
    promised = (Target(month=12, least=arr + 2e6), Target(month=13, least=1.0), Target(month=70, least=1.0))
    text = summary(simulate(poor.plan.changed(targets=promised)))
    assert f"Target of {money(arr + 2e6, 'USD')} ARR in Dec 2026: $2M short." in text
    assert "Target of $1 ARR in Jan 2027: " in text
    assert text.count("Target") == 2


def test_the_summary_tells_of_targets_of_any_metric() -> None:
    result = simulate(Plan())
    heads, arr = float(result["headcount"][11, 0]), float(result["arr"][23, 0])
    promised = (Target(month=12, metric="headcount", most=60), Target(month=24, least=1.0, most=arr + 1e6))
    assert targets_in_words(simulate(result.plan.changed(targets=promised))) == [
        f"Target of headcount at most 60 in Dec 2026: {heads:.0f}, {heads - 60:.0f} over.",
        f"Target of ARR between $1 and {money(arr + 1e6, 'USD')} in Dec 2027: {money(arr, 'USD')}, met.",
    ]


def test_aligned_columns() -> None:
    assert aligned([["", "b"], ["long", "1"], ["x", "1,000"]]) == ["          b", "long      1", "x     1,000"]


def test_cells_are_cut_unless_they_would_look_alike() -> None:
    long, other = "a word and another, " * 4 + "one", "a word and another, " * 4 + "two"
    assert cut(["short", long]) == ["short", "a word and another, a word and another, a ..."]
    assert cut([long, "short", other]) == [long, "short", other]
    assert cut([long, long])[0] == cut([long])[0]
    assert [len(text) for text in cut(["x" * 90, "y"])] == [WIDEST, 1]
    assert cut(["first plan of two", "second plan"], 12) == ["first ...", "second plan"]
