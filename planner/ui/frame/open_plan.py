"""Which plan is open: shipped plans, a file from disk, and the way back to the baseline."""

from codecs import BOM_UTF8

import streamlit as st

from planner import plan as plans
from planner.exchange.csv_text import result_as_csv
from planner.plan import MAX_BYTES
from planner.ui.kit.boundary import part
from planner.ui.session import compute, state
from planner.vocabulary.errors import PlannerError, Problem


def draw() -> None:
    """Open another plan, or save this one."""
    with st.popover(
        "Open or save", icon=":material/folder_open:", width="stretch", on_change="rerun", key="plans"
    ) as box:
        if box.open:
            _shipped()
            _upload()
            _download()


def _shipped() -> None:
    names = {stem: plans.load(path).name for stem, path in state.shipped().items()}
    st.selectbox(
        "Start from a plan",
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder="Choose",
        key="shipped",
        on_change=_open_shipped,
    )


def _open_shipped() -> None:
    if st.session_state.shipped:
        state.open_plan(state.load_shipped(st.session_state.shipped))


def _upload() -> None:
    st.file_uploader("Or open a plan file (TOML, at most 1 MiB)", key="upload", on_change=_open_upload)


def _open_upload() -> None:
    file = st.session_state.upload
    if file is None:
        return
    with state.refusing():
        if file.size > MAX_BYTES:
            size = f"{file.size / MAX_BYTES:.1f} MiB"
            raise PlannerError(Problem("size", size, "must be at most 1 MiB"), file.name)
        if not file.getvalue().removeprefix(BOM_UTF8).strip():
            raise PlannerError(
                Problem("file", None, "is empty; a plan file names what differs from the defaults"), file.name
            )
        opened = plans.loads(file.getvalue(), file.name)
        state.open_plan(opened)
        state.tell(opened.updates)


def _download() -> None:
    # Made when the popover opens: a file that is made on the click may never come when another run is under way.
    plan = state.plan()
    stem = "".join(letter if letter.isalnum() else "-" for letter in plan.name.lower()).strip("-") or "plan"
    with st.container(horizontal=True):
        toml = plans.dumps(plan)
        st.download_button("Plan (TOML)", toml, f"{stem}.toml", "application/toml", icon=":material/download:")
        with part("Numbers (CSV)"):
            numbers = result_as_csv(compute.projection(plan))
            st.download_button("Numbers (CSV)", numbers, f"{stem}.csv", "text/csv", icon=":material/table:")
