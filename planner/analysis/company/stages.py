"""What is usual at a stage, from data/stages.csv: for questions nobody answered, and levers nobody is asked for."""

import csv
import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner.vocabulary import reference_currency

DATA = Path(__file__).parents[3] / "data"

STAGES: Mapping[str, str] = MappingProxyType(
    {"pre-seed": "Pre-seed", "seed": "Seed", "a": "Series A", "b": "Series B", "later": "Later"}
)
"""Every stage by id, as people call it, from first to last."""


ASSUMPTION = "assumption"

GRADES: Mapping[str, str] = MappingProxyType(
    {
        "primary": "published",
        "second hand": "second hand",
        "weak": "of pages that name no survey",
        ASSUMPTION: "assumption of this project",
    }
)
"""How good a source is, as people call it, from best to none."""


class Usual(NamedTuple):
    """What is usual, by stage, in USD where it is money; and where that comes from.

    label: what it is called where it is no lever, else empty. unit: as the file has it. grade: of GRADES, of the
    source. source: who published what; of an assumption what speaks for it, or nothing.
    """

    by_stage: Mapping[str, float]
    money: bool
    label: str
    unit: str
    grade: str
    source: str

    @property
    def said(self) -> str:
        """Where it comes from, behind a comma: "after 750K (BenchSights 2021), second hand"."""
        if self.grade != ASSUMPTION:
            return f"after {self.source}, {GRADES[self.grade]}"
        return f"an {GRADES[self.grade]} without a published source{f'; {self.source}' if self.source else ''}"


@functools.cache
def usual() -> Mapping[str, Usual]:
    """Every row of the file by key: a lever's id, or a name of the derivation."""
    with (DATA / "stages.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["key"]: Usual(
                    {stage: float(row[stage]) for stage in STAGES},
                    row["unit"].startswith("USD"),
                    *(row[name] for name in ("label", "unit", "grade", "source")),
                )
                for row in csv.DictReader(file)
            }
        )


class Rate(NamedTuple):
    """USD for one unit of a currency, and where that comes from."""

    usd: float
    source: str


@functools.cache
def rates() -> Mapping[str, Rate]:
    """Exchange rates by code of the currency, rough round numbers of the end of 2024: good enough for defaults."""
    with (DATA / "exchange_rates.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {row["currency"]: Rate(float(row["usd"]), row["source"]) for row in csv.DictReader(file)}
        )


def of_arr(arr: float) -> str:
    """The stage of a company with so much ARR, in USD."""
    return [stage for stage, least in usual()["least_arr"].by_stage.items() if arr >= least][-1]


class Defaults(NamedTuple):
    """What is usual at one stage, in one currency. usd: USD for one unit of it."""

    stage: str
    currency: str
    usd: float

    def value(self, key: str) -> float:
        """The default of a row."""
        row = usual()[key]
        return self.amount(row.by_stage[self.stage]) if row.money else row.by_stage[self.stage]

    def amount(self, usd: float) -> float:
        """An amount of USD in the company's currency."""
        return reference_currency.converted(usd, self.currency, self.usd)

    def source(self, key: str) -> str:
        """Where a default comes from, as a sentence."""
        name = STAGES[self.stage].lower() if self.stage in ("pre-seed", "seed") else STAGES[self.stage]
        stage = "for a later stage" if self.stage == "later" else f"at {name}"
        return f"Default {stage}, {usual()[key].said}."
