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
        drawn.fill()
        st.session_state["again"] = [*st.session_state["again"], before]
    st.session_state["seen"] = (remembered, sorted(drawn.places), drawn.refilling)


def test_a_whole_run_draws_everything_and_remembers_what_went_into_places() -> None:
    test = AppTest.from_function(page_of_places).run()
    assert not test.exception
    assert len([html for html in test.get("html") if "<h2" in html.proto.body]) == 1
    assert [text.value for text in test.markdown] == ["left 0", "right"]
    assert test.session_state["seen"] == (["left", "right"], ["left", "right"], True)


def test_filling_again_fills_the_places_and_draws_nothing_else() -> None:
    test = AppTest.from_function(page_of_places)
    test.session_state["again"] = []
    test.run()
    assert len([html for html in test.get("html") if "<h2" in html.proto.body]) == 1
    assert [text.value for text in test.markdown] == ["left 0", "left 1", "right", "right"]


def page_that_changes() -> None:
    import streamlit as st

    from planner.ui import canvas

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    drawn = canvas.Canvas()
    drawn.draw(lambda: canvas.say("here", "one"))
    drawn.fill()
    if runs == 1:
        drawn.draw(lambda: canvas.say(st.session_state["next"], "two"))
        drawn.fill()


@pytest.mark.parametrize(("place", "runs"), [("here", 1), ("elsewhere", 2)])
def test_a_page_that_needs_other_places_is_drawn_as_a_whole(place: str, runs: int) -> None:
    test = AppTest.from_function(page_that_changes)
    test.session_state["next"] = place
    test.run()
    assert not test.exception
    assert test.session_state["runs"] == runs


def page_out_of_sight() -> None:
    import streamlit as st

    from planner.ui import canvas

    class Place:
        def __init__(self, name: str) -> None:
            self.name = name

        def vega_lite_chart(self, frame: str) -> None:
            st.session_state.setdefault("sent", []).append((self.name, frame))

        def markdown(self, text: str) -> None:
            st.session_state.setdefault("sent", []).append((self.name, text))

    def page(version: str) -> None:
        canvas.put("seen", canvas.CHART, version)
        canvas.put("not seen", canvas.CHART, version)
        canvas.put("text", "markdown", version)

    drawn = canvas.Canvas()
    drawn.draw(lambda: page("first"))
    drawn.places = {name: Place(name) for name in drawn.places}  # type: ignore[misc]
    drawn.fill()
    behind = []
    for version, sight in (("second", {0}), ("third", {0, 1}), ("fourth", canvas.EVERY)):
        drawn.draw(lambda version=version: page(version))
        drawn.fill(sight)
        behind.append(drawn.behind)
    st.session_state["behind"] = behind


def test_a_chart_out_of_sight_keeps_what_it_shows_until_it_is_seen() -> None:
    test = AppTest.from_function(page_out_of_sight).run()
    assert not test.exception
    sent = test.session_state["sent"]
    assert [version for name, version in sent if name == "not seen"] == ["first", "first", "third", "fourth"]
    for other in ("seen", "text"):
        assert [version for name, version in sent if name == other] == ["first", "second", "third", "fourth"]
    assert test.session_state["behind"] == [True, False, False]
