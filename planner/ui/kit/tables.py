"""Tables of numbers as people read them."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.readings.bands import Reading, Verdict
from planner.analysis.readings.coverage import Coverage
from planner.plan import Plan
from planner.ui.figures import theme
from planner.ui.kit import take_out
from planner.ui.kit.words import dollars
from planner.vocabulary import lever_text, reference_currency, units
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name, percent

ROUNDED = "Each amount is rounded to three digits, so that a sum may differ from its parts in the last one."


def bridge(table: Mapping[str, Sequence[float]], plan: Plan) -> None:
    """The ARR bridge by year. table: by column, Year, then amounts."""
    years = [f"to {month_name(plan.start, min(12 * int(year), plan.months))}" for year in table["Year"]]
    amounts = {name: column for name, column in table.items() if name != "Year"}
    texts = [[money(value, plan.currency) for value in row] for row in zip(*amounts.values(), strict=True)]
    alt = "ARR bridge by year"
    _cells("Year", list(amounts), years, texts, alt)
    take_out.menu(alt, alt, numbers=lambda: pd.DataFrame(amounts, index=years).rename_axis("Year"))
    st.caption(ROUNDED)


def amounts(table: pd.DataFrame, plan: Plan, alt: str) -> None:
    """Amounts of money, a row per step; Collections and Closing cash are what stands above them, added up."""
    texted(_written(table, lambda value: money(value, plan.currency)), "Step", alt, table)
    st.caption(ROUNDED)


def plain(frame: pd.DataFrame, alt: str, *, taken_out: bool = True) -> None:
    """A frame of texts, its first column at the left. taken_out: whether there is a menu to take it out."""
    texts = frame.set_index(frame.columns[0]).astype(str)
    tinted(texts, None, str(frame.columns[0]), alt, taken_out=taken_out)


def texted(texts: pd.DataFrame, corner: str, alt: str, numbers: pd.DataFrame | None = None) -> None:
    """A small table without colours. numbers: as for `tinted`."""
    tinted(texts, None, corner, alt, numbers)


def tinted(
    texts: pd.DataFrame,
    styles: pd.DataFrame | None,
    corner: str,
    alt: str,
    numbers: pd.DataFrame | None = None,
    *,
    taken_out: bool = True,
) -> None:
    """A small table of numbers on coloured cells, its index at the left; it scrolls sideways when it is too wide.

    texts: cells as text. styles: of the cells, as CSS. corner: the heading of the index. numbers: what the texts say,
    in full, for whoever takes the table out; taken_out: whether there is a menu for that.
    """
    looks = None if styles is None else styles.to_numpy().tolist()
    _cells(corner, list(texts.columns), list(texts.index), texts.to_numpy().tolist(), alt, looks)
    if not taken_out:
        return
    shown = texts if numbers is None else numbers
    take_out.menu(alt, alt, numbers=lambda: shown.rename_axis(corner))


SIGNED = re.compile(r"(?<!\S)-(?![$\d])\S+")
"""An amount below 0 that browsers would break after its sign, as they do before "¥" and "€"."""


def _whole(text: str) -> str:
    """A cell's text as HTML, no sign on another line than its amount."""
    return SIGNED.sub(r'<span class="whole">\g<0></span>', escape(text))


def _cells(
    corner: str,
    heads: Sequence[str],
    index: Sequence[str],
    texts: Sequence[Sequence[str]],
    alt: str,
    looks: Sequence[Sequence[str]] | None = None,
) -> None:
    """A table in one element. heads, index: of its columns and rows. looks: of its cells, as CSS."""
    rows = [
        f'<tr><th scope="row">{escape(head)}</th>'
        + "".join(
            f'<td style="{style}">{_whole(text)}</td>' if style else f"<td>{_whole(text)}</td>"
            for text, style in zip(cells, row, strict=True)
        )
        for head, cells, row in zip(index, texts, looks or [[""] * len(heads)] * len(texts), strict=True)
    ]
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    st.html(
        f'<div class="tabled" tabindex="0" role="region" aria-label="{escape(alt)}"><table><thead><tr>'
        f'<th scope="col">{escape(corner)}</th>{columns}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>',
    )


def _written(table: pd.DataFrame, write: Callable[[Any], str]) -> pd.DataFrame:
    """Every cell as text."""
    rows = [[write(value) for value in row] for row in table.to_numpy().tolist()]
    return pd.DataFrame(rows, index=table.index, columns=table.columns, dtype=object)


def cohorts(arr: pd.DataFrame, plan: Plan) -> None:
    """ARR of each year's contracts at every year's end."""
    texts = arr.map(lambda value: "" if np.isnan(value) else money(value, plan.currency))
    tinted(texts, _money_heat(arr), "Contracts of", "ARR by year of the contract at every year's end", arr)
    st.caption(ROUNDED)


def cohort_shares(shares: pd.DataFrame) -> None:
    """ARR of each year's contracts in percent of what it was at the end of their first year."""
    texts = shares.map(lambda value: "" if np.isnan(value) else percent(value))
    alt = "ARR by year of the contract, in percent of its first year's end"
    tinted(texts, shares.map(_share_heat), "Contracts of", alt, shares)


