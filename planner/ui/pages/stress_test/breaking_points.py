"""What breaks the plan: how far each lever may go alone before a limit breaks."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.analysis.levers.breaking_points import BreakingPoint
from planner.plan import Plan
from planner.ui.figures import theme
from planner.ui.kit import tables
from planner.ui.kit.words import dollars
from planner.ui.pages.stress_test import words
from planner.ui.pages.stress_test.forecast import bar
from planner.ui.session import choices, forecasts
from planner.vocabulary.lever_text import name
from planner.vocabulary.levers import CATALOGUE

LIMITS = {"": "All", "cash": "Cash", "burn_multiple": "Burn multiple", "target": "Targets"}
THINNEST = 10
"""How many breaking points are open."""


def draw(planned: Plan, hit: Plan) -> None:
    """How far each lever may go alone before something breaks, the thinnest margin first."""
    st.space("xsmall")
    shocked = planned != hit
    limit = choices.titled("What breaks it", LIMITS, "stress-limit")
    of = hit
    if shocked:
        under = {"hit": "Under the shocks", "planned": "As planned"}
        of = hit if choices.choice("Which plan", under, "stress-of") == "hit" else planned
    points = forecasts.breaking_points(of)
    st.caption(words.margins_of(shocked, shocked and of is hit))
    broken = [point for point in points if point.already and limit in ("", point.limit)]
    if broken:
        st.warning(dollars(words.all_broken(broken, of)), icon=":material/warning:")
    ahead = [point for point in points if point.value is not None and limit in ("", point.limit)]
    if not limit:
        ahead = first_of_each(ahead)
    if not ahead:
        st.info(_nothing(of, limit, broken))
        if broken:
            _repairs(of, limit)
        return
    _table(ahead[:THINNEST], of)
    if rest := ahead[THINNEST:]:
        with st.expander(f"The other {len(rest)}", key="stress-rest", on_change="rerun") as box:
            if box.open:
                _table(rest, of, THINNEST + 1)


def first_of_each(points: Sequence[BreakingPoint]) -> list[BreakingPoint]:
    """Of every lever and direction, what breaks first."""
    first: dict[tuple[str | None, str | None], BreakingPoint] = {}
    for point in points:
        first.setdefault((point.lever, point.direction), point)
    return list(first.values())


def _nothing(plan: Plan, limit: str, broken: Sequence[BreakingPoint]) -> str:
    """Why there is no breaking point."""
    if limit == "target" and not any(target.month <= plan.months for target in plan.acting_targets()):
        return words.NO_TARGETS
    if broken:
        return "What is broken already has no margin left."
    return "No lever alone breaks this, however far it goes."


def _repairs(plan: Plan, limit: str) -> None:
    """What would repair what is broken, where nothing is left that could break."""
    st.subheader("What would repair it", anchor=False)
    found = [one for one in forecasts.repairs(plan) if one.what in (limit, "all") or not limit]
    st.markdown("".join(f"- {dollars(words.repair(one, plan))}\n" for one in found))
    st.caption(words.REPAIRS)


def _table(points: Sequence[BreakingPoint], plan: Plan, first: int = 1) -> None:
    """Breaking points by lever. first: rank of the first one."""
    rows = [[*words.ends(point, plan.currency), words.margin(point), *words.broken(point, plan)] for point in points]
    texts = pd.DataFrame(
        rows,
        columns=["Today", "Breaks at", "Margin", "What breaks", "When"],
        index=[name(CATALOGUE[point.lever or ""]) for point in points],
    )
    styles = pd.DataFrame("white-space: nowrap", index=texts.index, columns=texts.columns)
    styles["Margin"] = [bar(point.margin, theme.LOSS) for point in points]
    tables.tinted(texts, styles, "Lever", f"Breaking points from number {first} on, the thinnest margin first")
