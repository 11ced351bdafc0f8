"""What a rule is: mostly a table, and one small pure function that reads.

One rule lives in one file under `auditor/engine/rules/<category>/` and binds it to the name `RULE`;
`auditor.engine.catalogue` finds it there, so adding a rule touches nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditor.model import Category, Severity, Span, Term, Tier

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule says of one reading. Anything left None is taken from the rule."""

    spans: tuple[Span, ...]
    """Into the text as stored (already mapped back by `Reading.span`)."""
    reason: str
    """One sentence in the reader's language; quotes nothing of the post but the spans' kinds."""
    confidence: float
    severity: Severity | None = None
    tier: Tier | None = None
    remedy: str | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A post for `rules show` and for the rule's own test; invented."""

    text: str
    is_flagged: bool
    parent: str | None = None
    use: str = "professional"
    kind: str = "post"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue."""

    id: str
    """`category/kebab-name`; never reused, never renamed."""
    version: int
    category: Category
    severity: Severity
    tier: Tier
    title: str
    why: str
    """Why a credentialing committee, board or privacy officer would stop at it; risk, never verdict."""
    citations: tuple[str, ...]
    """Keys of `data/citations.toml`; only paragraphs marked as read."""
    remedy: str
    find: Callable[[Reading], Iterable[Match]]
    scope: Literal["item", "bio", "thread"] = "item"
    """What it reads at once; `thread`: posts that tell of one patient, after all have been read."""
    gate: Callable[[Reading], bool] | None = None
    """A cheap look, false only where `find` finds nothing; neighbours of one gate are asked once. None:
    always worth a try."""
    yields_to: tuple[str, ...] = ()
    """Rules that say the same and more: where one of them finds something on the same item, this finding goes
    into that one, with its spans, terms, citations and, where it is worse, its severity."""
    examples: tuple[Example, ...] = ()
