"""How words stand in a sentence."""

import pytest

from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import listed, opening, within


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Account executive ramp", "account executive ramp"),
        ("G&A staff cost", "G&A staff cost"),
        ("PQL rate", "PQL rate"),
        ("BDRs per account executive", "BDRs per account executive"),
        ("Self-serve ARR", "self-serve ARR"),
        ("ARR", "ARR"),
        ("MQL growth", "MQL growth"),
        ("A tenth", "a tenth"),
        ("G&A", "G&A"),
        ("PQLs and hand-raisers routed to enterprise", "PQLs and hand-raisers routed to enterprise"),
        ("", ""),
        (" ", " "),
    ],
)
def test_abbreviations_keep_their_capitals(label: str, text: str) -> None:
    assert within(label) == text


def test_every_label_stands_in_a_sentence() -> None:
    for label in [*(lever.label for lever in CATALOGUE.values()), *(column.label for column in COLUMNS.values())]:
        first = label.split()[0]
        abbreviation = first[1:] != first[1:].lower()
        assert within(label)[0] == (label[0] if abbreviation else label[0].lower())
        assert within(label)[1:] == label[1:]
        assert opening(within(label)) == label


def test_names_are_listed() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"]) == "A, B and C"
