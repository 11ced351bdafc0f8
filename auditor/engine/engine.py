"""Text and context in, findings out: runs every rule over one item or bio and shapes what they say.

Pure: no clock, no store, no network; an Engine is a value that can be sent to worker processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from types import MappingProxyType

from auditor.engine import answers, catalogue, joint, keyed, reader, second_opinion, stages, yielding
from auditor.engine.answers import Answered
from auditor.engine.reader import Answer, Question
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.rule import Match, Rule
from auditor.engine.rules.conduct import old_post
from auditor.engine.second_opinion import Leaning, Opinion
from auditor.engine.spans import merged
from auditor.engine.trace import Trace, trace_of
from auditor.model import Category, Finding, Severity, Span, Term
from connectors.model import ItemKind, Owner


@dataclass(frozen=True, slots=True)
class Read:
    """One item, read: its findings, worst first, and what it leaves for being read beside others."""

    findings: list[Finding]
    trace: Trace | None
    answered: Answered | None = None
    """What the reader said of it, now or before; None where it was not asked."""


@dataclass(frozen=True)
class Engine:
    """The audit of one owner's accounts."""

    owner: Owner
    accounts: Sequence[AccountContext]
    fingerprint_key: bytes
    """Keys the fingerprints, so that a report's fingerprints can't be guessed from likely texts."""
    with_reader: bool = True
    """Whether the third layer is asked, where it is installed."""

    @property
    def has_reader(self) -> bool:
        """Whether the third layer takes part: wanted, installed, and its weights are there."""
        return not self.no_reader

    @property
    def no_reader(self) -> str:
        """Why the third layer takes no part, as a clause; empty where it does."""
        if not self.with_reader:
            return "it was not wanted"
        if joint.load() is None:
            return "its weights are not part of this installation"
        return reader.absence()

    def audit_item(self, subject: Subject, account: AccountContext) -> list[Finding]:
        """The findings on one item, worst first."""
        return self.audit_items([subject], account)[0]

    def audit_items(self, subjects: Sequence[Subject], account: AccountContext) -> list[list[Finding]]:
        """For each of an account's items its findings, worst first; the reader is asked about all at once."""
        return [read.findings for read in self.read_items(subjects, account)]

    def read_items(
        self,
        subjects: Sequence[Subject],
        account: AccountContext,
        known: Mapping[bytes, Answer] = MappingProxyType({}),
    ) -> list[Read]:
        """The same, each with what it leaves for being read beside others and what the reader said of it.

        A dozen or more at once take less time than one by one (see `stages`). `known`: answers by the digest
        of their question (`Read.answered`); the reader is asked about the rest. What is found is the same.
        """
        whole = self._known(account)
        readings = [Reading(subject, whole, self.owner) for subject in subjects]
        stages.read_ahead(readings)
        drafts = [self._draft(reading) for reading in readings]
        return [
            Read(self._settled(draft, said), trace_of(draft.reading, self.fingerprint_key), said)
            for draft, said in zip(drafts, self._read(drafts, known), strict=True)
        ]

    def audit_bio(self, account: AccountContext) -> list[Finding]:
        """The findings on an account's bio, worst first."""
        subject = Subject(item_id=None, kind=ItemKind.BIO.value, text=account.bio)
        found = self._by_rules(Reading(subject, self._known(account), self.owner), self._bio_rules)
        return _in_order(found)

    def context(self, account: AccountContext) -> str:
        """A digest of all that a result depends on beside the item: rules, lists, owner, account."""
        owner = self.owner
        lists = {
            "employer": owner.employers,
            "conflict": owner.conflicts,
            "further fact": tuple(f"{k} {owner.extra[k]}" for k in old_post.FACTS if k in owner.extra),
            "other handle": self._known(account).other_handles,
        }
        parts = (
            catalogue.ruleset(),
            reader.digest() if self.has_reader else "no reader",
            *(owner.name, owner.role, owner.city),
            *(account.platform, account.handle, account.display_name, account.use.value),
            *(account.bio, account.location),
            # Each with its list's name: what moves from one list to the other is no longer the same.
            *(f"{name}: {entry}" for name, entries in lists.items() for entry in entries),
        )
        return keyed.digest(parts, self.fingerprint_key, 16).hex()

    def __reduce__(self) -> tuple[type[Engine], tuple[object, ...]]:
        return Engine, (self.owner, self.accounts, self.fingerprint_key, self.with_reader)

    @cached_property
    def _item_rules(self) -> tuple[_Family, ...]:
        return _families("item")

    @cached_property
    def _bio_rules(self) -> tuple[_Family, ...]:
        return _families("bio")

    def _known(self, account: AccountContext) -> AccountContext:
        """The account with the owner's other handles, where the caller left them out."""
        if account.other_handles or len(self.accounts) < 2:
            return account
        others = tuple(a.handle for a in self.accounts if (a.platform, a.handle) != _key(account))
        return AccountContext(
            platform=account.platform,
            handle=account.handle,
            display_name=account.display_name,
            use=account.use,
            bio=account.bio,
            location=account.location,
            other_handles=others,
        )

    def first_layer(self, reading: Reading) -> list[Finding]:
        """What the rules alone find in an item, in the order of triage."""
        return self._by_rules(reading, self._item_rules)

    def _draft(self, reading: Reading) -> _Draft:
        found = self._by_rules(reading, self._item_rules)
        return _Draft(reading, found, second_opinion.lean(reading, found))

    def _read(self, drafts: Sequence[_Draft], known: Mapping[bytes, Answer]) -> list[Answered | None]:
        """What the reader says of each draft that leaves doubt or danger; None for the others."""
        if not self.has_reader:
            return [None] * len(drafts)
        asked = [self._question(draft) for draft in drafts]
        new = {digest: question for digest, question in filter(None, asked) if digest not in known}
        if new and (third := reader.load()) is not None:
            known = {**known, **dict(zip(new, third.ask([*new.values()]), strict=True))}
        return [Answered(one[0], known[one[0]]) if one and one[0] in known else None for one in asked]

    def _question(self, draft: _Draft) -> tuple[bytes, Question] | None:
        """What the reader is asked about a draft, with its digest; None where there is no doubt."""
        if draft.leaning is None or not second_opinion.is_in_doubt(draft.leaning):
            return None
        reading = draft.reading
        question = reader.question(reading.subject, reading.account, reading.owner)
        return answers.digest_of(question, self.fingerprint_key), question

    def _settled(self, draft: _Draft, said: Answered | None) -> list[Finding]:
        if draft.leaning is None:
            return _in_order(draft.found)
        opinion = second_opinion.of(draft.reading, draft.leaning, said.answer if said else None)
        found = _in_order(self._joined(draft.reading, draft.found, opinion))
        return _with_details(found, opinion.details)

    def _by_rules(self, reading: Reading, families: Iterable[_Family]) -> list[Finding]:
        found = []
        for rule in (rule for gate, rules in families if gate is None or gate(reading) for rule in rules):
            matches = list(rule.find(reading))
            if matches:
                finding = self._finding(rule, matches, reading)
                found.append(finding)
                if finding.severity is not Severity.INFO:
                    known = reading.found.get(rule.category, 0.0)
                    reading.found[rule.category] = max(known, finding.confidence)
        return found

    def _joined(self, reading: Reading, found: list[Finding], opinion: Opinion) -> list[Finding]:
        """The rules' findings with what the other layers add to them or put in doubt."""
        added = [self._finding(rule, [match], reading, on_whole_text=True) for rule, match in opinion.added]
        replaced = {finding.rule for finding in added}
        kept = [
            replace(f, severity=Severity.INFO, terms=(*f.terms, opinion.doubted[f.category]))
            if f.category in opinion.doubted and f.severity is not Severity.INFO
            else f
            for f in found
            if f.rule not in replaced
        ]
        return [_as_sure(f, opinion) for f in kept + added]

    def _finding(
        self, rule: Rule, matches: list[Match], reading: Reading, *, on_whole_text: bool = False
    ) -> Finding:
        lead = max(matches, key=lambda m: ((m.severity or rule.severity).rank, m.confidence))
        spans = merged(span for match in matches for span in match.spans)
        subject, account = reading.subject, reading.account
        return Finding(
            fingerprint=self._fingerprint(rule, reading, () if on_whole_text else spans),
            platform=account.platform,
            handle=account.handle,
            item_id=subject.item_id,
            kind=subject.kind,
            category=rule.category,
            rule=rule.id,
            rule_version=rule.version,
            severity=lead.severity or rule.severity,
            tier=lead.tier or rule.tier,
            confidence=round(min(1.0, max(0.0, lead.confidence)), 3),
            spans=spans,
            reason=lead.reason,
            remedy=lead.remedy or rule.remedy,
            citations=rule.citations,
            terms=_terms(matches),
        )

    def _fingerprint(self, rule: Rule, reading: Reading, spans: Sequence[Span]) -> str:
        """Keyed, over rule, item and matched words; a finding without spans rests on the whole text."""
        text = reading.subject.text
        matched = sorted({text[span.start : span.end].casefold() for span in spans}) or [text]
        parts = (rule.id, *_key(reading.account), reading.subject.item_id or "\0bio", *matched)
        return keyed.digest(parts, self.fingerprint_key, 12).hex()


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item between the layers: read, with what the rules found and how the words lean."""

    reading: Reading
    found: list[Finding]
    leaning: Leaning | None


def _as_sure(finding: Finding, opinion: Opinion) -> Finding:
    """A finding as sure as all layers together are; one of a direct identifier never less than before."""
    if finding.severity is Severity.INFO or finding.category not in opinion.sure:
        return finding
    confidence = opinion.sure[finding.category]
    if second_opinion.is_direct(finding):
        confidence = max(confidence, finding.confidence)
    return replace(finding, confidence=round(confidence, 3))


def _with_details(found: list[Finding], details: tuple[Span, ...]) -> list[Finding]:
    """The details of a patient that only the reader sees, on the first finding that tells of one.

    Its fingerprint stays that of its own words, so that a decision holds with and without the reader.
    """
    for at, finding in enumerate(found):
        if details and finding.category is Category.PHI and finding.severity is not Severity.INFO:
            known = finding.spans
            new = [d for d in details if not any(d.start < s.end and s.start < d.end for s in known)]
            whole = replace(finding, spans=merged((*known, *new)))
            return [*found[:at], whole, *found[at + 1 :]]
    return found


def _in_order(found: list[Finding]) -> list[Finding]:
    """Findings that yield taken into those that say more; worst first."""
    if len(found) > 1:
        found = yielding.folded(found, _yields_to())
    return sorted(found, key=lambda f: (-f.severity.rank, -f.confidence, f.rule))


@cache
def _yields_to() -> Mapping[str, tuple[str, ...]]:
    return {rule.id: rule.yields_to for rule in catalogue.all_rules() if rule.yields_to}


_Family = tuple[Callable[[Reading], bool] | None, tuple[Rule, ...]]
"""Rules of one gate that follow on each other."""


def _families(scope: str) -> tuple[_Family, ...]:
    rules = sorted((rule for rule in catalogue.all_rules() if rule.scope == scope), key=_turn)
    return tuple((gate, tuple(family)) for gate, family in groupby(rules, key=lambda rule: rule.gate))


_TURNS = {category: turn for turn, category in enumerate(Category)}


def _turn(rule: Rule) -> tuple[int, str]:
    """Categories in the order of triage, so that a later rule may ask what an earlier category found."""
    return _TURNS[rule.category], rule.id


def _key(account: AccountContext) -> tuple[str, str]:
    return account.platform, account.handle.strip().lstrip("@").casefold()


def _terms(matches: Iterable[Match]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for match in matches for term in match.terms))
