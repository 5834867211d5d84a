"""Results as JSON."""

import json

from planner.exchange.json_text import result_as_json
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS


def test_the_json_document() -> None:
    plan = Plan(name="Ünïcode", start="2027-03", months=14, currency="EUR", levers={"finance.cash": 1e6})
    result = simulate(plan)
    told = json.loads(result_as_json(result))
    listed = told.pop("columns")
    assert told == {
        "name": "Ünïcode",
        "start": "2027-03",
        "months": 14,
        "currency": "EUR",
        "catalogue": 2,
        "cash_out_month": int(result.cash_out_month()[0]),
    }
    assert list(listed) == ["month", *COLUMNS]
    assert listed["arr"] == result["arr"][:, 0].tolist()
    assert listed["nrr"][:11] == [None] * 11
    assert listed["nrr"][11] == result["nrr"][11, 0]
    rich = json.loads(result_as_json(simulate(Plan(levers={"finance.cash": 1e12, "people.engineers": 0.0}))))
    assert rich["cash_out_month"] is None
    assert "inf" in rich["columns"]["runway_months"]
