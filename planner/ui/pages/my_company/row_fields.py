"""Questions that are answered in rows: who sells since when, what was promised, and rounds."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.ui.kit import icons
from planner.ui.kit.markdown import literal
from planner.ui.pages.my_company import entered
from planner.ui.pages.my_company.question_fields import (
    AHEAD,
    PAST,
    UNKNOWN,
    Taken,
    contradictions,
    field_of,
    forget,
    pick,
)
from planner.ui.session import focus, number_fields, state
from planner.vocabulary import typed
from planner.vocabulary.numbers import month_date, month_name, months_apart, significant
from planner.vocabulary.teams import TEAMS, Team

RECENT = 6
"""Months before the plan's first one that the last round is taken to have come, until it is said."""

SEVERAL = {"sellers": "Sellers", "targets": "Promises"}
ADDS = {"sellers": f"company-add-{next(iter(TEAMS))}", "targets": "company-add-target"}
"""The key of the first button that adds a row."""


def sellers(taken: Taken) -> None:
    """Groups of sellers with their start."""
    st.markdown("**Who sells?** Sellers who are new are taken as ramping.")
    groups, plan = entered.value("sellers"), taken.company.plan
    if groups is None:
        usual = (heads(taken.values[f"sellers.{team}"], one) for team, one in TEAMS.items())
        st.caption(literal(f"{UNKNOWN}: {' and '.join(usual)}, for the ARR they bring." if taken.known else UNKNOWN))
    elif not groups:
        st.caption("Nobody sells.")
    # Rows in a container: what follows them stays where it is, and keeps the keyboard.
    with st.container():
        for at, group in enumerate(groups or ()):
            label = TEAMS[group["team"]].seller.label
            with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
                number_fields.draw(
                    f"company-sellers-{at}",
                    label,
                    group["people"],
                    typed.Quantity("people", low=0, high=1e5),
                    _put,
                    args=("sellers", at, "people"),
                    at="company-sellers",
                )
                since = group.get("since") or ""
                _month("sellers", at, "since", "Since", since, _starts(plan.start, since))
                _remove("sellers", at)
    with st.container(horizontal=True, gap="small"):
        for team, one in TEAMS.items():
            new = {"team": team, "people": 1}
            st.button(f"Add {one.seller.within}", key=f"company-add-{team}", on_click=_add, args=("sellers", new))
        if groups is None or groups:
            st.button("Nobody sells", key="company-nobody", type="tertiary", on_click=_nobody)
        if groups is not None:
            st.button(
                UNKNOWN,
                key="company-unknown-sellers",
                type="tertiary",
                on_click=forget,
                args=("sellers", ADDS["sellers"]),
            )
    contradictions(taken, "sellers")


def heads(number: float, team: Team) -> str:
    """So many sellers of a team: "1 account executive"."""
    count = significant(number, 3)
    return f"{count} {team.sellers.removesuffix('s') if count == '1' else team.sellers}"


def _nobody() -> None:
    entered.change([], "sellers")
    focus.move(ADDS["sellers"])


def _starts(start: str, own: str) -> dict[str, str]:
    """Months in which a seller may have started, the latest first; then those ahead."""
    months = {f"{month_date(start, at):%Y-%m}" for at in range(1 - PAST, AHEAD + 1)} | ({own} if own else set())
    past, ahead = (one for one in months if one <= start), (one for one in months if one > start)
    return {"": "long ago"} | {one: month_name(one, 1) for one in (*sorted(past, reverse=True), *sorted(ahead))}


def targets(taken: Taken) -> None:
    """What was promised to the board."""
    plan, rows = taken.company.plan, entered.value("targets") or []
    st.markdown("**What was promised to the board?**")
    with st.container():
        for at, row in enumerate(rows):
            with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
                number_fields.draw(
                    f"company-targets-{at}",
                    "ARR of at least",
                    row["arr"],
                    typed.Quantity(plan.currency, plan.currency, low=0),
                    _put,
                    args=("targets", at, "arr"),
                    at="company-targets",
                )
                _month("targets", at, "month", "By the end of", row["month"], _months(plan.start, plan.months))
                _remove("targets", at)
    month = min(plan.months, 12 * (len(rows) + 1))
    new = {"month": month, "arr": float(f"{(rows[-1]['arr'] if rows else taken.values['arr']) * 2:.2g}")}
    st.button("Add a promise", key="company-add-target", on_click=_add, args=("targets", new))
    contradictions(taken, "targets")


