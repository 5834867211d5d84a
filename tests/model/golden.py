"""Writes golden.csv: what the reference says of the plan in golden.toml.

python tests/model/golden.py
"""

import csv
import sys
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

import reference  # noqa: E402

from planner.plan import load  # noqa: E402
from planner.vocabulary.levers import CATALOGUE  # noqa: E402

MONTHS = (1, 12, 24)
PLAN = HERE / "golden.toml"
FILE = HERE / "golden.csv"


def main() -> None:
    """Write the file."""
    plan = load(PLAN)
    columns = reference.run(
        plan.values(),
        plan.months,
        [asdict(event) for event in plan.events],
        [asdict(item) for item in plan.funding],
        {lever.id: (lever.min, lever.max) for lever in CATALOGUE.values()},
    ).columns
    with FILE.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["column", *MONTHS])
        for name in reference.COLUMNS:
            cells = [columns[name][month - 1] for month in MONTHS]
            write.writerow(
                [name, *("" if cell != cell else cell if isinstance(cell, str) else repr(cell) for cell in cells)]
            )


if __name__ == "__main__":
    main()
