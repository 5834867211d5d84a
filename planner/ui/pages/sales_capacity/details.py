"""A closer look at sales capacity, one view at a time: what would help, queues, ramp, quota, ratios."""

import streamlit as st

from planner.analysis.levers import improvements
from planner.analysis.levers.improvements import Improvements
from planner.analysis.readings import quota, ramp, ratios, seller_time, stations
from planner.model.simulate import Result
from planner.ui.figures.frames import last_month
from planner.ui.kit import figures, limits, tables, tiles
from planner.ui.kit.tiles import Tile
from planner.ui.pages.sales_capacity import charts, frames, words
from planner.ui.session import choices
from planner.vocabulary.numbers import money, percent
from planner.vocabulary.sentences import counted
from planner.vocabulary.teams import STATIONS, TEAMS
from planner.vocabulary.units import MONEY


def draw(result: Result, found: Improvements) -> None:
    """The views, and the choice of one."""
    views = {
        "What would help": lambda: _what_would_help(result, found),
        "Sellers' time": lambda: _time(result),
        "Pipeline": lambda: _pipeline(result),
        "Queues": lambda: _queues(result),
        "Ramp 9 → 6 → 4": lambda: _ramps(result),
        "Quota": lambda: _quota(result),
        "Ratios": lambda: _ratios(result),
    }
    views[choices.choice("View", list(views), "sales-view")]()


def _what_would_help(result: Result, found: Improvements) -> None:
    when = last_month(result.plan)
    parts = {
        f"What each lever alone, a tenth better, adds to ARR in {when}": (found.tenths, "gains"),
        f"What one more seller hired each quarter, or one more BDR or sales engineer for today's account executives, "
        f"adds to ARR in {when}": (
            found.people,
            "gains-people",
        ),
    }
    shown = {about: [one for one in each if improvements.worthwhile(one, result)] for about, (each, _) in parts.items()}
    if not any(shown.values()):
        st.markdown(f"No lever of sales a tenth better, and no person more to sell, adds to ARR in {when}.")
    for about, helpful in shown.items():
        if helpful:
            figures.note(about)
            frame = frames.gains(helpful[:8], result.plan)
            figures.show(frame, charts.gains(), key=parts[about][1], alt_text=about)


def _time(result: Result) -> None:
    plan, split = result.plan, seller_time.split(result, list(TEAMS))
    st.markdown(words.time(split, result))
    figures.note("Both teams, in ARR that their time is worth a month at the attainment of the plan")
    shown = frames.time(split, plan)
    figures.show(shown, charts.time(), plan.currency, key="time", alt_text="Where sellers' time goes")


def _pipeline(result: Result) -> None:
    plan, pipeline = result.plan, seller_time.pipeline(result)
    st.markdown(words.pipeline(pipeline, result))
    figures.note("Both teams. Open opportunities at their win rate and contract value. Dashed: what the targets need.")
    shown = frames.pipeline(pipeline, plan)
    figures.show(shown, charts.pipeline(), plan.currency, key="pipeline", alt_text="Open pipeline over time")


def _queues(result: Result) -> None:
    plan, teams = result.plan, [team.id for team in limits.ordered(result)]
    found = sorted(stations.stations(result), key=lambda station: teams.index(STATIONS[station.name].team))
    st.markdown(words.waiting(found, plan))
    if drawn := frames.loaded(found):
        figures.note(f"Work relative to capacity; above the line work waits. Drawn up to {percent(frames.CAP)}.")
        figures.show(frames.load(found, plan), charts.load(drawn), key="load", alt_text="How busy each station is")
    figures.note(f"The last 12 months of the plan; what waits, in {last_month(plan)}")
    tables.plain(frames.station_table(found), "Stations of the sales chains, last 12 months")


def _ramps(result: Result) -> None:
    plan, found = result.plan, ramp.compare(result.plan)
    st.markdown(words.ramps(found, result))
    if not found.compared[-1].capacity.any():
        return
    shown = []
    for compared in found.compared:
        change = tiles.change(MONEY, compared.arr, found.planned.arr, plan.currency)
        note = f"{'vs' if change else 'as'} at {counted(f'{found.planned.months:g}', 'months')}"
        label = f"ARR at {counted(f'{compared.months:g}', 'months')} of ramp"
        shown.append(Tile(label, money(compared.arr, plan.currency), change, note))
    tiles.show(shown)
    figures.note("ARR per month that account executives could close, by ramp time, and demand")
    frame, figure = frames.ramps(found, plan), charts.ramps(frames.ramp_names(found))
    figures.show(frame, figure, plan.currency, key="ramps", alt_text="Capacity by ramp time")


def _quota(result: Result) -> None:
    plan, years = result.plan, quota.by_year(result)
    st.markdown(words.over_assignment(years, plan))
    if any(year.street for year in years):
        figures.note("ARR per year, both teams. Line across a year: what the targets need.")
        shown = frames.quotas(years, plan)
        figures.show(shown, charts.quota(), plan.currency, key="quota", alt_text="Quota by year")
        tables.plain(frames.quota_table(years, plan), "Quota by year")


def _ratios(result: Result) -> None:
    figures.note("As computed from the plan, events included")
    tables.plain(frames.ratio_table(ratios.ratios(result), result.plan), "Ratios of the sales organisation")
