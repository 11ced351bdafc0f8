"""Reads a draft before it is posted, by the same rules as an audit, and suggests what to post instead; keeps
nothing.

Must not know the vault: the owner's facts are handed in, or left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from auditor.engine import AccountContext, Engine, Subject, rewriting
from auditor.model import Finding
from connectors.model import ItemKind, Owner, Use

_UNPOSTED = ""
"""Stands for the id of an item that is none yet, so that every layer of the engine reads it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a draft, worst first, and what is suggested in its place."""

    findings: tuple[Finding, ...]
    """Spans are code points of the draft."""
    suggestions: Mapping[str, rewriting.Suggestion]
    """By `rewriting.key_of` a finding; findings of one category share theirs."""
    no_reader: str = ""
    """Why the third layer took no part; empty where it did."""

    def suggestion(self, finding: Finding) -> rewriting.Suggestion | None:
        """What is suggested for a finding; None where no wording helps."""
        return self.suggestions.get(rewriting.key_of(finding))


def read(
    text: str,
    *,
    reply_to: str | None = None,
    owner: Owner | None = None,
    use: Use = Use.UNSET,
    platform: str = "",
    account: AccountContext | None = None,
    with_reader: bool = True,
) -> Checked:
    """The findings on a draft, with a safer wording for every category in which one helps, scored alike.

    `account`: where it would be posted, if that is known; `use` and `platform` stand in for it.
    Fingerprints are made with a key of this call only: a draft is in no vault.
    """
    one = _Draft.of(text, reply_to, owner, account or _place(platform, use), with_reader)
    found = one.found()
    suggestions: dict[str, rewriting.Suggestion] = {}
    for finding in found:
        key = rewriting.key_of(finding)
        if key not in suggestions and (offered := one.suggested(finding)) is not None:
            suggestions[key] = offered
    return Checked(found, suggestions, one.reader.no_reader)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft in the place where it would be posted, and who reads it."""

    reader: Engine
    subject: Subject
    place: AccountContext

    @classmethod
    def of(
        cls,
        text: str,
        reply_to: str | None,
        owner: Owner | None,
        place: AccountContext,
        with_reader: bool = True,
    ) -> _Draft:
        kind = ItemKind.REPLY if reply_to else ItemKind.POST
        subject = Subject(item_id=_UNPOSTED, kind=kind, text=text, parent_text=reply_to)
        engine = Engine(owner or Owner(), (place,), secrets.token_bytes(32), with_reader)
        return cls(engine, subject, place)

    def found(self) -> tuple[Finding, ...]:
        findings = self.reader.audit_item(self.subject, self.place)
        return tuple(replace(finding, item_id=None) for finding in findings)

    def suggested(self, finding: Finding) -> rewriting.Suggestion | None:
        return rewriting.suggest(self.reader, finding.rule, self.subject, self.place)


def _place(platform: str, use: Use) -> AccountContext:
    return AccountContext(platform=platform, handle="", display_name="", use=use, bio="")
