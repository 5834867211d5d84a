"""The plan's own settings: name, horizon, start, currency, luck. A start or currency that moves others asks first."""

import calendar
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st

from planner.plan import MAX_MONTHS, MIN_MONTHS, Plan, currencies, start_dates
from planner.ui.kit import figures
from planner.ui.kit.markdown import literal
from planner.ui.session import number_fields, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name, significant
from planner.vocabulary.reference_currency import CURRENCY

CURRENCIES = ["USD", "EUR", "GBP", "CHF", "SEK", "CAD", "AUD", "INR", "JPY", "BRL"]
MONTHS = list(calendar.month_abbr)[1:]
YEARS = range(1900, 2200)
AT = "settings"
NEW_START, NEW_CURRENCY = "start-new", "currency-new"
"""A start, a currency that was chosen and waits for an answer: behind the plan's own."""

HORIZON = typed.Quantity(typed.MONTHS, low=MIN_MONTHS, high=MAX_MONTHS, whole=True)
RATE = typed.Quantity(low=1e-9, high=1e9)
WIDTHS = (3.0, 1.0, 1.0, 1.0, 1.0)
"""Of name, horizon, first month, its year and currency, beside each other."""

LISTED = 5
"""What would not fit, at most, in sentences; the rest is counted."""


def draw() -> None:
    """Name, horizon, first month and currency of the plan."""
    plan = state.plan()
    with figures.section("Plan settings"):
        year, month = map(int, _new_start(plan).split("-"))
        named, lasts, starts, within, paid = st.columns(WIDTHS)
        with named:
            _field("name", "Name of the plan", plan.name)
        with lasts:
            label = f"Months ({MIN_MONTHS} to {MAX_MONTHS})"
            number_fields.draw("settings-months", label, plan.months, HORIZON, _commit_months, at=AT)
        with starts:
            _field("start-month", "First month", MONTHS[month - 1], MONTHS)
        with within:
            _field("start-year", "Year", year, YEARS)
        with paid:
            currency = _new_currency(plan).currency
            _field("currency", "Currency", currency, sorted({*CURRENCIES, currency}))
        _ask_about_dates(plan)
        _rate(plan)
        _ask_about_amounts(plan)
        st.session_state["settings-lumpy"] = plan.lumpy
        about = "Deals won, customers lost and people who leave come whole, with the expected number as their mean."
        st.toggle("Luck counts", key="settings-lumpy", help=about, on_change=_commit_setting, args=("lumpy",))
        for pair in plan.correlations:
            st.caption(f"{CATALOGUE[pair.a].label} and {CATALOGUE[pair.b].label}: rank correlation {pair.rank:g}")
        refusals.show(AT)


def _new_start(plan: Plan) -> str:
    """The start that was chosen and waits for what becomes of the dates, else the plan's own."""
    before, after = st.session_state.get(NEW_START, (None, None))
    return after if before == plan.start and after else plan.start


def _ask_about_dates(plan: Plan) -> None:
    """Whether funding, targets and events keep their calendar months when the start moves, or move along."""
    new = _new_start(plan)
    if new == plan.start:
        return
    kept = start_dates.with_dates_kept(plan, new)
    first, more = month_name(new, 1), len(kept.changed) - LISTED
    st.markdown(literal(f"The plan would start in {first} with {start_dates.dates(plan)}. Do they keep their dates?"))
    for sentence in kept.changed[:LISTED]:
        st.caption(literal(f"Kept: {sentence}"))
    if more > 0:
        st.caption(f"Kept: {more} more do not fit.")
    with st.container(horizontal=True, gap="small"):
        st.button("Keep their dates", key="start-keep", on_click=_move_start, args=(True,))
        st.button("Move along", key="start-along", on_click=_move_start, args=(False,))
        st.button(f"Stay with {month_name(plan.start, 1)}", key="start-stay", on_click=_forget_start)


class NewCurrency(NamedTuple):
    """A currency that was chosen. plan: what the plan's own was. usd: USD for one unit of it, where that was said."""

    plan: str
    currency: str
    usd: float | None = None


def _new_currency(plan: Plan) -> NewCurrency:
    """The currency that was chosen and waits for what becomes of the amounts, else the plan's own."""
    pending: NewCurrency | None = st.session_state.get(NEW_CURRENCY)
    return pending if pending and pending.plan == plan.currency else NewCurrency(plan.currency, plan.currency, plan.usd)


