"""The roles of a company's people."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id


@dataclass(frozen=True)
class Role(Declared):
    """People who do one job. id: the column of their heads. one: a single person. short: the same where room is little.

    leavers: the column of those who leave, for roles whose leavers the model counts.
    """

    one: str
    short: str
    leavers: str | None = None


ROLES: Mapping[str, Role] = by_id(
    Role("aes", "Account executives", palette.BLUE, "account executive", "AE", leavers="ae_leavers"),
    Role("isrs", "Inside sales reps", palette.ORANGE, "rep", "Rep", leavers="isr_leavers"),
    Role("bdrs", "BDRs", palette.PINK, "BDR", "BDR"),
    Role("ses", "Sales engineers", palette.VIOLET, "sales engineer", "SE"),
    Role("managers", "Sales managers", palette.SLATE, "sales manager", "Manager"),
    Role("csms", "Customer success", palette.SKY, "customer success manager", "CSM"),
    Role("support_engineers", "Support", palette.LIME, "support engineer", "Support"),
    Role("marketers", "Marketing", palette.VERMILION, "marketer", "Marketer"),
    Role("engineers", "Engineering", palette.PINE, "engineer", "Engineer"),
    Role("ga_staff", "G&A", palette.GREY, "member of G&A", "G&A"),
)
"""Every role by id, in the order of a hiring plan."""
