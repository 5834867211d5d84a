"""What was promised: funding rounds, and targets of any metric, each a form of its own."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from planner.model.simulate import Result
from planner.plan import MAX_MONTHS, Funding, Plan, Target
from planner.plan.dated import Kind
from planner.ui.kit import icons, metrics
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, focus, number_fields, popovers, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import money, month_name
from planner.vocabulary.typed import Quantity

MONTH_WIDTH, NUMBER_WIDTH, YEAR = 118, 140, 12
FIRST_METRICS = ("arr", "nrr", "runway_months")
"""The metrics that a new target is of, in turn, while each has its years."""

NAMES = {"funding": "funding rounds", "targets": "targets"}
WITHOUT = {
    "funding": "Switch off to see the plan without it",
    "targets": "Switch off what nobody is held to",
}
"""What the switch of a row is for."""


def adders(choose: Callable[[Kind, int], None]) -> None:
    """The buttons that add a target and a round. choose: opens the form of the item that was added, by its position."""
    plan = state.plan()
    new = _next_target(plan)
    st.button(
        "Add a target",
        key="targets-add",
        icon=":material/add:",
        help=literal(f"{target_name(plan, new)}, as the plan has it; to be changed") if new else None,
        disabled=new is None,
        on_click=_add,
        args=("targets", new, choose),
    )
    month, amount = _needed(compute.projection(plan))
    st.button(
        "Add a round",
        key="funding-add",
        icon=":material/add:",
        help=literal(f"{money(amount, plan.currency)} in {month_name(plan.start, month)}, to be changed"),
        on_click=_add,
        args=("funding", Funding(month=month, amount=amount), choose),
    )


def form(kind: Kind, at: int) -> None:
    """A target or a round to be changed or deleted. at: its place in the plan's list."""
    plan = state.plan()
    if kind == "target":
        _target(plan, at, plan.targets[at])
        refusals.show("targets")
    else:
        _round(plan, at, plan.funding[at])
        refusals.show("funding")


def _round(plan: Plan, at: int, one: Funding) -> None:
    """A round: its month and amount, and the ARR without which it does not close."""
    with st.container(border=True, gap="xsmall"):
        _head("funding", at, one, f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}")
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
            _month("funding", at, one, plan.months)
            _number("funding", "amount", f"Amount {at + 1}", at, one, typed.amount(plan.currency))
        label = f"Only if ARR is by then at least, round {at + 1}"
        _number("funding", "needs_arr", label, at, one, typed.amount(plan.currency, low=0), optional=True)


def _next_target(plan: Plan) -> Target | None:
    """A target to start from: the first year's end at which nothing is promised yet, of ARR before other metrics."""
    promised = {(row.metric, row.month) for row in plan.targets}
    for metric in FIRST_METRICS:
        for month in sorted({*range(YEAR, plan.months + 1, YEAR), plan.months}):
            if (metric, month) not in promised:
                return Target(month=month, metric=metric, least=_reached(plan, metric, month))
    return None


def _reached(plan: Plan, metric: str, month: int) -> float:
    """What the plan has of a metric at the end of a month (from 1), in two digits; 0 where it has no value."""
    reached = float(compute.projection(plan)[metric][min(month, plan.months) - 1, 0])
    return float(f"{np.clip(reached, -typed.MOST, typed.MOST):.2g}") if np.isfinite(reached) else 0.0


