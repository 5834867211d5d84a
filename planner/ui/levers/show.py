"""The levers of a page: sliders that answer while they are dragged, or Streamlit's own where those cannot run."""

from collections.abc import Sequence

from planner.ui.levers import live, plain
from planner.ui.levers.controls import group
from planner.ui.levers.panels import Panel


def draw(panels: Sequence[Panel], *, again: bool = False, behind: bool = False) -> None:
    """What has changed and the way back, and the levers; those that matter most open, the others one click away.

    again: whether they are there already and only follow a move. behind: whether charts out of sight are yet to.
    """
    groups = [group(panel) for panel in panels]
    if live.runs():
        live.draw(groups, again=again, behind=behind)
    else:
        plain.draw(groups)
