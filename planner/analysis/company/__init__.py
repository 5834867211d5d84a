"""A company's own plan from what its founder knows: about fourteen answers, and the stage's defaults for the rest."""

from planner.analysis.company.answers import Answers, Document, LastRound, People, Sellers, SoldBy, load, loads
from planner.analysis.company.derive import Company, Fact, blank, derive
from planner.analysis.company.remarks import Remark

__all__ = [
    "Answers",
    "Company",
    "Document",
    "Fact",
    "LastRound",
    "People",
    "Remark",
    "Sellers",
    "SoldBy",
    "blank",
    "derive",
    "load",
    "loads",
]
