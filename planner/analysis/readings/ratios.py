"""Ratios of a sales organisation as they come out of the plan, events included."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result


@dataclass(frozen=True)
class Ratio:
    """One head count over another. lever: that sets it. upper, lower: both counts. value: their ratio. Each (months,);
    NaN while there is nobody below.
    """

    lever: str
    upper: np.ndarray
    lower: np.ndarray
    value: np.ndarray


def ratios(result: Result, draw: int = 0) -> list[Ratio]:
    """BDRs and sales engineers to account executives, accounts to customer success, reps to managers, of one draw."""

    def column(name: str) -> np.ndarray:
        return result[name][:, draw]

    accounts = column("customers_inside_sales") + column("customers_enterprise")
    return [
        _ratio("enterprise.bdr_per_ae", column("bdrs"), column("aes")),
        _ratio("enterprise.se_per_ae", column("ses"), column("aes")),
        _ratio("customer_success.accounts_per_csm", accounts, column("csms")),
        _ratio("people.reps_per_manager", column("aes") + column("isrs"), column("managers")),
    ]


def _ratio(lever: str, upper: np.ndarray, lower: np.ndarray) -> Ratio:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(lower > 0, upper / lower, np.nan)
    return Ratio(lever, upper, lower, value)
