"""What was promised, month by month, and what a plan reaches of it."""

from typing import NamedTuple

from planner.model.simulate import Result


class Promise(NamedTuple):
    """ARR promised for the end of a month (from 1), and what the plan has by then."""

    month: int
    arr: float
    reached: float

    @property
    def gap(self) -> float:
        """What is over, below 0 what is missing."""
        return self.reached - self.arr

    @property
    def kept(self) -> bool:
        """Whether the plan has what was promised."""
        return self.gap >= 0


def due(result: Result, draw: int = 0) -> list[Promise]:
    """The promises within the plan's horizon, the next one first."""
    arr = result["arr"][:, draw]
    found = sorted(result.plan.arr_targets())
    return [Promise(one.month, one.arr, float(arr[one.month - 1])) for one in found if one.month <= result.months]
