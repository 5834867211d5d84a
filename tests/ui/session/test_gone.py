"""Sessions that are gone release their file descriptors, so that the next visitor finds the app."""

import asyncio
import sys
import time

import live
import psutil
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from tab import BROWSER, Tab, connect, run

VISITS, ALLOWED, KEPT = 120, 256, 8
"""Visits, each of three descriptors; what the server may have together; seconds for which a session is kept."""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else sets the limits of another process")
def test_visitors_that_leave_at_once_keep_nobody_out() -> None:
    settings = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(KEPT)}
    with live.served(environment=settings) as server:
        process = psutil.Process(server.process.pid)
        process.rlimit(psutil.RLIMIT_NOFILE, (ALLOWED, ALLOWED))
        run(_visits(server.address))
        deadline = time.monotonic() + 60
        while process.num_fds() > 40 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert process.num_fds() <= 40


async def _visits(address: str) -> None:
    async with Tab(address, {BROWSER: "visitor-first-visitor"}) as tab:
        assert "Overview" in tab.text()
    asks = BackMsg()
    asks.rerun_script.query_string = ""
    for _ in range(VISITS):
        async with connect(f"{address.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=["streamlit"]) as socket:
            await socket.send(asks.SerializeToString())
        await asyncio.sleep(0.02)
    async with Tab(address, {BROWSER: "visitor-last-visitor-"}) as tab:
        assert "Overview" in tab.text()
