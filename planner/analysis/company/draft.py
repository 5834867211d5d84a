"""A plan in the making: every lever that was set, and what it came from."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from planner.analysis.company.answers import Answers
from planner.analysis.company.remarks import Kind, Remark
from planner.analysis.company.stages import Defaults
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import plain

DIGITS = 6
"""Digits of a value that was worked out."""

YEAR = 12


class Fact(NamedTuple):
    """What a lever is and why.

    origin: whether it was entered, derived from answers, or is a default of the stage. how: a sentence.
    """

    lever: str
    value: float
    origin: Literal["entered", "derived", "stage"]
    how: str


def tidy(value: float, digits: int = DIGITS) -> float:
    """A value in so many digits."""
    return float(f"{value:.{digits}g}")


def few(number: float) -> str:
    """A number of people, with a decimal where it is no whole one."""
    return plain(number).removesuffix(".0")


def people_text(number: float, one: str = "person", many: str = "people") -> str:
    """So many of a kind of people: "1 person", "2.5 people"."""
    return f"{few(number)} {one if number == 1 else many}"


class Draft:
    """The levers found so far. Steps read what earlier ones have set, and set their own."""

    def __init__(self, answers: Answers, defaults: Defaults) -> None:
        self.answers = answers
        self.defaults = defaults
        self.facts: dict[str, Fact] = {}
        self.remarks: list[Remark] = []

    def set(self, lever: str, value: float, origin: Literal["entered", "derived", "stage"], how: str) -> None:
        """Set a lever, within its hard bounds; a value beyond them is held there and said."""
        bounds = CATALOGUE[lever]
        held = min(max(value, bounds.min), bounds.max)
        if held != value:
            label = bounds.label
            self.say(
                "currency" if bounds.is_money else "headcount", "gap", f"{label} {bounds.allowed}; it is held there."
            )
        self.facts[lever] = Fact(lever, held, origin, how)

    def enter(self, lever: str, value: float) -> None:
        """Set a lever to what was answered."""
        self.set(lever, float(value), "entered", "As answered.")

    def derive(self, lever: str, value: float, how: str, known: bool = True) -> None:
        """Set a lever to what follows. known: whether from an answer; otherwise it is the stage's."""
        self.set(lever, float(value), "derived" if known else "stage", how)

    def usual(self, *levers: str) -> None:
        """Set levers to what is usual at the stage."""
        for lever in levers:
            self.set(lever, self.defaults.value(lever), "stage", self.defaults.source(lever))

    def enter_or_usual(self, lever: str, answer: str) -> None:
        """Set a lever to an answer, or to what is usual where there is none."""
        value = getattr(self.answers, answer)
        if value is None:
            self.usual(lever)
        else:
            self.enter(lever, value)

    def value(self, lever: str) -> float:
        """A lever's value so far: the catalogue's default until it is set, in the company's currency."""
        if lever in self.facts:
            return self.facts[lever].value
        known = CATALOGUE[lever]
        return self.defaults.amount(known.default) if known.is_money else known.default

    def say(self, about: str, kind: Kind, text: str) -> None:
        """Remark something beside an answer, once."""
        if (remark := Remark(about, kind, text)) not in self.remarks:
            self.remarks.append(remark)

    def levers(self) -> dict[str, float]:
        """The levers that a plan names: those that are set, and amounts whose default is in another currency."""
        converted = {
            one.id: min(max(self.value(one.id), one.min), one.max)
            for one in CATALOGUE.values()
            if one.is_money and one.id not in self.facts and self.value(one.id) != one.default
        }
        return {one.lever: one.value for one in self.facts.values()} | converted

    def run(self, *columns: str, others: Mapping[str, Any] | None = None, **fields: Any) -> Mapping[str, np.ndarray]:
        """Columns of the plan so far, each (months,). others: levers that are otherwise; fields: of the plan."""
        plan = Plan(levers={**self.levers(), **(others or {})}, **{"months": YEAR, **fields})
        return {name: values[:, 0] for name, values in simulate(plan, keep=columns).columns.items()}
