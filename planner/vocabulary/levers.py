"""The catalogue of levers: one declaration per lever, in data/levers.csv.

Default, unit, label, hard bounds, usual range, step and source of a lever are declared there and nowhere else. Shares
are fractions (0.05), money is in the plan's currency.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from planner.vocabulary.errors import PlannerError, Problem, nearest

VERSION = 2
"""Version of the catalogue; a plan names the one its defaults come from."""

_DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Lever:
    """One input of the model.

    id: "group.name". min, max: hard bounds, never passed. usual_low, usual_high: where most companies lie, or None;
    outside it is a warning. kind: "state" describes day one, "flow" acts every month and may change over time.
    since: the version of the catalogue that added it. before: what it is in a plan of an earlier version, a number or
    the id of the lever whose value it takes over, within its own bounds; NaN for those of version 1.
    """

    id: str
    label: str
    unit: str
    min: float
    max: float
    usual_low: float | None
    usual_high: float | None
    step: float
    default: float
    kind: Literal["state", "flow"]
    source: str
    since: int
    before: float | str

    @property
    def group(self) -> str:
        """The part of the id before the dot: the table of a plan file the lever stands in."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    @property
    def is_share(self) -> bool:
        """Whether the lever is a fraction that people read as percent."""
        return self.unit.split("/")[0].split(" ")[0] == "share"

    @property
    def is_money(self) -> bool:
        """Whether the lever counts money."""
        return self.unit.startswith("USD") and "per USD" not in self.unit

    @property
    def allowed(self) -> str:
        """What a value must be, as the end of a sentence."""
        return f"must be {self.min:,.12g} to {self.max:,.12g} ({self.unit})"

    def outside_usual(self, value: float) -> bool:
        """Whether a value lies outside the usual range (never, for a lever without one)."""
        if self.usual_low is None or self.usual_high is None:
            return False
        return not self.usual_low <= value <= self.usual_high

    def holds(self, value: float) -> bool:
        """Whether a value is a number within the hard bounds."""
        return self.min <= value <= self.max

    def check(self, value: float) -> float:
        """The value itself; PlannerError when it is outside the hard bounds or not a number."""
        if not self.holds(value):
            raise PlannerError(Problem(self.id, f"{value:,.12g}", self.allowed))
        return value


def _number(text: str) -> float | None:
    return float(text) if text else None


def _read(path: Path) -> Mapping[str, Lever]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = {row["id"] for row in rows}
    read: dict[str, Callable[[str], object]] = {
        **dict.fromkeys(("min", "max", "step", "default", "usual_low", "usual_high"), _number),
        "since": int,
        "before": lambda text: text if text in ids else float(text or "nan"),
    }
    levers = [Lever(**{key: read.get(key, str)(text) for key, text in row.items()}) for row in rows]  # type: ignore[arg-type]
    groups = list(dict.fromkeys(lever.group for lever in levers))
    return MappingProxyType({lever.id: lever for lever in sorted(levers, key=lambda one: groups.index(one.group))})


CATALOGUE: Mapping[str, Lever] = _read(_DATA / "levers.csv")
"""Every lever by id, group by group, else in the order of the file."""

GROUPS: Mapping[str, tuple[Lever, ...]] = MappingProxyType(
    {
        group: tuple(lever for lever in CATALOGUE.values() if lever.group == group)
        for group in dict.fromkeys(lever.group for lever in CATALOGUE.values())
    }
)
"""Levers by group, both in the order of the catalogue."""


@dataclass(frozen=True)
class Benchmark:
    """What has been published about a lever, as a band from low to high."""

    low: float
    high: float
    source: str


def _read_benchmarks(path: Path) -> Mapping[str, Benchmark]:
    with path.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["lever"]: Benchmark(float(row["low"]), float(row["high"]), row["source"])
                for row in csv.DictReader(file)
            }
        )


BENCHMARKS: Mapping[str, Benchmark] = _read_benchmarks(_DATA / "benchmarks.csv")
"""Published bands by lever, for the levers that have one."""

MEASURED_AT = frozenset(
    (
        "customer_success.reference_accounts",
        *("inside_sales.reference_win_rate", "inside_sales.reference_acv"),
        *("enterprise.reference_win_rate", "enterprise.reference_acv"),
    )
)
"""Levers that say at what other levers were measured: nobody holds an opinion about them."""

BEYOND_CONTROL = MEASURED_AT | {
    *("community.market", "community.first_month", "sales.goes_cold", "growth.use_case_share"),
    *("retention.usage_change", "retention.contraction_share"),
    *("customer_success.elasticity", "customer_success.expansion_elasticity"),
}
"""Levers that nobody in the company decides on: what customers do by themselves, and how it was measured."""

FIELDS = tuple(field.name for field in fields(Lever) if field.name not in ("since", "before"))
"""Names of what a lever is, in the order of a catalogue row, whose last two say where it comes from."""


def lever(lever_id: str) -> Lever:
    """The lever of that id; PlannerError with the nearest name when there is none."""
    if lever_id not in CATALOGUE:
        raise PlannerError(Problem(lever_id, None, unknown_lever(lever_id)))
    return CATALOGUE[lever_id]


def unknown_lever(lever_id: str) -> str:
    """The end of a sentence about a lever that is not in the catalogue: what could have been meant."""
    group, _, name = lever_id.partition(".")
    if group in GROUPS:
        return f"no such lever in {group}{nearest(name, [lever.name for lever in GROUPS[group]])}"
    near = nearest(lever_id, list(CATALOGUE)) or f"; a lever is group.name, in one of the groups {', '.join(GROUPS)}"
    return f"no such lever{near}"
