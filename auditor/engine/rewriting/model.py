"""The values that suggestions are made of; knows nothing of how a wording is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model import Severity, SpanType


class SuggestionKind(StrEnum):
    """What sort of help is offered."""

    REWRITE = "rewrite"
    """The same post with its telling details made general."""
    BIO = "bio"
    """A statement added to the bio."""
    REPLY = "reply"
    """An answer that advises nobody and confirms nothing."""
    DISCLOSURE = "disclosure"
    """The post with the tie said first."""
    STATEMENT = "statement"
    """The post with an own-views statement behind it."""


@dataclass(frozen=True, slots=True)
class Score:
    """The worst finding of one category in a text; severity None: nothing above info."""

    severity: Severity | None
    confidence: float

    @property
    def key(self) -> tuple[int, float]:
        """For comparing: the higher, the worse."""
        return (-1 if self.severity is None else self.severity.rank, self.confidence)

    @property
    def is_clear(self) -> bool:
        """Whether nothing above info is left."""
        return self.severity is None


CLEAR = Score(None, 0.0)


@dataclass(frozen=True, slots=True)
class Edit:
    """Code points `start` up to `end` of a normalised text, to be replaced."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail that narrows down who is meant, and ever more general wordings for it."""

    kind: SpanType
    name: str
    """What sort it is, for a sentence: `the town`."""
    weight: float
    is_identifier: bool
    """An element that Safe Harbor takes out: made general however little it weighs."""
    start: int
    end: int
    """Its own place in the normalised text; an edit may reach further, to take an article along."""
    edits: tuple[Edit, ...]
    """One for each step, the last one the most general."""


@dataclass(frozen=True, slots=True)
class Change:
    """One detail that was made general."""

    type: SpanType
    was: str
    """As it stands in the post; to be shown through `untrusted` only."""
    now: str
    """Empty: left out."""


@dataclass(frozen=True, slots=True)
class Single:
    """What leaving one detail out would do by itself."""

    name: str
    after: Score


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording that is offered, never made use of by itself."""

    kind: SuggestionKind
    text: str | None
    """The whole new text; None: there is none to offer, and `remarks` say why."""
    before: Score
    after: Score | None
    """By the same engine on the new text; None where there is no text."""
    changes: tuple[Change, ...] = ()
    single: Single | None = None
    """The one detail that lowers the score most; None where none does, or where none was tried."""
    remarks: tuple[str, ...] = ()
    """Whole sentences for the reader."""
    addition: str = ""
    """What was put before or behind the owner's words, where only that was done."""
    length: int = 0
    """Of the new text, as the platform counts."""
    remaining: int | None = None
    """Characters left on the platform; None where its limit is unknown."""
