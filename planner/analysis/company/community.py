"""The community funnel, so that today's sign-ups, their activation and what they ever pay are as answered."""

from planner.analysis.company.draft import YEAR, Draft, tidy
from planner.vocabulary.numbers import count, percent, rate

MOST_EXITS = 0.5
"""Share of free accounts that leaves the pool in a month, at most."""

MOST_REFERRED = 0.5
"""Share of today's sign-ups that active accounts bring, at most."""

HISTORY = 60
"""Months of sign-ups behind a company, at most."""


def fill(draft: Draft) -> None:
    """Visitors, free accounts and the rates of the funnel."""
    answers = draft.answers
    draft.usual("community.visitor_growth")
    draft.enter_or_usual("community.activation_rate", "activation")
    _exits(draft)
    exits = sum(draft.value(name) for name in ("self_serve.conversion", "community.pql_rate", "community.free_churn"))
    growth, activation = draft.value("community.visitor_growth"), draft.value("community.activation_rate")
    known = answers.signups is not None
    signups = answers.signups if answers.signups is not None else _usual_signups(draft, exits, growth)
    accounts = tidy(signups * activation / (exits + growth))
    how = "Where sign-ups that become active, those who leave and growth are in balance."
    draft.derive("community.free_accounts", accounts, how, known)
    signup_rate, referral = draft.value("community.signup_rate"), draft.value("community.referral")
    if accounts * referral * signup_rate > MOST_REFERRED * signups:
        referral = MOST_REFERRED * signups / (accounts * signup_rate)
        draft.derive(
            "community.referral", referral, "So that active accounts bring at most half of the sign-ups.", known
        )
    referral = draft.value("community.referral")
    visitors = max(0.0, signups / signup_rate - referral * accounts)
    how = f"So that {count(signups)} sign up in the first month, {percent(signup_rate)} of those who come."
    draft.derive("community.visitors", visitors, how if known else f"{how} {_WITHOUT}", known)
    _history(draft, signups, growth)


_WITHOUT = "Sign-ups were not answered: as many as self-serve needs to grow at the stage's pace."


def _exits(draft: Draft) -> None:
    """Rates at which free accounts start to pay, become leads and go quiet."""
    pqls, quiet = draft.defaults.value("community.pql_rate"), draft.defaults.value("community.free_churn")
    known = draft.answers.paying is not None
    paying = draft.answers.paying if draft.answers.paying is not None else draft.defaults.value("paying")
    others = min(pqls + quiet, (1 - paying) * MOST_EXITS)
    if others == pqls + quiet:
        draft.usual("community.pql_rate", "community.free_churn")
    else:
        how = "Lowered, so that the share that ever pays is met."
        draft.derive("community.pql_rate", tidy(others * pqls / (pqls + quiet)), how)
        draft.derive("community.free_churn", tidy(others * quiet / (pqls + quiet)), how)
        others = draft.value("community.pql_rate") + draft.value("community.free_churn")
    conversion = others * paying / (1 - paying) if paying < 1 else MOST_EXITS
    how = f"So that {rate(paying)} of active accounts ever start to pay, before they go quiet or to sales."
    draft.derive("self_serve.conversion", tidy(conversion, 10), how, known)


def _usual_signups(draft: Draft, exits: float, growth: float) -> float:
    """Sign-ups a month that nobody answered: as many as self-serve needs to grow as is usual; none without it."""
    arr, paying = draft.value("self_serve.arr"), draft.value("self_serve.conversion") / exits
    least = draft.defaults.value("signups")
    if not arr:
        return least
    net = draft.value("self_serve.gross_retention") * (1 + draft.value("self_serve.expansion"))
    needed = arr * max(draft.defaults.value("growth") + 1 - net, 0.1) / YEAR / draft.value("self_serve.acv")
    yields = paying * draft.value("community.activation_rate") * exits / (exits + growth)
    return tidy(min(needed / yields, 1e7), 2) if yields else least


def _history(draft: Draft, signups: float, growth: float) -> None:
    """Sign-ups to date, as today's pace looks back; and whether they can have brought the customers there are."""
    answers = draft.answers
    months = min(1 / growth, HISTORY) if growth > 0 else HISTORY
    paying_customers = draft.value("self_serve.customers")
    to_date = signups * months
    chance = draft.value("community.activation_rate") * _paying(draft)
    if answers.signups is not None and answers.customers is not None and paying_customers > 2 * to_date * chance:
        so_far = f"At {count(signups)} sign-ups a month some {count(tidy(to_date, 2))} have signed up so far"
        customers = f"{count(paying_customers)} self-serve customers"
        if paying_customers > to_date:
            text = f"{customers} are more than ever signed up. {so_far}."
        else:
            text = f"{so_far}, of whom {rate(chance)} ever pay, but there are {customers}."
        draft.say("signups", "contradiction", f"{text} Check sign-ups, activation, paying and customers.")
    least = draft.value("community.free_accounts") + paying_customers
    how = "Today's sign-ups and their growth, looked back."
    draft.derive("community.signups_to_date", tidy(max(to_date, least), 3), how, answers.signups is not None)


def _paying(draft: Draft) -> float:
    given = draft.answers.paying
    return draft.defaults.value("paying") if given is None else given
