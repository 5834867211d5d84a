"""What is said of everything promised."""

from dataclasses import replace

import pytest

from planner.analysis.draws.promises import Break, Happening, Leaning, Promises, RoundChance, TargetChance
from planner.plan import Event, Funding, Plan, Target
from planner.ui.kit import promise_text

PLAN = Plan()
ARR, RUNWAY = Target(month=36, least=35e6), Target(month=24, metric="runway_months", least=12.0)
ROUND = Funding(month=18, amount=2e7, needs_arr=1.4e7)
FOUND = Promises(
    draws=2000,
    chances=(TargetChance(ARR, 0.62), TargetChance(RUNWAY, 0.97)),
    cash_lasts=0.93,
    everything=0.58,
    breaks=(Break(ARR, 0.81), Break(None, 0.15), Break(RUNWAY, 0.04)),
    rounds=(RoundChance(ROUND, 0.85, 0.8, 0.13),),
)
ALONE = Promises(2000, (), 1.0, 1.0, (), ())


def test_everything_comes_first_and_alone_it_is_cash() -> None:
    assert [(one.name, one.probability) for one in promise_text.chances(PLAN, FOUND)] == [
        ("Everything promised", 0.58),
        ("$35M ARR by Dec 2028", 0.62),
        ("Runway at least 12 months in Dec 2027", 0.97),
        ("Cash lasts", 0.93),
    ]
    assert promise_text.chances(PLAN, ALONE) == [("Cash lasts", 1.0)]
    assert [promise_text.whole(one) for one in (FOUND, ALONE)] == ["Everything promised", "Cash lasts"]


def test_how_likely_it_is_and_what_breaks_it() -> None:
    ranges = Plan(uncertainty={"enterprise.win_rate": (0.1, 0.4)})
    assert promise_text.headline(ranges, FOUND) == (
        "Everything promised holds and cash lasts in 60% of the draws, given your ranges"
    )
    assert (
        promise_text.headline(ranges, ALONE)
        == "Nothing is promised; cash lasts in 100% of the draws, given your ranges"
    )
    only_luck = Plan(lumpy=True, uncertainty={"enterprise.win_rate": (0.22, 0.22)})
    assert promise_text.headline(only_luck, ALONE).endswith(" of the draws, given what is left to chance")
    assert promise_text.headline(Plan(), ALONE).endswith(" of the draws, with nothing uncertain")
    assert promise_text.first_broken(PLAN, FOUND) == (
        "What breaks it first most often is the target of $35M ARR by Dec 2028, in 80% of the draws that fail, then "
        "cash (15%)"
    )
    assert promise_text.first_broken(PLAN, ALONE) == ""
    cash_alone = replace(ALONE, cash_lasts=0.4, everything=0.4, breaks=(Break(None, 1.0),))
    assert promise_text.first_broken(PLAN, cash_alone) == ""


def test_where_levers_lie_in_the_draws_that_fail() -> None:
    leanings = [
        Leaning("enterprise.win_rate", 0.3, 0.2, 0.22),
        Leaning("enterprise.cycle_months", 0.6, 5.5, 5.0),
        Leaning("enterprise.acv", 0.47, 60e3, 63e3),
    ]
    squeeze = Event(name="Squeeze", lever="enterprise.win_rate", change="multiply", value=0.8, start=1, chance=0.2)
    assert promise_text.where_it_fails(PLAN, leanings, [Happening(squeeze, 0.4, 0.2)]) == (
        "In the draws that fail, Enterprise win rate lies low (half of them below 20%, of all draws below 22%), "
        "Enterprise sales cycle lies high (half of them below 5.5, of all draws below 5) and Squeeze happens in 40% of "
        "them, and in 20% of all"
    )
    assert promise_text.where_it_fails(PLAN, leanings[2:], [Happening(squeeze, 0.22, 0.2)]) == ""


@pytest.mark.parametrize(("closes", "when"), [(0.0, "none"), (1.0, "all")])
def test_a_round_that_always_or_never_closes_is_no_comparison(closes: float, when: str) -> None:
    (round_,) = FOUND.rounds
    found = replace(FOUND, rounds=(replace(round_, closes=closes),))
    assert promise_text.with_and_without(PLAN, found) == [
        f"The round of $20M in Jun 2027 needs $14M ARR and closes in {when} of the draws"
    ]


def test_cash_with_and_without_a_round_that_depends() -> None:
    assert promise_text.with_and_without(PLAN, FOUND) == [
        "Cash lasts in 95% of the draws: in 80% with the round of $20M in Jun 2027, and in 15% without it. It needs "
        "$14M ARR and closes in 85%"
    ]
