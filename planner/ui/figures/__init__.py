"""Figures as values: what the app draws on its pages and the report on paper, each declared once.

figure: what a figure is. theme: colours. marks, charts: what figures are made of. frames, same_months: what they draw.
shared_charts, shared_frames: figures of a plan that the app and the report both show. picture: a figure as an image.
"""
