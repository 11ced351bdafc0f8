"""Lets a report leave the machine, and tells later whether a file is one that did.

Renders, seals, records the digest in the vault's event log, writes the file. Knows nothing of what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import private_file
from auditor.errors import InputError, VaultError
from auditor.report import seal
from auditor.report.model import Audience, Report

if TYPE_CHECKING:
    from auditor.store import Vault

EVENT = "report-issued"
LARGEST = 256 * 2**20
"""A file beyond so many bytes is no report of ours."""


class Format(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    CSV = "csv"


class FileState(StrEnum):
    """What verifying a file can tell."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file that claims to be a report."""

    state: FileState
    digest: str
    """The digest that the file carries; empty where it carries none."""
    issued_at: str
    """When this vault issued it, ISO 8601; empty where it did not."""
    sentence: str
    """The verdict in words."""


def render(report: Report, fmt: Format | str) -> str:
    """The report in one format, sealed with its digest; not yet on record anywhere.

    Raises:
        InputError: no such format.
    """
    return seal.seal(_renderer(_format(fmt))(report))


def issue(vault: Vault, report: Report, fmt: Format | str) -> str:
    """Render the report and put its digest on record: what leaves the machine comes from here.

    Raises:
        InputError: no such format.
    """
    text = render(report, fmt)
    digest, _ = seal.read(text.encode())
    vault.events.log(
        EVENT,
        digest=digest,
        format=str(_format(fmt)),
        audience=str(report.audience),
        cycle=report.cycle,
        findings=len(report.findings),
    )
    return text


def write(vault: Vault, report: Report, fmt: Format | str, path: Path | None = None) -> Path:
    """Issue the report into a file, whole and with mode 0600. `path` None: `file_name` in the current folder.

    The digest is on record before the file stands, so that no file stands without its record.

    Raises:
        InputError: no such format, or the file can't be written there.
    """
    target = path or Path(file_name(report, fmt))
    if target.is_dir():
        target = target / file_name(report, fmt)
    private_file.write(target, issue(vault, report, fmt).encode())
    return target


def file_name(report: Report, fmt: Format | str) -> str:
    """Such as `audit-report-2026-Q4.html`; tells the reader unless a department head; never a name."""
    reader = "" if report.audience is Audience.DEPARTMENT_HEAD else f"-{report.audience}"
    return f"audit-report-{report.cycle}{reader}.{_format(fmt)}"


def verify(vault: Vault, path: Path) -> Verdict:
    """Whether the file is a report of this vault, as it was issued, changed since, or neither.

    Raises:
        InputError: the file can't be read or is far too large.
        VaultError: the event log itself was tampered with, so it can vouch for nothing.
    """
    data = _read(path)
    vault.events.verify()
    known = {str(e.detail.get("digest")): e.at for e in vault.events.list(None) if e.kind == EVENT}
    carried, is_sealed = seal.read(data)
    if is_sealed and carried in known:
        at = known[carried].isoformat()
        return Verdict(
            FileState.UNCHANGED,
            carried,
            at,
            f"This report was issued by this vault on {at} and is unchanged.",
        )
    once = next((d for d in sorted(seal.every(data)) if d in known), "")
    if once:
        at = known[once].isoformat()
        return Verdict(
            FileState.CHANGED,
            once,
            at,
            f"This report was issued by this vault on {at} and was changed since.",
        )
    if not carried:
        return Verdict(FileState.FOREIGN, "", "", "This file carries no digest of an audit-tui report.")
    whole = "is whole in itself but" if is_sealed else "was changed, or"
    return Verdict(FileState.FOREIGN, carried, "", f"This file {whole} did not come from this vault.")


def _format(fmt: Format | str) -> Format:
    try:
        return Format(fmt)
    except ValueError:
        raise InputError(
            "There is no such report format.", f"Choose one of: {', '.join(f.value for f in Format)}."
        ) from None


def _renderer(fmt: Format) -> Callable[[Report], str]:
    # Imported one by one: jinja2 is only loaded when someone wants HTML.
    match fmt:
        case Format.HTML:
            from auditor.report import as_html

            return as_html.render
        case Format.MARKDOWN:
            from auditor.report import as_markdown

            return as_markdown.render
        case Format.JSON:
            from auditor.report import as_json

            return as_json.render
        case Format.CSV:
            from auditor.report import as_csv

            return as_csv.render


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("The file is far too large for a report.", "Give the report file itself.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The report could not be read ({error.strerror or 'unknown cause'}).",
            "Check that the path names a report file.",
        ) from error


__all__ = ["FileState", "Format", "VaultError", "Verdict", "file_name", "issue", "render", "verify", "write"]
