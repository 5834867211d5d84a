"""Everybody else, so that the headcount of month 1 without its hires is the answer; by department where it was said."""

from collections.abc import Mapping
from typing import NamedTuple

from planner.analysis.company.draft import Draft, few, people_text, tidy
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS

HIRES = (
    "enterprise.hires_per_quarter",
    "inside_sales.hires_per_quarter",
    "people.engineer_hires_per_quarter",
    "people.marketer_hires_per_quarter",
)
BUILDERS = 0.3
"""Share of engineers and marketers in a company of which only the headcount is known, at least."""

LEAST = 0.02
"""How far roles that follow from others are thinned out, at most."""

ALIKE = 0.5
"""Heads by which a number may be off."""

BUILT = ("people.engineers", "people.marketers")
"""The levers that take who is left."""

DEPARTMENTS = ("engineering", "marketing", "sales", "customer_success", "support", "general")


class Month(NamedTuple):
    """Month 1 without its hires: what the other roles follow from."""

    aes: float
    isrs: float
    customers: float
    accounts: float
    headcount: float

    @property
    def sellers(self) -> float:
        """Both teams."""
        return self.aes + self.isrs


def fill(draft: Draft) -> None:
    """Departments and the roles that follow from others."""
    draft.usual(
        *("enterprise.bdr_per_ae", "enterprise.se_per_ae", "customer_success.accounts_per_csm"),
        *("people.customers_per_support_engineer", "people.ga_per_head", "customer_success.services_rate"),
    )
    known = draft.answers.headcount is not None or draft.answers.people is not None
    month = _month(draft)
    if draft.answers.people is None:
        heads = _heads(draft, month)
        _thin_out(draft, month, heads, known)
    else:
        heads = _departments(draft, month)
    _hires(draft)
    _match(draft, heads, known)
    accounts = draft.facts["customer_success.accounts_per_csm"]
    draft.set("customer_success.reference_accounts", accounts.value, accounts.origin, "Today's coverage.")


def _month(draft: Draft) -> Month:
    """Month 1 of the draft, without hires."""
    names = ("aes", "isrs", "customers", "customers_inside_sales", "customers_enterprise", "headcount")
    found = draft.run(*names, others=dict.fromkeys(HIRES, 0.0))
    first = {name: max(0.0, float(values[0])) for name, values in found.items()}
    accounts = first["customers_inside_sales"] + first["customers_enterprise"]
    return Month(first["aes"], first["isrs"], first["customers"], accounts, first["headcount"])


def _heads(draft: Draft, month: Month) -> float:
    """Headcount as answered, or as is usual for the ARR."""
    asked = draft.answers.headcount
    if asked is None:
        least = max(draft.defaults.value("least_heads"), 2 * _others(draft, month)["selling"])
        return float(round(max(draft.answers.arr / draft.defaults.value("arr_per_head"), least)))
    sellers = _sellers(draft)
    if draft.answers.sellers is not None and asked < sellers:
        there = f"There {'is' if asked == 1 else 'are'} {people_text(asked)} in all"
        text = f"{there}, but {people_text(sellers, 'seller', 'sellers')} among them: the plan has the sellers."
        draft.say("headcount", "contradiction", text)
    return asked


def _sellers(draft: Draft) -> float:
    """Sellers of both teams on day one."""
    return sum(draft.value(f"{team}.{kind}") for team in TEAMS for kind in ("reps", "ramping_reps"))


def _others(draft: Draft, month: Month) -> Mapping[str, float]:
    """Heads of the roles that follow from others in a month, by department; selling: with the sellers."""
    bdrs_and_ses = month.aes * (draft.value("enterprise.bdr_per_ae") + draft.value("enterprise.se_per_ae"))
    managers = month.sellers / draft.value("people.reps_per_manager")
    return {
        "selling": month.sellers + bdrs_and_ses + managers,
        "customer_success": month.accounts / draft.value("customer_success.accounts_per_csm"),
        "support": month.customers / draft.value("people.customers_per_support_engineer"),
    }


def _thin_out(draft: Draft, month: Month, heads: float, known: bool) -> None:
    """Engineers and marketers are who is left; where too few are, the roles that follow from others are thinned."""
    other, ga = _others(draft, month), draft.value("people.ga_per_head")
    following = sum(other.values()) - month.sellers

    def left(thin: float) -> float:
        return heads / (1 + thin * ga) - month.sellers - thin * following

    thin = 1.0
    if left(thin) < BUILDERS * heads:
        thin = LEAST
        low, high = LEAST, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if left(middle) >= BUILDERS * heads else (low, middle)
        thin = tidy(low, 4)
        how = f"Thinned out, so that everybody fits into {people_text(heads)}."
        _scale_sales(draft, thin, how, known)
        per_csm, per_engineer = "customer_success.accounts_per_csm", "people.customers_per_support_engineer"
        draft.derive(per_csm, tidy(draft.value(per_csm) / thin), how, known)
        draft.derive(per_engineer, tidy(draft.value(per_engineer) / thin), how, known)
        draft.derive("people.ga_per_head", tidy(ga * thin), how, known)
    builders, ratio = max(0.0, left(thin)), draft.defaults.value("engineers_per_marketer")
    how = "Who is left of the headcount, as engineers and marketers usually are."
    draft.derive("people.engineers", tidy(builders * ratio / (1 + ratio)), how, known)
    draft.derive("people.marketers", tidy(builders / (1 + ratio)), how, known)


