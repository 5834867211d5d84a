"""What arrives later than it was sent."""


def arriving(row: str, delay: str, longest: int) -> str:
    """What arrives now of a row's amounts, each `delay` months later; a fraction splits between two months.

    delay: a lever, as it was in the month of the amount. longest: months that it takes at most.
    """
    late = f"ABS(month - month[-{longest}:0] - {delay}[-{longest}:0])"
    return f"SUMPRODUCT({row}[-{longest}:0] * (1 - {late}) * ({late} < 1))"
