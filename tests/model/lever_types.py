"""Writes planner/model/lever_types.py, the static type of the catalogue of levers.

python tests/model/lever_types.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "planner" / "model" / "lever_types.py"
sys.path[:0] = [str(ROOT)]

from planner.vocabulary.levers import CATALOGUE, GROUPS  # noqa: E402
from planner.vocabulary.segments import SEGMENTS  # noqa: E402
from planner.vocabulary.teams import TEAMS  # noqa: E402

HEAD = '''"""The levers of one draw in one month. Written from data/levers.csv by tests/model/lever_types.py.

A lever that all segments have, or both teams, stands under `segments` or `teams`, one number for each; the others
stand under their group.
"""

from planner.vocabulary.columns import BySegment, ByTeam
'''


def shared(segments: tuple[str, ...]) -> list[str]:
    """Names of levers that these segments have and the other ones do not."""
    names = dict.fromkeys(lever.name for segment in segments for lever in GROUPS[segment])
    having = {name: tuple(segment for segment in SEGMENTS if f"{segment}.{name}" in CATALOGUE) for name in names}
    return [name for name in names if set(having[name]) == set(segments)]


def records() -> Iterator[tuple[str, str, list[str], str]]:
    """(field, class, names of levers, their type) of every part of the record."""
    segments, teams = shared(tuple(SEGMENTS)), shared(tuple(TEAMS))
    yield "segments", "Segments", segments, "BySegment"
    yield "teams", "Teams", teams, "ByTeam"
    for group, levers in GROUPS.items():
        alone = [lever.name for lever in levers if lever.name not in segments + teams or group not in SEGMENTS]
        if alone:
            yield group, group.title().replace("_", ""), alone, "float"


def text() -> str:
    """What the file has to be."""
    classes = "".join(
        f'\n\nclass {name}:\n    """Levers of {field.replace("_", " ")}."""\n\n'
        + "".join(f"    {lever}: {kind}\n" for lever in levers)
        for field, name, levers, kind in records()
    )
    fields = "".join(f"    {field}: {name}\n" for field, name, _, _ in records())
    return f'{HEAD}{classes}\n\nclass Levers:\n    """Every lever."""\n\n{fields}'


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
