"""What differs between the plans, and the buttons that take some of it over."""

from collections.abc import Mapping, Sequence

import streamlit as st

from planner.analysis.explain.comparison import Comparison, Row, shown
from planner.analysis.explain.items import different, in_currency_of
from planner.plan import Plan, currencies, difference_text
from planner.plan.differences import taken
from planner.ui.kit.markdown import heard, literal
from planner.ui.pages.compare.choice import offered, plan_of
from planner.ui.session import refusals, state
from planner.vocabulary.errors import PlannerError

FEW, OPEN = 12, "compare-all"
"""Differences that are listed at first; whether all of them are."""

AT = "compare-take"
WIDTH = 280
"""Pixels of what differs, before what the plans have."""

LONG = 120
"""Letters of a value that stand on a button; the rest is in its tooltip."""


def draw(found: Comparison, chosen: Mapping[str, tuple[str, Plan]]) -> None:
    """A line per difference: what it is, and what every plan has; a click takes a plan's into the current one."""
    refusals.show(AT)
    if not found.rows:
        st.markdown("Nothing differs but names.")
        return
    now = state.plan()
    ahead = [{(one.kind, one.item) for one in different(now, plan)} for plan in found.plans]
    listed = found.rows if st.session_state.get(OPEN) else found.rows[:FEW]
    for number, row in enumerate(listed):
        has = [(row.kind, row.item) not in others for others in ahead]
        _row(number, found, row, list(chosen), [name for name, _ in chosen.values()], has)
    if len(found.rows) > FEW:
        more = "Show fewer" if st.session_state.get(OPEN) else f"Show all {len(found.rows)}"
        st.button(more, key="compare-more", type="tertiary", on_click=_toggle)


def _row(
    number: int, found: Comparison, row: Row, keys: Sequence[str], names: Sequence[str], has: Sequence[bool]
) -> None:
    """has: whether the current plan has the same as each plan already."""
    at, part = next((at, part) for at, part in enumerate(row.parts) if part)
    label = difference_text.label(found.plans[0], found.plans[at], part)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**{literal(label)}**", width=WIDTH)
            for place, (key, name) in enumerate(zip(keys, names, strict=True)):
                text = shown(found, row, place) or "–"
                short = text if len(text) <= LONG else f"{text[: LONG - 3]}..."
                st.button(
                    f"{literal(f'{name}: {short}')} {heard(f'for {label}')}",
                    key=f"compare-take-{number}-{key}",
                    help=literal(f"Take over into the current plan: {text}"),
                    on_click=_take,
                    args=(key, row.kind, row.item, label),
                    disabled=has[place],
                )
        why = [
            f"{name}: {reason} ({origin})" if reason and origin else f"{name}: {reason or origin}"
            for plan, name in zip(found.plans, names, strict=True)
            for reason, origin in [(difference_text.reason(plan, part), difference_text.origin(plan, part))]
            if reason or origin
        ]
        if why:
            st.caption(literal("; ".join(why)))


def _take(key: str, kind: str, item: str, label: str) -> None:
    with state.refusing(AT):
        name, other = offered()[key], plan_of(key)
        now = state.plan()
        one = next((one for one in different(now, other) if (one.kind, one.item) == (kind, item)), None)
        if one:
            state.apply(taken(now, _beside(other, now), [one]), f"taking over {label} from {name}")


def _beside(other: Plan, now: Plan) -> Plan:
    """A plan with its amounts in the current one's currency, where a rate is known."""
    try:
        return in_currency_of(other, now, currencies.DIGITS)
    except PlannerError:
        return other


def _toggle() -> None:
    st.session_state[OPEN] = not st.session_state.get(OPEN)
