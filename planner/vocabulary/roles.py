"""The roles of a company's people."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id


@dataclass(frozen=True)
class Role(Declared):
    """People who do one job. id: the column of their heads. one: a single person; short: likewise, in few letters.

    leavers: the column of those who leave, for roles whose leavers the model counts.
    """

    one: str
    leavers: str | None = None


ROLES: Mapping[str, Role] = by_id(
    Role("aes", "Account executives", palette.BLUE, "account executive", leavers="ae_leavers", short="AE"),
    Role("isrs", "Inside sales reps", palette.ORANGE, "rep", leavers="isr_leavers", short="Rep"),
    Role("bdrs", "BDRs", palette.PINK, "BDR", short="BDR"),
    Role("ses", "Sales engineers", palette.VIOLET, "sales engineer", short="SE"),
    Role("managers", "Sales managers", palette.SLATE, "sales manager", short="Manager"),
    Role("csms", "Customer success", palette.SKY, "customer success manager", short="CSM"),
    Role("support_engineers", "Support", palette.LIME, "support engineer", short="Support"),
    Role("marketers", "Marketing", palette.VERMILION, "marketer", short="Marketer"),
    Role("engineers", "Engineering", palette.PINE, "engineer", short="Engineer"),
    Role("ga_staff", "G&A", palette.GREY, "member of G&A", short="G&A"),
)
"""Every role by id, in the order of a hiring plan."""
