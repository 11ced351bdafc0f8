"""The pane beside the list: the post with its spans, why it was found, on what ground, and what would help.

Knows nothing of the vault; it is handed a `Detail`. Everything that others wrote goes through `untrusted`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from auditor.engine.notes import UNWEIGHED
from auditor.model import Category, Finding, FindingStatus, Span, StoredFinding
from auditor.tui.marks import (
    CATEGORY_TITLE,
    OUTCOME_TITLE,
    SEVERITY_SHAPE,
    STATUS_TITLE,
    count,
    severity_mark,
)
from auditor.tui.values import Beside, Detail
from auditor.untrusted import one_line, visible
from connectors.model import Item

TEXT_SHOWN = 3_000
"""Code points of a post that are shown; a longer one is cut around its first span."""
PARENT_SHOWN = 600
QUIET = "$quiet"
REWORDED = frozenset({Category.PHI, Category.ADVICE, Category.COI, Category.DISCLAIMER})
"""Categories in which another wording can help."""


class DetailPane(VerticalScroll, can_focus=False):
    """The finding under the cursor."""

    def compose(self) -> Iterator[Static]:
        yield Static(id="detail-text", markup=False)

    def show(self, detail: Detail | None) -> None:
        """Show a finding, or nothing."""
        content = detail_content(detail) if detail else Content("")
        self.query_one("#detail-text", Static).update(content)
        self.scroll_home(animate=False)


def detail_content(detail: Detail) -> Content:
    """The pane's whole text."""
    stored, finding = detail.finding, detail.finding.finding
    style = f"bold $severity-{finding.severity.value}"
    parts: list[Content | str | tuple[str, str]] = [
        (f"{SEVERITY_SHAPE[finding.severity]} {finding.severity.value.upper()}", style),
        (f"  {CATEGORY_TITLE[finding.category]}", "bold"),
        (f"  {finding.rule}\n", QUIET),
        (one_line(detail.rule_title) + "\n", "bold"),
        (_where(stored), QUIET),
        (f" · {count(len(detail.beside) + 1, 'finding')} on this post\n", "bold") if detail.beside else "\n",
    ]
    parts += _decision(stored)
    if detail.item is not None and detail.item.item.parent_text:
        parts += [
            ("\nIn answer to\n", "bold $secondary"),
            (_cut(visible(detail.item.item.parent_text), PARENT_SHOWN) + "\n", f"italic {QUIET}"),
        ]
    parts += [("\nBio\n" if detail.item is None else "\nPost\n", "bold $secondary")]
    parts += [highlighted(detail.text, finding.spans), "\n"]
    if detail.item is not None:
        parts += _media(detail.item.item)
    parts += [("\nWhy\n", "bold $secondary"), one_line(finding.reason), "\n"]
    parts += _terms(finding)
    parts += [("\nWhat would help\n", "bold $secondary"), visible(finding.remedy)]
    parts += [("  w: a safer wording\n", QUIET) if finding.category in REWORDED else "\n"]
    parts += _beside(detail.beside)
    if detail.citations:
        parts.append(("\nRests on\n", "bold $secondary"))
        for citation in detail.citations:
            parts += [f"{citation.title}, {citation.paragraph}: ", (citation.says + "\n", QUIET)]
    if detail.why:
        parts += [("\nWhy a reader stops here\n", "bold $secondary"), detail.why, "\n"]
    parts.append(
        (
            f"\nFinding {finding.fingerprint[:12]} · first seen {stored.first_seen:%Y-%m-%d}"
            f" · confidence {finding.confidence:.0%} · {finding.tier.value}",
            QUIET,
        )
    )
    return Content.assemble(*parts)


