"""The app: streamlit and altair live here and nowhere else.

kit: what every page is made of. session: the plan, and the engine as pages call it. levers: the sliders. frame: what
surrounds a page. editors: forms that change a plan. pages: one room a page, with its charts, frames (their data) and
words. A room imports itself and those before it in this list.
"""
