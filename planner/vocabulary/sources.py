"""Where customers come from."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id
from planner.vocabulary.roles import ROLES
from planner.vocabulary.segments import SEGMENTS


@dataclass(frozen=True)
class Source(Declared):
    """A way to customers.

    won: the column of ARR won from it. leads: the column of the leads it brings to sales, where it brings any: BDRs who
    prospect find opportunities themselves.
    """

    won: str
    leads: str | None = None


SOURCES: Mapping[str, Source] = by_id(
    Source("self_serve", "Self-serve", SEGMENTS["self_serve"].colour, "won_arr_self_serve"),
    Source("pql", "PQLs", palette.SAGE, "won_pql_arr", "pqls"),
    Source("upgrade", "Hand-raisers", ROLES["csms"].colour, "won_upgrade_arr", "upgrade_leads"),
    Source("mql", "MQLs", palette.VERMILION, "won_mql_arr", "mqls"),
    Source("outbound", "Outbound", palette.PINK, "won_outbound_arr"),
)
"""Every source by id."""
