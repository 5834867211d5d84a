"""The engine as pages call it: ready before the first number, then fast enough to run on every move of a slider."""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

import streamlit as st

from planner.analysis.draws import promises, sampling, uncertainty
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.ui.session import state

CACHED = 32
"""Results that are kept, for all sessions together."""


@st.cache_resource(show_spinner=False)
def _engine() -> Future[None]:
    """The engine, loaded once per server: from disk in a moment, or compiled for this machine."""
    return ThreadPoolExecutor(1, thread_name_prefix="compile").submit(_warm_up)


def _warm_up() -> None:
    simulate(Plan())
    sampling.draws(Plan(uncertainty={"enterprise.acv": (50_000.0, 70_000.0)}))
    gc.collect()
    gc.freeze()


def wait_for_engine() -> None:
    """Return when the engine is ready; until then the page says what it waits for."""
    engine = _engine()
    if not engine.done():
        text = "Compiling the engine for this machine. This takes 15 to 45 seconds and happens once."
        with st.spinner(text, show_time=True):
            engine.result()


def projection(plan: Plan) -> Result:
    """The plan through the model, every column; one draw. A page asks for it more than once, and for the baseline's."""
    wait_for_engine()
    return _simulated(plan)


@lru_cache(CACHED)
def _simulated(plan: Plan) -> Result:
    return simulate(plan)


def draws(plan: Plan) -> Result | None:
    """The plan once per draw of what is uncertain; None when nothing is.

    Columns: ARR, cash, headcount, and those that its promises need.
    """
    if not sampling.uncertain(plan):
        return None
    wait_for_engine()
    return uncertainty.run(plan, keep=dict.fromkeys((*promises.columns(plan), "headcount")))


def against_baseline() -> tuple[Result, Result]:
    """The current plan and its baseline through the model."""
    return projection(state.plan()), projection(state.baseline_plan())
