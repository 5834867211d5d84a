"""`start`: a company's own plan from answers."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.options import Out
from planner.commands.output import COMPILING, check_out, complain, patience, write
from planner.plan import dumps

AnswersFile = Annotated[Path, typer.Argument(metavar="ANSWERS.toml", help="What is known.", show_default=False)]


def start(answers: AnswersFile, out: Out = None) -> None:
    """A company's own plan from about fourteen answers, and what is usual at its stage for the rest.

    Every answer but arr may be left out. The plan says in [origin] what was entered, derived from answers, or is a
    default of the stage. What contradicts itself, what the plan could not meet and what was assumed is told on standard
    error; the plan is written all the same. It starts this month unless the answers say when.
    """
    check_out(out, [answers])
    with patience(COMPILING):
        from planner.analysis.company import derive, load

        known, notes = load(answers)
        company = derive(replace(known, start=known.start or f"{date.today():%Y-%m}"), notes)
    write(dumps(company.plan), out, [answers])
    complain([f"{answers}: {remark.about}: {remark.text}" for remark in company.remarks])
