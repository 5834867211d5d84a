"""Cash: annual contracts invoiced upfront and paid later, pay-as-you-go in arrears. MODEL.md, Cash."""

from collections.abc import Iterator

from planner.exchange.workbook.equations.delays import arriving
from planner.exchange.workbook.rows import Cohorts, Line, Row
from planner.vocabulary.segments import SEGMENTS

YEAR = 12
LONGEST_COLLECTION = 12
"""Months, the upper bound of the lever."""


def _sum(template: str) -> str:
    return " + ".join(template.format(segment) for segment in SEGMENTS)


def _billed(segment: str) -> Cohorts:
    staying = " * (1 - upgraded_share)" if segment == "self_serve" else ""
    return Cohorts(
        f"billed_{segment}",
        YEAR,
        newest=f"renewed_{segment}{staying} + committed_won_arr_{segment}",
        older=f"billed_{segment}[-1]{staying}",
        day_one=f"{segment}.arr * {segment}.committed_share / 12",
        about="what was invoiced of the contracts, by months since",
    )


def _rows() -> Iterator[Row]:
    slots = _sum("SUM(every_age(contracts_{}))")
    pools = _sum("payg_arr_{}")
    yield from (_billed(segment) for segment in SEGMENTS)
    yield Cohorts(
        "unearned",
        YEAR,
        newest="",
        older="",
        day_one="(11.5 - age) / 12",
        about="share of an invoice that is not earned yet, by months since",
    )
    yield Line("invoiced", f"{_sum('renewed_{}')} + {_sum('committed_won_arr_{}')}")
    yield Line(
        "invoiced_before",
        "",
        day_one=f"({slots}) / 12",
        about="what was invoiced every month before day one",
    )
    yield Line(
        "collection_months",
        "",
        day_one="finance.collection_months",
        about="months until those invoices are paid",
    )
    yield Line(
        "invoices_paid",
        f"{arriving('invoiced', 'finance.collection_months', LONGEST_COLLECTION)}"
        " + day_one(invoiced_before) * MAX(0, MIN(day_one(collection_months), month) - (month - 1))",
        about="invoices paid in the month",
    )
    yield Line(
        "usage",
        f"({_sum('payg_arr_{}[-1]')} + {pools}) / 2 / 12",
        day_one=f"({pools}) / 12",
        about="pay-as-you-go revenue of the month",
    )
    yield Line(
        "unbilled",
        f"{slots} - ({_sum('SUM(every_age(billed_{}))')})",
        day_one="0",
        about="what contracts have grown by since they were invoiced",
    )
    yield Line("collections", "invoices_paid + (unbilled[-1] + unbilled) / 2 / 12 + usage[-1]")
    yield Line(
        "receivables",
        "receivables[-1] + invoiced - invoices_paid + usage - usage[-1]",
        day_one="collection_months * invoiced_before + usage",
    )
    deferred = f"SUMPRODUCT(({_sum('every_age(billed_{})')}) * day_one(every_age(unearned)))"
    yield Line("deferred_revenue", deferred, day_one=deferred)
    yield Line(
        "forfeited_prepayments",
        "upgraded_share * (renewed_self_serve"
        " + SUMPRODUCT(younger(billed_self_serve[-1]) * (day_one(older(unearned)) + 1 / 24)))",
    )
    yield Line(
        "funding",
        "SUMPRODUCT((funding.month == month) * (funding.needs_arr <= arr[-1]) * funding.active * funding.amount)",
    )
    yield Line("free_cash_flow", "collections + services_revenue - operating_cost")
    yield Line("cash", "cash[-1] + free_cash_flow + funding", day_one="finance.cash")


ROWS: tuple[Row, ...] = tuple(_rows())
