"""Whole documents of plans to test with: any levers, every kind of table, every key."""

from typing import Any

from hypothesis import strategies as st

from planner.plan import CHANGES, LOSS_LEVERS
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE, VERSION

OLD_LINK = (
    "eNo9jcEKwzAMQ3-l6JwNt4cOct4flH2Aycw2SNPiuIVS8u_zLtNFoCekE2vmgnj-vfAsiJh4l2eXuVp3CCsCqrGak4GG8UK9J_NS"
    "7F0RRwpIm6qUdHjhMd0dJjbOy2vzsb4FSDHRVT9VfiecdsQbua7UWvsCKKAqGA"
)
"""A plan of version 1 as it was put into an address then."""

WRITABLE = st.characters(exclude_categories=["Cc", "Cs"]).filter(lambda char: ord(char) & 0xFFFE != 0xFFFE)
TEXT = st.text(WRITABLE, max_size=30)
LINES = st.text(WRITABLE | st.sampled_from("\t\n\r"), max_size=30)
NUMBER = st.floats(-1e15, 1e15)
MOVING = [lever.id for lever in CATALOGUE.values() if lever.kind == "flow"]
METRICS = [name for name, column in COLUMNS.items() if column.unit != "constraint"]
IDS = st.sampled_from(["freeze-1", "price", "ü"])
CHANCES = {"freeze-1": (0.5, 3), "price": (1.0, 0), "ü": (0.0, 1)}
"""Chance of the events of an id, and months by which they may start later."""


def within(lever_id: str) -> st.SearchStrategy[float]:
    """A value of a lever."""
    lever = CATALOGUE[lever_id]
    return st.floats(lever.min, lever.max) | st.sampled_from([lever.min, lever.max])


def some(draw: st.DrawFn, optional: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Some of these keys."""
    return {key: draw(optional[key]) for key in sorted(draw(st.sets(st.sampled_from(sorted(optional)))))}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """One event."""
    lever = draw(st.sampled_from(MOVING))
    change = draw(st.sampled_from([one for one in CHANGES if one != "multiply_loss" or lever in LOSS_LEVERS]))
    months = st.integers(1, 200)
    event = {
        "lever": lever,
        "change": change,
        "value": draw(within(lever) if change in ("set", "at_most", "at_least") else NUMBER),
        "start": draw(st.integers(1, 117)),
        **some(draw, {"name": TEXT, "months": months, "phase_in": st.integers(0, 40), "active": st.booleans()}),
        **some(draw, {"every": st.integers(200, 400), "id": IDS}),
    }
    if "id" in event:
        chance, later = CHANCES[event["id"]]
        event |= {"chance": chance, "latest": event["start"] + later}
    return event


@st.composite
def targets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Targets, one for a metric and month; those of ARR in either form."""
    found = []
    for month, metric in sorted(draw(st.sets(st.tuples(st.integers(1, 120), st.sampled_from(METRICS)), max_size=4))):
        number = draw(st.floats(0, 1e14))
        if metric == "arr" and draw(st.booleans()):
            found.append({"month": month, "arr": number})
        else:
            ends = draw(st.sampled_from([{"least": number}, {"most": number}, {"least": number, "most": number * 2}]))
            found.append({"month": month, "metric": metric, **ends})
    return found


@st.composite
def lever_values(draw: st.DrawFn) -> dict[str, float]:
    """Values of some levers, by id."""
    return {lever_id: draw(within(lever_id)) for lever_id in draw(st.sets(st.sampled_from(MOVING), max_size=3))}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A plan of the newest version that says something of everything."""
    months = draw(st.integers(12, 120))
    rounds = st.fixed_dictionaries(
        {"month": st.integers(1, months), "amount": NUMBER}, optional={"needs_arr": st.floats(0, 1e12)}
    )
    settings = {
        "lumpy": st.booleans(),
        "ends": st.sampled_from(["limits", "p10-p90"]),
        "together": st.floats(0, 0.9),
        "size_spread": st.floats(0, 5),
    }
    document: dict[str, Any] = {
        "plan": {
            "name": draw(TEXT),
            "start": f"{draw(st.integers(1900, 2199))}-{draw(st.integers(1, 12)):02}",
            "months": months,
            "currency": draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)),
            "catalogue": VERSION,
            **some(draw, {"usd": st.floats(1e-6, 1e6)}),
        },
        "events": draw(st.lists(events(), max_size=5)),
        "funding": draw(st.lists(rounds, max_size=4)),
        "targets": draw(targets()),
        "uncertainty": some(draw, settings),
    }
    for lever_id in draw(st.sets(st.sampled_from(list(CATALOGUE)), max_size=20)):
        lever, value = CATALOGUE[lever_id], draw(within(lever_id))
        document.setdefault(lever.group, {})[lever.name] = value
        if draw(st.booleans()):
            document["uncertainty"][lever_id] = [draw(st.floats(lever.min, value)), draw(st.floats(value, lever.max))]
    ranged = sorted(set(document["uncertainty"]) - set(settings))
    document["correlations"] = [
        {"a": a, "b": b, "rank": draw(st.floats(-1, 1))} for a, b in zip(ranged[::2], ranged[1::2], strict=False)
    ]
    ids = sorted({event["id"] for event in document["events"] if "id" in event})
    document["cases"] = [
        {"name": name, **some(draw, {"levers": lever_values()}), "on": ids[:1], "off": ids[1:]}
        for name in draw(st.sets(TEXT.filter(bool), max_size=2))
    ]
    levers = draw(st.sets(st.sampled_from(list(CATALOGUE)), max_size=3))
    about = [*levers, *(f"range:{lever_id}" for lever_id in ranged)]
    document["origin"] = {key: draw(st.sampled_from(["entered", "room"])) for key in about}
    about += ["plan", *(f"event:{one}" for one in ids), *(f"funding:{one['month']}" for one in document["funding"])]
    about += [f"target:{one['month']}" for one in document["targets"]]
    document["notes"] = {key: draw(LINES) for key in about}
    return document
