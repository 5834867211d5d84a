"""The one plan of a session and its pinned baseline.

The plan is the truth; widgets are drawn from it and write back to it. The address carries both, and the `page_inputs`
beside them, so that a reload, a shared link and a restarted server bring them back.
"""

import functools
import logging
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from planner import plan as plans
from planner.exchange import links
from planner.plan import Plan
from planner.plan.history import History, Standing
from planner.ui.session import page_inputs
from planner.vocabulary import lever_text
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE

LOG = logging.getLogger(__name__)

SHIPPED = Path(__file__).parents[3] / "data" / "plans"
FIRST = "open-source-database"
SHIPPED_PLAN = "shipped"
"""Where the levers of such a plan come from, as [origin] of a plan has it."""

LINK, DRAFT = "s", "d"
"""Parameters of the address: plan, baseline and what is kept beside them; the draft of this browser that it is."""

CASE = "case"
"""The case that is in view, among what is kept beside the plan in the address."""

_HISTORY, _LINKED, _PROBLEMS, _TOLD, _DRAFT = "history", "linked", "problems", "told", "draft"
SETTINGS = ("start", "months", "currency", "usd", "lumpy", "size_spread")
PARTS = {
    "plays and shocks": ("events",),
    "funding": ("funding",),
    "targets": ("targets",),
    "ranges": ("uncertainty", "ends", "together", "correlations"),
    "cases": ("cases",),
    "notes": ("notes",),
    "name": ("name",),
    "settings": SETTINGS,
}
"""Fields of a plan other than its levers, by what people call them together."""

_APART = [name for part, names in PARTS.items() if part != "ranges" for name in names]

_COPY = "copy"


@contextmanager
def working_on(copy: str) -> Iterator[None]:
    """In the block, the session's plan is the copy of this key: a participant of a workshop works on one."""
    before = st.session_state.get(_COPY, "")
    st.session_state[_COPY] = copy
    try:
        yield
    finally:
        st.session_state[_COPY] = before


def _place() -> str:
    """Where the history of the plan or of its copy is."""
    return f"{_HISTORY}{st.session_state.get(_COPY, '')}"


def shipped() -> dict[str, Path]:
    """The plans that come with the app: file by name of the file."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def load_shipped(stem: str) -> Plan:
    """A plan that comes with the app, marked as such: none of its numbers is the reader's own."""
    found = plans.load(shipped()[stem])
    return found.changed(origin={**dict.fromkeys(found.levers, SHIPPED_PLAN), **found.origin})


@functools.cache
def _shipped_plans() -> frozenset[Plan]:
    return frozenset(map(load_shipped, shipped()))


def is_shipped(one: Plan) -> bool:
    """Whether a plan is one that comes with the app, with nothing changed."""
    return one in _shipped_plans()


def begin() -> None:
    """Find the session's plan, from the address or else the first shipped one."""
    if begun():
        return
    opened = baseline = load_shipped(FIRST)
    if token := st.query_params.get(LINK):
        with refusing():
            found = linked(token)
            opened, baseline = found.plan, found.baseline
            tell([*(opened.updates or baseline.updates), *page_inputs.restore(links.view(token), opened)])
            resume(History(found))
            return
    start(opened, baseline)


def linked(token: str) -> Standing:
    """The standing that an address carries; PlannerError when it cannot be read."""
    opened, baseline = links.decode(token)
    case = links.view(token).get(CASE)
    return Standing(opened, baseline, case=case if case in {one.name for one in opened.cases} else "")


def begun() -> bool:
    """Whether the session has its plan."""
    return _place() in st.session_state


def start(opened: Plan, baseline: Plan) -> None:
    """Begin a history with a plan and the baseline that changes are measured against."""
    resume(History(Standing(opened, baseline)))


def resume(found: History) -> None:
    """Go on with a history."""
    st.session_state[_place()] = found


def draft() -> tuple[str, int] | None:
    """The draft that the session's plan is stored as, its id and revision; None when it is not stored yet."""
    return st.session_state.get(_DRAFT)


def work_on(draft: tuple[str, int] | None) -> None:
    """From now on the session's plan is stored as this draft; without one, as a new one."""
    st.session_state[_DRAFT] = draft


def history() -> History:
    """How the session stands, and the steps that led there."""
    return st.session_state[_place()]


def plan() -> Plan:
    """The current plan."""
    return history().now.plan


def whole_plan() -> Plan:
    """The current plan with all its cases, and none of them in view: what is saved, and what files hold."""
    return history().now.whole


def case() -> str:
    """The case that is in view; empty for the plan itself."""
    return history().now.case


def view_case(name: str) -> None:
    """Show the plan in one of its cases, or with "" the plan itself. PlannerError when it has no such case."""
    now = history().now.viewed(name)
    st.session_state[_place()] = history().then(now, f"showing {name or 'the plan itself'}")


