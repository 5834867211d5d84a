"""Levers as people see and enter them, in Python, JavaScript and CSS."""