def last_round(taken: Taken) -> None:
    """The last round: what is left of it is the cash, where that is not known."""
    start, found = taken.company.plan.start, entered.value("last_round")
    months = {f"{month_date(start, at):%Y-%m}" for at in range(1 - PAST, 2)} | ({found["since"]} if found else set())
    latest_first = sorted(months, key=lambda one: months_apart(start, one), reverse=True)
    new = {"since": f"{month_date(start, 1 - RECENT):%Y-%m}", "amount": _burnt(taken)}
    st.markdown("**The last round**")
    if entered.value("cash") is None:
        st.caption("What is left of it is taken as the cash in the bank.")
    _one_round(taken, "last_round", "since", {one: month_name(one, 1) for one in latest_first}, new, "It came in")


def next_round(taken: Taken) -> None:
    """The next round."""
    plan = taken.company.plan
    new = {"month": min(9, plan.months), "amount": _burnt(taken)}
    st.markdown("**The next round**")
    _one_round(taken, "round", "month", _months(plan.start, plan.months), new, "It arrives in")


def _burnt(taken: Taken) -> float:
    """What a year and a half burns, to start a round from."""
    return float(f"{max(0.0, taken.values['burn']) * 18:.2g}") or 1e6


def _one_round(
    taken: Taken, answer: str, when: str, months: Mapping[Any, str], new: Mapping[str, Any], label: str
) -> None:
    """A round that is an answer: its amount, and its month in the field `when`; a button where there is none."""
    found, place = entered.value(answer), answer.replace("_", "-")
    if found is None:
        name = "Add the last round" if answer == "last_round" else "Add a round"
        st.button(name, key=f"company-add-{place}", on_click=_add_one, args=(new, answer, place))
    else:
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
            quantity = typed.amount(taken.company.plan.currency)
            at = f"company-{answer}"
            number_fields.draw(
                f"company-{place}", "Amount", found["amount"], quantity, _put_round, args=(answer, "amount"), at=at
            )
            pick(f"company-{place}-month", label, months, found[when], _round_month, answer, when)
            add, what = f"company-add-{place}", f"the {'next ' if answer == 'round' else ''}{answer.replace('_', ' ')}"
            icons.button("Delete", "delete", f"company-remove-{place}", what, forget, answer, add)
    contradictions(taken, answer)


def _months(start: str, months: int) -> dict[Any, str]:
    return {at: month_name(start, at) for at in range(1, months + 1)}


def _month(kind: str, at: int, field: str, label: str, value: Any, options: Mapping[Any, str]) -> None:
    pick(f"company-{kind}-{field}-{at}", label, options, value, _put_month, kind, at, field)


def _remove(kind: str, at: int) -> None:
    what = f"row {at + 1} of {SEVERAL[kind].lower()}"
    icons.button("Delete", "delete", f"company-remove-{kind}-{at}", what, _drop, kind, at)


def _add(kind: str, row: Mapping[str, Any]) -> None:
    rows = entered.value(kind) or []
    entered.change([*rows, dict(row)], kind)
    focus.move(field_of(f"company-{kind}-{len(rows)}"))


def _add_one(new: Mapping[str, Any], answer: str, place: str) -> None:
    entered.change(new, answer)
    focus.move(field_of(f"company-{place}"))


def _drop(kind: str, at: int) -> None:
    rows = entered.value(kind) or []
    left = [*rows[:at], *rows[at + 1 :]]
    entered.change(left if left or kind == "sellers" else None, kind)
    focus.move(ADDS[kind])


def _put(value: Any, kind: str, at: int, field: str) -> None:
    """Another value in a row; nothing when the row is gone. PlannerError when it is not allowed."""
    rows = [dict(row) for row in entered.value(kind) or []]
    if at < len(rows):
        rows[at] = {name: given for name, given in {**rows[at], field: value}.items() if given is not None}
        entered.take(rows, kind)


def _put_month(key: str, kind: str, at: int, field: str) -> None:
    with state.refusing(f"company-{kind}"):
        _put(st.session_state[key] or None, kind, at, field)


def _put_round(value: Any, answer: str, field: str) -> None:
    entered.take({**(entered.value(answer) or {}), field: value}, answer)


def _round_month(key: str, answer: str, field: str) -> None:
    with state.refusing(f"company-{answer}"):
        _put_round(st.session_state[key], answer, field)
