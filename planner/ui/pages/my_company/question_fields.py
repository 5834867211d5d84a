"""The questions as fields: what was entered, or what it is taken as; contradictions stand beside them."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from planner.analysis.company import Company
from planner.analysis.company.stages import STAGES
from planner.ui.editors.settings import CURRENCIES
from planner.ui.kit.markdown import heard, literal
from planner.ui.pages.my_company import entered
from planner.ui.pages.my_company.questions import DEPARTMENTS, NUMBERS
from planner.ui.session import focus, number_fields, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.numbers import money, month_date, month_name, months_apart, percent
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import TEAMS

UNKNOWN = "I don't know"
PAST, AHEAD = 48, 24
"""Months around the plan's first one in which a seller may have started, or a round come."""

RECENT = 6
"""Months before the plan's first one that the last round is taken to have come, until it is said."""

SEVERAL = {"sellers": "Sellers", "targets": "Promises"}
ADDS = {"sellers": f"company-add-{next(iter(TEAMS))}", "targets": "company-add-target"}
"""The key of the first button that adds a row."""


class Taken(NamedTuple):
    """What the answers mean so far. values: what each number is taken as. known: whether there is an ARR."""

    company: Company
    values: Mapping[str, float]
    known: bool


def draw(taken: Taken) -> None:
    """All questions, group by group."""
    st.caption("Answer what you know, and leave the rest: it is taken as is usual at your stage, and stays marked.")
    head("What you sell")
    _general(taken)
    _number(taken, "arr")
    _row(taken, "How is it sold?", [f"sold_by.{one}" for one in SEGMENTS], "sold_by")
    if taken.values["arr"]:
        st.html(shares(taken))
    _pair(taken, "customers", "signups")
    _pair(taken, "activation", "paying")
    _row(taken, "What does a new customer pay?", ["price", "inside_sales_contract", "enterprise_contract"])
    _number(taken, "gross_retention")
    head("People")
    _sellers(taken)
    _pair(taken, "quota", "inside_sales_quota")
    _number(taken, "headcount")
    with st.expander("By department"):
        for left, right in zip(DEPARTMENTS[::2], DEPARTMENTS[1::2], strict=True):
            _pair(taken, left, right)
        _contradictions(taken, "people")
    head("Money")
    _pair(taken, "cash", "burn")
    _last_round(taken)
    head("Promises")
    _targets(taken)
    _round(taken)
    if entered.document():
        st.button("Clear all answers", key="company-clear", type="tertiary", on_click=entered.forget)


def shares(taken: Taken) -> str:
    """The ARR split by how it is sold: a bar, and what each part of it is."""
    plan = taken.company.plan
    parts = [(one, taken.values[f"sold_by.{one.id}"], plan.value(f"{one.id}.arr")) for one in SEGMENTS.values()]
    bar = "".join(
        f'<span style="flex-grow:{share:.6g};background:{one.colour}"></span>' for one, share, _ in parts if share > 0
    )
    texts = "".join(
        f'<span><i style="background:{one.colour}"></i>{escape(one.label)} {percent(share)}, '
        f"{escape(money(amount, plan.currency))}</span>"
        for one, share, amount in parts
        if share > 0
    )
    return f'<div class="shares"><div class="bar" aria-hidden="true">{bar}</div><div class="parts">{texts}</div></div>'


def head(title: str) -> None:
    """A heading of the page."""
    st.html(f'<h2 class="section">{escape(title)}</h2>')


def _general(taken: Taken) -> None:
    """Name, stage, first month, currency."""
    plan = taken.company.plan
    key = "company-name"
    state.show(key, entered.value("name") or "")
    st.text_input(
        "Name of the company", key=key, max_chars=120, placeholder=plan.name, on_change=_text, args=(key, "name")
    )
    stage, start, currency = st.columns(3)
    with stage:
        unknown = f"{UNKNOWN}: {STAGES[taken.company.stage]}" if taken.known else UNKNOWN
        _choice("stage", "Stage", {"": unknown, **STAGES}, "")
    with start:
        months = [f"{month_date(entered.this_month(), at):%Y-%m}" for at in range(1 - AHEAD, AHEAD + 1)]
        own = entered.value("start") or entered.this_month()
        _choice("start", "First month", {one: month_name(one, 1) for one in sorted({*months, own})}, own)
    with currency:
        own = entered.value("currency") or "USD"
        _choice("currency", "Currency", {one: one for one in sorted({*CURRENCIES, own})}, own)
    _contradictions(taken, "currency")


def _choice(answer: str, label: str, options: Mapping[Any, str], default: Any) -> None:
    key = f"company-{answer}"
    value = entered.value(answer)
    state.show(key, default if value is None else value)
    st.selectbox(label, list(options), format_func=options.__getitem__, key=key, on_change=_chosen, args=(key, answer))


def _text(key: str, answer: str) -> None:
    entered.change(st.session_state[key].strip() or None, answer)


def _chosen(key: str, answer: str) -> None:
    entered.change(st.session_state[key] or None, answer)


def _number(taken: Taken, key: str) -> None:
    """A question that is a number, with what it is taken as where it is not known."""
    asked, plan = NUMBERS[key], taken.company.plan
    quantity, value = asked.quantity(plan.currency), entered.value(key)
    usual = "" if key == "arr" else UNKNOWN
    if usual and (taken.known or (quantity.share and "." not in key)):  # what depends on the ARR waits for it
        usual = f"{UNKNOWN}: {_written(taken.values[key], quantity)}"
    with st.container(gap="xxsmall"):
        number_fields.draw(
            _name(key),
            asked.label,
            value,
            quantity,
            entered.take,
            args=(key,),
            optional=True,
            empty=usual,
        )
        place = key.replace(".", "-")
        with st.container(horizontal=True, wrap=False, gap="small", key=f"company-help-{place}"):
            if asked.help:
                st.caption(literal(asked.help))
            if value is not None and key != "arr":
                st.button(
                    UNKNOWN,
                    key=f"company-unknown-{place}",
                    type="tertiary",
                    help=literal(f"{asked.label}: take what is usual"),
                    on_click=_forget,
                    args=(key, field_of(_name(key))),
                )
        if "." not in key:
            _contradictions(taken, key)