def highlighted(text: str, spans: Sequence[Span]) -> Content:
    """The text, harmless, its spans coloured, underlined and followed by their types in brackets."""
    shown = visible(text)
    groups = _merged(spans, len(shown))
    first = groups[0][0] if groups else 0
    begin = 0 if len(shown) <= TEXT_SHOWN else max(0, min(first - TEXT_SHOWN // 4, len(shown) - TEXT_SHOWN))
    end = min(len(shown), begin + TEXT_SHOWN)
    parts: list[str | tuple[str, str]] = []
    if begin:
        parts.append((f"[{count(begin, 'character')} before]\n", QUIET))
    at = begin
    for start, stop, label in groups:
        if start < at or stop > end:
            continue
        parts += [
            shown[at:start],
            (shown[start:stop], "underline $span-foreground on $span-background"),
            (f"[{label}]", "bold $accent"),
        ]
        at = stop
    parts.append(shown[at:end])
    if end < len(shown):
        parts.append((f"\n[{count(len(shown) - end, 'more character')}]", QUIET))
    return Content.assemble(*parts)


def _merged(spans: Sequence[Span], length: int) -> list[tuple[int, int, str]]:
    """Spans inside the text, in order; those that overlap become one with both types."""
    groups: list[tuple[int, int, list[str]]] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if not 0 <= span.start < span.end <= length:
            continue
        if groups and span.start < groups[-1][1]:
            start, end, types = groups[-1]
            if span.type.value not in types:
                types.append(span.type.value)
            groups[-1] = (start, max(end, span.end), types)
        else:
            groups.append((span.start, span.end, [span.type.value]))
    return [(start, end, "+".join(types)) for start, end, types in groups]


def _where(stored: StoredFinding) -> str:
    finding = stored.finding
    when = f"{stored.created_at:%Y-%m-%d %H:%M}" if stored.created_at else "undated"
    return f"{one_line(finding.platform, 20)} {one_line(finding.handle, 60)} · {finding.kind} · {when}"


def _decision(stored: StoredFinding) -> list[Content | str | tuple[str, str]]:
    if stored.decision is None:
        return [] if stored.status is FindingStatus.OPEN else [(STATUS_TITLE[stored.status] + "\n", QUIET)]
    decision = stored.decision
    said = f"Decided {decision.decided_at:%Y-%m-%d}: {OUTCOME_TITLE[decision.outcome]}"
    if decision.reason:
        said += f" ({one_line(decision.reason, 200)})"
    return [(said + "\n", "bold $success")]


def _media(item: Item) -> list[Content | str | tuple[str, str]]:
    if not item.media:
        return []
    parts: list[Content | str | tuple[str, str]] = [
        (f"\n{count(len(item.media), 'image or file', 'images or files')}", "bold"),
        ("; what they show was not looked at\n", QUIET),
    ]
    return parts + [f"  described as: {one_line(media.alt, 200)}\n" for media in item.media if media.alt]


def _beside(others: Sequence[Beside]) -> list[Content | str | tuple[str, str]]:
    """What else was found on the post, one line each: deciding to delete decides these too."""
    if not others:
        return []
    parts: list[Content | str | tuple[str, str]] = [("\nAlso on this post\n", "bold $secondary")]
    for other in others:
        said = f", {OUTCOME_TITLE[other.outcome]}" if other.outcome else ""
        parts += [
            (f"  {severity_mark(other.severity)}  ", f"$severity-{other.severity.value}"),
            one_line(other.rule_title, 100),
            (f"  {other.category.value}{said}\n", QUIET),
        ]
    return parts


def _terms(finding: Finding) -> list[Content | str | tuple[str, str]]:
    """What weighed how much, the heaviest first: in the term's own words, else by its signal's name."""
    parts: list[Content | str | tuple[str, str]] = []
    for term in sorted(finding.terms, key=lambda t: -abs(t.weight)):
        parts += [(f"  {term.weight:+6.2f}  ", "$accent"), one_line(term.note or term.signal, 120) + "\n"]
    return parts or [(f"  {UNWEIGHED}\n", QUIET)]


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
