"""What the Model page shows: the catalogue and the identities."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.model.checks import Check
from planner.plan import Plan, reference_data
from planner.ui.kit import take_out
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import in_full

CATALOGUED, IDENTITIES = "The catalogue of levers", "Accounting identities"
"""What the tables show, as their menus and files are called."""


def levers(plan: Plan) -> None:
    """The catalogue with the plan's values."""
    st.caption("Every lever of the model: what it may be, where most companies lie, and where its default comes from.")
    rows = [
        {
            "Lever": lever.label,
            "Id": lever.id,
            "Unit": lever_text.unit(lever, plan.currency),
            "This plan": plan.value(lever.id),
            "Default": lever.default,
            "Usual": _ends(lever.usual_low, lever.usual_high),
            "Possible": _ends(lever.min, lever.max),
            "Acts": "on day one" if lever.kind == "state" else "every month",
            "Source": lever.source,
        }
        for lever in (reference_data.lever(plan, lever_id) for lever_id in CATALOGUE)
    ]
    frame = pd.DataFrame(rows)
    st.dataframe(frame, hide_index=True, width="stretch", height=640, alt=CATALOGUED)
    take_out.menu("model-levers", CATALOGUED, lambda: frame)


def checks(found: Sequence[Check]) -> None:
    """Accounting identities and whether they hold."""
    broken = [check.name for check in found if not check.holds]
    if broken:
        st.error(f"These identities do not hold on this plan: {', '.join(broken)}. Its numbers cannot be trusted.")
    else:
        st.success(f"All {len(found)} identities hold in every month of this plan.")
    rows = [
        {
            "Identity": check.name,
            "Meaning": check.meaning,
            "Largest gap": f"{check.gap:.1e}",
            "Allowed": f"{check.tolerance:.0e}",
            "Holds": "yes" if check.holds else "no",
        }
        for check in found
    ]
    st.table(pd.DataFrame(rows).set_index("Identity"))
    full = pd.DataFrame([(check.name, check.meaning, check.gap, check.tolerance, check.holds) for check in found])
    take_out.menu("model-checks", IDENTITIES, lambda: full.set_axis([*rows[0]], axis="columns"))


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{in_full(low)} to {in_full(high)}"
