"""Names of files that are taken out."""

from datetime import date

import pytest

from planner.exchange.file_names import file_name, stem


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Open-source database, Series B", "open-source-database-series-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("=cmd|' /C calc'!A0", "cmd-c-calc-a0"),
        ('<b>"Größe"</b>', "b-größe-b"),
        ("///", "plan"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_stem_has_letters_and_digits_alone(name: str, wanted: str) -> None:
    assert stem(name) == wanted


def test_a_file_says_plan_what_and_day() -> None:
    assert file_name("Ours", "ARR by segment", date(2026, 1, 31), "csv") == "ours-arr-by-segment-2026-01-31.csv"
