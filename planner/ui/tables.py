"""Tables of numbers that add up, as people read them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.bands import Band, Reading, Verdict
from planner.analysis.coverage import Coverage
from planner.exchange.numbers import MISSING, count, money, month_name, percent, plain
from planner.levers import CATALOGUE
from planner.model.columns import COLUMNS
from planner.plan import Plan
from planner.ui import theme
from planner.ui.words import dollars

MONEY = ["Opening", "New", "Upgrades", "Expansion", "Contraction", "Churned", "Closing"]


def bridge(table: pd.DataFrame, plan: Plan) -> None:
    """The ARR bridge by year."""
    shown = table.copy()
    ends = [min(12 * int(year), plan.months) for year in shown["Year"]]
    shown["Year"] = [f"to {month_name(plan.start, month)}" for month in ends]
    for name in MONEY:
        shown[name] = [money(value, plan.currency) for value in shown[name]]
    st.dataframe(shown, hide_index=True, width="stretch", alt="ARR bridge by year")


def year(plan: Plan) -> int | None:
    """A choice of plan year; None is the whole plan."""
    names = {0: "Whole plan"} | {number: f"Year {number}" for number in range(1, -(-plan.months // 12) + 1)}
    chosen = st.segmented_control(
        "Year of the bridge",
        list(names),
        default=0,
        format_func=names.__getitem__,
        key="bridge-year",
        label_visibility="collapsed",
        persist_state="session",
        required=True,
    )
    return chosen or None


def choice(title: str, options: Mapping[str, str], key: str) -> str:
    """A heading with a choice of what stands below it; options: text by value. The choice stays for the session."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False)
        return st.segmented_control(
            title,
            list(options),
            default=next(iter(options)),
            format_func=options.__getitem__,
            key=key,
            label_visibility="collapsed",
            persist_state="session",
            required=True,
        )


def heat(table: pd.DataFrame, kind: str, shown: pd.DataFrame, alt: str) -> None:
    """A table of texts on coloured cells. table: the numbers. shown: their texts.

    kind: "money" colours by size, the last row being totals; "share" colours what grew and what shrank apart.
    """
    colours = _money_heat(table) if kind == "money" else table.map(_share_heat)
    texts = shown.reset_index(names="Contracts of")
    colours = colours.reset_index(drop=True)
    colours.insert(0, "Contracts of", "")
    st.dataframe(
        texts.style.apply(lambda _: colours, axis=None),
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            "Contracts of": st.column_config.TextColumn(pinned=True),
            **{name: st.column_config.TextColumn(alignment="right") for name in shown.columns},
        },
        alt=alt,
    )


def cohorts(arr: pd.DataFrame, plan: Plan) -> None:
    """What became of each year's contracts, in money that adds up."""
    texts = arr.map(lambda value: "" if np.isnan(value) else money(value, plan.currency))
    heat(arr, "money", texts, "ARR by year of the contract at every year's end")


def cohort_shares(shares: pd.DataFrame) -> None:
    """What became of each year's contracts, in percent of their first year's end."""
    texts = shares.map(lambda value: "" if np.isnan(value) else percent(value))
    heat(shares, "share", texts, "ARR by year of the contract, in percent of its first year's end")


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
    """What more or fewer accounts per customer success manager do by the plan's end; the plan's own row stands out."""
    own = plan.value("customer_success.accounts_per_csm")
    table = pd.DataFrame(
        {
            "Accounts per CSM": f"{row.accounts:,.6g}" + (" (this plan)" if row.accounts == own else ""),
            "Inside sales renews": percent(row.inside_sales, 1),
            "Enterprise renews": percent(row.enterprise, 1),
            "CSMs": count(row.csms),
            "ARR": money(row.arr, plan.currency),
            "Cash": money(row.cash, plan.currency),
        }
        for row in rows
    )
    tint = _tint(theme.ENTERPRISE, 0.25)
    marked = [row.accounts == own for row in rows]
    styled = table.style.apply(lambda column: [tint if mark else "" for mark in marked])
    right = {name: st.column_config.TextColumn(alignment="right") for name in table.columns[1:]}
    st.dataframe(styled, hide_index=True, height="content", column_config=right, alt="Coverage and what it does")


def hiring(table: pd.DataFrame) -> None:
    """The hiring plan: a role a row, a quarter a column; nobody is faint."""
    faint = f"color: {theme.NEUTRAL}"
    styles = table.map(lambda people: faint if people == 0 else "").reset_index(drop=True)
    styles.iloc[-1] = "font-weight: 600"
    styles.insert(0, "Role", "")
    st.dataframe(
        table.reset_index(names="Role").style.apply(lambda _: styles, axis=None),
        hide_index=True,
        height="content",
        column_config={"Role": st.column_config.TextColumn(pinned=True)},
        alt="Hiring plan by quarter",
    )


VERDICTS: dict[Verdict | None, str] = {
    "good": ":green-badge[:material/check: good]",
    "usual": ":blue-badge[usual]",
    "weak": ":orange-badge[:material/priority_high: weak]",
    None: ":gray-badge[no verdict]",
}


def efficiency(readings: Sequence[Reading], plan: Plan) -> None:
    """Metrics against published bands: what it is, what is usual, the verdict and, of a weak one, what moves it."""
    rows = [
        {
            "Metric": reading.band.label + (", months" if COLUMNS[reading.band.column].unit == "months" else ""),
            "This plan": _amount(reading.band, reading.value, plan),
            "Usual": _band(reading.band),
            "Verdict": VERDICTS[reading.verdict]
            + (f" :small[moved most by {CATALOGUE[reading.mover].label}]" if reading.mover else ""),
        }
        for reading in readings
    ]
    st.table(pd.DataFrame(rows).map(dollars), border="horizontal", hide_index=True, alt="Metrics against bands")
    with st.expander("Where these bands come from", key="bands", on_change="rerun") as box:
        if box.open:
            sources = [f"- **{reading.band.label}**: {reading.band.source}" for reading in readings]
            st.markdown(dollars("\n".join(sources)))


def _band(band: Band) -> str:
    low, high = (None if end is None else _amount(band, end, Plan()) for end in (band.low, band.high))
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"{low} or more" if low is not None else f"{high} or less"


def _amount(band: Band, value: float, plan: Plan) -> str:
    unit = COLUMNS[band.column].unit
    if not np.isfinite(value):
        return MISSING if np.isnan(value) else plain(value)
    if unit == "money":
        return money(value, plan.currency)
    if unit == "share":
        return f"{100 * value:.{1 if abs(value) >= 0.01 else 3}f}%".replace(".0%", "%")
    return f"{float(plain(value)):g}"
