"""The command line: `python -m planner --help`.

Every command exits with 0 when it worked, with 2 and one sentence per problem on standard error when its input was bad,
and with 130 and one sentence when it was interrupted.
"""

import sys
from collections.abc import Sequence

import typer

from planner.commands.catalogue import check, levers
from planner.commands.compare import compare
from planner.commands.explain import explain
from planner.commands.library import app as library
from planner.commands.next_dollar import next_dollar
from planner.commands.output import complain, drop_output, in_unicode
from planner.commands.project import project
from planner.commands.report import report
from planner.commands.screen import screen
from planner.commands.sensitivity import sensitivity
from planner.commands.solve import solve
from planner.commands.start import start
from planner.commands.stress import stress
from planner.commands.tables import tables
from planner.commands.workbook import workbook
from planner.vocabulary.errors import PlannerError

NAME = "python -m planner"
BUG, BAD_INPUT, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    help="A scenario planner for software companies that grow from the bottom up.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = (
    *(start, project, stress, sensitivity, solve, explain, compare, screen),
    *(workbook, report, tables, levers, check),
)
for command in COMMANDS:
    app.command()(command)
app.command("next")(next_dollar)
app.add_typer(library, name="library")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. arguments: those of the process by default."""
    in_unicode()
    try:
        code = app(arguments, prog_name=NAME, standalone_mode=False) or 0
    except PlannerError as error:
        lines = error.sentences()
    except typer.TyperException as error:
        lines = [_usage(error)]
    except OSError as error:
        drop_output()
        lines = [f"{error.filename or 'standard output'}: {error.strerror}"]
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        complain([f"A mistake in Groundswell, not in your input: {error!r} (python -X dev -m planner shows where)"])
        return BUG
    else:
        if code == INTERRUPTED:
            complain(["Interrupted; nothing was written."])
        return code
    complain(lines)
    return BAD_INPUT


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the arguments, on one line, and where to read more."""
    path = getattr(getattr(error, "ctx", None), "command_path", NAME)
    message = " ".join(error.format_message().split()).replace("Value error, ", "")
    return f"{message} ({path} --help says more)"


if __name__ == "__main__":
    sys.exit(main())
