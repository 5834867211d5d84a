"""What a report is made of: sections of sentences, tables and charts, the same in every form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from planner.vocabulary.units import Axis


@dataclass(frozen=True)
class Table:
    """A table of texts. The first column names the row. prose: whether the others are words rather than numbers."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    prose: bool = False


class Series(NamedTuple):
    """A column of a chart's frame where the chart is drawn natively. called: in its legend."""

    column: str
    called: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """A figure of the app.

    svg: draws it as a vector image, so many pixels wide. frame: what it draws. series: columns of the frame for a
    program that draws it itself; those without a value are left out. axis: how values are written. alt: what the chart
    shows, in words. note: what its marks are. stacked: whether the series stand on each other. points: the column that
    has no line.
    """

    title: str
    svg: Callable[[int], str]
    frame: pd.DataFrame
    series: Sequence[Series]
    axis: Axis
    alt: str
    note: str = ""
    stacked: bool = False
    points: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the report under its heading."""

    title: str
    sentences: Sequence[str] = ()
    table: Table | None = None
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class Document:
    """A report.

    about: lines below the title. hero: the sentence that counts. reading: sentences below it. appendix: what slides
    leave out.
    """

    title: str
    about: Sequence[str]
    hero: str
    currency: str
    sections: Sequence[Section]
    appendix: Sequence[Section]
    reading: Sequence[str] = ()
