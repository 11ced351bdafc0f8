"""The benchmark of strangers' posts reads its files as they are and counts what the audit says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import strangers

PATIENT = (
    "My patient in bed 4, a 94-year-old farmer from Ballyknock, "
    "died of his lung cancer last night at Larchmount General."
)


@pytest.fixture(autouse=True)
def without_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_TUI_NO_READER", "1")


def test_the_last_column_of_a_line_is_the_post(tmp_path: Path) -> None:
    source = tmp_path / "posts.txt"
    source.write_bytes(b"1\t-0.5\tFish &amp; chips\n\nplain \xff line\n")
    assert strangers.posts(source) == ["Fish & chips", "plain � line"]


@pytest.mark.parametrize(("texts", "code"), [([PATIENT, "Rain again."], 1), (["Rain again.", "Tea."], 0)])
def test_what_the_audit_says_of_phi_decides(
    texts: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = tmp_path / "posts.txt"
    source.write_text("\n".join(texts), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["strangers", str(source), "--show", "5"])
    assert strangers.main() == code
    told = capsys.readouterr().out
    assert (PATIENT in told) == bool(code)
    assert f"phi on {50.0 if code else 0.0:.2f} in a hundred of 2 posts" in told
