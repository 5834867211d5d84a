"""Frames, charts and tables of the Retention page."""

import numpy as np
import pandas as pd
import pytest

from planner.analysis.readings import churn, cohorts, losses
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.figures import theme
from planner.ui.pages.retention import frames, key_numbers, words
from planner.vocabulary.numbers import money

PLAN = Plan(months=40)
RESULT = simulate(PLAN)


@pytest.mark.parametrize("measure", frames.RETENTION)
def test_rates_are_the_engine_s_from_month_12_on(measure: str) -> None:
    frame = pd.DataFrame(frames.rates(RESULT, RESULT, measure))
    assert list(frame) == ["date", *theme.SEGMENTS, "All customers", "Baseline"]
    np.testing.assert_array_equal(frame["Enterprise"], RESULT[f"{measure}_enterprise"][:, 0])
    np.testing.assert_array_equal(frame["All customers"], RESULT[measure][:, 0])
    assert frame["All customers"].isna().sum() == 11
    assert frame["Baseline"].isna().all()


def test_rates_show_another_baseline() -> None:
    before = simulate(Plan(months=40, levers={"enterprise.gross_retention": 0.9}))
    np.testing.assert_array_equal(frames.rates(RESULT, before, "nrr")["Baseline"], before["nrr"][:, 0])


def test_losses_are_the_analysis() -> None:
    found = losses.cost_of_churn(PLAN)
    frame = frames.losses(found, PLAN)
    assert list(frame) == ["date", "ARR", "ARR without losses", "Lost to date"]
    assert key_numbers.lost_arr(RESULT) == pytest.approx(frame["Lost to date"].iloc[-1])


def test_contracts_add_up_to_arr() -> None:
    frame = pd.DataFrame(frames.contracts(RESULT))
    np.testing.assert_allclose(frame["Annual contracts"] + frame["Pay as you go"], RESULT["arr"][:, 0], rtol=1e-12)
    assert key_numbers.payg_share(RESULT) == pytest.approx(frame["Pay as you go"].iloc[-1] / RESULT["arr"][-1, 0])
    assert np.isnan(key_numbers.payg_share(simulate(Plan(levers=no_arr()))))


def no_arr() -> dict[str, float]:
    segments = ("self_serve", "inside_sales", "enterprise")
    levers = {f"{segment}.{name}": 0.0 for segment in segments for name in ("arr", "customers")}
    levers |= {"community.visitors": 0.0, "community.free_accounts": 0.0, "marketing.mqls": 0.0}
    return levers | {"enterprise.opening_pipeline": 0.0, "inside_sales.opening_pipeline": 0.0}


@pytest.mark.parametrize("months", [12, 40, 120])
def test_cohorts_are_the_analysis_and_all_arr(months: int) -> None:
    result = simulate(Plan(months=months))
    table = frames.cohort_arr(result)
    np.testing.assert_array_equal(table.iloc[:-1], cohorts.triangle(result))
    np.testing.assert_allclose(table.iloc[:-1].sum(), table.loc["ARR"], rtol=1e-9)
    assert table.loc["ARR"].iloc[-1] == result["arr"][-1, 0]
    assert table.loc["ARR", "Day one"] == result.day_one["arr"][0]
    assert list(table.index) == ["Day one", *(f"Year {year}" for year in range(1, -(-months // 12) + 1)), "ARR"]


def test_cohort_shares_begin_at_all_of_it() -> None:
    shares = frames.cohort_shares(RESULT).to_numpy()
    np.testing.assert_array_equal(np.diag(shares), 1)
    assert np.isnan(shares[np.tril_indices_from(shares, -1)]).all()
    assert np.isfinite(shares[np.triu_indices_from(shares)]).all()


def test_an_empty_cohort_has_no_shares() -> None:
    assert frames.cohort_shares(simulate(Plan(months=12, levers=no_arr()))).isna().all(axis=None)


def test_two_businesses_whichever_rate_comes_first() -> None:
    frame = frames.two_businesses(churn.PUBLISHED, (0.70, 0.95), "USD")
    assert len(frame) == 11
    assert (frame["better"] >= frame["worse"]).all()
    assert frame["text_better"].iloc[0] == "95% kept"
    assert frame["tip_gap"].iloc[-1] == "$240M"


def test_the_published_comparison_in_words() -> None:
    text = words.two_businesses(churn.PUBLISHED, churn.PUBLISHED_RETENTIONS, "USD")
    for part in ("10 years", "\\$439M", "15.9%", "\\$199.2M", "7.1%", "\\$239.8M apart"):
        assert part in text


def test_retention_in_words_comes_from_the_numbers() -> None:
    found = losses.cost_of_churn(PLAN)
    per_point = losses.arr_per_point(PLAN)
    text = words.retention(RESULT, found, per_point)
    assert money(found.lost_to_date[-1], "USD").replace("$", "\\$") in text
    assert money(max(per_point.values()), "USD").replace("$", "\\$") in text
    assert "Apr 2029" in text
    assert text.count("$") == text.count("\\$")


def test_nothing_to_lose_and_nothing_lost_are_said() -> None:
    empty = Plan(months=12, levers=no_arr())
    text = words.retention(simulate(empty), losses.cost_of_churn(empty), losses.arr_per_point(empty))
    assert text == "This plan has no ARR to keep or to lose."
    kept = {f"{segment}.gross_retention": 1.0 for segment in ("self_serve", "inside_sales", "enterprise")}
    loyal = Plan(months=12, levers=kept)
    text = words.retention(simulate(loyal), losses.cost_of_churn(loyal), losses.arr_per_point(loyal))
    assert text.startswith("Nothing is lost")
