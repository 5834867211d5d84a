"""Which plan is open: shipped plans, a file from disk, and the way back to the baseline."""

import functools
from datetime import date

import streamlit as st

from planner import plan as plans
from planner.exchange import tables
from planner.exchange.csv_text import table_as_csv
from planner.exchange.file_names import file_name
from planner.exchange.sheet import TYPE, table_as_xlsx
from planner.plan import MAX_BYTES, Plan
from planner.ui.frame import report_file, workbook_file
from planner.ui.frame.workbook_file import MEBIBYTES
from planner.ui.kit.boundary import part
from planner.ui.session import compute, state
from planner.vocabulary.errors import PlannerError, Problem


def draw() -> None:
    """Open another plan, or take this one along as a file."""
    with st.popover(
        "Open or download", icon=":material/folder_open:", width="stretch", on_change="rerun", key="plans"
    ) as box:
        if box.open:
            choose()
            workbook_file.changes()
            _download()


def choose() -> None:
    """Open a plan that comes with the app, or a file."""
    _shipped()
    _upload()


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
    label = f"Or open a plan file (TOML, at most 1 MiB), or a workbook that was edited (XLSX, at most {MEBIBYTES} MiB)"
    st.file_uploader(label, key="upload", on_change=_open_upload, max_upload_size=MEBIBYTES)


def _open_upload() -> None:
    file = st.session_state.upload
    if file is None:
        return
    with state.refusing():
        if workbook_file.is_one(file.name, file.getvalue()):
            workbook_file.open_edited(file.getvalue(), file.name)
            return
        if file.size > MAX_BYTES:
            size = f"{file.size / MAX_BYTES:.1f} MiB"
            raise PlannerError(Problem("size", size, "must be at most 1 MiB"), file.name)
        opened = plans.loads(file.getvalue(), file.name)
        state.open_plan(opened)
        state.tell(opened.updates)


def _download() -> None:
    # Made when the popover opens: a file that is made on the click may never come when another run is under way.
    plan = state.whole_plan()
    today = date.today()
    if state.case():
        st.caption("Files hold the plan with all its cases, and the numbers of the plan itself.")
    with st.container(horizontal=True):
        toml = plans.dumps(plan)
        st.download_button(
            "Plan (TOML)",
            toml,
            file_name(plan.name, "plan", today, "toml"),
            "application/toml",
            icon=":material/download:",
        )
        with part("Numbers"):
            for ending, kind, file in _numbers(plan):
                name = file_name(plan.name, "numbers", today, ending.lower())
                st.download_button(f"Numbers ({ending})", file, name, kind, icon=":material/table:")
        with part("Workbook"):
            workbook_file.download()
        with part("Report"):
            report_file.download()


@functools.lru_cache(4)
def _numbers(plan: Plan) -> tuple[tuple[str, str, str | bytes], ...]:
    """The numbers by month in each form: its ending, its type, the file."""
    numbers = tables.numbers(compute.projection(plan))
    return ("CSV", "text/csv", table_as_csv(numbers)), ("XLSX", TYPE, table_as_xlsx(numbers))
