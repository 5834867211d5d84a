"""What surrounds the levers: funding rounds, targets and the plan's own settings, as plain rows of inputs."""

import calendar
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from planner.model.simulate import Result
from planner.plan import MAX_MONTHS, MIN_MONTHS, Funding, Plan, Target, start_dates
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, number_fields, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name

CURRENCIES = ["USD", "EUR", "GBP", "CHF", "SEK", "CAD", "AUD", "INR", "JPY", "BRL"]
MONTHS = list(calendar.month_abbr)[1:]
YEARS = range(1900, 2200)
MONTH_WIDTH = 118
NEW_START = "start-new"
"""A start that was chosen and waits for an answer, behind the plan's own."""

LISTED = 5
NAMES = {"funding": "funding rounds", "targets": "targets"}


def draw() -> None:
    """The three editors, side by side."""
    for area, editor in zip(st.columns(3, gap="medium"), (_funding, _targets, _settings), strict=True):
        with area:
            editor()


def _funding() -> None:
    """The plan's funding rounds: change, delete, add."""
    plan = state.plan()
    with st.expander("Funding rounds", key="funding", on_change="rerun") as box:
        if box.open:
            _rows("funding", "amount", [(row.month, row.amount) for row in plan.funding], plan.months)
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
            _rows("targets", "least", plan.arr_targets(), MAX_MONTHS)
            free = sorted({*range(12, plan.months + 1, 12), plan.months} - {row.month for row in plan.arr_targets()})
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


def _settings() -> None:
    """Name, currency, first month and horizon of the plan."""
    plan = state.plan()
    with st.expander("Plan settings", key="settings", on_change="rerun") as box:
        if box.open:
            year, month = map(int, _new_start(plan).split("-"))
            _field("name", "Name of the plan", plan.name)
            left, right = st.columns(2)
            with left:
                quantity = typed.Quantity(typed.MONTHS, low=MIN_MONTHS, high=MAX_MONTHS, whole=True)
                label = f"Months ({MIN_MONTHS} to {MAX_MONTHS})"
                number_fields.draw("settings-months", label, plan.months, quantity, _commit_months, at="settings")
                _field("start-month", "First month", MONTHS[month - 1], MONTHS)
            with right:
                _field("currency", "Currency", plan.currency, sorted({*CURRENCIES, plan.currency}))
                _field("start-year", "Year", year, YEARS)
            _ask_about_dates(plan)
            st.caption("Another currency changes the sign only; amounts stay as they are.")
            st.session_state["settings-lumpy"] = plan.lumpy
            about = "Deals won, customers lost and people who leave come whole, with the expected number as their mean."
            st.toggle("Luck counts", key="settings-lumpy", help=about, on_change=_commit_setting, args=("lumpy",))
            for pair in plan.correlations:
                st.caption(f"{CATALOGUE[pair.a].label} and {CATALOGUE[pair.b].label}: rank correlation {pair.rank:g}")
            refusals.show("settings")


def _new_start(plan: Plan) -> str:
    """The start that was chosen and waits for what becomes of the dates, else the plan's own."""
    before, after = st.session_state.get(NEW_START, (None, None))
    return after if before == plan.start and after else plan.start


def _ask_about_dates(plan: Plan) -> None:
    """Whether funding, targets and events keep their calendar months when the start moves, or move along."""
    new = _new_start(plan)
    if new == plan.start:
        return
    kept = start_dates.with_dates_kept(plan, new)
    first, months = month_name(new, 1), len(kept.changed)
    st.markdown(literal(f"The plan would start in {first} with {start_dates.dates(plan)}. Do they keep their dates?"))
    for sentence in kept.changed[:LISTED]:
        st.caption(literal(f"Kept: {sentence}"))
    if months > LISTED:
        st.caption(f"Kept: {months - LISTED} more do not fit.")
    with st.container(horizontal=True, gap="small"):
        st.button("Keep their dates", key="start-keep", on_click=_move_start, args=(kept.plan,))
        st.button("Move along", key="start-along", on_click=_move_start, args=(plan.changed(start=new),))
        st.button(f"Stay with {month_name(plan.start, 1)}", key="start-stay", on_click=_forget_start)


