"""Cases of the plan: kept from what differs from the baseline, opened, deleted; and what each leads to."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.readings import lowest_cash, promises
from planner.model.simulate import Result
from planner.plan import Plan, cases, event_groups, target_text
from planner.plan.parts import Case
from planner.ui.figures import charts, frames, theme
from planner.ui.figures.figure import Figure, as_field
from planner.ui.kit import figures, icons, tables
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, refusals, state
from planner.vocabulary import lever_text, palette
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name

AT = "cases"
RESERVED = ("date", "Baseline", "Target", "series", "value")
"""Fields that mean something else in a figure."""

SHOWN = (theme.ENTERPRISE, palette.PINE, palette.VERMILION, palette.VIOLET, palette.ORANGE)
"""Colours of the plan and of the cases that are drawn together with it, in their order."""


def draw() -> None:
    """The cases and what each leads to, and the form that makes another one of what was changed."""
    plan = state.whole_plan()
    if plan.cases:
        _outcomes(results(plan))
    for case in plan.cases:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.caption(f"**{literal(case.name)}:** {literal(changes(plan, case))}", width="stretch")
            icons.button("Show", "visibility", f"case-open-{case.name}", case.name, _show, case.name)
            icons.button("Delete", "delete", f"case-delete-{case.name}", case.name, _delete, case.name)
    with st.form("case-new", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name of a new case", key="case-name", max_chars=80, placeholder="Downside")
        st.form_submit_button(
            "Keep what I changed as a case",
            help="Levers that differ from the baseline, and events switched on or off. They go back to the baseline, "
            "and all else stays in the plan. The head of every page switches between the cases.",
            on_click=_keep,
        )
    refusals.show(AT)


def compared() -> None:
    """ARR of the plan and of its cases, with what was promised."""
    plan = state.whole_plan()
    figure, found = _figure(tuple(colours(plan).items())), results(plan)
    figures.show(lines(found), figure, plan.currency, key="cases", alt_text="ARR by case")
    _outcomes(found)


def _outcomes(found: Mapping[str, Result]) -> None:
    """What each leads to, a column per case. found: as `results` gives it."""
    with st.container(key="case-outcomes"):
        tables.texted(outcomes(found).T, "Leads to", "What each case leads to")


@functools.lru_cache(64)
def _figure(names: tuple[tuple[str, str], ...]) -> Figure:
    return charts.lines(dict(names), "money", (), targets=True)


def colours(plan: Plan) -> dict[str, str]:
    """The colour of the plan and of each case that is drawn."""
    return dict(zip(fields([cases.base_name(plan), *(case.name for case in plan.cases)]), SHOWN, strict=False))


def fields(names: Iterable[str]) -> list[str]:
    """Names as fields of a figure, no two alike."""
    found: list[str] = []
    for name in names:
        field, number = as_field(name), 2
        while field in (*found, *RESERVED):
            field, number = f"{as_field(name)} ({number})", number + 1
        found.append(field)
    return found


def results(plan: Plan) -> dict[str, Result]:
    """The plan and each of its cases through the model, by name, the plan first."""
    each = {case.name: cases.in_case(plan, case.name) for case in plan.cases}
    return {cases.base_name(plan): compute.projection(plan)} | {
        name: compute.projection(one) for name, one in each.items()
    }


def lines(found: Mapping[str, Result]) -> dict[str, Any]:
    """ARR by month, a column for the plan and one for each case that is drawn, and Target: what was promised, or NaN.

    found: as `results` gives it.
    """
    first = next(iter(found.values()))
    plan, promised = first.plan, promises.marks(first.plan, "arr", first["arr"][:, 0])
    arr = dict(zip(fields(found), (result["arr"][:, 0] for result in found.values()), strict=True))
    target = [promised.get(month, np.nan) for month in range(1, plan.months + 1)]
    return frames.columns(first, (), **{name: arr[name] for name in colours(plan)}, Target=target)


def outcomes(found: Mapping[str, Result]) -> pd.DataFrame:
    """What the plan and each of its cases lead to, as texts: a row per case. found: as `results` gives it."""
    plan = next(iter(found.values())).plan
    rows = {}
    for name, result in found.items():
        arr, low = result["arr"][:, 0], lowest_cash.month(result)
        cells = {}
        for one in promises.due(result):
            cells[target_text.promised(plan, one.target)] = (
                f"{target_text.reached(plan, one.target, one.reached)}, "
                f"{target_text.verdict(plan, one.target, one.reached)}"
            )
        cells["ARR at the end"] = money(arr[-1], plan.currency)
        cells["Lowest cash"] = f"{money(lowest_cash.amount(result), plan.currency)} in {month_name(plan.start, low)}"
        cells["Headcount at the end"] = count(result["headcount"][-1, 0])
        rows[name] = cells
    return pd.DataFrame(list(rows.values()), index=pd.Index(list(rows)))


def changes(plan: Plan, case: Case) -> str:
    """What a case changes, in words."""
    levers = [
        f"{lever_text.name(CATALOGUE[key])} {lever_text.change(CATALOGUE[key], plan.value(key), value, plan.currency)}"
        for key, value in case.levers.items()
    ]
    called = {plan.events[group.positions[0]].id: event_groups.title(plan.events, group) for group in _groups(plan)}
    switched = [f"{called.get(one, one)} {way}" for way, ids in (("on", case.on), ("off", case.off)) for one in ids]
    return "; ".join([*levers, *switched]) or "no change"


def _groups(plan: Plan) -> list[event_groups.EventGroup]:
    return event_groups.groups(plan.events)


def _show(name: str) -> None:
    with state.refusing(AT):
        state.view_case(name)


def _delete(name: str) -> None:
    if name == state.case():
        state.view_case("")
    kept = tuple(case for case in state.plan().cases if case.name != name)
    state.edit(at=AT, label=f"deleting {name}", cases=kept)


def _keep() -> None:
    """Make a case of the levers and events that differ from the baseline, which go back to it; all else stays."""
    name = st.session_state["case-name"].strip()
    with state.refusing(AT):
        new = cases.kept(state.plan(), state.baseline_plan(), name)
        state.apply(new, f"keeping {name}", baseline=new)
