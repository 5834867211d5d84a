"""Results as JSON, for other programs: full precision, one list per column."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.exchange.by_month import by_month

if TYPE_CHECKING:
    from planner.model.simulate import Result


def as_json(document: Mapping[str, Any]) -> str:
    """A document as JSON. Numbers parse back exactly; NaN is null, infinity "inf"."""
    return json.dumps(_finite(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def result_as_json(result: Result) -> str:
    """One draw as JSON: the plan it belongs to, the month in which cash runs out (or null), and the columns."""
    plan, month = result.plan, float(result.cash_out_month()[0])
    return as_json(
        {
            "name": plan.name,
            "start": plan.start,
            "months": plan.months,
            "currency": plan.currency,
            "catalogue": result.catalogue,
            "cash_out_month": None if math.isnan(month) else int(month),
            "columns": by_month(result),
        }
    )


def _finite(value: Any) -> Any:
    """A document that JSON can hold."""
    if isinstance(value, Mapping):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(part) for part in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return None if math.isnan(value) else str(value)
