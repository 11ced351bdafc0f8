"""Reports of the samples as they must look, byte for byte.

`python -m tests.report.golden` writes them anew; look at every difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

from auditor.report import Audience, Format, Report, render
from auditor.report.redaction import redact
from tests.report.samples import closed, full_report

FOLDER = Path(__file__).parent


def reports() -> dict[str, Report]:
    """The sample reports by name."""
    told = {str(audience): redact(full_report(), audience) for audience in Audience}
    return {
        **told,
        "closed": redact(closed(full_report()), Audience.DEPARTMENT_HEAD),
        "empty": redact(full_report(findings=()), Audience.DEPARTMENT_HEAD),
    }


def cases() -> list[tuple[str, Format]]:
    """(name, format) of every golden file."""
    return [(name, fmt) for name in reports() for fmt in Format]


def path(name: str, fmt: Format) -> Path:
    """Where the golden file is."""
    return FOLDER / f"{name}.{fmt}"


def write() -> None:
    """Write every golden file anew."""
    for name, report in reports().items():
        for fmt in Format:
            path(name, fmt).write_bytes(render(report, fmt).encode())
