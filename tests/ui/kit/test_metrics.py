"""The list of metrics to choose from."""

from planner.analysis import arguments
from planner.ui.kit.metrics import FIRST, METRICS, label


def test_every_metric_is_offered_once() -> None:
    assert sorted(METRICS) == sorted(arguments.METRICS)


def test_what_is_asked_for_less_often_is_in_alphabetical_order() -> None:
    labels = [label(name).lower() for name in METRICS[len(FIRST) :]]
    assert METRICS[: len(FIRST)] == FIRST
    assert labels == sorted(labels)
