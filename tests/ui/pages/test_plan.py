"""The calendar of the plan: what has a date, from when to when, and why."""

from planner.plan import Event, Funding, Plan, Target
from planner.ui.pages.plan import frames

FREEZE = "enterprise.hires_per_quarter"
PLAN = Plan(
    start="2026-01",
    months=36,
    targets=(Target(month=24, least=1e7), Target(month=12, metric="nrr", least=1.1), Target(month=48, least=2e7)),
    funding=(Funding(month=18, amount=5e6, needs_arr=8e6),),
    events=(
        Event(name="Freeze", lever=FREEZE, change="set", value=0, start=7, months=6, id="freeze"),
        Event(name="Freeze", lever="people.backfill", change="set", value=0, start=9, months=6, id="freeze"),
        Event(name="Squeeze", lever="enterprise.win_rate", change="multiply", value=0.8, start=5, chance=0.2),
        Event(lever="enterprise.acv", change="multiply", value=1.1, start=40),
    ),
    notes={"event:freeze": "the board asked for it", "target:24": "promised in March"},
)


def test_everything_with_a_date_has_a_row_of_its_months() -> None:
    rows = frames.calendar(PLAN)
    assert rows["label"].tolist() == [
        "Net revenue retention at least 110% in Dec 2026",
        "$10M ARR by Dec 2027",
        "$5M in Jun 2027",
        "Freeze",
        "Squeeze",
    ]
    assert rows["kind"].tolist() == [frames.TARGETS] * 2 + [frames.FUNDING, frames.EVENTS, frames.OFF]
    ends = [(f"{row['from']:%Y-%m-%d}", f"{row['to']:%Y-%m-%d}") for _, row in rows.iterrows()]
    assert ends[1] == ("2027-12-01", "2028-01-01")
    assert ends[3] == ("2026-07-01", "2027-03-01")
    assert ends[4] == ("2026-05-01", "2029-01-01")


def test_what_has_a_note_says_why() -> None:
    about = frames.calendar(PLAN)["about"].tolist()
    assert about[1].endswith("Why: promised in March")
    assert about[2] == "$5M in Jun 2027, if ARR is $8M by then"
    assert about[3].endswith("Why: the board asked for it")