def _name(key: str) -> str:
    """The name of the field of a number, by the key of its answer."""
    return f"company-{key.replace('.', '-')}"


def field_of(name: str) -> str:
    """The key of the field of a number, by its name."""
    return f"{number_fields.PREFIX}{name}"


def _forget(key: str, then: str) -> None:
    """Take an answer back. then: the key of what takes the keyboard."""
    entered.change(None, key)
    focus.move(then)


def _written(value: float, quantity: typed.Quantity) -> str:
    """A value that was taken, in three digits; people are whole."""
    return typed.shown(float(round(value) if quantity.unit == "people" else f"{value:.3g}"), quantity)


def _pair(taken: Taken, *keys: str) -> None:
    for area, key in zip(st.columns(len(keys)), keys, strict=True):
        with area:
            _number(taken, key)


def _row(taken: Taken, title: str, keys: Sequence[str], about: str = "") -> None:
    """Several numbers that are one question."""
    st.markdown(f"**{title}**")
    _pair(taken, *keys)
    if about:
        _contradictions(taken, about)


def _contradictions(taken: Taken, about: str) -> None:
    """What contradicts an answer, beside its question."""
    for remark in taken.company.remarks:
        beside = remark.kind == "contradiction" or (about == "currency" and remark.kind == "gap")
        if remark.about == about and beside and taken.known:
            st.warning(literal(remark.text))
    refusals.show(f"company-{about}")


def _sellers(taken: Taken) -> None:
    """Groups of sellers with their start."""
    st.markdown("**Who sells?** Sellers who are new are taken as ramping.")
    groups, plan = entered.value("sellers"), taken.company.plan
    if groups is None:
        usual = (f"{taken.values[f'sellers.{team}']:.3g} {one.sellers}" for team, one in TEAMS.items())
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
                _month("sellers", at, "since", "Since", group.get("since"), _starts(plan.start, group.get("since")))
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
                on_click=_forget,
                args=("sellers", ADDS["sellers"]),
            )
    _contradictions(taken, "sellers")


def _nobody() -> None:
    entered.change([], "sellers")
    focus.move(ADDS["sellers"])


def _starts(start: str, own: str | None) -> dict[str | None, str]:
    """Months in which a seller may have started."""
    months = {f"{month_date(start, at):%Y-%m}" for at in range(1 - PAST, AHEAD + 1)} | ({own} if own else set())
    latest_first = sorted(months, key=lambda one: months_apart(start, one), reverse=True)
    return {None: "long ago"} | {one: month_name(one, 1) for one in latest_first}


def _targets(taken: Taken) -> None:
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
    _contradictions(taken, "targets")


def _last_round(taken: Taken) -> None:
    """The last round: what is left of it is the cash, where that is not known."""
    start, found = taken.company.plan.start, entered.value("last_round")
    months = {f"{month_date(start, at):%Y-%m}" for at in range(1 - PAST, 2)} | ({found["since"]} if found else set())
    latest_first = sorted(months, key=lambda one: months_apart(start, one), reverse=True)
    new = {"since": f"{month_date(start, 1 - RECENT):%Y-%m}", "amount": _burnt(taken)}
    st.markdown("**The last round**")
    if entered.value("cash") is None:
        st.caption("What is left of it is taken as the cash in the bank.")
    _one_round(taken, "last_round", "since", {one: month_name(one, 1) for one in latest_first}, new, "It came in")


def _round(taken: Taken) -> None:
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
            at, key = f"company-{answer}", f"company-{place}-month"
            number_fields.draw(
                f"company-{place}", "Amount", found["amount"], quantity, _put_round, args=(answer, "amount"), at=at
            )
            state.show(key, found[when])
            removes = heard(f"Delete the {answer.replace('_', ' ')}")
            st.selectbox(
                label,
                list(months),
                format_func=months.__getitem__,
                key=key,
                on_change=_round_month,
                args=(key, answer, when),
            )
            st.button(
                f":material/delete: {removes}",
                key=f"company-remove-{place}",
                type="tertiary",
                help="Delete the round",
                on_click=_forget,
                args=(answer, f"company-add-{place}"),
            )
    _contradictions(taken, answer)


def _months(start: str, months: int) -> dict[Any, str]:
    return {at: month_name(start, at) for at in range(1, months + 1)}


def _month(kind: str, at: int, field: str, label: str, value: Any, options: Mapping[Any, str]) -> None:
    key = f"company-{kind}-{field}-{at}"
    state.show(key, value)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=_put_month,
        args=(key, kind, at, field),
    )


def _remove(kind: str, at: int) -> None:
    st.button(
        f":material/delete: {heard(f'Delete row {at + 1} of {SEVERAL[kind].lower()}')}",
        key=f"company-remove-{kind}-{at}",
        type="tertiary",
        help=f"Delete row {at + 1} of {SEVERAL[kind].lower()}",
        on_click=_drop,
        args=(kind, at),
    )


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
        _put(st.session_state[key], kind, at, field)


def _put_round(value: Any, answer: str, field: str) -> None:
    entered.take({**(entered.value(answer) or {}), field: value}, answer)


def _round_month(key: str, answer: str, field: str) -> None:
    with state.refusing(f"company-{answer}"):
        _put_round(st.session_state[key], answer, field)
