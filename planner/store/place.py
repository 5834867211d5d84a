"""Where the database is: as the environment says, else a file in a folder of the user's, else memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path
from sqlalchemy import URL

DATABASE, FOLDER = "GROUNDSWELL_DATABASE", "GROUNDSWELL_FOLDER"
FILE = "groundswell.db"


class Place(NamedTuple):
    """Where plans are kept. url: of the database. warning: a sentence when they are kept in memory only."""

    url: URL | str
    warning: str = ""


def of(environment: Mapping[str, str] = os.environ) -> Place:
    """The database that the environment names; a folder that it names is made when it is not there."""
    if url := environment.get(DATABASE):
        return Place(url)
    named = environment.get(FOLDER)
    folder = Path(named or "~")
    try:
        folder = folder if named else user_data_path("groundswell", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        warning = (
            f"The folder {folder} cannot be written to ({reason}), so saved plans and drafts stay in memory and are "
            f"gone once the server stops. {FOLDER} names another folder, {DATABASE} a database."
        )
        return Place("sqlite://", warning)
    return Place(URL.create("sqlite", database=str(folder.resolve() / FILE)))
