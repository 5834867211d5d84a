"""Sellers: who leaves, who joins, who is productive yet, and their time. MODEL.md, Reps and capacity."""

from collections.abc import Iterator

from planner.exchange.workbook.equations.delays import arriving
from planner.exchange.workbook.rows import Line

LONGEST_RAMP = 24
LONGEST_HIRE = 12
"""Months, the upper bounds of these levers."""


def _ramping(rep: str, ramp: str) -> str:
    """What those hired in the last months fall short by: 1 less mean productivity in the month of tenure."""
    months = f"[-{LONGEST_RAMP - 1}:0]"
    tenure = f"(month - month{months})"
    all_month = f"({tenure} + 1 <= {ramp}) * (1 - ({tenure} + 0.5) / {ramp})"
    part = f"({tenure} < {ramp}) * ({tenure} + 1 > {ramp}) * ({ramp} - {tenure}) ** 2 / (2 * {ramp})"
    return f"SUMPRODUCT({rep}_joined{months} * ({all_month} + {part}))"


def _team(team: str, rep: str) -> Iterator[Line]:
    ramp, tenure = f"{team}.ramp_months", f"{rep}_tenure"
    yield Line(f"{rep}_leaving", f"1 - (1 - {team}.attrition) ** (1 / 12)", about="share that leaves in the month")
    yield Line(f"{rep}_leavers", f"{rep}s[-1] * {rep}_leaving")
    yield Line(f"{rep}_seats", f"{rep}_leavers * people.backfill", about="seats of leavers that open again")
    yield Line(
        f"{rep}_hires",
        f"{team}.hires_per_quarter / 3 + {arriving(f'{rep}_seats', 'people.time_to_hire', LONGEST_HIRE)}",
    )
    yield Line(f"{rep}s", f"{rep}s[-1] - {rep}_leavers + {rep}_hires", day_one=f"{team}.reps + {team}.ramping_reps")
    yield Line(
        f"{rep}_left",
        f"{rep}_left[-1] * (1 - {rep}_leaving)",
        day_one="1",
        about="share left of those who were there on day one",
    )
    yield Line(
        f"{rep}_joined",
        f"{rep}_hires / {rep}_left",
        about="hires divided by that share: times the share of later, as many of them are left then",
    )
    yield Line(tenure, f"{team}.ramping_tenure + month - 1", about="tenure of those who were ramping on day one")
    yield Line(
        f"{rep}_day_one_shortfall",
        f"IF({tenure} >= {ramp}, 0, IF({tenure} + 1 <= {ramp}, 1 - ({tenure} + 0.5) / {ramp},"
        f" ({ramp} - {tenure}) ** 2 / (2 * {ramp})))",
        about="what one of them falls short of a ramped rep by",
    )
    yield Line(
        f"ramped_{rep}s",
        f"{rep}s - IF({ramp} > 0,"
        f" {rep}_left * ({team}.ramping_reps * {rep}_day_one_shortfall + {_ramping(rep, ramp)}), 0)",
    )


def _time(team: str, rep: str) -> Line:
    return Line(f"seller_time_{team}", f"ramped_{rep}s * {team}.quota / 12 * {team}.attainment")


ROWS = (
    *_team("enterprise", "ae"),
    *_team("inside_sales", "isr"),
    Line("bdrs", "aes * enterprise.bdr_per_ae"),
    Line("ses", "aes * enterprise.se_per_ae"),
    Line("street_quota", "(ramped_aes * enterprise.quota + ramped_isrs * inside_sales.quota) / 12"),
    _time("inside_sales", "isr"),
    _time("enterprise", "ae"),
)
