"""The levers of a page under Streamlit's app test, as the browser shows them and enters into them."""

import itertools
import json
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from planner.exchange import links
from planner.plan import Plan
from planner.plan.history import History

numbers = itertools.count(1)


def component(test: AppTest, name: str) -> Any:
    """A component of ours on the page: "head", "levers", "menu", "address"."""
    return next(one.proto for one in test.get("bidi_component") if one.proto.component_name == f"groundswell.{name}")


def shown(test: AppTest, name: str = "levers") -> dict[str, Any]:
    """What a component is told; of the levers, also what the head above them is told of undo and redo."""
    told = json.loads(component(test, name).json)
    if name == "levers":
        head = json.loads(component(test, "head").json)
        told |= {"undo": head["undo"], "redo": head["redo"]}
    return told


def open_box(test: AppTest, name: str) -> AppTest:
    """Open a box over the page, by its name; one that was closed before is a new one."""
    closed = f"closed-{name}"
    times = test.session_state[closed] if closed in test.session_state else 0  # noqa: SIM401  (it has no get)
    test.session_state[f"{name}-{times}" if times else name] = True
    return test.run()


def controls(test: AppTest) -> dict[str, dict[str, Any]]:
    """What is shown of each lever of the page."""
    told = shown(test)
    return {reading["id"]: told["controls"][reading["id"]] | reading for reading in told["readings"]}


def text(test: AppTest, lever: str) -> str:
    """The exact number of a lever."""
    return controls(test)[lever]["text"]


def refused(test: AppTest, lever: str) -> str:
    """What stands beside a lever for what was entered last."""
    return " ".join(shown(test)["problems"].get(lever, []))


def send(test: AppTest, *entries: dict[str, Any], name: str = "levers") -> AppTest:
    """What the browser sends; the callback of the component takes it, and the page runs.

    Streamlit's app test knows no component, so its state is put beside that of the page's other widgets.
    """
    items = [{"number": next(numbers), "id": "", **entry} for entry in entries]
    states = test._tree.get_widget_states()
    sent = {"entries": {"mount": "test", "items": items, "sight": None, "held": False}}
    states.widgets.append(WidgetState(id=component(test, name).id, json_value=json.dumps(sent)))
    return test._run(states)


def move(test: AppTest, lever: str, value: float, gesture: int | None = None) -> AppTest:
    """The slider of a lever stands elsewhere. gesture: the drag it is a part of, one of its own by default."""
    return send(
        test, {"does": "move", "id": lever, "value": value, "gesture": next(numbers) if gesture is None else gesture}
    )


def enter(test: AppTest, lever: str, typed: str) -> AppTest:
    """A text is typed into the field of a lever."""
    return send(test, {"does": "type", "id": lever, "text": typed})


def press(test: AppTest, does: str, lever: str = "") -> AppTest:
    """A button of the levers: "undo", "redo", "reset all", "pin"; "reset", "add range", "drop range" of a lever."""
    return send(test, {"does": does, "id": lever})


def history(test: AppTest) -> History:
    """The session's plan and the steps that led there."""
    return test.session_state["history"]


def current(test: AppTest) -> Plan:
    """The plan of the session."""
    return history(test).now.plan


def linked(test: AppTest) -> tuple[Plan, Plan]:
    """Plan and baseline as the address carries them."""
    return links.decode(shown(test, "address")["value"])
