"""The head of every page: its title and plan, undo, share, present, and the result strip; one element, drawn first."""

from pathlib import Path

import streamlit as st

from planner.model.simulate import Result
from planner.plan import Plan
from planner.plan.cases import base_name
from planner.ui.frame import strip
from planner.ui.frame.shared import OFFER
from planner.ui.kit import elements
from planner.ui.kit.boundary import part
from planner.ui.session import compute, state
from planner.vocabulary.numbers import money, month_name

# Part of the page rather than apart from it: its heading is the page's, and what it switches is the whole page.
_head = st.components.v2.component(
    "groundswell.head",
    html='<div class="head"></div>',
    css=strip.CSS + Path(__file__).with_name("head.css").read_text(encoding="utf-8"),
    js=strip.JS + Path(__file__).with_name("head.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(title: str, question: str, *, levers: bool, results: bool = True, edits: bool = True) -> None:
    """The head of a page.

    levers: whether the page has any, which Present can show. results: whether the strip and the plan's cases are shown.
    edits: whether what was done to the plan can be undone from here.
    """
    history = state.history()
    plan, baseline = history.now[:2]
    shown = plan.cases if results and edits else ()
    cells: list[strip.Cell] = []
    result = None
    with part("Results"):
        result, before = compute.against_baseline()
        cells = strip.cells(result, before) if results else []
    data = {
        "tab": tab(title, plan, result),
        "names": {"plan": state.LINK, "draft": state.DRAFT, "offer": OFFER},
        "title": title,
        "question": question,
        "plan": plan.name,
        "baseline": "" if baseline.name == plan.name else baseline.name,
        "cases": [["", base_name(plan)], *([case.name] * 2 for case in shown)] if shown else [],
        "case": state.case(),
        "undo": history.past[-1].label if edits and history.past else None,
        "redo": history.future[-1].label if edits and history.future else None,
        "levers": levers,
        "cells": [strip.told(cell) for cell in cells],
    }
    _head(key="head", data=elements.quick(data))


def tab(title: str, plan: Plan, result: Result | None) -> str:
    """The title of the browser's tab: the plan and its ARR, then the page. result: None where the plan has none."""
    if result is None:
        return f"{plan.name} · {title}"
    arr = money(float(result["arr"][-1, 0]), plan.currency)
    return f"{plan.name}, {arr} ARR in {month_name(plan.start, plan.months)} · {title}"
