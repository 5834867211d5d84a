"""All of a room as a table, and the hour on one page: every number and word of it, whatever people wrote."""

import csv
import io
import math
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from analysis.workshop.rooms import LEVERS, PLAN, QUESTIONS, people
from pypdf import PdfReader

from planner.analysis.draws import promises, uncertainty
from planner.analysis.workshop import own_model
from planner.analysis.workshop.decide import MEDIAN, decide, median
from planner.analysis.workshop.proposals import proposals
from planner.exchange.csv_text import FORMULA, table_as_csv
from planner.exchange.report.pdf import Paper
from planner.exchange.workshop import content
from planner.exchange.workshop.hour import Hour
from planner.exchange.workshop.page import as_pdf
from planner.exchange.workshop.table import HEADER, everything
from planner.plan import Correlation, Target
from planner.plan.workshop import REASON, Answer, Question, Settings, Submission
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely

HOSTILE = '#set text(0pt) \\ $x$ <a> [b] *c* _d_ @e "f" =1+1 ü'
TARGETS = (Target(month=12, least=9e6), Target(month=36, metric="nrr", least=1.05))


def hour(count: int, names: bool = False, own_ranges: bool = False) -> Hour:
    """Two rounds of so many people, and what they decide."""
    plan, settings = PLAN.changed(targets=TARGETS), Settings(names=names, own_ranges=own_ranges)
    first, last = people(count, 1, own_ranges), people(count, 2, own_ranges, number=2)
    decided = decide(plan, LEVERS, last, median(LEVERS, last), settings, MEDIAN).plan
    return Hour(plan, LEVERS, QUESTIONS, settings, (*first, *last), decided)


def rows_of(one: Hour) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table_as_csv(everything(one)))))


