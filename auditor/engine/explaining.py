"""Why a finding stands, line by line: what weighed how much and whose story it was taken for.

Knows findings and rules; reads no text but a rule's own invented examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.engine.engine import Engine
from auditor.engine.notes import TOGETHER, UNWEIGHED
from auditor.engine.reading import AccountContext, Subject
from auditor.engine.rule import Example, Rule
from auditor.model import Finding, Term
from connectors.model import Owner, Use

_FRAME = "frame."
_MOST = 8


def heaviest(terms: Iterable[Term], most: int = _MOST) -> tuple[Term, ...]:
    """The terms that weighed most; the frame, whose story it was taken for, is always among them."""
    ordered = sorted(terms, key=lambda term: -abs(term.weight))
    frames = [term for term in ordered[most:] if term.signal.startswith(_FRAME)]
    return (*ordered[: most - len(frames)], *frames)


def words_of(term: Term) -> str:
    """A term in words, with its signal's name for whoever looks it up."""
    return f"{term.note} ({term.signal})" if term.note else term.signal


def of_examples(rule: Rule) -> tuple[Term, ...]:
    """What weighed in the rule's own flagged examples, each signal once; empty where nothing does."""
    found: dict[str, Term] = {}
    for example in rule.examples:
        if example.is_flagged:
            for finding in _findings(example, rule):
                for term in finding.terms:
                    known = found.get(term.signal)
                    if known is None or abs(term.weight) > abs(known.weight):
                        found[term.signal] = term
    return heaviest(found.values(), most=12)


def without_terms(rule: Rule) -> str:
    """What is said of a rule in place of terms, where its examples show none."""
    return TOGETHER if rule.scope == "thread" else UNWEIGHED


def _findings(example: Example, rule: Rule) -> Sequence[Finding]:
    is_bio = rule.scope == "bio"
    account = AccountContext("", "", "", Use(example.use), example.text if is_bio else "")
    reader = Engine(Owner(), (account,), b"an example is in no vault", with_reader=False)
    found = (
        reader.audit_bio(account)
        if is_bio
        else reader.audit_item(Subject("", example.kind, example.text, parent_text=example.parent), account)
    )
    return [finding for finding in found if finding.rule == rule.id]


__all__ = ["UNWEIGHED", "heaviest", "of_examples", "without_terms", "words_of"]
