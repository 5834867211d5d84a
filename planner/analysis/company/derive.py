"""From answers to a plan: what was entered, what follows from it and how, what is a default of the stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.analysis.company import books, community, money, people, sales
from planner.analysis.company.answers import Answers
from planner.analysis.company.draft import Draft, Fact, tidy
from planner.analysis.company.remarks import Remark
from planner.analysis.company.stages import Defaults, of_arr, rates
from planner.model.simulate import simulate
from planner.plan import Event, Funding, Plan, Target
from planner.plan.frozen import FrozenDict
from planner.plan.parts import defaults as defaults_of
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, month_name, significant
from planner.vocabulary.numbers import money as written
from planner.vocabulary.reference_currency import CURRENCY

NAME = "My company"

UNSURE = (
    *("community.visitor_growth", "community.activation_rate", "self_serve.conversion", "self_serve.gross_retention"),
    *("inside_sales.win_rate", "enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months"),
    "enterprise.cycle_months",
)
"""The levers that get a range: what a founder knows least, and what moves a plan most."""

SURE = 0.5
"""How much narrower the range of a number is that was answered."""

STANDS_FOR = {
    "arr": ("self_serve.arr", "inside_sales.arr", "enterprise.arr"),
    "sold_by": ("self_serve.arr", "inside_sales.arr", "enterprise.arr"),
    "customers": ("self_serve.customers", "inside_sales.customers", "enterprise.customers"),
    "signups": ("community.visitors",),
    "activation": ("community.activation_rate",),
    "paying": ("self_serve.conversion",),
    "sellers": ("inside_sales.reps", "enterprise.reps"),
    "quota": ("enterprise.quota",),
    "inside_sales_quota": ("inside_sales.quota",),
    "price": ("self_serve.acv",),
    "inside_sales_contract": ("inside_sales.acv",),
    "enterprise_contract": ("enterprise.acv",),
    "gross_retention": ("self_serve.gross_retention", "inside_sales.gross_retention", "enterprise.gross_retention"),
    "headcount": ("people.engineers",),
    "people": ("people.engineers", "people.marketers"),
    "cash": ("finance.cash",),
    "last_round": ("finance.cash",),
    "burn": ("people.overhead_per_head",),
}
"""The levers that a note about an answer goes to; one about another answer is about the plan."""


@dataclass(frozen=True)
class Company:
    """A plan that was derived from answers.

    defaults: what is usual at its stage, as answered or by the ARR, in its currency. facts: of every lever that the
    plan names, but for amounts that are the catalogue's default in another currency. remarks: what contradicts itself,
    what was not met, what was assumed.
    """

    plan: Plan
    defaults: Defaults
    facts: Mapping[str, Fact]
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def stage(self) -> str:
        """Its stage, of STAGES."""
        return self.defaults.stage


def derive(answers: Answers, notes: Mapping[str, str] = FrozenDict()) -> Company:
    """The plan that answers mean, with the stage's defaults for the rest.

    ARR, customers and sellers are as answered; sign-ups are those of the first month; the headcount is that of month 1
    without its hires; the burn is the mean of the first three months, where pay and overhead between 0.6 and 1.6 times
    the usual meet it. Contradictions are remarked and never refused. notes: why, by answer or by lever.
    """
    currency = answers.currency or CURRENCY
    known = rates().get(currency)
    usd = 1.0 if currency == CURRENCY else answers.usd or (known.usd if known else 1.0)
    draft = Draft(answers, Defaults(answers.stage or of_arr(answers.arr * usd), currency, usd))
    _say_rate(draft)
    start = answers.start or defaults_of(Plan)["start"]
    books.fill(draft)
    community.fill(draft)
    months = answers.months or defaults_of(Plan)["months"]
    events = sales.fill(draft, start, months)
    people.fill(draft)
    sales.fit_stations(draft)
    money.fill(draft, events, start)
    plan = _plan(draft, start, months, events, usd if answers.usd or known else None)
    plan = plan.changed(notes=_notes(plan, notes))
    _say_cash(draft, plan)
    order = [lever for lever in CATALOGUE if lever in draft.facts]
    return Company(plan, draft.defaults, {one: draft.facts[one] for one in order}, tuple(draft.remarks))


def blank() -> Plan:
    """A plan of nobody: all that describes day one is 0, nobody comes or is hired; the rest is the catalogue's."""
    nothing = ("community.visitors", "marketing.mqls", "customer_success.services_rate")
    zero = [one for one in CATALOGUE.values() if one.kind == "state" or one.name.endswith("hires_per_quarter")]
    return Plan(levers={one.id: one.min if one.min > 0 else 0.0 for one in zero} | dict.fromkeys(nothing, 0.0))


