"""What a report is made of: sections of sentences, tables and charts, the same in every form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from planner.vocabulary.units import Axis


@dataclass(frozen=True)
class Table:
    """A table of texts. The first column names the row. prose: whether the others are words rather than numbers."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    prose: bool = False


@dataclass(frozen=True)
class Chart:
    """Lines by month.

    months: first days, (months,). lines: by name, (months,) each. band: low and high between which 8 of 10 draws lie,
    (months,) each; None where nothing is uncertain. points: values that stand out, by month (from 0), called `pointed`.
    axis: how values are written. alt: what the chart shows, in words.
    """

    title: str
    months: Sequence[date]
    lines: Mapping[str, np.ndarray]
    axis: Axis
    alt: str
    band: tuple[np.ndarray, np.ndarray] | None = None
    points: Mapping[int, float] = field(default_factory=dict)
    pointed: str = "Promised"


@dataclass(frozen=True)
class Section:
    """A part of the report under its heading."""

    title: str
    sentences: Sequence[str] = ()
    table: Table | None = None
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class Document:
    """A report. about: lines below the title. hero: the sentence that counts. appendix: what slides leave out."""

    title: str
    about: Sequence[str]
    hero: str
    currency: str
    sections: Sequence[Section]
    appendix: Sequence[Section]
