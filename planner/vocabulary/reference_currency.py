"""Reference data is in US dollars: usual ranges, published bands, benchmarks. What it is in a plan's currency.

usd: USD for one unit of the currency; None where a plan does not say, and then references of money are not shown.
"""

import functools
from dataclasses import replace

from planner.vocabulary.levers import BENCHMARKS, CATALOGUE, Benchmark, Lever

CURRENCY = "USD"
DIGITS = 3
"""Digits of a converted reference: it is no more exact than that."""


def converts(currency: str, usd: float | None) -> bool:
    """Whether amounts of reference data can be said in a currency."""
    return currency == CURRENCY or usd is not None


def converted(amount: float, currency: str, usd: float | None) -> float:
    """An amount of reference data in another currency; ValueError where nobody knows the rate."""
    if currency == CURRENCY:
        return amount
    if usd is None:
        raise ValueError(f"what one {currency} is worth is not known")
    return float(f"{amount / usd:.{DIGITS}g}")


@functools.lru_cache(1024)
def lever(lever_id: str, currency: str, usd: float | None) -> Lever:
    """A lever whose usual range is in a currency; without one where it is money and `hidden` says why."""
    known = CATALOGUE[lever_id]
    if not known.is_money or currency == CURRENCY or known.usual_low is None or known.usual_high is None:
        return known
    if hidden(lever_id, currency, usd):
        return replace(known, usual_low=None, usual_high=None)
    low, high = _usual(known, currency, usd)
    return replace(known, usual_low=low, usual_high=high)


def _usual(known: Lever, currency: str, usd: float | None) -> tuple[float, float]:
    """The usual range of an amount in a currency, held at the lever's hard bounds: both ends alike beyond them."""
    assert known.usual_low is not None
    assert known.usual_high is not None
    ends = (converted(end, currency, usd) for end in (known.usual_low, known.usual_high))
    low, high = (min(max(end, known.min), known.max) for end in ends)
    return low, high


def benchmark(lever_id: str, currency: str, usd: float | None) -> Benchmark | None:
    """What has been published about a lever, in a currency; None where nothing was, or nobody knows the rate."""
    published = BENCHMARKS.get(lever_id)
    if published is None or not CATALOGUE[lever_id].is_money:
        return published
    if not converts(currency, usd):
        return None
    low, high = (converted(end, currency, usd) for end in (published.low, published.high))
    return replace(published, low=low, high=high)


def hidden(lever_id: str, currency: str, usd: float | None) -> str:
    """Why what is usual for a lever is not shown; empty where it is, or where nobody knows any."""
    known = CATALOGUE[lever_id]
    has_some = known.usual_low is not None or lever_id in BENCHMARKS
    if not known.is_money or not has_some or currency == CURRENCY:
        return ""
    if not converts(currency, usd):
        return f"What is usual is known in {CURRENCY}: say in Plan settings what one {currency} is worth"
    if known.usual_low is not None and len(set(_usual(known, currency, usd))) == 1:
        return f"What is usual lies beyond what this lever may be in {currency}"
    return ""
