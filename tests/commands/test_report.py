"""`report`: the file it writes, and what it refuses."""

import io
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader
from shell import refused, worked


def test_a_report_as_pdf_and_as_slides(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf, slides = tmp_path / "report.pdf", tmp_path / "report.PPTX"
    assert worked(capsys, "report", plan, "--baseline", plan, "--out", pdf, "enterprise.win_rate=0.3") == ""
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages)
    assert "Enterprise win rate" in said
    assert "What changed since" in said
    assert worked(capsys, "report", plan, "--out", slides) == ""
    assert len(Presentation(str(slides)).slides) >= 6


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_another_form_is_refused(name: str, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "report", plan, "--out", tmp_path / name) == [
        f"--out = {tmp_path / name}: must end in .pdf or .pptx"
    ]
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_refused(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (said,) = refused(capsys, "report", plan, "--out", tmp_path / "no" / "report.pdf")
    assert said.endswith("cannot be written (No such file or directory)")
