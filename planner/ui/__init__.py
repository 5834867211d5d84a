"""The app's parts: streamlit and altair live here and in pages, nowhere else.

What a page shows comes from three modules of its name: `charts`, `frames` (their data) and `words`. What it lets a
person change stands in `panels` (which levers), drawn by `levers`, and in `board` and `events`; its key numbers in
`headlines`, drawn by `kpis`. `state` holds the plan, `compute` runs it.
"""
