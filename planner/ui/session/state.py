"""The one plan of a session and its pinned baseline.

The plan is the truth; widgets are drawn from it and write back to it. The address carries both, so that a reload, a
shared link and a restarted server bring them back.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from planner import plan as plans
from planner.exchange import links
from planner.plan import Plan
from planner.vocabulary import lever_text
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SHIPPED = Path(__file__).parents[3] / "data" / "plans"
FIRST = "open-source-database"

_PLAN, _BASELINE, _HISTORY, _PROBLEMS, LINK = "plan", "baseline", "history", "problems", "s"
SETTINGS = ("name", "start", "months", "currency", "lumpy")
STEPS_BACK = 50
MOVED = "moving "


class Step(NamedTuple):
    """A change that can be undone. label: what was changed; plan, baseline: as they were before."""

    label: str
    plan: Plan
    baseline: Plan


def shipped() -> dict[str, Path]:
    """The plans that come with the app: file by name of the file."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def begin() -> None:
    """Find the session's plan, from the address or else the first shipped one."""
    if _PLAN not in st.session_state:
        token = st.query_params.get(LINK)
        opened = baseline = plans.load(shipped()[FIRST])
        if token:
            try:
                opened, baseline = links.decode(token)
            except PlannerError as error:
                refuse(error)
        st.session_state[_PLAN], st.session_state[_BASELINE] = opened, baseline


def token() -> str:
    """Plan and baseline as they stand in the address."""
    return links.encode(plan(), baseline_plan())


def plan() -> Plan:
    """The current plan."""
    return st.session_state[_PLAN]


def baseline_plan() -> Plan:
    """The plan that changes are measured against."""
    return st.session_state[_BASELINE]


def changed() -> bool:
    """Whether the plan says anything else than the baseline."""
    return plan() != baseline_plan() and _said(plan()) != _said(baseline_plan())


def changes() -> list[str]:
    """What differs from the baseline: names of levers, then parts of the plan."""
    now, before = plan(), baseline_plan()
    if not changed():
        return []
    moved = [lever_text.name(lever) for lever in CATALOGUE.values() if now.value(lever.id) != before.value(lever.id)]
    parts = {
        "plays and shocks": now.events != before.events,
        "funding": now.funding != before.funding,
        "targets": now.targets != before.targets,
        "ranges": now.uncertainty != before.uncertainty or now.correlations != before.correlations,
        "settings": any(getattr(now, name) != getattr(before, name) for name in SETTINGS),
    }
    return [*moved, *(name for name, differs in parts.items() if differs)]


def apart_from_levers() -> tuple[Plan, Plan]:
    """Plan and baseline but for their levers and ranges."""
    nothing: dict[str, Any] = {"levers": {}, "uncertainty": {}}
    return plan().model_copy(update=nothing), baseline_plan().model_copy(update=nothing)


def open_plan(new: Plan) -> None:
    """Make a plan the current one and its own baseline."""
    _take(f"opening {new.name}", new, new)


def pin() -> None:
    """Measure changes against the plan as it is now."""
    _take("pinning the baseline", plan(), plan())


def reset() -> None:
    """Back to the baseline."""
    _take("resetting all", baseline_plan())


def apply(new: Plan, label: str) -> None:
    """Make a changed plan the current one. label: what was done, as undoing names it."""
    _take(label, new)


def last_step() -> str | None:
    """What undoing would take back; None when there is nothing."""
    steps = st.session_state.get(_HISTORY)
    return steps[-1].label if steps else None


def undo() -> None:
    """Take the last change back; moves of one lever in a row are one change."""
    if st.session_state.get(_HISTORY):
        step = st.session_state[_HISTORY].pop()
        st.session_state[_PLAN], st.session_state[_BASELINE] = step.plan, step.baseline


def edit(at: str = "page", label: str | None = None, **fields: Any) -> bool:
    """Change parts of the plan; what is not allowed is refused with its reason, shown at `at`, and changes nothing."""
    return _replace(at, label or f"editing {' and '.join(fields)}", lambda: plan().changed(**fields))


def set_lever(lever_id: str, value: float) -> bool:
    """Change one lever; a refusal is shown beside it."""
    return _replace(lever_id, _moved(lever_id), lambda: plan().with_levers({lever_id: value}))


def set_range(lever_id: str, low: float, high: float) -> bool:
    """Say between which values a lever may lie; a refusal is shown beside it."""
    label = f"the range of {CATALOGUE[lever_id].label}"
    return _replace(lever_id, label, lambda: plan().with_range(lever_id, low, high))


def drop_range(lever_id: str) -> None:
    """Be sure of a lever."""
    _take(f"the range of {CATALOGUE[lever_id].label}", plan().without_range(lever_id))


def reset_lever(lever_id: str) -> None:
    """Back to the baseline's value, and its range of uncertainty."""
    levers, ranges = dict(plan().levers), dict(plan().uncertainty)
    levers[lever_id] = baseline_plan().value(lever_id)
    if lever_id in baseline_plan().uncertainty:
        ranges[lever_id] = baseline_plan().uncertainty[lever_id]
    edit(at=lever_id, label=f"resetting {CATALOGUE[lever_id].label}", levers=levers, uncertainty=ranges)


def _moved(lever_id: str) -> str:
    return f"{MOVED}{CATALOGUE[lever_id].label}"


def _said(one: Plan) -> dict[str, Any]:
    """What a plan says, whether a lever at its default is named or not."""
    return one.model_copy(update={"levers": one.values()}).document()


def _replace(at: str, label: str, new: Callable[[], Plan]) -> bool:
    try:
        _take(label, new())
    except PlannerError as error:
        refuse(error, at)
        return False
    return True


def _take(label: str, new: Plan, baseline: Plan | None = None) -> None:
    steps = st.session_state.setdefault(_HISTORY, [])
    goes_on = bool(steps) and steps[-1].label == label and label.startswith(MOVED)
    if not goes_on:
        steps.append(Step(label, plan(), baseline_plan()))
        del steps[:-STEPS_BACK]
    st.session_state[_PLAN], st.session_state[_BASELINE] = new, baseline or baseline_plan()


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
