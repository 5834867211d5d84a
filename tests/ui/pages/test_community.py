"""Community: frames, charts and the diagnosis in words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from planner.analysis.readings.funnel import Diagnosis, diagnose
from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.ui.figures import theme
from planner.ui.figures.frames import won_by_source
from planner.ui.pages.community import frames, words

BASE = simulate(Plan())
CHANGED = simulate(Plan(levers={"community.signup_rate": 0.06}))
NOBODY = simulate(
    Plan(levers=dict.fromkeys(("community.visitors", "community.referral", "community.free_accounts"), 0.0))
)


def test_the_funnel_shows_volumes_shares_and_changes() -> None:
    frame = frames.stages(CHANGED, BASE, slice(48, 60))
    assert list(frame["stage"]) == list(theme.STAGES)
    assert frame["volume"][0].endswith(" visitors")
    assert "(+2" in frame["volume"][1]
    assert frame["next"][0] == "6% of visitors sign up (was 5%)"
    assert frame["next"][1] == "35% of sign-ups become active"
    assert frame["next"][2].split("\n")[1].endswith("% become leads for sales, PQLs")
    assert frame["share"][0] == pytest.approx(0.06)
    assert np.isnan(frame["share"][4])


def test_the_funnel_of_the_baseline_itself_shows_no_changes() -> None:
    frame = frames.stages(BASE, BASE, slice(48, 60))
    assert not frame.map(lambda cell: "was" in str(cell) or "(+" in str(cell)).any(axis=None)


def test_the_funnel_of_nobody_is_empty_and_says_so() -> None:
    frame = frames.stages(NOBODY, BASE, slice(0, 12))
    assert frame["share"].isna().all()
    assert (frame["next"] == "").all()
    assert not frames.exists(simulate(Plan(levers=dict(NOBODY.plan.levers) | {"community.signups_to_date": 0.0})))
    assert frames.exists(BASE)


def test_a_shorter_baseline_is_not_compared_with() -> None:
    short = simulate(Plan(months=12))
    assert not frames.stages(CHANGED, short, slice(48, 60))["next"].str.contains("was").any()


def test_leads_and_what_they_bring_are_the_columns() -> None:
    leads = pd.DataFrame(frames.leads(CHANGED, BASE))
    assert leads["PQLs"].to_numpy() == pytest.approx(CHANGED["pqls"][:, 0])
    assert leads["PQLs in the baseline"].to_numpy() == pytest.approx(BASE["pqls"][:, 0])
    won = pd.DataFrame(won_by_source(BASE))
    sold = BASE["won_arr_self_serve"] + BASE["won_arr_inside_sales"] + BASE["won_arr_enterprise"]
    assert won[list(theme.SOURCES)].sum(axis=1).to_numpy() == pytest.approx(sold[:, 0])


def test_sign_ups_stand_against_the_share_that_pays() -> None:
    frame = pd.DataFrame(frames.paying(CHANGED, BASE))
    assert frame["Share"].to_numpy() == pytest.approx(CHANGED["paying_share"][:, 0])
    assert frame["Baseline"].to_numpy() == pytest.approx(BASE["paying_share"][:, 0])
    assert frame["Paying share"].str.endswith("%").all()
    assert np.isnan(frames.paying(BASE, BASE)["Baseline"]).all()


FOUND = Diagnosis("works", 60, visitors=0.27, signups=0.27, activations=0.27, paying=0.24, paid=True)


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (FOUND, ["The funnel works", "By Dec 2030 sign-ups grow 27% a year", "ask for sales grow 24%"]),
        (replace(FOUND, paying=0.2701), ["and those who pay or ask for sales as fast"]),
        (replace(FOUND, kind="no sign-ups"), ["No funnel", "Nobody signs up in Dec 2030"]),
        (
            replace(FOUND, kind="free is enough", month=30, paying=-0.05),
            ["free tier is enough", "from Jun 2028", "shrink 5%"],
        ),
        (
            replace(FOUND, kind="free is enough", month=30, activations=0.002),
            ["sign-ups grow 27% a year, but activations do not grow"],
        ),
        (replace(FOUND, kind="free is enough", month=30, paying=0.0, paid=False), ["nobody pays or asks for sales"]),
        (
            replace(FOUND, kind="flat top", month=30, signups=0.001, pipeline_month=40),
            ["is flat", "from Jun 2028", "sign-ups do not grow", "pipeline shrinks from Apr 2029"],
        ),
        (
            replace(FOUND, kind="flat top", month=30, signups=-0.3),
            ["shrinks", "sign-ups shrink 30% a year", "will follow"],
        ),
        (
            replace(FOUND, kind="no action", month=30, visitors=0.5, signups=0.04),
            ["Interest does not become action", "visitors grow 50% a year", "sign-ups grow 4% a year"],
        ),
        (replace(FOUND, signups=np.inf), ["sign-ups begin"]),
    ],
)
def test_the_diagnosis_says_what_when_and_how_much(found: Diagnosis, parts: list[str]) -> None:
    text = words.diagnosis(BASE, found)
    for part in parts:
        assert part in text
    assert "nan" not in text
    assert "inf" not in text


@pytest.mark.parametrize("months", [12, 60, 120])
def test_the_diagnosis_of_a_plan_has_no_number_without_a_value(months: int) -> None:
    late = Event(lever="community.visitors", change="set", value=5_000.0, start=11)
    for levers in ({}, {"community.visitors": 0.0, "community.referral": 0.0}):
        result = simulate(Plan(months=months, levers=levers, events=(late,)))
        text = words.diagnosis(result, diagnose(result))
        assert "nan" not in text
        assert "inf" not in text
