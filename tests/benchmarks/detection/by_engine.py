"""The engine's verdicts on labelled texts, as an audit reaches them: items, bios, and posts read together.

One persona is one owner with her accounts. Knows nothing of how good the verdicts are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from enum import StrEnum

from auditor.audit import BATCH
from auditor.engine import AccountContext, Engine, Subject, catalogue, reader, stages, yielding
from auditor.engine.engine import Read
from auditor.engine.gathering import gatherings
from auditor.engine.reading import Reading
from auditor.engine.rules.phi import thread_mosaic
from auditor.engine.surroundings import surroundings
from auditor.engine.thread import Told
from auditor.engine.trace import trace_of
from auditor.learning.labelled import LabelledText
from auditor.model import Category, Finding, Severity
from connectors.model import Owner, Use
from tests.benchmarks.detection.cost import timed
from tests.benchmarks.detection.verdicts import CATEGORIES, Claim, Judged, Verdicts

KEY = b"benchmark"
NO_READER = "The reader takes no part: {why}. These are the figures of rules and words alone."


class Layers(StrEnum):
    """How much of the engine is asked."""

    RULES = "rules"
    WORDS = "words"
    ALL = "all"


_NAMES = {
    Layers.RULES: "the rules alone",
    Layers.WORDS: "rules and words, without the reader",
    Layers.ALL: "rules, words and reader",
}


def personas(texts: Sequence[LabelledText]) -> list[list[LabelledText]]:
    """The texts of each persona."""
    groups: dict[tuple[str, str], list[LabelledText]] = {}
    for text in texts:
        groups.setdefault((text.persona.file, text.persona.key), []).append(text)
    return list(groups.values())


def judge(texts: Sequence[LabelledText], layers: Layers) -> Verdicts:
    """What the engine says of every bio and item."""
    people = [_Person(group, layers) for group in personas(texts)]
    why = people[0].engine.no_reader if layers is Layers.ALL else ""
    _warm(people[0])
    judged, cost = timed(
        lambda: [one for person in people for one in person.judged()], [t.text for t in texts]
    )
    return Verdicts(
        _NAMES[Layers.WORDS if why else layers],
        tuple(judged),
        cost=cost,
        remarks=(NO_READER.format(why=why),) if why else (),
    )


def _warm(person: _Person) -> None:
    """Load lists, patterns and weights, as an audit does once; by the rules' examples, none of the corpus."""
    examples = [example.text for rule in catalogue.all_rules() for example in rule.examples]
    subjects = [Subject(f"example {at}", "post", text) for at, text in enumerate(examples)]
    person.engine.read_items(subjects, person.accounts[0])
    if person.engine.has_reader:
        reader.load()


class _Person:
    """One owner, her accounts and her texts."""

    def __init__(self, texts: Sequence[LabelledText], layers: Layers) -> None:
        self.texts, self.layers = texts, layers
        persona = texts[0].persona
        employers = (persona.employer,) if persona.employer else ()
        self.owner = Owner(persona.name, persona.role, employers, persona.city, persona.conflicts)
        bare = list({_key(text): _context(text) for text in texts}.values())
        self.accounts = [
            replace(one, other_handles=tuple(a.handle for a in bare if a is not one)) for one in bare
        ]
        self.engine = Engine(self.owner, self.accounts, KEY, with_reader=layers is Layers.ALL)

    def judged(self) -> list[Judged]:
        """What is said of each text, in order."""
        found: dict[tuple[str, str, str], list[Finding]] = {}
        told: list[Told] = []
        for account in self.accounts:
            of_bio, items = self._standing_on(account)
            if of_bio:
                found[_name(of_bio[0])] = self.engine.audit_bio(account)
            for start in range(0, len(items), BATCH):
                part = items[start : start + BATCH]
                for text, read in zip(part, self._read(part, account), strict=True):
                    found[_name(text)] = read.findings
                    told += _told(text, read)
        for finding in self._together(told):
            found[finding.platform, finding.handle, str(finding.item_id)].append(finding)
        return [_judged(text, found[_name(text)]) for text in self.texts]

    def _standing_on(self, account: AccountContext) -> tuple[list[LabelledText], list[LabelledText]]:
        here = [text for text in self.texts if _key(text) == (account.platform, account.handle)]
        return [t for t in here if t.kind == "bio"], [t for t in here if t.kind != "bio"]

    def _read(self, texts: Sequence[LabelledText], account: AccountContext) -> list[Read]:
        subjects = [Subject(t.id, t.kind, t.text, t.posted, t.parent) for t in texts]
        if self.layers is not Layers.RULES:
            return self.engine.read_items(subjects, account)
        readings = [Reading(subject, account, self.owner) for subject in subjects]
        stages.read_ahead(readings)
        return [
            Read(yielding.folded(self.engine.first_layer(one), _yields_to()), trace_of(one, KEY))
            for one in readings
        ]

    def _together(self, told: list[Told]) -> list[Finding]:
        """What posts say of one patient only together, over all accounts, as `auditor.threads` finds it."""
        around = surroundings(self.owner, self.accounts)
        told.sort(key=lambda one: one.order)
        return [
            finding
            for gathering in gatherings(told, around)
            for _, finding in thread_mosaic.findings(gathering, around)
        ]


def _yields_to() -> Mapping[str, Sequence[str]]:
    return {rule.id: rule.yields_to for rule in catalogue.all_rules() if rule.yields_to}


def _key(text: LabelledText) -> tuple[str, str]:
    return text.account.platform, text.account.handle


def _name(text: LabelledText) -> tuple[str, str, str]:
    return (*_key(text), text.id)


def _context(text: LabelledText) -> AccountContext:
    account = text.account
    return AccountContext(
        account.platform, account.handle, account.display_name, Use(account.use), account.bio
    )


def _told(text: LabelledText, read: Read) -> list[Told]:
    if read.trace is None or text.posted is None:
        return []
    posted = text.posted.astimezone(UTC) if text.posted.tzinfo else text.posted.replace(tzinfo=UTC)
    is_covered = any(f.category is Category.PHI and f.severity is not Severity.INFO for f in read.findings)
    return [Told(*_key(text), text.id, text.kind, posted, read.trace, is_covered)]


def _judged(text: LabelledText, found: Sequence[Finding]) -> Judged:
    loud: dict[str, list[Finding]] = {}
    quiet: dict[str, list[Finding]] = {}
    for finding in found:
        side = quiet if finding.severity is Severity.INFO else loud
        side.setdefault(finding.category.value, []).append(finding)
    return Judged(
        text,
        {c: _claim(loud[c]) for c in CATEGORIES if c in loud},
        {c: tuple(sorted({f.rule for f in quiet[c]})) for c in CATEGORIES if c in quiet and c not in loud},
    )


def _claim(found: Sequence[Finding]) -> Claim:
    return Claim(
        max(finding.confidence for finding in found),
        tuple(sorted({finding.rule for finding in found})),
        tuple(span for finding in found for span in finding.spans),
    )
