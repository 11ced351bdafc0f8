"""One text with everything the rules may ask of it, worked out once and only when asked.

The stages are plain functions over plain values: `text.normalise` → `recognizers.recognise` → `frames.frame_of`.
A Reading holds their results; rules never call a recogniser themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from auditor.engine import frames, recognizers, text
from auditor.model import Span, SpanType
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


class MarkKind(StrEnum):
    """What a recogniser saw. A mark is not yet a finding: a colleague's name is a NAME mark too."""

    NAME = "name"
    AGE = "age"
    DATE = "date"
    PLACE = "place"
    FACILITY = "facility"
    UNIT = "unit"
    CONTACT = "contact"
    URL = "url"
    ID = "id"
    ZIP = "zip"
    RELATION = "relation"
    CONDITION = "condition"
    PROCEDURE = "procedure"
    DRUG = "drug"
    DOSE = "dose"
    EVENT = "event"
    IMAGE = "image"
    QUASI = "quasi"
    """Another detail that narrows: sex, ethnicity, language, family structure, outcome, unusual mechanism."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A recognised detail: code points `start` up to `end` of the *normalised* text."""

    start: int
    end: int
    kind: MarkKind
    detail: str = ""
    """Which sort, from a closed list of the recogniser's: `phone`, `ssn`, `colleague`, `over-89`, `relative`, …"""
    value: str = ""
    """The normal form where there is one: an age in years, an ISO date, a place's key."""
    weight: float = 0.0
    """How much it narrows down who is meant (guidelines 2.1); 0 for what only matters in a rule of its own."""


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
    _cache: dict[str, object] = field(default_factory=dict, repr=False)
    """Room for a rule family to keep what it worked out once (key: module name)."""

    @cached_property
    def text(self) -> text.NormalText:
        """The subject's text, normalised, with offsets that map back."""
        return text.normalise(self.subject.text)

    @cached_property
    def parent(self) -> text.NormalText | None:
        """The text it answers, normalised; None where there is none."""
        return text.normalise(self.subject.parent_text) if self.subject.parent_text else None

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Everything recognised, in order of place, overlaps settled."""
        return recognizers.recognise(self.text, self.subject, self.account, self.owner)

    @cached_property
    def frame(self) -> frames.Frame:
        """Whose story it is."""
        return frames.frame_of(self)

    def of(self, *kinds: MarkKind) -> list[Mark]:
        """The marks of these kinds, in order of place."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def span(self, start: int, end: int, kind: SpanType) -> Span:
        """A span of the normalised text as one of the text as stored."""
        first, last = self.text.to_stored(start, end)
        return Span(first, last, kind)

    def span_of(self, mark: Mark) -> Span:
        """The mark's place in the text as stored."""
        return self.span(mark.start, mark.end, SPAN_TYPE[mark.kind])
