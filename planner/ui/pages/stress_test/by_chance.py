"""Plays and shocks by chance: what may come true without them, with their chance, and once they happen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from planner.plan import Plan, event_groups
from planner.plan.event_groups import EventGroup
from planner.ui.figures import theme
from planner.ui.kit import figures, promise_text, tables
from planner.ui.pages.stress_test.forecast import bar
from planner.ui.session import forecasts
from planner.vocabulary.numbers import likely, month_name, percent

ALL = "all"
ABOUT = "Shares of the draws. The plan's own line is without what is left to chance; its draws contain it."


class States(NamedTuple):
    """A plan without some of its events, with their chance, and with them in every draw."""

    without: Plan
    by_chance: Plan
    happens: Plan


LOOKS: Mapping[str, tuple[str, str]] = {
    "without": ("Without", theme.PLANNED.colour),
    "by_chance": ("With its chance", theme.NEUTRAL),
    "happens": ("It happens", theme.SHOCKED.colour),
}
"""Label and colour of each of `States`."""


def left_to_chance(plan: Plan) -> list[EventGroup]:
    """The plays and shocks of a plan that act in some draws only."""
    return [
        group
        for group in event_groups.groups(plan.events)
        if any(plan.events[at].active and plan.events[at].chance < 1 for at in group.positions)
    ]


def states(plan: Plan, groups: Sequence[EventGroup]) -> States:
    """The plan without the events of these groups, with their chance, and with them sure."""
    positions = {at for group in groups for at in group.positions}

    def with_all(**fields: Any) -> Plan:
        rows = (replace(one, **fields) if at in positions else one for at, one in enumerate(plan.events))
        return plan.changed(events=tuple(rows))

    return States(with_all(active=False), plan, with_all(chance=1.0))


def draw(plan: Plan) -> None:
    """What is left to chance, as a table of three states; nothing where nothing is."""
    groups = left_to_chance(plan)
    if not groups:
        return
    with figures.section("What is left to chance", ABOUT):
        named = {group.key: called(plan, group) for group in groups}
        options = [ALL, *named] if len(named) > 1 else list(named)
        key = st.selectbox(
            "Which of them",
            options,
            format_func=lambda one: named.get(one, "All of them"),
            key="stress-by-chance",
            label_visibility="collapsed",
            persist_state="session",
            width=460,
        )
        chosen = [group for group in groups if key in (ALL, group.key)]
        found = {LOOKS[state]: _chances(one) for state, one in states(plan, chosen)._asdict().items()}
        index = [one.name for one in next(iter(found.values()))]
        texts = pd.DataFrame(
            {label: [likely(one.probability) for one in each] for (label, _), each in found.items()}, index
        )
        styles = pd.DataFrame(
            {label: [bar(one.probability, colour) for one in each] for (label, colour), each in found.items()}, index
        )
        tables.tinted(texts, styles, "Promised", "Chances without it, with its chance, and once it happens")


def called(plan: Plan, group: EventGroup) -> str:
    """A play or shock with its chance and when it starts: "Slow squeeze: 20%, from Jul 2026 to Jun 2028"."""
    event = plan.events[group.positions[0]]
    first, last = (month_name(plan.start, month) for month in (event.start, event.start + event.spread))
    when = f"from {first} to {last}" if event.spread else f"in {first}"
    return f"{event_groups.title(plan.events, group)}: {percent(event.chance)}, starts {when}"


def _chances(plan: Plan) -> list[promise_text.Chance]:
    """The chances of what was promised; of a plan with nothing uncertain, whether it comes true."""
    return promise_text.chances(plan, forecasts.promised(plan))
