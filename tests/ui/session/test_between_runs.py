"""What a run has drawn reaches the page, and what it no longer has enters nothing."""

import asyncio
import contextlib
from pathlib import Path

import live
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest
from tab import Drawn, Tab, run

from planner.ui.session import between_runs

SCRIPT = """
import time
import streamlit as st
from streamlit.runtime import get_instance
from planner.ui.session import between_runs

@st.cache_resource
def be_busy():
    loop = get_instance()._get_async_objs().eventloop
    def work():
        time.sleep(0.02)
        loop.call_soon(work)
    loop.call_soon_threadsafe(work)

def count():
    st.session_state.pressed = st.session_state.get("pressed", 0) + 1

@st.fragment
def counted():
    st.button("Count", on_click=count)
    pressed = st.session_state.get("pressed", 0)
    time.sleep(0.007 * (pressed % 8))
    for line in range(5):
        st.text(f"Line {line} of {pressed}")

@st.fragment
def other():
    st.button("Look")

between_runs.guard()
be_busy()
counted()
other()
"""
"""An event loop that is always behind, and runs that end at different times of its turns."""

PRESSES, BETWEEN = 10, 0.04
"""Presses, of which a third was not drawn when nothing waited; seconds after each until another part is asked for."""


def test_what_a_run_draws_arrives_whatever_is_asked_next(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(SCRIPT)
    with live.served(script, environment={"PYTHONPATH": str(live.ROOT)}) as server:
        run(_pressed(server.address))


async def _pressed(address: str) -> None:
    async with Tab(address, {}) as tab:
        counted, other = tab.find("Count", "button"), tab.find("Look", "button")
        for number in range(1, PRESSES + 1):
            await _press(tab, counted)
            await asyncio.sleep(BETWEEN)
            await _press(tab, other)
            async with asyncio.timeout(10):
                while f"Line 4 of {number}" not in tab.text():
                    tab._took(await tab.socket.recv())


async def _press(tab: Tab, button: Drawn) -> None:
    message = BackMsg()
    state = message.rerun_script
    state.fragment_id, state.page_script_hash = button.fragment, tab._script
    state.widget_states.widgets.append(WidgetState(id=button.id, trigger_value=True))
    await tab.socket.send(message.SerializeToString())


PAGES = """
import time
import streamlit as st
from planner.ui.session import between_runs

@st.fragment
def part():
    st.button("Part")

def first():
    part()
    st.text("The first page")

def second():
    time.sleep(0.3)
    st.text("The second page")

between_runs.guard()
pages = [st.Page(first, default=True), st.Page(second)]
page = st.navigation(pages, position="hidden")
if st.button("Go"):
    st.switch_page(pages[1])
page.run()
"""


def test_a_part_of_the_page_before_does_not_lead_back_there(tmp_path: Path) -> None:
    """The page went blank for good: it was told to be the one before, of which it got nothing but the part."""
    script = tmp_path / "app.py"
    script.write_text(PAGES)
    with live.served(script, environment={"PYTHONPATH": str(live.ROOT)}) as server:
        pages = run(_gone_on(server.address))
    assert len(pages) > 1
    assert pages[-1] != pages[0]


async def _gone_on(address: str) -> list[str]:
    """The page of each run, while a part of the first one is asked for until the second one is there."""
    pages: list[str] = []
    async with Tab(address, {}) as tab:
        go, part = tab.find("Go", "button"), tab.find("Part", "button")
        await _press(tab, go)
        for _ in range(10):
            await _press(tab, part)
            await asyncio.sleep(0.05)
        with contextlib.suppress(TimeoutError):
            while True:
                message = ForwardMsg.FromString(await asyncio.wait_for(tab.socket.recv(), 2))
                if message.WhichOneof("type") == "new_session":
                    pages.append(message.new_session.page_script_hash)
    return pages


@pytest.mark.parametrize("finished", [True, False], ids=["finished", "interrupted"])
def test_a_finished_run_of_the_page_is_sent_whole(finished: bool) -> None:
    """A part that was run again was missing from the run before, whose end removed it: levers stood twice."""
    between_runs.guard()
    queue, part, end = ForwardMsgQueue(), ForwardMsg(), ForwardMsg()
    part.delta.fragment_id = "look"
    part.metadata.delta_path.extend([0, 1])
    end.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY if finished else ForwardMsg.FINISHED_EARLY_FOR_RERUN
    for message in (part, end):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["look"])
    again = ForwardMsg()
    again.CopyFrom(part)
    queue.enqueue(again)
    assert queue.flush() == ([part, end, again] if finished else [end, again])
    assert not queue.flush()


def _renewed() -> None:
    import streamlit as st

    entered = st.session_state.setdefault("entered", [])
    key = f"box-{st.session_state.get('times', 0)}"
    st.selectbox("Month", [1, 2, 3], key=key, on_change=lambda: entered.append(st.session_state[key]))


def test_a_widget_that_is_gone_enters_nothing() -> None:
    """A browser that still told of a choice when that had been replaced set its old value, with an Undo undone."""
    between_runs.guard()
    page = AppTest.from_function(_renewed).run()
    page.selectbox[0].set_value(2).run()
    assert page.session_state.entered == [2]
    late = page._tree.get_widget_states()
    page.session_state.times = 1
    page.run()
    now = page._tree.get_widget_states()
    now.widgets.extend(late.widgets)
    page._run(now)
    assert page.session_state.entered == [2]
    page.selectbox[0].set_value(3).run()
    assert page.session_state.entered == [2, 3]