def baseline_plan() -> Plan:
    """The plan that changes are measured against."""
    return history().now.baseline


def token() -> str:
    """Plan, baseline and what is kept beside them, as they stand in the address."""
    now, view = history().now, page_inputs.document()
    view |= {CASE: now.case} if now.case else {}
    linked, seen, text = st.session_state.get(_LINKED, (None, None, ""))
    if linked is not now or seen != view:
        text = links.encode(now.plan, now.baseline, view)
        st.session_state[_LINKED] = now, view, text
    return text


def last_token() -> str:
    """The last result of `token`, empty at first: used while a lever is held, when the address is not written anew."""
    return st.session_state.get(_LINKED, (None, None, ""))[2]


def changes() -> list[str]:
    """What differs from the baseline: names of levers, then parts of the plan."""
    now, before = history().now[:2]
    if now == before:
        return []
    moved = [lever for lever in CATALOGUE.values() if now.value(lever.id) != before.value(lever.id)]
    along = before.with_levers({lever.id: now.value(lever.id) for lever in moved})  # ranges move with their levers
    return [lever_text.name(lever) for lever in moved] + [
        part for part, fields in PARTS.items() if any(getattr(now, name) != getattr(along, name) for name in fields)
    ]


def apart_from_levers(standing: Standing) -> tuple[Any, ...]:
    """All of a standing but the levers and ranges of its plan and baseline."""
    return (*(getattr(one, name) for one in standing[:2] for name in _APART), *standing[2:])


def apply(new: Plan, label: str, *, baseline: Plan | None = None, gesture: Hashable = None) -> None:
    """Make a changed plan the current one.

    label: what was done, as undoing names it. baseline: what changes are measured against from now on, where it
    changes; then no case of the plan is in view. gesture: what the change came from; several of one gesture are undone
    together.
    """
    now = history().now
    then = Standing(new, baseline or now.baseline, now.saved, "" if baseline else now.case)
    resume(history().then(then, label, gesture))


def open_plan(new: Plan, *, baseline: Plan | None = None, saved: str = "") -> None:
    """Make another plan the current one.

    baseline: what its changes are measured against, itself by default. saved: its id where it is a saved plan; without
    one it is the draft of a new plan. What was the current one until now keeps its draft.
    """
    resume(history().then(Standing(new, baseline or new, saved), f"opening {new.name}", opens=True))
    work_on(None)


def edit(at: str = "page", label: str | None = None, **fields: Any) -> bool:
    """Change parts of the plan; what is not allowed is refused with its reason, shown at `at`, and changes nothing."""
    try:
        new = plan().changed(**fields)
    except PlannerError as error:
        refuse(error, at)
        return False
    apply(new, label or f"editing {' and '.join(fields)}")
    return True


def pin() -> None:
    """Measure changes against the plan as it is now. In a case they are measured against the plan: nothing is done."""
    if not case():
        apply(plan(), "pinning the baseline", baseline=plan())


def reset() -> None:
    """Back to the baseline; in a case, to the plan without it."""
    apply(baseline_plan(), "resetting all", baseline=baseline_plan())


def undo() -> None:
    """Take the last step back."""
    st.session_state[_place()] = history().undone()


def redo() -> None:
    """Do again what was undone last."""
    st.session_state[_place()] = history().redone()


def show(key: str, value: Any) -> None:
    """Give a widget its value before it is drawn; one it has already is left alone, which spares the browser work."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


@contextmanager
def refusing(at: str = "page") -> Iterator[None]:
    """What the block refuses is shown at `at`, with its reason; whatever else it raises is logged and refused too.

    Around what answers an entry, since a page is not drawn when that raises.
    """
    try:
        yield
    except PlannerError as error:
        refuse(error, at)
    except Exception:
        LOG.exception("An entry failed")
        refuse(PlannerError(Problem("This", None, "could not be done; the reason is in the log of the server")), at)


def refuse(error: PlannerError, at: str = "page") -> None:
    """Remember why an input was refused, to be shown once, at `at`."""
    st.session_state.setdefault(_PROBLEMS, {})[at] = error.sentences()


def tell(sentences: Sequence[str]) -> None:
    """Remember what was brought up to date in a plan that was opened, to be said once."""
    st.session_state[_TOLD] = list(sentences)


def told() -> list[str]:
    """What was brought up to date since the last run; asking forgets it."""
    return st.session_state.pop(_TOLD, [])


def problems(at: str = "page") -> list[str]:
    """What was refused there since the last run; asking forgets it."""
    return problems_of([at]).get(at, [])


def problems_of(places: Iterable[str]) -> dict[str, list[str]]:
    """What was refused since the last run, by the places where something was; asking forgets it."""
    kept: dict[str, list[str]] = st.session_state.get(_PROBLEMS, {})
    return {at: kept.pop(at) for at in places if at in kept}