def _target(plan: Plan, at: int, one: Target) -> None:
    """A target: its metric and month, what it must reach, what it must not pass."""
    quantity = typed.of_column(COLUMNS[one.metric], plan.currency)
    if one.metric == "arr":
        quantity = replace(quantity, low=0)
    key = f"targets-metric-{at}"
    with st.container(border=True, gap="xsmall"):
        _head("targets", at, one, target_name(plan, one))
        st.session_state[key] = one.metric
        metrics.choose(
            f"Metric of target {at + 1}",
            key=key,
            label_visibility="collapsed",
            on_change=_commit_metric,
            args=(at, one, key),
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _month("targets", at, one, MAX_MONTHS)
            least = quantity if one.most is None else replace(quantity, high=one.most)
            most = quantity if one.least is None else replace(quantity, low=one.least)
            for field, word, asked in (("least", "At least", least), ("most", "At most", most)):
                _number("targets", field, f"{word}, target {at + 1}", at, one, asked, optional=True)


def _head(kind: str, at: int, row: Funding | Target, name: str) -> None:
    """The switch of a row and what deletes it."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.toggle(
            literal(name),
            value=row.active,
            key=f"{kind}-on-{row.active}-{at}",
            help=WITHOUT[kind],
            width="stretch",
            on_change=_switch,
            args=(kind, at, row, name),
        )
        icons.button("Delete", "delete", f"{kind}-delete-{at}", name, _delete_row, kind, at, row)


def target_name(plan: Plan, one: Target) -> str:
    """A target in a few words: "ARR in Dec 2028"."""
    return f"{COLUMNS[one.metric].label} in {month_name(plan.start, one.month)}"


def month_of(kind: str, at: int) -> str:
    """The name of the choice of the month of a target or a round, by its place in the plan's list."""
    return f"{'targets' if kind == 'target' else kind}-month-{at}"


def _month(kind: str, at: int, row: Funding | Target, months: int) -> None:
    plan, key = state.plan(), popovers.key(month_of(kind, at))
    st.session_state[key] = row.month
    st.selectbox(
        f"Month of {kind} {at + 1}",
        range(1, max(months, row.month) + 1),
        format_func=lambda number: month_name(plan.start, number),
        key=key,
        label_visibility="collapsed",
        width=MONTH_WIDTH,
        on_change=_commit_month,
        args=(kind, at, row, key),
    )


def _number(
    kind: str, field: str, label: str, at: int, row: Funding | Target, quantity: Quantity, optional: bool = False
) -> None:
    """A number of a row, its label without which row it is; optional: whether it may be empty."""
    name = "amount" if field == "least" else field.replace("_", "-")
    number_fields.draw(
        f"{kind}-{name}-{at}",
        label.rpartition(",")[0] or label.rpartition(" ")[0],
        getattr(row, field),
        quantity,
        _commit_number,
        args=(kind, field, at, row),
        at=kind,
        width=NUMBER_WIDTH if kind == "targets" else "stretch",
        optional=optional,
    )


def _replaced(kind: str, rows: Sequence[Funding | Target]) -> None:
    state.edit(at=kind, label=f"editing {NAMES[kind]}", **{kind: tuple(rows)})


def _commit_month(kind: str, at: int, drawn: Funding | Target, key: str) -> None:
    with state.refusing(kind):
        _replace_row(kind, at, drawn, month=st.session_state[key])


def _commit_number(value: float | None, kind: str, field: str, at: int, drawn: Funding | Target) -> None:
    _replace_row(kind, at, drawn, **{field: value})


def _commit_metric(at: int, drawn: Target, key: str) -> None:
    """Another metric: what the plan reaches of it in that month, rounded, as the least or the most as before."""
    with state.refusing("targets"):
        metric = st.session_state[key]
        value = _reached(state.plan(), metric, drawn.month)
        least, most = (None if bound is None else value for bound in (drawn.least, drawn.most))
        _replace_row("targets", at, drawn, metric=metric, least=least, most=most)


def _switch(kind: str, at: int, drawn: Funding | Target, name: str) -> None:
    if (found := _position(kind, at, drawn)) is not None:
        rows = list(getattr(state.plan(), kind))
        rows[found] = replace(rows[found], active=not drawn.active)
        state.edit(at=kind, label=f"switching {name} {'off' if drawn.active else 'on'}", **{kind: tuple(rows)})


def _delete_row(kind: str, at: int, drawn: Funding | Target) -> None:
    if (found := _position(kind, at, drawn)) is not None:
        rows = getattr(state.plan(), kind)
        _replaced(kind, [*rows[:found], *rows[found + 1 :]])


def _replace_row(kind: str, at: int, drawn: Funding | Target, **fields: Any) -> None:
    """Change fields of a row; nothing when that one is gone."""
    if (found := _position(kind, at, drawn)) is not None:
        rows = getattr(state.plan(), kind)
        _replaced(kind, [*rows[:found], replace(rows[found], **fields), *rows[found + 1 :]])


def _position(kind: str, at: int, drawn: Funding | Target) -> int | None:
    """Where a row stands now.

    It may have changed since it was drawn, when two entries follow each other faster than the page: then it is the one
    that is drawn in its place.
    """
    rows = list(getattr(state.plan(), kind))
    if drawn in rows:
        return rows.index(drawn)
    return at if at < len(rows) else None


def _add(kind: str, new: Funding | Target, choose: Callable[[Kind, int], None]) -> None:
    rows = getattr(state.plan(), kind)
    _replaced(kind, (*rows, new))
    choose("target" if kind == "targets" else "funding", len(rows))
    focus.move(f"{number_fields.PREFIX}{kind}-amount-{len(rows)}")


def _needed(result: Result) -> tuple[int, float]:
    """A round to start from: one that keeps cash above 0, before it runs out; else a year's cost in a year."""
    cash, out = result["cash"][:, 0], float(result.cash_out_month()[0])
    if np.isfinite(out):
        return max(1, int(out) - 1), _two_digits(1.1 * -float(cash.min()))
    return 12, _two_digits(float(result["operating_cost"][:12, 0].sum())) or 1e6


def _two_digits(amount: float) -> float:
    """The amount rounded up to two digits."""
    if amount <= 0:
        return 0.0
    if amount >= typed.MOST:
        return typed.MOST
    unit = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return math.ceil(amount / unit) * unit
