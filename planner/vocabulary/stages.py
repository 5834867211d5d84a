"""The stages of the community funnel."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id


@dataclass(frozen=True)
class Stage(Declared):
    """One stage. counted: who is counted there. reaching: what those do who come from the stage before."""

    counted: str
    reaching: str


STAGES: Mapping[str, Stage] = by_id(
    Stage("intent", "Intent", palette.SAGE, "visitors", "visit"),
    Stage("action", "Action", palette.SAGE, "sign-ups", "sign up"),
    Stage("activation", "Activation", palette.SAGE, "accounts that become active", "become active"),
    Stage("monetisation", "Monetisation", palette.TEAL, "accounts that start to pay", "start to pay"),
    Stage("retention", "Retention", palette.TEAL, "customers who still pay a year later", "stay for a year"),
)
"""Every stage by id, from first to last."""
