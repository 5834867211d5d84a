"""The one plan of a session and its pinned baseline.

The plan is the truth; widgets are drawn from it and write back to it. The address carries both, so that a reload, a
shared link and a restarted server bring them back.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner import plan as plans
from planner.errors import PlannerError
from planner.exchange import links
from planner.plan import Plan

SHIPPED = Path(__file__).parents[2] / "data" / "plans"
FIRST = "open-source-database"

_PLAN, _BASELINE, _PROBLEMS, _LINK = "plan", "baseline", "problems", "s"


def shipped() -> dict[str, Path]:
    """The plans that come with the app: file by name of the file."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def begin() -> None:
    """Find the session's plan, from the address or the first shipped one, and keep the address up to date."""
    if _PLAN not in st.session_state:
        token = st.query_params.get(_LINK)
        opened = baseline = plans.load(shipped()[FIRST])
        if token:
            try:
                opened, baseline = links.decode(token)
            except PlannerError as error:
                refuse(error)
        st.session_state[_PLAN], st.session_state[_BASELINE] = opened, baseline
    token = links.encode(plan(), baseline_plan())
    if st.query_params.get(_LINK) != token:
        st.query_params[_LINK] = token


def plan() -> Plan:
    """The current plan."""
    return st.session_state[_PLAN]


def baseline_plan() -> Plan:
    """The plan that changes are measured against."""
    return st.session_state[_BASELINE]


def changed() -> bool:
    """Whether the plan says anything else than the baseline."""
    return plan() != baseline_plan() and _said(plan()) != _said(baseline_plan())


def open_plan(new: Plan) -> None:
    """Make a plan the current one and its own baseline."""
    st.session_state[_PLAN] = st.session_state[_BASELINE] = new


def pin() -> None:
    """Measure changes against the plan as it is now."""
    st.session_state[_BASELINE] = plan()


def reset() -> None:
    """Back to the baseline."""
    st.session_state[_PLAN] = baseline_plan()


def edit(at: str = "page", **fields: Any) -> bool:
    """Change parts of the plan; what is not allowed is refused with its reason, shown at `at`, and changes nothing."""
    return _replace(at, lambda: plan().changed(**fields))


def set_lever(lever_id: str, value: float) -> bool:
    """Change one lever; a refusal is shown beside it."""
    return _replace(lever_id, lambda: plan().with_levers({lever_id: value}))


def reset_lever(lever_id: str) -> None:
    """Back to the baseline's value, and its range of uncertainty."""
    levers, ranges = dict(plan().levers), dict(plan().uncertainty)
    levers[lever_id] = baseline_plan().value(lever_id)
    if lever_id in baseline_plan().uncertainty:
        ranges[lever_id] = baseline_plan().uncertainty[lever_id]
    edit(at=lever_id, levers=levers, uncertainty=ranges)


def _said(one: Plan) -> dict[str, Any]:
    """What a plan says, whether a lever at its default is named or not."""
    return one.model_copy(update={"levers": one.values()}).document()


def _replace(at: str, new: Callable[[], Plan]) -> bool:
    try:
        st.session_state[_PLAN] = new()
    except PlannerError as error:
        refuse(error, at)
        return False
    return True


def show(key: str, value: Any) -> None:
    """Give a widget its value before it is drawn; one it has already is left alone, which spares the browser work."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def refuse(error: PlannerError, at: str = "page") -> None:
    """Remember why an input was refused, to be shown once, at `at`."""
    st.session_state.setdefault(_PROBLEMS, {})[at] = error.sentences()


def problems(at: str = "page") -> list[str]:
    """What was refused there since the last run; asking forgets it."""
    return st.session_state.get(_PROBLEMS, {}).pop(at, [])
