"""The Overview in words."""

from collections.abc import Mapping, Sequence

from planner.model.simulate import Result
from planner.plan import Play
from planner.vocabulary import lever_text
from planner.vocabulary.growth import FACTORS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name


def pushes(plays: Mapping[str, Sequence[Play]]) -> list[str]:
    """The levers and plays that push each factor of growth, a paragraph each. plays: by what they push."""
    return [
        f"**{factor.label}.** Levers: {'; '.join(lever_text.name(CATALOGUE[lever]) for lever in factor.levers)}. "
        f"Plays: {'; '.join(play.name for push in factor.pushes for play in plays.get(push, ()))}."
        for factor in FACTORS.values()
    ]


def rounds(result: Result) -> str:
    """Funding rounds: "Funding: $20M in Jun 2027, $50M in Dec 2028.", or nothing; and what keeps one from closing."""
    plan, texts = result.plan, []
    before = [float(result.day_one["arr"][0]), *result["arr"][:, 0]]
    for one in plan.acting_funding():
        text = f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}"
        if one.needs_arr is not None and one.month <= plan.months and before[one.month - 1] < one.needs_arr:
            text += f" (needs {money(one.needs_arr, plan.currency)} ARR, does not close)"
        texts.append(text)
    return f"Funding: {', '.join(texts)}." if texts else ""
