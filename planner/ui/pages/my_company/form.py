"""All questions, in the order in which a founder is asked."""

from html import escape

import streamlit as st

from planner.ui.pages.my_company import question_fields, row_fields
from planner.ui.pages.my_company.questions import DEPARTMENTS
from planner.vocabulary.numbers import money, percent
from planner.vocabulary.segments import SEGMENTS


def draw(taken: question_fields.Taken) -> None:
    """All questions, group by group."""
    question_fields.head("What you sell")
    question_fields.general(taken)
    question_fields.number(taken, "arr")
    question_fields.several(taken, "How is it sold?", [f"sold_by.{one}" for one in SEGMENTS], "sold_by")
    if taken.values["arr"]:
        st.html(shares(taken))
    question_fields.pair(taken, "customers", "signups")
    question_fields.pair(taken, "activation", "paying")
    question_fields.several(
        taken, "What does a new customer pay?", ["price", "inside_sales_contract", "enterprise_contract"]
    )
    question_fields.number(taken, "gross_retention")
    question_fields.head("People")
    row_fields.sellers(taken)
    question_fields.pair(taken, "quota", "inside_sales_quota")
    question_fields.number(taken, "headcount")
    with st.expander("By department"):
        for left, right in zip(DEPARTMENTS[::2], DEPARTMENTS[1::2], strict=True):
            question_fields.pair(taken, left, right)
    question_fields.contradictions(taken, "people")
    question_fields.head("Money")
    question_fields.pair(taken, "cash", "burn")
    row_fields.last_round(taken)
    question_fields.head("Promises")
    row_fields.targets(taken)
    row_fields.next_round(taken)


def shares(taken: question_fields.Taken) -> str:
    """The ARR split by how it is sold: a bar, and what each part of it is."""
    plan = taken.company.plan
    parts = [(one, taken.values[f"sold_by.{one.id}"], plan.value(f"{one.id}.arr")) for one in SEGMENTS.values()]
    bar = "".join(
        f'<span style="flex-grow:{share:.6g};background:{one.colour}"></span>' for one, share, _ in parts if share > 0
    )
    texts = "".join(
        f'<span><i style="background:{one.colour}"></i>{escape(one.label)} {percent(share)}, '
        f"{escape(money(amount, plan.currency))}</span>"
        for one, share, amount in parts
        if share > 0
    )
    return f'<div class="shares"><div class="bar" aria-hidden="true">{bar}</div><div class="parts">{texts}</div></div>'
