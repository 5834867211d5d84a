"""Several draws side by side: the equations of one draw work on LANES of them at once.

A stage is written for one draw and gets floats. In the kernel the same function gets lanes, a number for each of LANES
draws, which the processor adds, multiplies and compares in one instruction (lanes_compiled.py); a float that it meets
there counts in every lane. A condition differs from lane to lane, so that equations choose with `where`, which takes
both values, and never with `if`; where the number of months differs, loops run to the longest and add nothing for those
who are done.
"""

LANES = 8
"""Draws side by side: what fits into the widest registers of today."""


def where(condition: bool, yes: float, no: float) -> float:
    """`yes` where the condition holds, `no` elsewhere. Both are worked out."""
    return yes if condition else no


def in_every_lane(value: float) -> float:
    """A number that stands in every lane."""
    return value


def smallest(value: float) -> float:
    """The smallest of all lanes; the value itself where it is one number."""
    return value


def largest(value: float) -> float:
    """The largest of all lanes; the value itself where it is one number."""
    return value
