"""The command line as tests call it: in this process, or as a shell does."""

import csv
import io
import os
import subprocess
import sys
from typing import Any

import pytest
from support import ROOT

from planner import __main__ as command_line

PLAN = """
[plan]
name = "Test"
months = 24
catalogue = 2
currency = "EUR"

[enterprise]
win_rate = 0.25

[[funding]]
month = 3
amount = 5e6

[uncertainty]
"enterprise.win_rate" = [0.15, 0.30]
"""


class Run:
    """What a command in this process did."""

    def __init__(self, capture: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.code = command_line.main([str(argument) for argument in arguments])
        self.out, self.err = capture.readouterr()


def worked(capture: pytest.CaptureFixture[str], *arguments: object) -> str:
    run = Run(capture, *arguments)
    assert (run.code, run.err) == (0, "")
    return run.out


def refused(capture: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    run = Run(capture, *arguments)
    assert (run.code, run.out) == (2, "")
    return run.err.splitlines()


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False, **options)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
