"""Programs of their own that use the store, to be killed."""

import os
import signal
import subprocess
import sys

from support import ROOT

IN_LINE = 60.0
"""Seconds that each of many waits for the others, where the question is who comes first and not how long it takes."""


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A program that runs some code, with these arguments."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def killed(process: subprocess.Popen[str]) -> None:
    """Kill a program as nothing can be answered to."""
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert process.stdout is not None
    process.stdout.close()
