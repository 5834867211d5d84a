"""What has to be said of answers: what contradicts itself, what the plan could not meet, what was assumed."""

from typing import Literal, NamedTuple

Kind = Literal["contradiction", "gap", "assumption"]


class Remark(NamedTuple):
    """A sentence about an answer. about: the key of the answer that it stands beside."""

    about: str
    kind: Kind
    text: str