def _move_start(new: Plan) -> None:
    state.apply(new, "moving the start")
    _forget_start()


def _forget_start() -> None:
    st.session_state.pop(NEW_START, None)


def _rows(kind: str, amount: str, rows: Sequence[tuple[int, float]], months: int) -> None:
    """A row of month, amount and delete for each; amount: what the plan calls it."""
    plan = state.plan()
    what = "ARR" if kind == "targets" else "Amount"
    st.caption(f"Month and {what.lower() if kind == 'funding' else what} in {plan.currency}")
    quantity = typed.amount(plan.currency, low=0 if kind == "targets" else -typed.MOST)
    for at, (month, value) in enumerate(rows):
        key = f"{kind}-month-{at}"
        st.session_state[key] = month
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            st.selectbox(
                f"Month of {kind} {at + 1}",
                range(1, max(months, month) + 1),
                format_func=lambda number: month_name(plan.start, number),
                key=key,
                label_visibility="collapsed",
                width=MONTH_WIDTH,
                on_change=_commit_month,
                args=(kind, at),
            )
            number_fields.draw(
                f"{kind}-amount-{at}",
                f"{what} {at + 1}",
                value,
                quantity,
                _commit_amount,
                args=(kind, amount, at),
                at=kind,
                label_visibility="collapsed",
            )
            st.button(
                ":material/delete:",
                key=f"{kind}-delete-{at}",
                type="tertiary",
                help=literal(f"Delete {money(value, plan.currency)} in {month_name(plan.start, month)}"),
                on_click=_delete_row,
                args=(kind, at),
            )
    refusals.show(kind)


def _field(name: str, label: str, value: Any, options: Sequence[Any] = ()) -> None:
    key = f"settings-{name}"
    st.session_state[key] = value
    commit: dict[str, Any] = {"key": key, "on_change": _commit_setting, "args": (name,)}
    if options:
        st.selectbox(label, options, accept_new_options=name == "currency", **commit)
    else:
        st.text_input(label, max_chars=120, **commit)


def _replaced(kind: str, rows: Sequence[Funding | Target]) -> None:
    state.edit(at=kind, label=f"editing {NAMES[kind]}", **{kind: tuple(rows)})


def _commit_month(kind: str, at: int) -> None:
    _commit_row(kind, at, month=st.session_state[f"{kind}-month-{at}"])


def _commit_amount(value: float, kind: str, amount: str, at: int) -> None:
    _commit_row(kind, at, **{amount: value})


def _commit_row(kind: str, at: int, **fields: Any) -> None:
    rows, positions = _edited(kind)
    if at < len(positions):
        try:
            rows[positions[at]] = replace(rows[positions[at]], **fields)
        except PlannerError as error:
            state.refuse(error, kind)
        else:
            _replaced(kind, rows)


def _delete_row(kind: str, at: int) -> None:
    rows, positions = _edited(kind)
    del rows[positions[at]]
    _replaced(kind, rows)


def _edited(kind: str) -> tuple[list[Any], list[int]]:
    """All rounds or targets, and where those stand that are edited here: of the targets, those of a least ARR."""
    rows = list(getattr(state.plan(), kind))
    if kind == "funding":
        return rows, list(range(len(rows)))
    return rows, [at for at, row in enumerate(rows) if row.metric == "arr" and row.least is not None]


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


def _commit_months(value: float) -> None:
    state.edit(at="settings", months=int(value))


def _commit_setting(name: str) -> None:
    value, plan = st.session_state.get(f"settings-{name}"), state.plan()
    if value is None:
        return
    if name in ("start-month", "start-year"):
        _commit_start(plan)
        return
    if name == "currency":
        value = value.strip().upper()
    state.edit(at="settings", **{name: value})


def _commit_start(plan: Plan) -> None:
    """Another first month; where something has a date, what becomes of it is asked first."""
    year, month = st.session_state["settings-start-year"], MONTHS.index(st.session_state["settings-start-month"]) + 1
    new = f"{year:04}-{month:02}"
    if start_dates.dates(plan):
        st.session_state[NEW_START] = plan.start, new
    else:
        state.edit(at="settings", label="moving the start", start=new)
