"""ARR, customers and retention by segment, so that each in all is what was answered."""

import math
from collections.abc import Mapping

from scipy.optimize import brentq

from planner.analysis.company.draft import Draft, tidy
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, plain
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.sentences import counted
from planner.vocabulary.units import SHARE

CONTRACTS = {"self_serve": "price", "inside_sales": "inside_sales_contract", "enterprise": "enterprise_contract"}
"""The answer that is the contract value of a new customer, by segment."""

STRETCH = {"self_serve": 1.0, "inside_sales": 1 / 3, "enterprise": 1 / 3}
"""How far the number of customers of a segment gives way, where the usual ones do not add up to the answer."""

STEEPEST = 1000.0
"""A power that makes every retention the least there is."""

FAR = 250.0
"""A logarithm beyond every ratio of two answers."""


def fill(draft: Draft) -> None:
    """Contract values, ARR, customers and retention of the three segments."""
    for segment, answer in CONTRACTS.items():
        draft.enter_or_usual(f"{segment}.acv", answer)
    shares = _shares(draft)
    _arr(draft, shares)
    _customers(draft, shares)
    _retention(draft, shares)
    draft.usual(*(f"{segment}.expansion" for segment in SEGMENTS))


def _shares(draft: Draft) -> dict[str, float]:
    """Share of ARR by segment, 1 in all: as answered; what was not follows the stage's pattern."""
    usual = {segment: draft.defaults.value(f"sold_by.{segment}") for segment in SEGMENTS}
    given = draft.answers.sold_by
    known = {one: share for one in SEGMENTS if given and (share := getattr(given, one)) is not None}
    if not known:
        return usual
    total = sum(known.values())
    open_ones = {one: share for one, share in usual.items() if one not in known}
    if open_ones and total <= 1:
        parts = sum(open_ones.values())
        rest = {one: (1 - total) * (share / parts if parts else 1 / len(open_ones)) for one, share in open_ones.items()}
        return {one: known.get(one, rest.get(one, 0.0)) for one in SEGMENTS}
    if total <= 0:
        draft.say("sold_by", "contradiction", "The shares of ARR add up to nothing; the stage's are taken instead.")
        return usual
    if abs(total - 1) > 1e-6:
        added = f"The shares of ARR add up to {SHARE.precise(total, '')}, not 100%"
        draft.say("sold_by", "contradiction", f"{added}; each is taken in proportion, so that the ARR is met.")
    return {one: known.get(one, 0.0) / total for one in SEGMENTS}


def _arr(draft: Draft, shares: Mapping[str, float]) -> None:
    arr = draft.answers.arr
    largest = max(shares, key=lambda one: shares[one])
    parts = {one: tidy(arr * share) for one, share in shares.items() if one != largest}
    parts[largest] = arr - sum(parts.values())
    for segment in SEGMENTS:
        draft.derive(f"{segment}.arr", parts[segment], f"{SHARE.precise(shares[segment], '')} of the ARR.")


def _customers(draft: Draft, shares: Mapping[str, float]) -> None:
    """Customers by segment: what they usually pay says how many there are, stretched until the sum is the answer."""
    arr, given = draft.answers.arr, draft.answers.customers
    over = draft.defaults.value("arr_over_contract")
    paid = {segment: draft.value(f"{segment}.acv") * over for segment in SEGMENTS}
    usual = {segment: (arr or 1.0) * shares[segment] / paid[segment] for segment in SEGMENTS}
    if given is None:
        for segment in SEGMENTS:
            one = usual[segment] if arr else 0.0
            found = max(1.0, float(round(one))) if one >= 0.5 else one
            most = CATALOGUE[f"{segment}.customers"].max
            how = f"Its ARR, at {plain(over)} times the contract value of a new customer."
            draft.derive(f"{segment}.customers", min(tidy(found), most), how, known=segment_known(draft, segment))
        return
    if arr > 0 and given == 0:
        draft.say(
            "customers", "contradiction", "There is ARR but nobody who pays it; say how many customers there are."
        )
    if arr == 0 and given > 0:
        pay = "customer pays" if given == 1 else "customers pay"
        draft.say("customers", "contradiction", f"{count(given)} {pay} nothing: there is no ARR.")
    number = _whole(_stretched(usual, given), given)
    for segment in SEGMENTS:
        how = f"Of {counted(count(given), 'customers')}, by what those of each kind usually pay."
        draft.derive(f"{segment}.customers", number[segment], how)
    each, price = arr * shares["self_serve"] / (number["self_serve"] or math.inf), draft.value("self_serve.acv")
    if each > 10 * price or 0 < 10 * each < price:
        currency = draft.defaults.currency
        text = f"Self-serve customers pay {money(each, currency)} a year on average, new ones {money(price, currency)}"
        draft.say("price", "contradiction", f"{text}: check customers, ARR and price.")


def segment_known(draft: Draft, segment: str) -> bool:
    """Whether what a customer of a segment pays was answered."""
    return getattr(draft.answers, CONTRACTS[segment]) is not None


def _stretched(usual: Mapping[str, float], total: float) -> dict[str, float]:
    """Numbers that add up to a total, each a power of one factor away from what is usual."""
    if total == 0 or not any(usual.values()):
        return dict.fromkeys(usual, 0.0)

    def missing(log: float) -> float:
        return math.log(sum(number * math.exp(log * STRETCH[one]) for one, number in usual.items())) - math.log(total)

    log = brentq(missing, -FAR, FAR, xtol=1e-12)
    return {one: number * math.exp(log * STRETCH[one]) for one, number in usual.items()}


def _whole(number: Mapping[str, float], total: float) -> dict[str, float]:
    """The same in whole customers where that can be, adding up to the total exactly."""
    largest = max(number, key=lambda one: number[one])
    others = {one: float(max(1, round(part))) if part > 0 else 0.0 for one, part in number.items() if one != largest}
    rest = total - sum(others.values())
    if total == int(total) and rest >= 1:
        return {**others, largest: rest}
    others = {one: tidy(part) for one, part in number.items() if one != largest}
    return {**others, largest: total - sum(others.values())}


def _retention(draft: Draft, shares: Mapping[str, float]) -> None:
    """Gross and logo retention by segment: the stage's pattern to one power, so that the whole is the answer."""
    usual = {segment: draft.defaults.value(f"{segment}.gross_retention") for segment in SEGMENTS}
    asked = draft.answers.gross_retention
    if asked is None:
        draft.usual(*(f"{segment}.{kind}_retention" for segment in SEGMENTS for kind in ("gross", "logo")))
        return
    low = CATALOGUE["self_serve.gross_retention"].min

    arr = draft.answers.arr
    weights = {one: draft.value(f"{one}.arr") / arr for one in SEGMENTS} if arr else shares

    def kept(power: float) -> float:
        return sum(share * max(low, usual[one] ** power) for one, share in weights.items()) - asked

    if kept(0.0) <= 0:
        power = 0.0
    elif kept(STEEPEST) >= 0:
        power = STEEPEST
    else:
        power = brentq(kept, 0.0, STEEPEST, xtol=1e-14)
    for segment in SEGMENTS:
        how = f"The stage's pattern of segments, so that all together keep {SHARE.precise(asked, '')}."
        draft.derive(f"{segment}.gross_retention", max(low, usual[segment] ** power), how)
        logos = draft.defaults.value(f"{segment}.logo_retention") ** power
        draft.derive(f"{segment}.logo_retention", tidy(max(low, logos)), "Moved as gross revenue retention is.")
