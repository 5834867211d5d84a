"""The ranges of a plan as a whole: what their ends are, how much they go together, dropped or set all at once."""

import streamlit as st

from planner.analysis.draws import copula
from planner.analysis.draws.sampling import uncertain
from planner.analysis.levers.sensitivity import largest
from planner.plan import Plan, ranges
from planner.ui.kit import figures, promise_text
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, forecasts, refusals, state
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import likely, percent
from planner.vocabulary.sentences import counted

AT = "ranges"
ENDS = {"p10-p90": "8 in 10", "limits": "Limits"}
MOST, STEP, USUAL = 0.9, 0.05, 0.3


def draw() -> None:
    """What the ranges are, and what can be done to all of them."""
    plan = state.plan()
    with figures.section("Ranges", about(plan)):
        if plan.uncertainty:
            _ends(plan)
            _together(plan)
        with st.container(horizontal=True, gap="small"):
            label = f"± {percent(ranges.SHARE)} on the ten levers of largest swing"
            st.button(label, key="ranges-largest", icon=":material/unfold_more:", on_click=_largest, help=LARGEST)
            if plan.uncertainty:
                st.button("No ranges", key="ranges-none", icon=":material/close:", on_click=_none)
        if count := len(plan.uncertainty):
            st.caption(f"± {percent(ranges.SHARE)} replaces the {'range' if count == 1 else f'{count} ranges'} of now.")
        refusals.show(AT)


LARGEST = (
    "Instead of the plan's own: the ten levers that move ARR at the end most, each alone over its usual range (±30% "
    "without one). A lever that stands at 0 has no share to vary by and gets none."
)


def about(plan: Plan) -> str:
    """How many levers have a range, and how many of these came with the plan."""
    count = len(plan.uncertainty)
    if not count and uncertain(plan):
        return "No lever has a range; draws differ by what is left to chance. Each lever can be given one with ±."
    if not count:
        return "No lever has a range, so the plan is a single line without chances. Each lever can be given one with ±."
    shipped = sum(plan.origin.get(f"range:{lever_id}") == "shipped" for lever_id in plan.uncertainty)
    levers = f"{counted(count, 'levers')} {'has' if count == 1 else 'have'} a range"
    if not shipped:
        return f"{levers}; each stands beside its lever."
    of = "all" if shipped == count else str(shipped)
    return f"{levers}, {of} as shipped with the plan: they say nothing of your company until you state your own."


def _ends(plan: Plan) -> None:
    state.show("ranges-ends", plan.ends)
    st.segmented_control(
        "What the two ends of a range are",
        list(ENDS),
        format_func=ENDS.__getitem__,
        key="ranges-ends",
        help="8 in 10: a lever lies below the low end in one draw of ten, above the high one in another. "
        "Limits: it never passes them. Plans of before have limits.",
        required=True,
        on_change=_commit_ends,
    )


def _together(plan: Plan) -> None:
    state.show("ranges-together", plan.together)
    st.slider(
        "How much things go well or badly together",
        0.0,
        MOST,
        step=STEP,
        key="ranges-together",
        help="0: each lever varies on its own, and bad luck in one is made good by luck in others. Towards 0.9: years "
        "are good or bad in everything. Single pairs with a correlation of their own keep it.",
        on_change=_commit_together,
    )
    st.caption(literal(_what_together_does(plan)))
    if plan.correlations:
        count = len(plan.correlations)
        own = "1 pair has a correlation of its" if count == 1 else f"{count} pairs have a correlation of their"
        st.caption(f"{own} own, in the plan's file.")


def _what_together_does(plan: Plan) -> str:
    """What it does to the chance of everything promised, or without targets to that of lasting cash."""
    other = 0.0 if plan.together else USUAL
    if not _possible(plan, other):
        return ""
    found = [forecasts.promised(one) for one in (plan, plan.changed(together=other))]
    now, then = (likely(one.everything) for one in found)
    what = f"{promise_text.EVERYTHING} holds" if found[0].chances else promise_text.CASH
    how = f"At {other:g}" if other else "At 0, each lever on its own,"
    return f"{what} in {now} of the draws. {how} it would be {then}."


def _commit_ends() -> None:
    state.edit(at=AT, label="saying what ranges mean", ends=st.session_state["ranges-ends"])


def _commit_together() -> None:
    with state.refusing(AT):
        compute.wait_for_engine()
        plan, asked = state.plan(), round(float(st.session_state["ranges-together"]), 3)
        if not _possible(plan, asked):
            steps = [round(STEP * at, 2) for at in range(int(asked / STEP), 0, -1)]
            most = next((one for one in steps if _possible(plan, one)), 0.0)
            allowed = f"must be {most:g} or less beside the correlations that single pairs of the plan have"
            raise PlannerError(Problem("How much things go together", f"{asked:g}", allowed))
        state.apply(plan.changed(together=asked), "how much things go together")


def _possible(plan: Plan, together: float) -> bool:
    """Whether levers can go together so much and pairs still have the correlations that they have in the plan."""
    try:
        copula.mixes(plan.changed(together=together))
    except PlannerError:
        return False
    return True


def _largest() -> None:
    compute.wait_for_engine()
    plan = state.plan()
    with state.refusing(AT):
        state.apply(ranges.around(plan, largest(plan)), "setting ranges of the ten levers of largest swing")


def _none() -> None:
    state.apply(ranges.without(state.plan()), "dropping all ranges")