def _rate(plan: Plan) -> None:
    """What one unit of the currency is worth, for reference data; nothing for a plan in the currency of that data."""
    chosen = _new_currency(plan)
    if chosen.currency != CURRENCY:
        label = f"{CURRENCY} for one {chosen.currency}"
        number_fields.draw("settings-usd", label, chosen.usd, RATE, _commit_rate, at=AT, optional=True)
        st.caption("Converts usual ranges and published figures from US dollars; without a rate they are not shown.")


def _ask_about_amounts(plan: Plan) -> None:
    """Whether amounts are converted to the new currency or keep their numbers."""
    _, currency, usd = _new_currency(plan)
    if currency == plan.currency:
        return
    rate = currencies.rate(plan, currency, usd)
    st.markdown(literal(f"The plan would be in {currency} instead of {plan.currency}. Are its amounts converted?"))
    if rate is None:
        st.caption(literal(f"To convert them, say what one {plan.currency} and one {currency} are in {CURRENCY}."))
    with st.container(horizontal=True, gap="small"):
        if rate is not None:
            label = f"Convert: 1 {plan.currency} is {significant(rate, 4)} {currency}"
            st.button(label, key="currency-convert", on_click=_change_currency, args=(currencies.converted,))
        st.button("Keep the numbers", key="currency-keep", on_click=_change_currency, args=(currencies.renamed,))
        st.button(f"Stay with {plan.currency}", key="currency-stay", on_click=_forget_currency)


def _change_currency(change: Callable[[Plan, str, float | None], Plan]) -> None:
    """Another currency for the plan, and for a baseline in the same one."""
    plan, baseline = state.plan(), state.baseline_plan()
    _, currency, usd = _new_currency(plan)
    with state.refusing(AT):
        new = change(plan, currency, usd)
        same = (baseline.currency, baseline.usd) == (plan.currency, plan.usd)
        state.apply(new, "changing the currency", baseline=change(baseline, currency, usd) if same else baseline)
        _forget_currency()


def _forget_currency() -> None:
    st.session_state.pop(NEW_CURRENCY, None)


def _commit_rate(value: float | None) -> None:
    plan = state.plan()
    chosen = _new_currency(plan)
    if chosen.currency == plan.currency:
        state.edit(at=AT, label="saying what the currency is worth", usd=value)
    else:
        st.session_state[NEW_CURRENCY] = chosen._replace(usd=value)


def _move_start(keep_dates: bool) -> None:
    plan = state.plan()
    new = _new_start(plan)
    with state.refusing(AT):
        moved = start_dates.with_dates_kept(plan, new).plan if keep_dates else plan.changed(start=new)
        state.apply(moved, "moving the start")
        _forget_start()


def _forget_start() -> None:
    st.session_state.pop(NEW_START, None)


def _field(name: str, label: str, value: Any, options: Sequence[Any] = ()) -> None:
    key = f"settings-{name}"
    st.session_state[key] = value
    commit: dict[str, Any] = {"key": key, "on_change": _commit_setting, "args": (name,)}
    if options:
        st.selectbox(label, options, accept_new_options=name == "currency", **commit)
    else:
        st.text_input(label, max_chars=120, **commit)


def _commit_months(value: float) -> None:
    state.edit(at=AT, months=int(value))


def _commit_setting(name: str) -> None:
    value, plan = st.session_state.get(f"settings-{name}"), state.plan()
    if value is None:
        return
    if name in ("start-month", "start-year"):
        _commit_start(plan)
        return
    if name == "currency":
        _commit_currency(plan, value.strip().upper())
    else:
        state.edit(at=AT, **{name: value})


def _commit_currency(plan: Plan, currency: str) -> None:
    """Another currency; what becomes of the amounts is asked first."""
    with state.refusing(AT):
        plan.changed(currency=currency)
        st.session_state[NEW_CURRENCY] = NewCurrency(plan.currency, currency)


def _commit_start(plan: Plan) -> None:
    """Another first month; where something has a date, what becomes of it is asked first."""
    year, month = st.session_state["settings-start-year"], MONTHS.index(st.session_state["settings-start-month"]) + 1
    new = f"{year:04}-{month:02}"
    if start_dates.dates(plan):
        st.session_state[NEW_START] = plan.start, new
    else:
        state.edit(at=AT, label="moving the start", start=new)
