"""Groundswell: a scenario planner for software companies that grow from the bottom up."""
