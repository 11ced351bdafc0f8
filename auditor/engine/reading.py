"""One text with everything the rules may ask of it, worked out once and only when asked.

The stages are plain functions: `text.normalise` → `recognizers.recognise` → `frames.frame_of`.
A Reading holds their results; rules never call a recogniser themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from auditor.engine import frames, recognizers
from auditor.engine import text as normal
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.once import once
from auditor.engine.recognizers import phrases
from auditor.engine.recognizers.phrases import Hit
from auditor.model import Category, Span, SpanType
from connectors.model import Owner, Use


@dataclass(frozen=True, slots=True)
class AccountContext:
    """What the engine knows of the account that an item stands on."""

    platform: str
    handle: str
    display_name: str
    use: Use
    bio: str
    location: str = ""
    other_handles: tuple[str, ...] = ()
    """Handles of the owner's other accounts."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One item, or one bio (`item_id` None and `kind` "bio"), to be read."""

    item_id: str | None
    kind: str
    text: str
    created_at: datetime | None = None
    parent_text: str | None = None
    media_alts: tuple[str, ...] = ()
    """One entry for each picture or video, empty where it has no alternative text."""
    location: str = ""
    """The place the platform attached, if any."""


SPAN_TYPE: dict[MarkKind, SpanType] = {
    MarkKind.NAME: SpanType.NAME,
    MarkKind.AGE: SpanType.AGE,
    MarkKind.DATE: SpanType.DATE,
    MarkKind.PLACE: SpanType.LOCATION,
    MarkKind.ZIP: SpanType.LOCATION,
    MarkKind.FACILITY: SpanType.FACILITY,
    MarkKind.UNIT: SpanType.FACILITY,
    MarkKind.CONTACT: SpanType.CONTACT,
    MarkKind.URL: SpanType.CONTACT,
    MarkKind.ID: SpanType.ID,
    MarkKind.RELATION: SpanType.RELATION,
    MarkKind.CONDITION: SpanType.CONDITION,
    MarkKind.PROCEDURE: SpanType.CONDITION,
    MarkKind.DRUG: SpanType.PHRASE,
    MarkKind.DOSE: SpanType.PHRASE,
    MarkKind.EVENT: SpanType.EVENT,
    MarkKind.IMAGE: SpanType.IMAGE,
    MarkKind.QUASI: SpanType.CONDITION,
}


@dataclass
class Reading:
    """A subject with its account and owner, and lazily what was recognised in it."""

    subject: Subject
    account: AccountContext
    owner: Owner
    found: dict[Category, float] = field(default_factory=dict)
    """Categories that rules before this one found above severity info, with their confidence."""
    _cache: dict[str, object] = field(default_factory=dict, repr=False)
    """Room for a rule family to keep what it worked out once (key: module name)."""

    @once
    def text(self) -> normal.NormalText:
        """The subject's text, normalised, with offsets that map back."""
        return normal.normalise(self.subject.text)

    @once
    def parent(self) -> normal.NormalText | None:
        """The text it answers, normalised; None where there is none."""
        return normal.normalise(self.subject.parent_text) if self.subject.parent_text else None

    @once
    def marks(self) -> tuple[Mark, ...]:
        """Everything recognised, in order of place, overlaps settled."""
        return recognizers.recognise(self)

    @once
    def hits(self) -> tuple[Hit, ...]:
        """Phrases of the word lists found in the text."""
        return phrases.scan(self.text)

    @once
    def cues(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Words that say whose story it is: places in the normalised text by the cue's name."""
        return recognizers.cues(self.hits)

    @once
    def parent_cues(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """The same of the text it answers."""
        return recognizers.cues(phrases.scan(self.parent)) if self.parent else {}

    @once
    def frame(self) -> frames.Frame:
        """Whose story it is."""
        return frames.frame_of(self)

    @once
    def _by_kind(self) -> Mapping[MarkKind, list[Mark]]:
        by_kind: dict[MarkKind, list[Mark]] = {}
        for mark in self.marks:
            by_kind.setdefault(mark.kind, []).append(mark)
        return by_kind

    def of(self, *kinds: MarkKind) -> list[Mark]:
        """The marks of these kinds, in order of place."""
        if len(kinds) == 1:
            return list(self._by_kind.get(kinds[0], ()))
        if self._by_kind.keys().isdisjoint(kinds):
            return []
        return [mark for mark in self.marks if mark.kind in kinds]

    def span(self, start: int, end: int, kind: SpanType) -> Span:
        """A span of the normalised text as one of the text as stored."""
        first, last = self.text.to_stored(start, end)
        return Span(first, last, kind)

    def span_of(self, mark: Mark) -> Span:
        """The mark's place in the text as stored."""
        return self.span(mark.start, mark.end, SPAN_TYPE[mark.kind])


__all__ = ["SPAN_TYPE", "AccountContext", "Mark", "MarkKind", "Reading", "Subject"]