def _money_heat(table: pd.DataFrame) -> pd.DataFrame:
    parts = table.iloc[:-1]
    largest = float(np.nanmax(parts.to_numpy())) or 1.0
    colours = parts.map(lambda value: "" if np.isnan(value) else _tint(theme.ENTERPRISE, 0.6 * value / largest))
    totals = pd.DataFrame("font-weight: 600", index=table.index[-1:], columns=table.columns)
    return pd.concat([colours, totals])


def _share_heat(share: float) -> str:
    if np.isnan(share) or share == 1:
        return ""
    return _tint(theme.GAIN if share > 1 else theme.LOSS, min(0.6, abs(share - 1)))


def _tint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"background-color: rgba({red}, {green}, {blue}, {opacity:.2f})"


def coverage(rows: Sequence[Coverage], plan: Plan) -> None:
    """Renewal, ARR and cash at the plan's end by accounts per CSM; the plan's own row is highlighted."""
    own = plan.value("customer_success.accounts_per_csm")
    texts = pd.DataFrame(
        {
            "Inside sales renews": [percent(row.inside_sales, 1) for row in rows],
            "Enterprise renews": [percent(row.enterprise, 1) for row in rows],
            "CSMs": [count(row.csms) for row in rows],
            "ARR": [money(row.arr, plan.currency) for row in rows],
            "Cash": [money(row.cash, plan.currency) for row in rows],
        },
        index=[f"{row.accounts:,.6g}{' (this plan)' if row.accounts == own else ''}" for row in rows],
    )
    styles = pd.DataFrame("", index=texts.index, columns=texts.columns)
    styles.loc[[row.accounts == own for row in rows]] = _tint(theme.ENTERPRISE, 0.25)
    values = [(row.inside_sales, row.enterprise, row.csms, row.arr, row.cash) for row in rows]
    full = pd.DataFrame(values, index=[row.accounts for row in rows], columns=texts.columns)
    tinted(texts, styles, "Accounts per CSM", "Renewal, ARR and cash by accounts per customer success manager", full)


def hiring(table: pd.DataFrame, sums: str) -> None:
    """The hiring plan: one row per role, one column per quarter; 0 is left blank.

    sums: the prefix of the headings of yearly sums.
    """
    texts = _written(table, lambda people: f"{people:,}" if people > 0 else "")
    styles = pd.DataFrame("", index=table.index, columns=table.columns)
    styles.loc[:, [name.startswith(sums) for name in table.columns]] = f"font-weight: 600; {_tint(theme.NEUTRAL, 0.12)}"
    tinted(texts, styles, "Role", "Hiring plan by quarter", table)


VERDICTS: dict[Verdict | None, tuple[str, str]] = {
    "good": ("✓ good", theme.GAIN),
    "usual": ("usual", theme.ENTERPRISE),
    "weak": ("! weak", theme.LOSS),
    None: ("no verdict", theme.NEUTRAL),
}


def efficiency(readings: Sequence[Reading], plan: Plan) -> None:
    """Metrics against published bands: value, usual range, verdict and, for a weak one, what moves it most."""
    texts = pd.DataFrame(
        {
            "This plan": [_against_band(reading, plan)[0] for reading in readings],
            "Usual": [_against_band(reading, plan)[1] for reading in readings],
            "Verdict": [VERDICTS[reading.verdict][0] for reading in readings],
            "Main lever": [lever_text.name(CATALOGUE[reading.mover]) if reading.mover else "" for reading in readings],
        },
        index=[reading.band.label for reading in readings],
    )
    styles = pd.DataFrame("", index=texts.index, columns=texts.columns)
    styles["Verdict"] = [_tint(VERDICTS[reading.verdict][1], 0.25) for reading in readings]
    full = pd.DataFrame(
        {
            "This plan": [reading.value for reading in readings],
            "Usual from": [reading.band.low for reading in readings],
            "Usual to": [reading.band.high for reading in readings],
            "Verdict": [reading.verdict or "" for reading in readings],
            "Main lever": texts["Main lever"].tolist(),
        },
        index=texts.index,
    )
    tinted(texts, styles, "Metric", "Metrics against bands", full)
    with st.expander("Where these bands come from"):
        sources = [f"- **{reading.band.label}**: {reading.band.source}" for reading in readings]
        st.markdown(dollars("\n".join(sources)))


def _against_band(reading: Reading, plan: Plan) -> tuple[str, str]:
    """A metric and its band, in the digits that show on which side of each end it lies."""
    band, unit = reading.band, units.of(reading.band.column)
    ends = {end: value for end, value in (("low", band.low), ("high", band.high)) if value is not None}
    value, texts = units.told_apart(unit, reading.value, list(ends.values()), plan.currency)
    if unit.is_money and not reference_currency.converts(plan.currency, plan.usd):
        texts = [unit.precise(end, reference_currency.CURRENCY) for end in ends.values()]
    return value, units.span(*texts) if len(ends) > 1 else f"{texts[0]} or {'more' if 'low' in ends else 'less'}"
