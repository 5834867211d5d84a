"""The plan, its file, and what can happen to it."""

from planner.plan.file import document, dumps, load, loads, parse
from planner.plan.parts import CHANGES, LOSS_LEVERS, Case, Change, Correlation, Event, Funding, Target
from planner.plan.plan import ArrTarget, Plan
from planner.plan.plays import Play, load_play
from planner.plan.rules import MAX_MONTHS, MAX_NAME, MIN_MONTHS
from planner.plan.toml_text import MAX_BYTES

__all__ = [
    "CHANGES",
    "LOSS_LEVERS",
    "MAX_BYTES",
    "MAX_MONTHS",
    "MAX_NAME",
    "MIN_MONTHS",
    "ArrTarget",
    "Case",
    "Change",
    "Correlation",
    "Event",
    "Funding",
    "Plan",
    "Play",
    "Target",
    "document",
    "dumps",
    "load",
    "load_play",
    "loads",
    "parse",
]
