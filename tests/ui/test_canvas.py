"""Pages fill their places again without drawing what stands around them."""

import pytest
from streamlit.testing.v1 import AppTest


def page_of_places() -> None:
    import streamlit as st

    from planner.ui import canvas

    drawn = st.session_state.setdefault("canvas", canvas.Canvas())
    drawn.refilling = False
    drawn.places.clear()

    def page() -> None:
        canvas.section("A heading", "and what it says")
        left, right = canvas.columns(2)
        with left:
            canvas.say("left", f"left {st.session_state.get('value', 0)}")
        with right:
            canvas.say("right", "right")

    drawn.draw(page)
    remembered = [what.place for what in drawn.remembered]
    drawn.fill()
    if "again" in st.session_state:
        st.session_state["value"] = 1
        before = len(st.session_state["again"])
        drawn.draw(page)
        st.session_state["again"] = [*st.session_state["again"], before]
    st.session_state["seen"] = (remembered, sorted(drawn.places), drawn.refilling)


def test_a_whole_run_draws_everything_and_remembers_what_went_into_places() -> None:
    test = AppTest.from_function(page_of_places).run()
    assert not test.exception
    assert [header.value for header in test.header] == ["A heading"]
    assert [text.value for text in test.markdown] == ["left 0", "right"]
    assert test.session_state["seen"] == (["left", "right"], ["left", "right"], True)


def test_filling_again_replaces_what_is_in_the_places_and_draws_nothing_else() -> None:
    test = AppTest.from_function(page_of_places)
    test.session_state["again"] = []
    test.run()
    assert [header.value for header in test.header] == ["A heading"]
    assert [text.value for text in test.markdown] == ["left 1", "right"]


def page_that_changes() -> None:
    import streamlit as st

    from planner.ui import canvas

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    drawn = canvas.Canvas()
    drawn.draw(lambda: canvas.say("here", "one"))
    drawn.fill()
    if runs == 1:
        drawn.draw(lambda: canvas.say(st.session_state["next"], "two"))


@pytest.mark.parametrize(("place", "runs"), [("here", 1), ("elsewhere", 2)])
def test_a_page_that_needs_other_places_is_drawn_as_a_whole(place: str, runs: int) -> None:
    test = AppTest.from_function(page_that_changes)
    test.session_state["next"] = place
    test.run()
    assert not test.exception
    assert test.session_state["runs"] == runs
