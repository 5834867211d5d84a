"""What a room asks for and what people answer is checked where it is made."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import PLAN

from planner.plan import workshop
from planner.plan.workshop import NICKNAME, REASON, Answer, Question, Settings, Submission
from planner.vocabulary.errors import PlannerError

WINS, PRICE = "enterprise.win_rate", "enterprise.acv"
ARR = Question("arr", 36)


def answers(given: dict[str, Answer], levers: list[str], *, own_ranges: bool = False) -> None:
    workshop.check_answers(given, levers, own_ranges=own_ranges)


def refused(build: Callable[[], Any]) -> str:
    """The one sentence that something is refused with."""
    with pytest.raises(PlannerError) as caught:
        build()
    (sentence,) = caught.value.sentences()
    return sentence


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Question("ARR", 36), "question, metric = 'ARR': no such column"),
        (lambda: Question("arr", 0), "question, month = 0: must be 1 to 120"),
        (lambda: Settings(minutes=61), "settings, minutes = 61: must be 0 to 60"),
        (lambda: Settings(names="yes"), "settings, names = 'yes': must be true or false"),  # type: ignore[arg-type]
        (lambda: Answer(float("nan")), "answer, value = nan: must be a finite number"),
        (lambda: Answer(0.2, 0.1), "answer, high: is missing; give both ends of a range or none"),
        (lambda: Answer(0.2, 0.3, 0.4), "answer, low = 0.3: must be at most the value, 0.2"),
        (lambda: Answer(0.2, 0.1, 0.15), "answer, high = 0.15: must be at least the value, 0.2"),
        (lambda: Answer(0.2, reason="x" * (REASON + 1)), "must have at most 280 letters, not 281"),
        (lambda: workshop.nickname(" \u200b\n "), "must not be empty"),
        *[
            (lambda name=name: workshop.nickname(name), "must have a letter that can be seen")
            for name in ("\u3164", "\u2800\u200d", "\u0301", "\u034f\u00ad", "\ufe0f")
        ],
        (lambda: workshop.nickname("x" * (NICKNAME + 1)), "must have at most 24 letters, not 25"),
        (lambda: workshop.nickname(7), "nickname = 7: must be text"),
        (lambda: workshop.check_room(PLAN, [WINS], [ARR]), "levers = 1: a room has 2 to 8 of them"),
        (lambda: workshop.check_room(PLAN, [WINS, PRICE], []), "questions = 0: a room has 1 to 3 of them"),
        (lambda: workshop.check_room(PLAN, [WINS, WINS], [ARR]), "levers: the same one stands there twice"),
        (lambda: workshop.check_room(PLAN, [WINS, "no.lever"], [ARR]), "no.lever"),
        (
            lambda: workshop.check_room(PLAN, [WINS, PRICE], [ARR, Question("arr", PLAN.months + 1)]),
            f"must be within the plan's months, 1 to {PLAN.months}",
        ),
        (lambda: workshop.check_guesses([1.0, 2.0], [ARR]), "guesses = 2: must be one per question, 1"),
        (lambda: workshop.check_guesses([float("inf")], [ARR]), "guess 1 = inf: must be a finite number"),
        (
            lambda: answers({WINS: Answer(0.2)}, [WINS, PRICE]),
            "enterprise.acv: is missing",
        ),
        (
            lambda: answers({WINS: Answer(2.0)}, [WINS]),
            "enterprise.win_rate = 2.0: must be",
        ),
        (
            lambda: answers({WINS: Answer(0.5, 0.2, 1.5)}, [WINS], own_ranges=True),
            "enterprise.win_rate = 1.5: must be",
        ),
        (
            lambda: answers({WINS: Answer(0.2)}, [WINS], own_ranges=True),
            "enterprise.win_rate: this room asks for a low and a high",
        ),
        (
            lambda: answers({WINS: Answer(0.2, 0.1, 0.3)}, [WINS]),
            "enterprise.win_rate: this room asks for no range",
        ),
        (
            lambda: answers({WINS: Answer(0.2), PRICE: Answer(9.0)}, [WINS]),
            "this room asks for enterprise.win_rate",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(build: Callable[[], Any], sentence: str) -> None:
    assert sentence in refused(build)


def test_what_a_room_takes() -> None:
    workshop.check_room(PLAN, [WINS, PRICE], [ARR, Question("arr", 12)])
    workshop.check_guesses([None], [ARR])
    answers({WINS: Answer(0.2), PRICE: Answer(90_000)}, [WINS, PRICE])
    answers({WINS: Answer(0.2, 0.1, 0.2)}, [WINS], own_ranges=True)
    assert Submission(1, "Ada", 1).submitted is False
    assert Submission(1, "Ada", 1, answers={WINS: Answer(0.2)}).submitted
    assert hash(Submission(1, "Ada", 1, (None,), {WINS: Answer(0.2)}, (1.0,)))


def test_texts_are_one_line_without_what_nobody_sees() -> None:
    assert Answer(1.0, reason="two\nlines\x00 <b>&amp;\u202eevil\ud800").reason == "two lines <b>&amp;evil"
    assert workshop.nickname("  Zoë 👩‍🚀 ") == "Zoë 👩‍🚀"
    assert [workshop.nickname(one) for one in ("❤️", "1️⃣", "नि", "…")] == ["❤️", "1️⃣", "नि", "…"]
    assert workshop.same_name("ADA ") == workshop.same_name("ada") == workshop.same_name("Ａda")
    assert workshop.same_name("Ada\u3164") == workshop.same_name("Ada\ufe0f") == workshop.same_name("ada")
    assert workshop.same_name("Ada") != workshop.same_name("Eda")


@given(st.text(min_size=1, max_size=NICKNAME))
def test_any_short_nickname_is_kept_as_it_reads(name: str) -> None:
    kept = workshop.nickname(f"A{name}"[:NICKNAME])
    assert 0 < len(kept) <= NICKNAME
    assert kept.encode()
    assert workshop.nickname(kept) == kept
