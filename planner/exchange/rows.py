"""Rows and documents as text for other programs: CSV and JSON at full precision."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV. Numbers parse back exactly; NaN is "nan", infinity "inf", None empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def as_json(document: Mapping[str, Any]) -> str:
    """A document as JSON, made `finite`."""
    return json.dumps(finite(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def finite(value: Any) -> Any:
    """A document that JSON can hold: NaN is None, infinity "inf"."""
    if isinstance(value, Mapping):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [finite(part) for part in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return None if math.isnan(value) else str(value)
