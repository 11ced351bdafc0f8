"""Issuing, writing and verifying reports over a real vault."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import private_file
from auditor.errors import AuditorError, InputError
from auditor.report import Audience, FileState, Format, file_name, issue, render, seal, verify, write
from auditor.report.redaction import redact
from auditor.store import Vault, open_vault
from tests.report.samples import full_report

REPORT = redact(full_report(), Audience.DEPARTMENT_HEAD)


@pytest.mark.parametrize("fmt", Format)
class TestVerify:
    def test_a_report_as_it_was_issued_is_unchanged(self, vault: Vault, tmp_path: Path, fmt: Format) -> None:
        verdict = verify(vault, write(vault, REPORT, fmt, tmp_path / "report"))
        assert verdict.state is FileState.UNCHANGED
        assert verdict.digest.startswith("sha256:")
        assert verdict.issued_at

    def test_a_change_of_any_byte_is_seen(self, vault: Vault, fmt: Format) -> None:
        data = issue(vault, REPORT, fmt).encode()
        assert seal.read(data)[1]
        for at in (*range(0, len(data), 97), *range(len(data) - 200, len(data))):
            for flip in (0x01, 0x20, 0x80):
                changed = bytearray(data)
                changed[at] ^= flip
                assert not seal.read(bytes(changed))[1], at

    def test_additions_and_losses_at_either_end_or_inside_are_seen(
        self, vault: Vault, tmp_path: Path, fmt: Format
    ) -> None:
        data = issue(vault, REPORT, fmt).encode()
        path = tmp_path / "changed"
        half = len(data) // 2
        for changed in (
            data + b"\n",
            data + b" ",
            data + b"\x00",
            b"\n" + data,
            b"\xef\xbb\xbf" + data,
            data[:-1],
            data[1:],
            data[:half] + data[half + 1 :],
            data[:half] + b"x" + data[half:],
            data + data,
            data.replace(b"\n", b"\r\n"),
            data.replace(b"Wren Ashdown", b"Wren Ashdowne"),
        ):
            path.write_bytes(changed)
            assert verify(vault, path).state is FileState.CHANGED

    def test_a_change_inside_the_digest_is_seen(self, vault: Vault, tmp_path: Path, fmt: Format) -> None:
        data = issue(vault, REPORT, fmt).encode()
        at = data.rindex(b"sha256:") + 10
        path = tmp_path / "changed"
        path.write_bytes(data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :])
        assert verify(vault, path).state is not FileState.UNCHANGED

    def test_a_changed_report_that_was_sealed_anew_is_not_ours(
        self, vault: Vault, tmp_path: Path, fmt: Format
    ) -> None:
        issue(vault, REPORT, fmt)
        forged = tmp_path / "forged"
        forged.write_text(render(replace(REPORT, cycle="2026-Q3"), fmt), "utf-8", newline="")
        verdict = verify(vault, forged)
        assert verdict.state is FileState.FOREIGN
        assert "did not come from this vault" in verdict.sentence

    def test_a_report_of_another_vault_is_foreign(self, vault: Vault, tmp_path: Path, fmt: Format) -> None:
        with open_vault(tmp_path / "other") as other:
            path = write(other, REPORT, fmt, tmp_path / "report")
        assert verify(vault, path).state is FileState.FOREIGN

    def test_a_file_is_private_whole_and_left_without_remains(
        self, vault: Vault, tmp_path: Path, fmt: Format
    ) -> None:
        path = write(vault, REPORT, fmt, tmp_path)
        assert path == tmp_path / f"audit-report-2026-Q4.{fmt}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == [path.name]
        assert seal.read(path.read_bytes())[1]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(Format))
def test_no_change_drawn_at_random_goes_unseen(data: st.DataObject, fmt: Format) -> None:
    whole = render(REPORT, fmt).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 80, len(whole))))
    put = data.draw(st.binary(max_size=80))
    changed = whole[:start] + put + whole[end:]
    assert seal.read(changed)[1] is (changed == whole)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\xff\xfe\x00", b"sha256:" + b"0" * 64])
def test_a_file_of_somebody_elses_is_foreign(vault: Vault, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.html"
    path.write_bytes(content)
    assert verify(vault, path).state is FileState.FOREIGN


def test_a_digest_from_a_post_does_not_pass_for_the_reports_own(vault: Vault) -> None:
    other = issue(vault, REPORT, Format.MARKDOWN)
    known = seal.read(other.encode())[0]
    for text in (known, seal.BLANK):
        signed = replace(REPORT.attestation, statement=text, signed_by=text, signed_at=REPORT.made_at)
        for fmt in Format:
            assert seal.read(render(replace(REPORT, attestation=signed), fmt).encode())[1]


@pytest.mark.parametrize("place", ["nowhere/report.html", "."])
def test_a_report_that_can_not_be_read_says_so(vault: Vault, tmp_path: Path, place: str) -> None:
    with pytest.raises(InputError, match="could not be read"):
        verify(vault, tmp_path / place)


def test_a_report_that_can_not_be_written_says_so(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be written"):
        write(vault, REPORT, "html", tmp_path / "nowhere" / "report.html")


def test_an_unknown_format_is_refused(vault: Vault) -> None:
    with pytest.raises(InputError, match="no such report format"):
        render(REPORT, "docx")


def test_what_leaves_is_on_record_without_anything_of_a_post(vault: Vault) -> None:
    text = issue(vault, redact(full_report(), Audience.SELF), Format.JSON)
    (event,) = [e for e in vault.events.list() if e.kind == "report-issued"]
    assert event.detail == {
        "digest": seal.read(text.encode())[0],
        "format": "json",
        "audience": "self",
        "cycle": "2026-Q4",
        "findings": len(full_report().findings),
    }
    vault.events.verify()


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        (Audience.DEPARTMENT_HEAD, "audit-report-2026-Q4.html"),
        (Audience.SELF, "audit-report-2026-Q4-self.html"),
        (Audience.COUNSEL, "audit-report-2026-Q4-counsel.html"),
    ],
)
def test_a_file_name_tells_the_period_and_nobodys_name(audience: Audience, name: str) -> None:
    assert file_name(redact(full_report(), audience), "html") == name


def test_an_older_file_is_replaced_in_one_step_and_kept_when_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    path.chmod(0o644)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(private_file.os, "fsync", fails)
        with pytest.raises(AuditorError, match="No space left"):
            private_file.write(path, b"new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["report.html"]
    private_file.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_in_the_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("kept")
    link = tmp_path / "report.html"
    link.symlink_to(target)
    private_file.write(link, b"new")
    assert target.read_text() == "kept"
    assert not link.is_symlink()
