"""The equations, one module per stage; simulate.py runs them in order. MODEL.md states them."""
