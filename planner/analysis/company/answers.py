"""What a founder answers about the company, checked like the parts of a plan: every problem is listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

from planner.analysis.company.stages import STAGES
from planner.plan import toml_text
from planner.plan.file import check_tables, table
from planner.plan.frozen import FrozenDict
from planner.plan.parts import Funding, Part, Target, read_rows, read_table, readers
from planner.plan.plan import CURRENCY, START
from planner.plan.problems import NOTHING, Problems, short
from planner.plan.rules import (
    BAD,
    MAX_MONTHS,
    MIN_MONTHS,
    Reader,
    named_lever,
    number,
    one_line,
    one_of,
    optional,
    positive,
    text,
    unknown_key,
    whole,
)
from planner.vocabulary.teams import TEAMS

MOST_ARR, MOST_PEOPLE, MOST_COUNT = 1e11, 1e5, 1e7
"""The largest ARR, number of people and number of customers or sign-ups."""

_share = number(0, 1)


def _inner(cls: type[Part]) -> Reader:
    """A table of its own: a part, or what a file has for one."""

    def read(value: object, place: str, problems: Problems) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            problems.add(place, value, "must be a table")
            return BAD
        part, _ = read_table(cls, value, place, problems)
        return BAD if part is None else part

    return read


def _several(cls: type[Part]) -> Reader:
    """A list of tables."""

    def read(value: object, place: str, problems: Problems) -> Any:
        before = problems.count
        rows = read_rows(cls, value, place, problems)
        return rows.parts if problems.count == before else BAD

    return read


@dataclass(frozen=True, kw_only=True)
class SoldBy(Part):
    """How the ARR is sold: shares of it; None where it is not known."""

    NOUN = "sold_by"

    self_serve: Annotated[float | None, optional(_share)] = None
    inside_sales: Annotated[float | None, optional(_share)] = None
    enterprise: Annotated[float | None, optional(_share)] = None


@dataclass(frozen=True, kw_only=True)
class People(Part):
    """Everybody on day one, by department; None where it is not known.

    sales: sellers, their managers, BDRs and sales engineers.
    """

    NOUN = "people"

    engineering: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    marketing: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    sales: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    customer_success: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    support: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    general: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None


@dataclass(frozen=True, kw_only=True)
class Sellers(Part):
    """Sellers of one team who started together.

    since: their first month, "YYYY-MM"; None: long enough ago to have ramped.
    """

    NOUN = "seller"

    team: Annotated[str, one_of(*TEAMS)]
    people: Annotated[float, number(0, MOST_PEOPLE)]
    since: Annotated[str | None, optional(START)] = None


@dataclass(frozen=True, kw_only=True)
class LastRound(Part):
    """Money that was raised. since: the month it came, "YYYY-MM"."""

    NOUN = "last_round"

    since: Annotated[str, START]
    amount: Annotated[float, number(0, 1e12)]


@dataclass(frozen=True, kw_only=True)
class Answers(Part):
    """What is known of a company; None is "I don't know". PlannerError lists every problem.

    arr: in all. signups: a month, today. activation: share of sign-ups that become active. paying: share of active free
    accounts that ever start to pay. quota: a year, of account executives. price: a year, of a new self-serve customer.
    gross_retention: a year, over all ARR. headcount: everybody on day one. burn: cash a month, below 0 where more comes
    in. last_round: what is left of it is the cash, where that is not known. sellers: an empty tuple is a company where
    nobody sells. usd: USD for one unit of the currency.
    """

    NOUN: ClassVar[str] = "answers"

    arr: Annotated[float, number(0, MOST_ARR)]
    name: Annotated[str | None, optional(one_line())] = None
    stage: Annotated[str | None, optional(one_of(*STAGES))] = None
    start: Annotated[str | None, optional(START)] = None
    months: Annotated[int | None, optional(whole(MIN_MONTHS, MAX_MONTHS))] = None
    currency: Annotated[str | None, optional(CURRENCY)] = None
    usd: Annotated[float | None, optional(positive)] = None
    sold_by: Annotated[SoldBy | None, optional(_inner(SoldBy))] = None
    customers: Annotated[float | None, optional(number(0, MOST_COUNT))] = None
    signups: Annotated[float | None, optional(number(0, MOST_COUNT))] = None
    activation: Annotated[float | None, optional(_share)] = None
    paying: Annotated[float | None, optional(_share)] = None
    sellers: Annotated[tuple[Sellers, ...] | None, optional(_several(Sellers))] = None
    quota: Annotated[float | None, optional(number(1, 1e9))] = None
    inside_sales_quota: Annotated[float | None, optional(number(1, 1e9))] = None
    price: Annotated[float | None, optional(number(1, 1e7))] = None
    inside_sales_contract: Annotated[float | None, optional(number(1, 1e8))] = None
    enterprise_contract: Annotated[float | None, optional(number(1, 1e8))] = None
    gross_retention: Annotated[float | None, optional(number(0.01, 1))] = None
    headcount: Annotated[float | None, optional(number(0, MOST_PEOPLE))] = None
    people: Annotated[People | None, optional(_inner(People))] = None
    cash: Annotated[float | None, optional(number(-1e12, 1e12))] = None
    burn: Annotated[float | None, optional(number(-1e10, 1e10))] = None
    last_round: Annotated[LastRound | None, optional(_inner(LastRound))] = None
    targets: Annotated[tuple[Target, ...] | None, optional(_several(Target))] = None
    round: Annotated[Funding | None, optional(_inner(Funding))] = None

    def given(self) -> Iterator[str]:
        """The answers that are known, by key."""
        return (one.name for one in fields(self) if getattr(self, one.name) is not None)


KEYS = tuple(readers(Answers))
"""Every answer's key."""


class Document(NamedTuple):
    """A file of answers. notes: why, by an answer's key or by what a plan's note is about: "plan", a lever."""

    answers: Answers
    notes: Mapping[str, str]


def load(path: Path | str) -> Document:
    """The answers in a TOML file; PlannerError when it cannot be read, or with every problem of it."""
    return parse(toml_text.read(path), str(path))


def loads(words: str | bytes, source: str | None = None) -> Document:
    """The answers in a TOML text; PlannerError lists every problem."""
    return parse(toml_text.loads(words, source), source)


def parse(document: Mapping[str, Any], source: str | None = None) -> Document:
    """The answers in a document; PlannerError lists every problem, each with source, place, value and what is allowed.

    An unknown key is told with the nearest one.
    """
    problems = Problems()
    check_tables(document, ("answers", "notes"), problems)
    if "answers" in document:
        given, _ = read_table(Answers, table(document, "answers", problems), "answers", problems)
    else:
        problems.add("answers", NOTHING, "is missing; the answers stand below a heading [answers]")
        given = None
    notes = _notes(table(document, "notes", problems), problems)
    problems.refuse(source)
    assert given is not None
    return Document(given, notes)


def _notes(found: Mapping[str, object], problems: Problems) -> Mapping[str, str]:
    notes = {}
    for about, note in found.items():
        where = f'notes "{short(str(about))}"'
        if about not in (*KEYS, "plan") and named_lever(about) is not None:
            problems.add(where, note, unknown_key(about, (*KEYS, "plan")))
        elif (read := text()(note, where, problems)) is not BAD:
            notes[about] = read
    return FrozenDict(notes)
