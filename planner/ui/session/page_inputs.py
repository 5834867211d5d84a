"""Inputs of pages that are no part of the plan, kept in the address: a reload, a link or a restart restores them.

Each is declared once: its name in the address, how it is written there, and how it is read and checked. What nobody has
chosen is not kept, and pages show their own default.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import streamlit as st

from planner.analysis.company import answers
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.together import MOST as MOST_TOGETHER
from planner.analysis.readings.churn import Business
from planner.plan import MAX_MONTHS, Plan
from planner.plan.placed_shocks import PlacedShock
from planner.plan.shocks import Shock
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import lever
from planner.vocabulary.typed import MOST


class ShockSetting(NamedTuple):
    """The settings of a shock.

    on: whether it acts. start: month, from 1. months: how long. stays: whether it is for good instead.
    """

    on: bool
    start: int
    months: int
    stays: bool = False

    def of(self, shock: Shock) -> PlacedShock:
        """The shock with these months."""
        return PlacedShock(shock, self.start, None if self.stays else self.months)


class AskedRound(NamedTuple):
    """The funding round that is asked about. month: from 1; amount: of money; None for what nobody has chosen."""

    month: int | None = None
    amount: float | None = None


class Explored(NamedTuple):
    """The business of the churn explorer, and the two shares of revenue that it keeps a year."""

    business: Business
    retentions: tuple[float, float]


UNREADABLE = (PlannerError, ValueError, TypeError, KeyError, AttributeError)
"""What reading raises for what is damaged."""


@dataclass(frozen=True)
class Input:
    """An input of a page.

    write: as JSON has it. read: that again, for a plan; it raises `UNREADABLE` for what it cannot be.
    """

    write: Callable[[Any], Any]
    read: Callable[[Any, Plan], Any]


EXPLORER: Mapping[str, tuple[float, float]] = {
    "revenue": (0.0, MOST),
    "new_business": (0.0, MOST),
    "growth": (-0.5, 3.0),
    "years": (1, 30),
    "retention": (0.0, 1.5),
}
"""Bounds of the numbers of the churn explorer."""


def _number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(value)
    return float(value)


def _whole(value: Any, low: int, high: int) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return int(_number(value, low, high))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _goal(value: Any, plan: Plan) -> Goal:
    floor = value.get("cash_floor")
    return Goal(
        str(value["metric"]),
        _whole(value["month"], 1, plan.months),
        _number(value["target"], -MOST, MOST),
        _flag(value["at_most"]),
        None if floor is None else _number(floor, -MOST, MOST),
    ).checked(plan)


def _levers(value: Any, plan: Plan) -> tuple[str, ...]:
    del plan
    names = [lever(str(lever_id)).id for lever_id in value]
    if len(names) > MOST_TOGETHER or len(set(names)) < len(names):
        raise ValueError(value)
    return tuple(names)


def _round(value: Any, plan: Plan) -> AskedRound:
    month, amount = value
    return AskedRound(
        None if month is None else _whole(month, 1, plan.months), None if amount is None else _number(amount, 0, MOST)
    )


def _shocks(value: Any, plan: Plan) -> dict[str, ShockSetting]:
    del plan
    return {
        str(stem): ShockSetting(_flag(on), _whole(start, 1, MAX_MONTHS), _whole(months, 1, MAX_MONTHS), _flag(stays))
        for stem, (on, start, months, stays) in value.items()
    }


def _explored(value: Any, plan: Plan) -> Explored:
    del plan
    money = {name: _number(value[name], *EXPLORER[name]) for name in ("revenue", "new_business", "growth")}
    business = Business(
        revenue=money["revenue"],
        new_business=money["new_business"],
        growth=money["growth"],
        years=_whole(value["years"], 1, int(EXPLORER["years"][1])),
    )
    first, second = (_number(kept, *EXPLORER["retention"]) for kept in value["retentions"])
    return Explored(business, (first, second))


def _companies(value: Any, plan: Plan) -> list[dict[str, Any]]:
    return [_company(one, plan) for one in value]


def _company(value: Any, plan: Plan) -> dict[str, Any]:
    del plan
    answers.parse({"answers": {"arr": 0, **value}})
    return dict(value)


INPUTS: Mapping[str, Input] = {
    "goal": Input(asdict, _goal),
    "together": Input(list, _levers),
    "round": Input(list, _round),
    "shocks": Input(lambda value: {stem: list(one) for stem, one in value.items()}, _shocks),
    "explorer": Input(lambda value: {**asdict(value.business), "retentions": list(value.retentions)}, _explored),
    "company": Input(dict, _company),
    "company-used": Input(list, _companies),
}
"""Every such input, by its name in the address."""

PREFIX = "input-"


def get(name: str) -> Any:
    """The value of an input; None when nobody has chosen one."""
    return st.session_state.get(f"{PREFIX}{name}")


def keep(name: str, value: Any) -> None:
    """Set the value of an input; None removes it."""
    if value is None:
        st.session_state.pop(f"{PREFIX}{name}", None)
    else:
        st.session_state[f"{PREFIX}{name}"] = value


def document() -> dict[str, Any]:
    """All inputs that were chosen, as JSON has them."""
    chosen = {name: get(name) for name in INPUTS}
    return {name: INPUTS[name].write(value) for name, value in chosen.items() if value is not None}


def restore(view: Mapping[str, Any], plan: Plan) -> list[str]:
    """Set the inputs that an address carries beside a plan; returns a sentence for each that cannot be read."""
    told = []
    for name, one in INPUTS.items():
        if name in view:
            try:
                keep(name, one.read(view[name], plan))
            except UNREADABLE:
                told.append(f"The link's {name} cannot be read and is left out.")
    return told
