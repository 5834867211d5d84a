"""The equations, one module a stage; simulate.py runs them in order. MODEL.md states them."""
