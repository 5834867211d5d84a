"""LibreOffice without windows: it recalculates workbooks."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Its settings: recalculate every workbook that is opened."""


def recalculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files as LibreOffice has recalculated and saved them, in a folder of their own."""
    if not OFFICE:
        if os.environ.get("CI"):
            pytest.fail("no LibreOffice")
        pytest.skip("no LibreOffice; install libreoffice-calc")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True, timeout=170)
    return [out / file.name for file in files]
