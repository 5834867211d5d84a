"""Bad input in words, wherever it is found."""

import pickle

from planner.vocabulary.errors import PlannerError, Problem


def test_an_error_can_be_pickled() -> None:
    error = PlannerError([Problem("month", "72", "must be 1 to 60"), Problem("lever", None, "is missing")], "plan.toml")
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert again.sentences() == ["plan.toml: month = 72: must be 1 to 60", "plan.toml: lever: is missing"]
    assert str(again) == str(error)


def test_an_empty_value_is_said_to_be_empty() -> None:
    assert str(Problem("--scheduler", "", "must be an address")) == "--scheduler is empty: must be an address"
