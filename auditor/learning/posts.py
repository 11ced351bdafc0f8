"""Turns labelled posts into what the linear layer reads, through the engine's own reading.

Knows nothing of how weights are learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.engine import Engine, evidence, second_opinion
from auditor.engine.evidence import Evidence
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.signals import signals
from auditor.learning import labelled
from auditor.learning.labelled import LabelledText
from auditor.model import Finding
from connectors.model import Owner, Use


@dataclass(frozen=True, slots=True)
class LabelledPost:
    """One item with its evidence and labels."""

    file: str
    id: str
    labels: frozenset[str]
    severity: str
    is_ordinary: bool
    """From an account like those of everyday life, where nearly nothing is labelled."""
    is_personal: bool
    evidence: Evidence
    fired: tuple[bool, ...]
    """By category: whether a rule found something above info."""
    direct: tuple[bool, ...]
    """By category: whether that was a direct identifier."""
    signals: Mapping[str, float] = field(default_factory=dict)
    """What the weights behind the rules of phi weigh."""


def is_ordinary(file: str) -> bool:
    """Whether a file stands for everyday accounts rather than for hard cases."""
    return file.startswith(("everyday-", "ordinary-")) or file in ("dev-19.jsonl", "own-4.jsonl")


def reading(one: LabelledText) -> Reading:
    """The engine's reading of a labelled text."""
    persona, account = one.persona, one.account
    owner = Owner(
        name=persona.name,
        role=persona.role,
        employers=(persona.employer,) if persona.employer else (),
        city=persona.city,
        conflicts=persona.conflicts,
    )
    context = AccountContext(
        account.platform, account.handle, account.display_name, Use(account.use), account.bio
    )
    is_bio = one.kind == "bio"
    return Reading(
        Subject(None if is_bio else one.id, one.kind, one.text, one.posted, one.parent), context, owner
    )


def rule_findings(read: Reading) -> list[Finding]:
    """What the rules alone find, as the engine runs them."""
    return Engine(read.owner, (), b"learning").first_layer(read)


def posts(paths: Iterable[Path]) -> Iterator[LabelledPost]:
    """Every item of these files; bios are left to the rules."""
    for one in labelled.read(paths):
        if one.kind == "bio":
            continue
        read = reading(one)
        found = rule_findings(read)
        fired, direct = second_opinion.fired(found)
        yield LabelledPost(
            file=one.persona.file,
            id=one.id,
            labels=one.labels,
            severity=one.severity,
            is_ordinary=is_ordinary(one.persona.file),
            is_personal=one.account.use == Use.PERSONAL,
            evidence=evidence.of(read, second_opinion.said(found)),
            fired=tuple(fired),
            direct=tuple(direct),
            signals=signals(read),
        )
