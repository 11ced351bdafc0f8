"""Renders a laid-out report as Markdown (CommonMark with tables), everything that could be markup escaped."""

from __future__ import annotations

import re

from auditor.markdown import escape
from auditor.report.blocks import Block, Card, Document, Facts, Figures, Listing, Notice, Signature, Table
from auditor.report.document import lay_out
from auditor.report.model import Report
from auditor.report.seal import BLANK
from auditor.untrusted import visible


def render(report: Report) -> str:
    """The report as Markdown, its digest on the last line, not yet sealed."""
    document = lay_out(report)
    parts = [
        f"# {escape(document.title)}",
        f"**{escape(document.subtitle)}**",
        _block(document.facts),
        _block(Notice(document.caution)),
    ]
    for section in document.sections:
        parts.append(f"## {escape(section.title)}")
        parts += [_block(block) for block in section.blocks]
    parts.append(_digest_line(document))
    return "\n\n".join(parts) + "\n"


def _digest_line(document: Document) -> str:
    return f"---\n\n{escape(document.title)}. Digest of this file: `{BLANK}`"


def _block(block: Block) -> str:
    match block:
        case str():
            return escape(block)
        case Notice():
            return f"> **Note:** {escape(block.text)}"
        case Listing():
            return "\n".join(f"- {escape(line)}" for line in block.lines)
        case Facts() | Figures():
            return "\n".join(f"- **{escape(name)}** {escape(value)}" for name, value in block.pairs)
        case Table():
            return _table(block)
        case Card():
            return _card(block)
        case Signature():
            return _signature(block)


def _table(table: Table) -> str:
    head = "| " + " | ".join(escape(c.title) for c in table.columns) + " |"
    rule = "|" + "|".join(" ---: " if c.kind == "number" else " --- " for c in table.columns) + "|"
    rows = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in table.rows]
    return f"{escape(table.caption)}:\n\n" + "\n".join([head, rule, *rows])


def _card(card: Card) -> str:
    parts = [f"### {escape(card.title)} ({escape(card.severity)})"]
    if card.parent:
        parts.append("In answer to:\n\n" + _quote(_lines(card.parent)))
    post = "".join(
        f"**⟦{_lines(p.text)}⟧** ({escape(p.label)}) " if p.label else _lines(p.text) for p in card.pieces
    )
    parts += [_quote(post), _block(Facts(card.facts))]
    return "\n\n".join(parts)


def _lines(text: str) -> str:
    return "\n".join(escape(line) for line in visible(text).split("\n"))


def _quote(escaped: str) -> str:
    # A no-break space keeps indented lines from becoming code, where escapes would show.
    lines = (re.sub(r"^\s+", "\u00a0", line) for line in escaped.split("\n"))
    return "\n".join(f"> {line}\\" for line in lines).removesuffix("\\")


def _signature(signature: Signature) -> str:
    if not signature.signed_on:
        return "Name: ____________________\n\nDate: ____________________\n\nSignature: ____________________"
    signed = f"Signed: **{escape(signature.signed_by)}**, {escape(signature.signed_on)}"
    return f"{_quote(_lines(signature.statement))}\n\n{signed}" if signature.statement else signed
