"""Renders a laid-out report as one HTML file: no script, nothing fetched, fit to print, autoescaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor.report.document import lay_out
from auditor.report.model import Report
from auditor.report.seal import BLANK
from auditor.untrusted import visible


def render(report: Report) -> str:
    """The report as one HTML file, its digest in the footer, not yet sealed."""
    template = _environment().get_template("report.html")
    return template.render(document=lay_out(report), digest=BLANK) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("auditor.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value that is printed goes through here before it is escaped.
        finalize=_finalize,
    )
    environment.tests["kind"] = _is_kind
    return environment


def _finalize(value: object) -> object:
    # Markup (a macro's result) is text that was made visible when it was printed inside the macro.
    return visible(value) if type(value) is str else value


def _is_kind(block: object, name: str) -> bool:
    return type(block).__name__ == name
