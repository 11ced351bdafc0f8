"""The owner's word on findings: which ones are meant, and what she says of them, saved at once.

Must not know who asks: a script, a line prompt or the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.errors import InputError
from auditor.model import Category, FindingFilter, FindingStatus, Outcome, Severity

if TYPE_CHECKING:
    from auditor.store import Vault

NEEDS_REASON = frozenset({Outcome.KEEP})
"""A finding that is kept is one that somebody may ask about later; the reason is the answer."""


@dataclass(frozen=True, slots=True)
class OutcomeWord:
    """How an outcome is named and explained wherever it is offered."""

    outcome: Outcome
    key: str
    """Its first letter, as line prompts take it."""
    meaning: str
    also: str = ""
    """The letter that the screen has for it where the first one moves the cursor there, or lies nearer to the
    hand; line prompts take it too."""


OUTCOMES = (
    OutcomeWord(
        Outcome.DELETE,
        "d",
        "put the post on the deletion plan, with all that is open on it; nothing is deleted yet",
        "x",
    ),
    OutcomeWord(Outcome.KEEP, "k", "it stays as it is, for a reason that you give", "p"),
    OutcomeWord(Outcome.FALSE_POSITIVE, "f", "the finding is wrong about this post"),
    OutcomeWord(Outcome.EDIT, "e", "you change the post by hand; the next import looks again"),
    OutcomeWord(Outcome.LATER, "l", "not now; it stays open"),
)


def outcome_of(word: str) -> Outcome | None:
    """The outcome that a typed word or letter names; None where it names none."""
    return next((one.outcome for one in OUTCOMES if word and word in (one.key, one.also, one.outcome)), None)


def select(
    vault: Vault,
    *,
    category: Category | None = None,
    min_severity: Severity = Severity.INFO,
    account_ids: frozenset[int] = frozenset(),
) -> list[str]:
    """Fingerprints of the open findings of a category (None: of all) from a severity upwards."""
    wanted = FindingFilter(
        categories=frozenset({category}) if category else frozenset(),
        min_severity=min_severity,
        account_ids=account_ids,
        status=FindingStatus.OPEN,
    )
    return [stored.finding.fingerprint for stored in vault.findings.each(wanted)]


def resolve(vault: Vault, names: Iterable[str]) -> list[str]:
    """Full fingerprints for what somebody typed; the beginning of one is enough where it is unique.

    Raises: InputError where a name fits no finding, or several.
    """
    return list(dict.fromkeys(vault.findings.by_fingerprint(name).finding.fingerprint for name in names))


def decide(
    vault: Vault, fingerprints: Sequence[str], outcome: Outcome, reason: str, now: datetime
) -> list[str]:
    """Save one decision for these findings, all or none; returns the fingerprints it was saved for.

    A post that goes takes all its findings with it: `delete` is saved for the other open findings on the same
    items too, after those named, in the same batch. Every other outcome is said of the finding alone.

    Raises: InputError when `keep` comes without a reason, or a fingerprint is unknown.
    """
    reason = reason.strip()
    if outcome in NEEDS_REASON and not reason:
        raise InputError(
            "Keeping a post that was flagged needs a reason.",
            'Say it in a few words, for example --reason "taken with consent, written for teaching".',
        )
    reached = list(dict.fromkeys(fingerprints))
    if not reached:
        return []
    with vault.transaction():
        if outcome is Outcome.DELETE:
            reached += vault.findings.beside(reached)
        vault.decisions.decide(reached, outcome, reason, now)
    return reached


def reach(named: int, decided: int) -> str:
    """In words, how many findings a decision on `named` findings was saved for."""
    findings = "1 finding" if decided == 1 else f"{decided:,} findings"
    if decided == named:
        return findings
    return f"{findings} on {'this post' if named == 1 else 'these posts'}"


def undo(vault: Vault, now: datetime) -> list[str]:
    """Take the last batch of decisions back; returns the fingerprints that are open again."""
    return vault.decisions.undo_last(now)
