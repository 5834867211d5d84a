"""What was promised: funding rounds and ARR targets, as plain rows of inputs."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from planner.model.simulate import Result
from planner.plan import MAX_MONTHS, Funding, Plan, Target
from planner.ui.editors import settings
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, number_fields, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.numbers import money, month_name

MONTH_WIDTH = 118
NAMES = {"funding": "funding rounds", "targets": "targets"}


def draw() -> None:
    """Rounds, targets and the plan's settings, side by side."""
    for area, editor in zip(st.columns(3, gap="medium"), (_funding, _targets, settings.draw), strict=True):
        with area:
            editor()


def _funding() -> None:
    """The plan's funding rounds: change, delete, add."""
    plan = state.plan()
    with st.expander("Funding rounds", key="funding", on_change="rerun") as box:
        if box.open:
            _rows("funding", "amount", _drawn("funding", plan), plan.months)
            month, amount = _needed(compute.projection(plan))
            st.button(
                "Add a round",
                key="funding-add",
                icon=":material/add:",
                help=literal(f"{money(amount, plan.currency)} in {month_name(plan.start, month)}, to be changed"),
                on_click=_add_round,
                args=(month, amount),
            )


def _targets() -> None:
    """What the board was promised: change, delete, add."""
    plan = state.plan()
    with st.expander("ARR targets", key="targets", on_change="rerun") as box:
        if box.open:
            promised = _drawn("targets", plan)
            _rows("targets", "least", promised, MAX_MONTHS)
            free = sorted({*range(12, plan.months + 1, 12), plan.months} - {row.month for row in promised})
            if free:
                result = compute.projection(plan)
                at = _two_digits(float(result["arr"][free[0] - 1, 0]))
                st.button(
                    "Add a target",
                    key="targets-add",
                    icon=":material/add:",
                    help=literal(f"{money(at, plan.currency)} in {month_name(plan.start, free[0])}, to be changed"),
                    on_click=_add_target,
                    args=(free[0], at),
                )


def _drawn(kind: str, plan: Plan) -> Sequence[Funding | Target]:
    """The rows that are edited here."""
    if kind == "funding":
        return plan.funding
    return [row for row in plan.targets if row.metric == "arr" and row.least is not None]


def _rows(kind: str, amount: str, rows: Sequence[Funding | Target], months: int) -> None:
    """A row of month, amount and delete for each; amount: what the plan calls it."""
    plan = state.plan()
    what = "ARR" if kind == "targets" else "Amount"
    st.caption(f"Month and {what.lower() if kind == 'funding' else what} in {plan.currency}")
    quantity = typed.amount(plan.currency, low=0 if kind == "targets" else -typed.MOST)
    for at, row in enumerate(rows):
        key = f"{kind}-month-{at}"
        value: float = getattr(row, amount)
        st.session_state[key] = row.month
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
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
            number_fields.draw(
                f"{kind}-amount-{at}",
                f"{what} {at + 1}",
                value,
                quantity,
                _commit_amount,
                args=(kind, amount, at, row),
                at=kind,
                label_visibility="collapsed",
            )
            st.button(
                ":material/delete:",
                key=f"{kind}-delete-{at}",
                type="tertiary",
                help=literal(f"Delete {money(value, plan.currency)} in {month_name(plan.start, row.month)}"),
                on_click=_delete_row,
                args=(kind, at, row),
            )
    refusals.show(kind)


def _replaced(kind: str, rows: Sequence[Funding | Target]) -> None:
    state.edit(at=kind, label=f"editing {NAMES[kind]}", **{kind: tuple(rows)})


def _commit_month(kind: str, at: int, drawn: Funding | Target, key: str) -> None:
    with state.refusing(kind):
        _replace_row(kind, at, drawn, month=st.session_state[key])


def _commit_amount(value: float, kind: str, amount: str, at: int, drawn: Funding | Target) -> None:
    _replace_row(kind, at, drawn, **{amount: value})


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
    drawn_rows = _drawn(kind, state.plan())
    return rows.index(drawn_rows[at]) if at < len(drawn_rows) else None


def _add_round(month: int, amount: float) -> None:
    _replaced("funding", (*state.plan().funding, Funding(month=month, amount=amount)))


def _add_target(month: int, arr: float) -> None:
    _replaced("targets", (*state.plan().targets, Target(month=month, least=arr)))


def _needed(result: Result) -> tuple[int, float]:
    """A round to start from: what keeps cash above nothing, before it runs out; else a year's cost in a year."""
    cash, out = result["cash"][:, 0], float(result.cash_out_month()[0])
    if np.isfinite(out):
        return max(1, int(out) - 1), _two_digits(1.1 * -float(cash.min()))
    return 12, _two_digits(float(result["operating_cost"][:12, 0].sum())) or 1e6


def _two_digits(amount: float) -> float:
    """The amount rounded up to two digits."""
    if amount <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return math.ceil(amount / unit) * unit
