"""Luck of small numbers: how many of those expected it comes to. MODEL.md, Lumpiness."""

import numpy as np

LUCK = np.dtype(
    [
        ("ae_leavers", np.float64),
        ("isr_leavers", np.float64),
        ("enterprise_wins", np.float64, 3),
        ("inside_sales_wins", np.float64, 3),
        ("renewing", np.float64, 3),
        ("pool", np.float64, 3),
        ("spare", np.float64, 2),
    ]
)
"""What chance decides in one month of one draw, a standard normal number each.

Wins by source (PQL, upgrade, MQL); customers in the renewing slot and in the pool by segment (self-serve, inside sales,
enterprise). spare: not used.
"""

KINDS = LUCK.itemsize // 8
"""Standard normal numbers that one draw needs a month."""
