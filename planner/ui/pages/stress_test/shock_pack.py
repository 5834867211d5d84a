"""The shock pack: what can go wrong, switched on and off, from a month on and for a while.

What is chosen is kept in the address and not in the plan, until it is added to it.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from planner.plan import MAX_MONTHS, Plan, shocks
from planner.plan.placed_shocks import PlacedShock, usual_start, with_shocks
from planner.plan.shocks import Shock
from planner.ui.kit.markdown import literal
from planner.ui.pages.stress_test.words import listed
from planner.ui.session import number_fields, page_inputs, refusals, state
from planner.ui.session.page_inputs import ShockSetting
from planner.vocabulary import typed
from planner.vocabulary.numbers import month_name

PACK = Path(__file__).parents[4] / "data" / "shocks"
CHOSEN, ADDED = "shocks", "shocks-added"
MONTHS = typed.Quantity(typed.MONTHS, low=1, high=MAX_MONTHS, whole=True)


@st.cache_resource(show_spinner=False)
def shipped() -> dict[str, Shock]:
    """The shocks that come with the app, by name of the file."""
    return {path.stem: shocks.load(path) for path in sorted(PACK.glob("*.toml"))}


def chosen(plan: Plan) -> list[PlacedShock]:
    """The shocks that are switched on, with their months of the plan."""
    settings = {stem: _setting(stem, plan) for stem in shipped()}
    return [one.of(shipped()[stem]) for stem, one in settings.items() if one.on]


def pack() -> None:
    """The shocks as switches, and what becomes of those that are on."""
    plan = state.plan()
    st.header("Shocks", anchor=False)
    st.caption("What may go wrong, alone or together. The plan stays as it is until you add them.")
    for stem, shock in shipped().items():
        _shock(stem, shock, plan)
    if taken := chosen(plan):
        with st.container(horizontal=True):
            st.button("Add to the plan", key="shocks-add", icon=":material/add:", on_click=_add)
            st.button("Clear", key="shocks-clear", icon=":material/close:", on_click=_clear, help=_names(taken))
    if added := st.session_state.pop(ADDED, None):
        st.success(
            f"Added to the plan: {added}. Undo takes it back; Plays and shocks of the plan, on this page, edits it."
        )


def _shock(stem: str, shock: Shock, plan: Plan) -> None:
    setting = _setting(stem, plan)
    placed, on = setting.of(shock), f"shock-on-{stem}"
    state.show(on, setting.on)
    label = literal(f"{shock.name}, {placed.when(plan)}")
    st.toggle(label, key=on, help=literal(f"{shock.about} {shock.effects}"), on_change=_switch, args=(stem,))
    if not setting.on:
        return
    key = f"shock-start-{stem}"
    state.show(key, setting.start)
    with st.container(gap="small"):
        st.caption(literal(shock.about))
        with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="bottom"):
            st.selectbox(
                "From",
                range(1, plan.months + 1),
                format_func=lambda month: month_name(plan.start, month),
                key=key,
                on_change=_start,
                args=(stem, key),
            )
            if placed.takes_a_length and not setting.stays:
                number_fields.draw(
                    f"shock-months-{stem}", "Months", setting.months, MONTHS, _last, args=(stem,), at=stem, width=112
                )
        if placed.takes_a_length:
            stays = f"shock-stays-{stem}"
            state.show(stays, setting.stays)
            st.checkbox("For good", key=stays, on_change=_stay, args=(stem, stays))
        refusals.show(stem)


def _setting(stem: str, plan: Plan) -> ShockSetting:
    """What was chosen, or else its usual length from the second year on; a start beyond the plan is the usual one."""
    usual = ShockSetting(False, usual_start(plan), shipped()[stem].months)
    setting: ShockSetting = (page_inputs.get(CHOSEN) or {}).get(stem, usual)
    return setting if setting.start <= plan.months else setting._replace(start=usual.start)


def _names(taken: Sequence[PlacedShock]) -> str:
    return listed([placed.shock.name for placed in taken])


def _keep(stem: str, setting: ShockSetting) -> None:
    page_inputs.keep(CHOSEN, (page_inputs.get(CHOSEN) or {}) | {stem: setting})


def _switch(stem: str) -> None:
    _keep(stem, _setting(stem, state.plan())._replace(on=st.session_state[f"shock-on-{stem}"]))


def _start(stem: str, key: str) -> None:
    _keep(stem, _setting(stem, state.plan())._replace(start=st.session_state[key]))


def _last(months: float, stem: str) -> None:
    _keep(stem, _setting(stem, state.plan())._replace(months=int(months)))


def _stay(stem: str, key: str) -> None:
    _keep(stem, _setting(stem, state.plan())._replace(stays=st.session_state[key]))


def _clear() -> None:
    page_inputs.keep(CHOSEN, None)


def _add() -> None:
    taken = chosen(state.plan())
    if taken:
        state.apply(with_shocks(state.plan(), taken), f"adding {_names(taken)}")
        st.session_state[ADDED] = _names(taken)
        _clear()
