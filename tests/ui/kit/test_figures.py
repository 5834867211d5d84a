"""Headings and notes of a page."""

from streamlit.testing.v1 import AppTest


def page_of_parts() -> None:
    from planner.ui.kit import figures

    with figures.section("A heading <1>", "and what it & its chart show"):
        figures.note("costs $5 and $6")
        raise ZeroDivisionError
    figures.note("the rest")


def test_a_section_says_what_it_shows_and_fails_alone() -> None:
    test = AppTest.from_function(page_of_parts).run()
    assert not test.exception
    (heading,) = (html.proto.body for html in test.get("html"))
    assert "A heading &lt;1&gt;</h2>" in heading
    assert "it &amp; its chart" in heading
    assert [note.value for note in test.caption] == [r"costs \$5 and \$6", "the rest"]
    assert test.error[0].value.startswith("A heading \\<1>: this cannot be drawn for the plan as it is.")
