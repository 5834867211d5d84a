"""How every column of the model is written as a formula, one module per section, in the order of MODEL.md."""

from collections.abc import Sequence

from planner.exchange.workbook.equations import (
    cash,
    community,
    cost,
    metrics,
    new_business,
    people,
    retention,
    retention_metrics,
    sales,
    sellers,
)
from planner.exchange.workbook.rows import Section


def sections(months: int) -> Sequence[Section]:
    """Every section of the model for a horizon of so many months."""
    return (
        Section("Community", community.ROWS),
        Section("Reps and capacity", sellers.ROWS),
        Section("Retention", retention.ROWS),
        Section("Sales chains", sales.ROWS),
        Section("New business", new_business.rows(months)),
        Section("People", people.ROWS),
        Section("Cost", cost.ROWS),
        Section("Cash", cash.ROWS),
        Section("Metrics", (*retention_metrics.ROWS, *metrics.ROWS)),
    )
