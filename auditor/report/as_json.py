"""Renders a report as JSON: the model as it is, in plain ASCII, the digest last."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from auditor.report import wording
from auditor.report.model import Audience, Report
from auditor.report.seal import BLANK

FORMAT = "audit-tui-report/1"


def render(report: Report) -> str:
    """The report as one JSON object, not yet sealed.

    Everything outside ASCII is escaped, and so is DEL: the file is harmless in a terminal and still exact.
    """
    body = asdict(report)
    body["include"] = sorted(report.include)
    if report.audience is Audience.DEPARTMENT_HEAD:
        _drop_empty(body)
    whole = {
        "format": FORMAT,
        "caution": wording.CAUTION[report.audience],
        "note": f"{wording.WHAT_IT_IS} {wording.NO_FINDINGS}",
        "not_looked_at": wording.NOT_LOOKED_AT,
        **body,
        "digest": BLANK,
    }
    return json.dumps(whole, indent=2, ensure_ascii=True, default=_plain).replace("\x7f", "\\u007f") + "\n"


def _drop_empty(body: dict[str, object]) -> None:
    """Take out the fields that a redacted report never fills, so that nobody looks for them."""
    del body["proof"]
    for name, field in (("findings", "detail"), ("deletions", "evidence")):
        lines = body[name]
        if isinstance(lines, tuple):
            for line in lines:
                del line[field]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form for {type(value).__name__}")
