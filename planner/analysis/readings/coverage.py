"""How many accounts a customer success manager can carry: fewer managers cost less and lose more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.simulate import simulate
from planner.plan import Plan

ACCOUNTS = (25.0, 50.0, 75.0, 100.0, 150.0, 200.0)


@dataclass(frozen=True)
class Coverage:
    """The plan's last month at one number of accounts per customer success manager.

    inside_sales, enterprise: share of ARR that a renewal keeps. csms: people. arr, cash: money.
    """

    accounts: float
    inside_sales: float
    enterprise: float
    csms: float
    arr: float
    cash: float


def by_accounts(plan: Plan, accounts: Sequence[float] = ACCOUNTS) -> list[Coverage]:
    """The plan at each number of accounts and at its own, in ascending order."""
    all_accounts = sorted({*accounts, plan.value("customer_success.accounts_per_csm")})
    columns = ("renewal_rate_inside_sales", "renewal_rate_enterprise", "csms", "arr", "cash")
    levers = {"customer_success.accounts_per_csm": np.array(all_accounts)}
    result = simulate(plan, levers=levers, keep=columns)
    ends = zip(all_accounts, *(result[name][-1].tolist() for name in columns), strict=True)
    return [Coverage(*end) for end in ends]
