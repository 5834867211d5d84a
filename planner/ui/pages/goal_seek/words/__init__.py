"""The Goal seek page in words."""
