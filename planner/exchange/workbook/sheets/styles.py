"""How cells look."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from planner.vocabulary import palette
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import Lever

NUMBERS: Mapping[str, str] = {"money": "#,##0", "share": "0.0%", "ratio": "0.00", "months": "0.0", "people": "#,##0.0"}
"""Number formats by unit; other units are counted."""
COUNTED = "#,##0.0"
EXACT = "#,##0.######"
EXACT_SHARE = "0.00####%"

INPUT = {"bg_color": "#FFF7DC", "font_color": palette.BLUE, "border": 1, "border_color": "#D9CFA3"}
"""A cell to fill in."""


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """A format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    @property
    def title(self) -> Format:
        """The title of a sheet."""
        return self.of(bold=True, font_size=16)

    @property
    def heading(self) -> Format:
        """The title of a part."""
        return self.of(bold=True, font_size=12, bg_color="#E8EDF5")

    @property
    def header(self) -> Format:
        """The header of a table."""
        return self.of(bold=True, bottom=1, text_wrap=True, valign="top")

    @property
    def number_header(self) -> Format:
        """The header of a column of numbers."""
        return self.of(bold=True, bottom=1, valign="top", align="right")

    @property
    def text(self) -> Format:
        """Text that may take several lines."""
        return self.of(text_wrap=True, valign="top")

    @property
    def line(self) -> Format:
        """Text on one line, beside numbers."""
        return self.of(indent=1)

    def column(self, name: str) -> Format:
        """Values of a column of the model."""
        unit = COLUMNS[name].unit if name in COLUMNS else ""
        if unit == "constraint":
            return self.of(align="right")
        return self.of(num_format=NUMBERS.get(unit, COUNTED), align="right")

    def lever(self, lever: Lever, fill: bool = False) -> Format:
        """Values of a lever. fill: to fill in."""
        number = EXACT_SHARE if lever.is_share else EXACT
        return self.of(num_format=number, **(INPUT if fill else {}))

    def input(self, number: str = EXACT) -> Format:
        """Another cell to fill in."""
        return self.of(num_format=number, **INPUT)