def squeezed(text: str) -> str:
    """Without spaces, and without what a line break does to words."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def read(one: Hour, paper: Paper = "a4") -> tuple[int, str]:
    """How many pages the printed hour has, and all that it says."""
    reader = PdfReader(io.BytesIO(as_pdf(one, date(2026, 11, 27), paper)))
    return len(reader.pages), squeezed("".join(page.extract_text() for page in reader.pages))


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("own_ranges", [False, True])
@pytest.mark.parametrize("count", [2, 20, 200])
def test_every_number_of_the_room_parses_back(count: int, own_ranges: bool) -> None:
    one = hour(count, names=True, own_ranges=own_ranges)
    rows = rows_of(one)
    assert tuple(rows[0]) == HEADER
    said = {(row["round"], row["person"], row["kind"], row["about"], row["month"]): row for row in rows}
    assert len(said) == len(rows)
    for each in one.submissions:
        who = str(each.round), str(each.person)
        for lever_id, answer in each.answers.items():
            row = said.pop((*who, "value", lever_id, ""))
            assert (number(row["value"]), number(row["low"]), number(row["high"])) == (
                answer.value,
                answer.low,
                answer.high,
            )
            assert row["reason"] == answer.reason
            assert row["label"] == CATALOGUE[lever_id].label
        for question, guess, result in zip(QUESTIONS, each.guesses, each.results, strict=True):
            place = question.metric, str(question.month)
            if guess is not None:
                assert float(said.pop((*who, "guess", *place))["value"]) == guess
            assert float(said.pop((*who, "own model", *place))["value"]) == result
    for kind, plan in (("plan", one.plan), ("decided", one.decided)):
        assert plan is not None
        for lever_id in LEVERS:
            row = said.pop(("", "", kind, lever_id, ""))
            assert float(row["value"]) == plan.value(lever_id)
            assert (number(row["low"]), number(row["high"])) == plan.uncertainty.get(lever_id, (None, None))
            assert row["reason"] == plan.notes.get(lever_id, "")
        for question, result in zip(QUESTIONS, own_model.results(plan, QUESTIONS, [{}])[0], strict=True):
            row = said.pop(("", "", kind, question.metric, str(question.month)))
            assert float(row["value"]) == result
            assert (number(row["low"]) is None) == (kind == "plan" or not plan.uncertainty)
    assert not said


def test_names_are_there_only_where_the_room_is_set_to_names() -> None:
    assert {row["nickname"] for row in rows_of(hour(3))} == {""}
    assert {row["nickname"] for row in rows_of(hour(3, names=True))} == {"", "Person 1", "Person 2", "Person 3"}


def test_without_names_people_keep_their_numbers_in_every_round() -> None:
    one = hour(20)
    assert one.plan == hour(20, names=True).plan
    rows, named = rows_of(one), rows_of(hour(20, names=True))
    people: dict[str, set[tuple[str, ...]]] = {}
    for found, key in ((rows, "here"), (named, "there")):
        said: dict[str, list[str]] = {}
        for row in found:
            if row["person"]:
                said.setdefault(row["person"], []).append(":".join((row["round"], row["about"], row["value"])))
        assert set(said) == {str(at) for at in range(1, 21)}
        people[key] = {tuple(sorted(each)) for each in said.values()}
    assert people["here"] == people["there"]
    guesses = {
        key: [row["value"] for row in found if row["kind"] == "guess"]
        for key, found in (("here", rows), ("there", named))
    }
    assert sorted(guesses["here"]) == sorted(guesses["there"])
    assert guesses["here"] != guesses["there"]


@pytest.mark.parametrize("text", [f"{sign}cmd|' /C calc'!A0" for sign in FORMULA])
def test_nothing_that_people_write_is_taken_for_a_formula(text: str) -> None:
    said = Submission(1, text, 1, (), {LEVERS[0]: Answer(value=0.2, reason=text)}, (math.nan, math.inf))
    one = Hour(PLAN, LEVERS, QUESTIONS, Settings(names=True), (said,))
    cells = [cell for row in rows_of(one) for cell in (row["nickname"], row["reason"], row["about"])]
    assert not any(cell.startswith(FORMULA) for cell in cells)
    assert any("calc" in cell for cell in cells)


def texts(said: object) -> list[str]:
    """Every text of a page."""
    if isinstance(said, str):
        return [said]
    if isinstance(said, dict):
        return [text for value in said.values() for text in texts(value)]
    return [text for value in said for text in texts(value)] if isinstance(said, list) else []


@pytest.mark.parametrize("count", [2, 20, 200])
def test_the_page_is_one_page_and_says_everything(count: int) -> None:
    one = hour(count, own_ranges=True)
    pages, said = read(one)
    assert pages == 1
    wanted = texts(content.page(one, date(2026, 11, 27)))
    assert [text for text in wanted if squeezed(text) not in said] == []
    assert f"{count}people,2rounds" in said
    assert "Person" not in said


def test_the_page_says_what_the_engine_says_of_what_was_decided() -> None:
    one = hour(20)
    assert one.decided is not None
    drawn = uncertainty.run(one.decided, keep=("arr", "cash", "nrr"))
    found = promises.of(drawn)
    lines = content.page(one)["decided"]
    assert "disagreement only" in lines[0]
    assert lines[1].endswith(f": {likely(found.chances[0].probability)} likely, given the ranges.")
    assert lines[2].endswith(f": {likely(found.chances[1].probability)} likely, given the ranges.")
    assert lines[3] == f"Cash lasts in {likely(found.cash_lasts)} of the draws."
    low, high = np.quantile(drawn["arr"][23], (0.1, 0.9)) / 1e6
    asked = content.page(one)["questions"][0]
    ends = re.findall(r"\$([\d.]+)M", asked[5])
    assert [float(end) for end in ends[1:]] == pytest.approx([low, high], rel=0.01)


def test_the_table_has_the_ranges_of_what_was_decided() -> None:
    one = hour(20)
    assert one.decided is not None
    drawn = uncertainty.run(one.decided, keep=tuple({each.metric for each in QUESTIONS}))
    rows = {(row["about"], row["month"]): row for row in rows_of(one) if row["kind"] == "decided"}
    for question in QUESTIONS:
        row = rows[question.metric, str(question.month)]
        low, high = np.quantile(drawn[question.metric][question.month - 1], [0.1, 0.9])
        assert (float(row["low"]), float(row["high"])) == pytest.approx((low, high))


def test_what_the_plan_had_before_is_not_what_the_room_decided() -> None:
    one = hour(3)
    assert one.decided is not None
    pair = Correlation(a=LEVERS[0], b=LEVERS[1], rank=-0.3)
    ranges = {lever_id: one.decided.uncertainty[lever_id] for lever_id in LEVERS[:2]}
    before, after = (
        plan.changed(uncertainty={**plan.uncertainty, **ranges}, correlations=(pair,))
        for plan in (one.plan, one.decided)
    )
    assert not any(
        "rank correlation" in line for line in content.page(replace(one, plan=before, decided=after))["decided"]
    )
    assert any("rank correlation" in line for line in content.page(replace(one, decided=after))["decided"])


def test_what_nobody_decided_or_said_is_not_made_up() -> None:
    pages, said = read(Hour(PLAN, LEVERS, QUESTIONS, Settings()))
    assert pages == 1
    assert "Nothingisdecidedyet" in said
    pages, said = read(Hour(PLAN, LEVERS, QUESTIONS, Settings(), people(3)))
    assert pages == 1
    assert "Howitcametogether" not in said


def test_a_word_without_end_stays_on_the_page() -> None:
    said = Submission(1, "@" * 24, 1, (), {LEVERS[0]: Answer(value=0.2, reason="@" * REASON)}, (1.0, 2.0))
    one = Hour(PLAN.changed(name="@" * 120), LEVERS, QUESTIONS, Settings(names=True), (said,))
    (page,) = PdfReader(io.BytesIO(as_pdf(one))).pages
    lines = page.extract_text().split("\n")
    assert sum(line.count("@") for line in lines) == 120 + 24 + REASON
    assert max(line.count("@") for line in lines) < 90


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_fullest_hour_is_one_page(paper: Paper) -> None:
    """Eight levers, three questions, many promises and correlations, 200 people who write all they may."""
    plan = PLAN.changed(name=HOSTILE * 2, targets=tuple(Target(month=at, least=1e6 * at) for at in range(1, 37)))
    questions = [Question(metric=metric, month=36) for metric in ("nrr", "cash", "arr")]
    levers = [one.lever for one in proposals(plan, questions)]
    reason = (HOSTILE + " word" * 60)[:REASON]
    said = [
        Submission(
            at,
            HOSTILE[:24],
            number,
            (1e6, 2e6, 3e6),
            {
                lever_id: Answer(value=CATALOGUE[lever_id].min + at / 500 * plan.value(lever_id), reason=reason)
                for lever_id in levers
            },
            (1.0, math.nan, math.inf),
        )
        for at in range(1, 201)
        for number in (1, 2)
    ]
    settings = Settings(names=True)
    last = [one for one in said if one.round == 2]
    decided = decide(plan, levers, last, median(levers, last), settings).plan
    assert len(decided.correlations) == 21, "seven of the eight levers differ between people"
    one = Hour(plan, levers, questions, settings, said, decided)
    pages, text = read(one, paper)
    assert pages == 1
    assert squeezed(HOSTILE * 2) in text
    assert "33morepromises" in text
    assert "18morepairsoflevers" in text
    assert squeezed(reason) in text or "200given" in text
