"""What leaves the machine: a self-audit's report, redacted unless its owner is the reader.

`build` gathers it from the vault and redacts it, `issue` and `write` render, seal and record it, `verify`
tells later whether a file is one of ours. Knows nothing of the screen.
"""

from __future__ import annotations

from auditor.report.build import build
from auditor.report.issue import FileState, Format, Verdict, file_name, issue, render, verify, write
from auditor.report.model import Audience, Include, Report

__all__ = [
    "Audience",
    "FileState",
    "Format",
    "Include",
    "Report",
    "Verdict",
    "build",
    "file_name",
    "issue",
    "render",
    "verify",
    "write",
]
