"""Growth as users x use cases x price: the three factors, and what pushes each."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.vocabulary import palette
from planner.vocabulary.declared import Declared, by_id


@dataclass(frozen=True)
class Factor(Declared):
    """One factor of growth. id: its column. pushes: the parts of growth, as plays name them, that raise it.

    levers: that move it most directly.
    """

    pushes: tuple[str, ...]
    levers: tuple[str, ...]


FACTORS: Mapping[str, Factor] = by_id(
    Factor(
        "customer_factor",
        "Users",
        palette.SAGE,
        ("use before purchase", "conversion"),
        ("community.signup_rate", "community.activation_rate", "self_serve.conversion", "enterprise.win_rate"),
    ),
    Factor(
        "use_case_factor",
        "Use cases",
        palette.SKY,
        ("expansion to more users", "expansion to more use cases"),
        ("growth.use_case_share", "enterprise.expansion", "inside_sales.expansion", "self_serve.expansion"),
    ),
    Factor(
        "price_factor",
        "Price",
        palette.ORANGE,
        ("value of the paid tier",),
        ("retention.price_rise", "enterprise.acv", "inside_sales.acv", "self_serve.acv"),
    ),
)
"""Every factor by id, in the order of the product."""
