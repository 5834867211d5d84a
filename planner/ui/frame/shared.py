"""A plan that somebody shared by a link: what differs in it, to be accepted or rejected one by one.

It stays an offer until it is accepted: the current plan is as it was. The link stays in the address until then, or
until the offer is declined; one that cannot be read stays there, with a sentence.
"""

from collections.abc import Sequence

import streamlit as st

from planner.analysis.explain.items import different, in_currency_of
from planner.exchange import shared_links
from planner.exchange.shared_links import Shared
from planner.plan import Plan, currencies, difference_text
from planner.plan.differences import Difference, taken
from planner.ui.kit.markdown import literal
from planner.ui.session import state
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.sentences import counted

OFFER = "r"
"""The parameter of the address that carries what was shared."""

_READ, _OFFERED, _REFUSED = "shared-read", "shared-offered", "shared-refused"
TICK = "shared-accept"
"""What the keys of the boxes begin with."""

HEIGHT, FEW = 380, 6
"""Pixels of the list, and changes up to which it is as high as it needs to be."""


def draw() -> None:
    """The offer in the address, or why it is none; nothing where there is no link."""
    _read(st.query_params.get(OFFER, ""))
    if refused := st.session_state.get(_REFUSED):
        st.error(f"The plan stays as it is. {literal(refused)}")
    offered: Shared | None = st.session_state.get(_OFFERED)
    if offered is not None:
        with st.container(border=True, key="shared"):
            _offer(offered)


def _read(text: str) -> None:
    """Read a link once."""
    if st.session_state.get(_READ, "") == text:
        return
    st.session_state[_READ] = text
    st.session_state[_OFFERED] = st.session_state[_REFUSED] = None
    if text:
        try:
            st.session_state[_OFFERED] = shared_links.offered(text)
        except PlannerError as error:
            st.session_state[_REFUSED] = error.sentences()[0]


def _offer(shared: Shared) -> None:
    plan, base = shared.plan, shared.base
    found = different(base, plan)
    st.markdown(f"**{literal(plan.name)}** was shared with you. Your current plan stays as it is until you accept.")
    if not found:
        st.caption("It has no changes to a base.")
    else:
        many = counted(len(found), "changes")
        st.caption(literal(f"{many} to {base.name}. Untick what you reject."))
        with st.container(height=HEIGHT if len(found) > FEW else "content", border=False, gap="xsmall"):
            for number, one in enumerate(found):
                _change(number, one, plan, base)
    accepted = [number for number in range(len(found)) if st.session_state.get(f"{TICK}-{number}", True)]
    with st.container(horizontal=True, gap="small"):
        part = f" with {len(accepted)} of {counted(len(found), 'changes')}" if len(accepted) < len(found) else ""
        about = "Its base becomes the baseline; Undo brings your plan back."
        st.button(f"Open it{part}", type="primary", key="shared-open", on_click=_open, args=(accepted,), help=about)
        if found and state.plan() != base:
            about = f"Changes {state.plan().name} only where what was accepted differs from it; Undo takes it back."
            many = f"Take {len(accepted)} into my plan"
            disabled = not accepted
            st.button(many, key="shared-take", on_click=_take, args=(accepted,), help=literal(about), disabled=disabled)
        st.button("Decline", key="shared-decline", on_click=_close)


def _change(number: int, one: Difference, plan: Plan, base: Plan) -> None:
    """A change with its reason, and the box that accepts it."""
    there = in_currency_of(plan, base, currencies.DIGITS) if _converts(plan, base) else plan
    before = difference_text.shown(base, one, one.before) or "–"
    after = difference_text.shown(there if one.kind != "settings" else plan, one, one.after) or "–"
    label = difference_text.label(base, plan, one)
    st.checkbox(literal(f"{label}: {before} → {after}"), value=True, key=f"{TICK}-{number}")
    if reason := difference_text.reason(plan, one):
        st.caption(literal(reason))


def _converts(plan: Plan, base: Plan) -> bool:
    return currencies.rate(plan, base.currency, base.usd) is not None


def _chosen(accepted: Sequence[int]) -> tuple[Shared, list[Difference]]:
    shared: Shared = st.session_state[_OFFERED]
    found = different(shared.base, shared.plan)
    return shared, [found[number] for number in accepted]


def _open(accepted: Sequence[int]) -> None:
    """Open what was shared, with the accepted changes to its base, which becomes the baseline."""
    with state.refusing():
        shared, chosen = _chosen(accepted)
        every = len(chosen) == len(different(shared.base, shared.plan))
        opened = shared.plan if every else taken(shared.base, _beside(shared.plan, shared.base), chosen)
        state.open_plan(opened.changed(name=shared.plan.name), baseline=shared.base)
        _close()


def _take(accepted: Sequence[int]) -> None:
    """Make the accepted changes in the current plan."""
    with state.refusing():
        shared, chosen = _chosen(accepted)
        now, wanted = state.plan(), {(one.kind, one.item) for one in chosen}
        found = [one for one in different(now, shared.plan) if (one.kind, one.item) in wanted]
        new = taken(now, _beside(shared.plan, now), found)
        state.apply(new, f"taking {counted(len(found), 'changes')} over from {shared.plan.name}")
        _close()


def _beside(plan: Plan, now: Plan) -> Plan:
    """A plan with its amounts in another one's currency, where a rate is known."""
    return in_currency_of(plan, now, currencies.DIGITS) if _converts(plan, now) else plan


def _close() -> None:
    """End the offer, and remove its link from the address."""
    st.session_state[_OFFERED] = st.session_state[_REFUSED] = None
    st.session_state[_READ] = ""
    if OFFER in st.query_params:
        del st.query_params[OFFER]
