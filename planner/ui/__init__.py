"""The app: streamlit and altair live here and nowhere else.

figures: charts as values. report: the board's document. kit: what every page is made of. session: the plan, and the
engine as pages call it. levers: the sliders. frame: what surrounds a page. editors: forms that change a plan. workshop:
screens of a room. pages: one folder per page, with its charts, frames (their data) and words. A folder imports itself
and those before it in this list. NUMBERS.md: which function works a number out.
"""
