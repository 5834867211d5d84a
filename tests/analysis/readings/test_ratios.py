"""Ratios as they come out of a plan."""

import numpy as np
import pytest

from planner.analysis.readings.ratios import ratios
from planner.model.simulate import simulate
from planner.plan import Event, Plan


def test_without_events_every_ratio_is_its_lever() -> None:
    plan = Plan()
    for ratio in ratios(simulate(plan)):
        assert ratio.value == pytest.approx(plan.value(ratio.lever))
        assert ratio.upper == pytest.approx(ratio.value * ratio.lower)


def test_a_ratio_follows_its_events() -> None:
    plan = Plan(events=(Event(lever="enterprise.bdr_per_ae", change="set", value=0.5, start=13),))
    bdrs = ratios(simulate(plan))[0].value
    assert bdrs[[11, 12]] == pytest.approx([1.0, 0.5])


def test_a_ratio_to_nobody_has_no_value() -> None:
    nobody = {"enterprise.reps": 0.0, "enterprise.hires_per_quarter": 0.0}
    assert np.isnan(ratios(simulate(Plan(levers=nobody)))[0].value).all()