def _say_rate(draft: Draft) -> None:
    """What one unit of the currency was taken as."""
    currency, answers = draft.defaults.currency, draft.answers
    if currency == CURRENCY or answers.usd is not None:
        return
    if rate := rates().get(currency):
        usd = significant(rate.usd, 6)
        text = f"1 {currency} is taken as about {usd} USD for defaults and what is usual ({rate.source})"
        draft.say("currency", "assumption", f"{text}.")
    else:
        text = f"What one {currency} is in USD is not known, so that defaults of money are numbers of USD"
        draft.say("currency", "gap", f"{text}; say it as usd.")


def _plan(draft: Draft, start: str, months: int, events: tuple[Event, ...], usd: float | None) -> Plan:
    answers = draft.answers
    levers = draft.levers()
    ranges = _ranges(draft)
    origin = {lever: fact.origin for lever, fact in draft.facts.items()} | {f"range:{one}": "stage" for one in ranges}
    return Plan(
        name=answers.name or NAME,
        start=start,
        months=months,
        currency=draft.defaults.currency,
        usd=None if draft.defaults.currency == CURRENCY else usd,
        levers=levers,
        events=events,
        funding=_funding(draft, start, months),
        targets=_targets(draft, start, months),
        uncertainty=ranges,
        ends="p10-p90",
        origin=origin,
    )


def _ranges(draft: Draft) -> dict[str, tuple[float, float]]:
    """A first range around what is known least; narrower where it was answered."""
    found = {}
    for lever in UNSURE:
        value, bounds = draft.value(lever), CATALOGUE[lever]
        if value <= 0:
            continue
        answered = lever in draft.facts and draft.facts[lever].origin == "entered"
        reach = draft.defaults.value("range") * (SURE if answered else 1.0)
        if lever.endswith("gross_retention"):
            low, high = 1 - (1 - value) * (1 + reach), 1 - (1 - value) * (1 - reach)
        else:
            low, high = value * (1 - reach), value * (1 + reach)
        low, high = tidy(low, 3), tidy(high, 3)
        found[lever] = min(max(low, bounds.min), value), max(min(high, bounds.max), value)
    return found


def _funding(draft: Draft, start: str, months: int) -> tuple[Funding, ...]:
    found = draft.answers.round
    if found is None:
        return ()
    if found.month > months:
        text = f"The round comes in {_when(start, found.month)}, after the plan's last month, {_when(start, months)}"
        text = f"{text}, and is left out."
        draft.say("round", "contradiction", text)
        return ()
    return (found,)


def _targets(draft: Draft, start: str, months: int) -> tuple[Target, ...]:
    """The targets; of several on one metric in a month the last."""
    found: dict[tuple[int, str], Target] = {}
    for target in draft.answers.targets or ():
        place, when = (target.month, target.metric), _when(start, target.month)
        if place in found:
            label = COLUMNS[target.metric].label
            text = f"{label} in {when} is promised twice: the last promise is taken."
            draft.say("targets", "contradiction", text)
        found[place] = target
        if target.month > months:
            text = f"The target of {when} lies after the plan's last month, {_when(start, months)}."
            draft.say("targets", "contradiction", text)
        if target.metric == "arr" and target.least is not None and target.least < draft.answers.arr:
            promised = written(target.least, draft.defaults.currency)
            draft.say("targets", "contradiction", f"{promised} of ARR in {when} is less than there is.")
    return tuple(found.values())


def _when(start: str, month: int) -> str:
    return f"{month_name(start, month)} (month {month})"


def _notes(plan: Plan, notes: Mapping[str, str]) -> dict[str, str]:
    """Notes of the plan from those about answers."""
    found: dict[str, list[str]] = {}
    for about, note in notes.items():
        places = (about,) if about in CATALOGUE or about == "plan" else STANDS_FOR.get(about, ())
        if about == "round" and plan.funding:
            places = tuple(f"funding:{one.month}" for one in plan.funding)
        elif about == "targets" and plan.targets:
            places = tuple(dict.fromkeys(f"target:{one.month}" for one in plan.targets))
        for place in places or ("plan",):
            found.setdefault(place, []).append(note)
    return {place: " ".join(lines) for place, lines in found.items()}


def _say_cash(draft: Draft, plan: Plan) -> None:
    """When cash runs out as planned, and what is missing by then."""
    answers, currency = draft.answers, plan.currency
    if answers.burn is not None and answers.cash is not None and answers.burn > 0 and answers.cash < answers.burn:
        text = f"Cash of {written(answers.cash, currency)} does not last a month at a burn of"
        text = f"{text} {written(answers.burn, currency)}, and the plan has {plan.months} months"
        draft.say("cash", "contradiction", f"{text}.")
    result = simulate(plan, keep=("cash",))
    out = float(result.cash_out_month()[0])
    if out == out:
        lowest = written(float(-result["cash"].min()), currency)
        year = written(float(-result["cash"][: int(out) + 11].min()), currency)
        when = month_name(plan.start, int(out))
        text = f"As planned, cash runs out in {when} (month {count(out)}); a year later {year} are missing"
        more = f", {lowest} over the whole plan" if lowest != year else ""
        draft.say("cash", "gap", f"{text}{more}. A round, fewer hires or less burn would close it.")
