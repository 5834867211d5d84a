"""A board's report of a plan: one document, written as PDF or as slides.

document: what a report is made of. content: the document of a plan. charts: its charts as Vega-Lite. pdf, slides: the
two forms.
"""
