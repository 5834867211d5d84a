"""Which plans are compared, and at the end of which month."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st

from planner import plan as plans
from planner.analysis.explain.comparison import FEWEST, MOST
from planner.plan import MAX_BYTES, Plan
from planner.ui.kit.markdown import literal
from planner.ui.session import refusals, saved_plans, state, storage
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import month_name, months_apart

CHOSEN, FILES, CALENDAR, MONTH = "compare-chosen", "compare-files", "compare-calendar", "compare-month"
NOW, BASELINE = "now", "baseline"
FILE, SHIPPED, SAVED = "file:", "shipped:", "saved:"
"""What is offered: itself, or what its key begins with."""

LISTED = 50
"""Saved plans that are offered, those used last."""

AT = "compare-files"
"""Where a file that is refused is said to be."""


@st.cache_resource(show_spinner=False)
def _shipped() -> Mapping[str, Plan]:
    """The plans that come with the app, by name of the file."""
    return {stem: plans.load(path) for stem, path in state.shipped().items()}


def offered() -> dict[str, str]:
    """What can be compared: what it is called, by key."""
    now, baseline = state.plan(), state.baseline_plan()
    found = {NOW: f"{now.name} (current)"}
    if baseline != now:
        found[BASELINE] = f"{baseline.name} (baseline)"
    found |= {f"{FILE}{name}": f"{plan.name} ({name})" for name, plan in _files().items()}
    with suppress(PlannerError):
        found |= _saved(state.history().now.saved)
    return found | {f"{SHIPPED}{stem}": plan.name for stem, plan in _shipped().items()}


def _saved(here: str) -> dict[str, str]:
    """The versions of the saved plan that is worked on; of the others of this browser the newest and the approved one.

    here: its id, empty when it is not saved.
    """
    found = dict[str, str]()
    if here:
        for entry in storage.store().library.history(here):
            how = "approved" if entry.approved else "saved"
            found[f"{SAVED}{here}:{entry.number}"] = f"{entry.name} ({how}, version {entry.number})"
    for one in saved_plans.recent()[:LISTED]:
        for number in dict.fromkeys((one.newest, one.approved)):
            if number is not None and here not in (one.edit_id, one.read_id):
                how = "approved" if number == one.approved else "saved"
                found[f"{SAVED}{one.key}:{number}"] = f"{one.name} ({how}, version {number})"
    return found


def plan_of(key: str) -> Plan:
    """A plan that is offered; PlannerError for a saved one that cannot be opened."""
    if key == NOW:
        return state.plan()
    if key == BASELINE:
        return state.baseline_plan()
    if key.startswith(SAVED):
        id_, _, number = key.removeprefix(SAVED).rpartition(":")
        return saved_plans.version(id_, int(number))
    return _files()[key.removeprefix(FILE)] if key.startswith(FILE) else _shipped()[key.removeprefix(SHIPPED)]


def draw() -> dict[str, tuple[str, Plan]]:
    """The plans that are chosen, the first one being what the others are held against; and the way to bring a file."""
    options = offered()
    kept = [key for key in st.session_state.get(CHOSEN, ()) if key in options]
    state.show("compare-plans", kept if CHOSEN in st.session_state else _default(options))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            f"Plans, {FEWEST} to {MOST}; the others are held against the first",
            list(options),
            key="compare-plans",
            max_selections=MOST,
            format_func=lambda key: options.get(key, key),
            on_change=_choose,
        )
        with st.popover("Bring a file", icon=":material/upload_file:"):
            label = "A plan file (TOML, at most 1 MiB)"
            st.file_uploader(label, key="compare-upload", on_change=_upload, max_upload_size=1)
        if BASELINE in options and not {NOW, BASELINE} <= {*st.session_state["compare-plans"]}:
            st.button("Changes since the baseline", key="compare-changes", on_click=_usual)
    refusals.show(AT)
    return {key: (options[key], plan_of(key)) for key in st.session_state["compare-plans"]}


def _default(options: Mapping[str, object]) -> list[str]:
    """The baseline and the plan, or the plan and another one."""
    return [BASELINE, NOW] if BASELINE in options else [NOW, next(key for key in options if key != NOW)]


def _usual() -> None:
    """Compare the plan with its baseline again."""
    st.session_state.pop(CHOSEN, None)


def _choose() -> None:
    st.session_state[CHOSEN] = list(st.session_state["compare-plans"])


def _files() -> dict[str, Plan]:
    return st.session_state.get(FILES, {})


def _upload() -> None:
    file = st.session_state["compare-upload"]
    if file is None:
        return
    with state.refusing(AT):
        if file.size > MAX_BYTES:
            raise PlannerError(Problem("size", f"{file.size / MAX_BYTES:.1f} MiB", "must be at most 1 MiB"), file.name)
        opened = plans.loads(file.getvalue(), file.name)
        chosen = st.session_state.get(CHOSEN) or _default(offered())
        st.session_state[FILES] = _files() | {file.name: opened}
        st.session_state[CHOSEN] = [*chosen[: MOST - 1], f"{FILE}{file.name}"]


def month(chosen: Sequence[Plan]) -> tuple[int, bool]:
    """The month of the first plan that is compared, from 1, and whether the others are read in the same calendar month.

    Otherwise they are read in the month of the same number.
    """
    first, calendar = chosen[0], False
    starts = {plan.start for plan in chosen}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(starts) > 1 and _common(chosen, True):
            state.show(CALENDAR, st.session_state.get(f"{CALENDAR}-kept", True))
            calendar = st.toggle("Same calendar month", key=CALENDAR, on_change=_keep, args=(CALENDAR,))
        months = _common(chosen, calendar)
        wanted = st.session_state.get(f"{MONTH}-kept", months[-1])
        state.show(MONTH, wanted if wanted in months else months[-1])
        number = st.selectbox(
            "At the end of",
            months,
            key=MONTH,
            format_func=lambda at: f"{month_name(first.start, at)} (month {at})",
            on_change=_keep,
            args=(MONTH,),
            width=220,
        )
    return number, calendar


def _keep(key: str) -> None:
    st.session_state[f"{key}-kept"] = st.session_state[key]


def _common(chosen: Sequence[Plan], calendar: bool) -> list[int]:
    """The months of the first plan that all have; none where calendars do not meet."""
    shifts = [months_apart(chosen[0].start, plan.start) if calendar else 0 for plan in chosen]
    ends = [plan.months + shift for plan, shift in zip(chosen, shifts, strict=True)]
    return list(range(max(shifts) + 1, min(ends) + 1))


def too_few() -> None:
    """The hint that is shown while too few plans are chosen to be compared."""
    st.info(literal(f"Choose {FEWEST} to {MOST} plans, or bring a file."))
