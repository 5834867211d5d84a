"""Metrics against published bands: what is usual, and what a number is against it."""

import csv
import functools
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from planner.analysis.levers.sensitivity import by_reach
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.reference_currency import converted, converts

FILE = Path(__file__).parents[3] / "data" / "bands.csv"

Verdict = Literal["good", "usual", "weak"]


@dataclass(frozen=True)
class Band:
    """Where a metric usually lies. column: of columns.py. low, high: None where the band has no such end.

    better: which way is good. Money is in USD in the file.
    """

    column: str
    label: str
    low: float | None
    high: float | None
    better: Literal["high", "low"]
    source: str

    @property
    def is_money(self) -> bool:
        """Whether its ends are amounts."""
        return COLUMNS[self.column].unit == "money"

    def verdict(self, value: float) -> Verdict | None:
        """What a value is: better than the band, in it, or worse; None when there is no value.

        Of a band with one end, a value at or beyond it is good and any other is weak.
        """
        if math.isnan(value):
            return None
        ends = [end for end in (self.low, self.high) if end is not None]
        worst, best = (ends[0], ends[-1]) if self.better == "high" else (ends[-1], ends[0])
        sign = 1 if self.better == "high" else -1
        if sign * value >= sign * best:
            return "good"
        return "usual" if sign * value >= sign * worst else "weak"


@functools.cache
def bands() -> tuple[Band, ...]:
    """The published bands, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Band(
                column=row["column"],
                label=row["label"],
                low=float(row["low"]) if row["low"] else None,
                high=float(row["high"]) if row["high"] else None,
                better="high" if row["better"] == "high" else "low",
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


@dataclass(frozen=True)
class Reading:
    """A metric against its band. value: at the end of the plan. mover: of a weak one, the lever that moves it most."""

    band: Band
    value: float
    verdict: Verdict | None
    mover: str | None


def readings(result: Result) -> list[Reading]:
    """Every banded metric at the end of one plan.

    Bands of money are in the plan's currency, or in USD where the plan does not say what its own is worth: then there
    is no verdict, nor is there on a burn multiple of 0 where nothing is sold.
    """
    plan = result.plan
    comparable = {band.column: band for band in of_plan(plan)}
    known = [comparable.get(band.column, band) for band in bands()]
    values = {band.column: float(result[band.column][-1, 0]) for band in known}
    verdicts = {band.column: band.verdict(values[band.column]) if band.column in comparable else None for band in known}
    if values["burn_multiple"] == 0 and float(result["arr"][-1, 0]) <= 0:
        verdicts["burn_multiple"] = None
    weak = [column for column, verdict in verdicts.items() if verdict == "weak"]
    movers = {column: found[0] for column, found in by_reach(plan, weak, plan.months).items()} if weak else {}
    return [
        Reading(
            band,
            values[band.column],
            verdicts[band.column],
            movers[band.column].lever if band.column in movers and movers[band.column].reach > 0 else None,
        )
        for band in known
    ]


def of_plan(plan: Plan) -> list[Band]:
    """The bands that judge a plan, in its currency; without those of money where nobody knows the rate."""
    return [
        _in_currency(band, plan) if band.is_money else band
        for band in bands()
        if not band.is_money or converts(plan.currency, plan.usd)
    ]


def _in_currency(band: Band, plan: Plan) -> Band:
    low, high = (None if end is None else converted(end, plan.currency, plan.usd) for end in (band.low, band.high))
    return replace(band, low=low, high=high)