def _scale_sales(draft: Draft, factor: float, how: str, known: bool) -> None:
    """More or fewer BDRs, sales engineers and managers."""
    for lever in ("enterprise.bdr_per_ae", "enterprise.se_per_ae"):
        value = min(draft.value(lever) * factor, CATALOGUE[lever].max)
        draft.derive(lever, tidy(value), how, known)
    managers = CATALOGUE["people.reps_per_manager"]
    per = min(max(draft.value(managers.id) / factor, managers.min), managers.max)
    draft.derive(managers.id, tidy(per), how, known)


def _departments(draft: Draft, month: Month) -> float:
    """Everybody by department, as answered; returns the headcount that is meant."""
    found = _by_department(draft, month)
    for department, lever in {"engineering": "people.engineers", "marketing": "people.marketers"}.items():
        if getattr(draft.answers.people, department) is not None:
            draft.enter(lever, found[department])
        else:
            draft.derive(lever, tidy(found[department]), "Who is left of the headcount, as is usual.")
    how = "So that the department has as many people as answered."
    if found["sales"] < (sellers := _sellers(draft)) - ALIKE:
        text = f"Sales has {people_text(found['sales'])}, but {people_text(sellers, 'seller', 'sellers')}"
        draft.say("people", "contradiction", f"{text}: the plan has the sellers.")
    if following := _others(draft, month)["selling"] - month.sellers:
        _scale_sales(draft, max(LEAST, (found["sales"] - month.sellers) / following), how, known=True)
    for department, lever, served in (
        ("customer_success", "customer_success.accounts_per_csm", month.accounts),
        ("support", "people.customers_per_support_engineer", month.customers),
    ):
        bounds, people = CATALOGUE[lever], found[department]
        per = min(max(served / people, bounds.min), bounds.max) if people else bounds.max
        draft.derive(lever, tidy(per), how)
    others = sum(people for department, people in found.items() if department != "general")
    most = CATALOGUE["people.ga_per_head"].max
    draft.derive("people.ga_per_head", min(tidy(found["general"] / others), most) if others else 0.0, how)
    return sum(found.values())


def _by_department(draft: Draft, month: Month) -> dict[str, float]:
    """Heads by department: as answered, and the stage's proportions for the others within the headcount."""
    given = draft.answers.people
    known = {one: people for one in DEPARTMENTS if (people := getattr(given, one)) is not None}
    other, ga = _others(draft, month), draft.value("people.ga_per_head")
    ratio = draft.defaults.value("engineers_per_marketer")
    following = other["selling"] + other["customer_success"] + other["support"]
    total = draft.answers.headcount
    builders = max(0.0, (total or _heads(draft, month)) / (1 + ga) - following)
    usual = {
        "engineering": builders * ratio / (1 + ratio),
        "marketing": builders / (1 + ratio),
        "sales": other["selling"],
        "customer_success": other["customer_success"],
        "support": other["support"],
    }
    usual["general"] = ga * sum({**usual, **known}.values())
    said = sum(known.values())
    rest = {one: people for one, people in usual.items() if one not in known}
    if total is not None:
        if said > total + ALIKE or (not rest and said < total - ALIKE):
            text = f"The departments have {people_text(said)}, the headcount is {few(total)}"
            draft.say("people", "contradiction", f"{text}: the departments are taken.")
        scale = max(0.0, total - said) / (sum(rest.values()) or 1.0)
        rest = {one: people * scale for one, people in rest.items()}
    return {**usual, **known, **rest}


def _hires(draft: Draft) -> None:
    """Engineers and marketers grow with the company."""
    for role in ("engineer", "marketer"):
        hires = draft.value(f"people.{role}s") * draft.defaults.value("other_hires") / 4
        how = draft.defaults.source("other_hires")
        draft.set(f"people.{role}_hires_per_quarter", round(hires * 20) / 20, "stage", how)


def _match(draft: Draft, heads: float, known: bool) -> None:
    """Add to engineers, or take from them, what month 1 without its hires is off by; to marketers where only they give.

    Where both were answered, engineers move; by more than a rounding only with people who have no other place.
    """
    lever = next((one for one in BUILT if draft.facts[one].origin != "entered"), BUILT[0])
    before = draft.facts[lever]
    for _ in range(2):
        off = (heads - _month(draft).headcount) / (1 + draft.value("people.ga_per_head"))
        value = max(0.0, tidy(draft.value(lever) + off))
        if value != before.value:
            draft.derive(lever, value, before.how, known)
    added, more = value - before.value, _month(draft).headcount - heads
    if before.origin == "entered" and abs(added) <= ALIKE:
        draft.enter(lever, value)
    elif before.origin == "entered" and added > 0:
        taken = "counts as an engineer" if added == 1 else "count as engineers"
        text = f"{people_text(added)} whose department has nobody to look after {taken}."
        draft.say("people", "assumption", text)
    if more > ALIKE:
        text = f"Sellers and those who work with them are {people_text(heads + more)}, more than {few(heads)}"
        draft.say("headcount", "gap", f"{text}: fewer sellers or more people would explain it.")
