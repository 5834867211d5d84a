"""The key numbers of the Overview."""

from planner.analysis.draws import uncertainty
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.frames import last_month
from planner.ui.kit.tiles import Kpi, Tile, at_end, change
from planner.ui.session.forecasts import Forecast
from planner.vocabulary.numbers import money, month_name, months_apart
from planner.vocabulary.units import MONEY, PROBABILITY


def of(result: Result) -> list[Kpi]:
    """The key numbers of a result."""
    return [
        at_end("arr", f"ARR in {last_month(result.plan)}"),
        at_end("arr_growth", "ARR growth", note="Over the last 12 months"),
        at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
        at_end("headcount", better="down"),
        Kpi("Lowest cash", _lowest_cash, MONEY, whole=True),
        at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
    ]


def chances(draws: Result, baseline: Forecast | None, there: Plan) -> list[Tile]:
    """How likely the targets are and that cash lasts, against the baseline where something is uncertain there.

    there: the baseline's plan; targets of the same month are compared, and cash over the same months.
    """
    plan = draws.plan
    shift = months_apart(plan.start, there.start)
    before = {(one.month + shift, one.arr): one.probability for one in baseline.chances} if baseline else {}
    tiles = []
    for one in uncertainty.chances(draws):
        label = f"{money(one.arr, plan.currency)} by {month_name(plan.start, one.month)}"
        tiles.append(_chance(label, one.probability, before.get((one.month, one.arr)), "Chance"))
    same = (plan.start, plan.months) == (there.start, there.months)
    lasts, lasted = uncertainty.cash_lasts(draws), baseline.cash_lasts if baseline and same else None
    return [*tiles, _chance("Cash lasts", lasts, lasted, "Chance, to the end")]


def _chance(label: str, probability: float, before: float | None, note: str) -> Tile:
    moved = None if before is None else change(PROBABILITY, probability, before, "")
    return Tile(label, PROBABILITY.value(probability, ""), moved, note)


def _lowest_cash(result: Result) -> float:
    return float(result["cash"].min())
