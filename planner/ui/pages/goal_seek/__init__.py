"""The Goal seek page."""
