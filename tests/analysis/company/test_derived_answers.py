import pytest

from planner.analysis.company import Answers, People, Sellers, SoldBy, derive
from planner.analysis.company.derived_answers import meant

KNOWN = Answers(
    arr=4e6,
    sold_by=SoldBy(self_serve=0.5, inside_sales=0.2, enterprise=0.3),
    customers=800,
    signups=5_000,
    activation=0.4,
    paying=0.06,
    sellers=(Sellers(team="enterprise", people=3), Sellers(team="inside_sales", people=2)),
    quota=9e5,
    inside_sales_quota=5e5,
    price=900,
    inside_sales_contract=11_000,
    enterprise_contract=45_000,
    gross_retention=0.88,
    people=People(engineering=18, marketing=3, sales=9, customer_success=2, support=2, general=4),
    cash=6e6,
    burn=250_000,
)


def test_what_was_answered_is_what_is_meant() -> None:
    said = meant(derive(KNOWN))
    for key in ("arr", "customers", "activation", "quota", "inside_sales_quota", "price", "cash"):
        assert said[key] == pytest.approx(getattr(KNOWN, key))
    for key in ("signups", "paying", "inside_sales_contract", "enterprise_contract", "gross_retention"):
        assert said[key] == pytest.approx(getattr(KNOWN, key), rel=1e-6)
    assert said["burn"] == pytest.approx(KNOWN.burn, rel=0.1)
    assert said["headcount"] == pytest.approx(38, abs=0.5)
    assert (said["sellers.enterprise"], said["sellers.inside_sales"]) == (3, 2)
    for table in (KNOWN.sold_by, KNOWN.people):
        for name, value in vars(table).items():
            assert said[f"{table.NOUN}.{name}"] == pytest.approx(value, abs=0.5 if value > 1 else 1e-6)


def test_a_default_is_of_the_stage() -> None:
    early, late = (meant(derive(Answers(arr=1e6, stage=stage))) for stage in ("seed", "later"))
    assert early["price"] < late["price"]
    assert early["gross_retention"] < late["gross_retention"]
    assert early["headcount"] < late["headcount"]
