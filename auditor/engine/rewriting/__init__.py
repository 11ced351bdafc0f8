"""Suggests safer wordings and says how the engine itself scores them; never posts, never decides.

A suggestion belongs to a category of an item's findings: all of patient information is mended together.
"""

from __future__ import annotations

from auditor.engine.engine import Engine
from auditor.engine.reading import AccountContext, Subject
from auditor.engine.rewriting import answers, bios, posts
from auditor.engine.rewriting.model import Change, Score, Single, Suggestion, SuggestionKind
from auditor.engine.rewriting.told import headline, score_words, sentences, single_words
from auditor.model import Category, Finding

_BIO = {"disclaimer/bio-affiliation": bios.with_statement, "coi/bio-disclosure": bios.with_disclosure}
_STATEMENT = frozenset({"disclaimer/post-affiliation"})
_DISCLOSED = frozenset({"coi/undisclosed-sponsor", "coi/weak-disclosure", "coi/own-product"})


def suggest(engine: Engine, rule: str, subject: Subject, account: AccountContext) -> Suggestion | None:
    """What would make this item safer in the eyes of the rule that flagged it; None where no words can.

    `rule`: the finding's. The engine reads the item anew, so what is scored is what it says now.
    """
    if rule in _BIO:
        return _BIO[rule](engine, account)
    category = Category(rule.partition("/")[0])
    if category is Category.PHI and rule != answers.REVIEW:
        found = engine.audit_item(subject, account)
        if not any(finding.rule == answers.REVIEW for finding in found):
            return posts.rewritten(engine, subject, account)
        return answers.to_reviewer(engine, subject, account, found)
    if not _is_answered(rule, category):
        return None
    found = engine.audit_item(subject, account)
    if rule == answers.REVIEW:
        return answers.to_reviewer(engine, subject, account, found)
    if category is Category.ADVICE:
        return answers.redirect(engine, subject, account, found)
    if category is Category.COI:
        return answers.disclosed(engine, subject, account, found)
    return answers.with_statement(engine, subject, account, found)


def _is_answered(rule: str, category: Category) -> bool:
    return rule == answers.REVIEW or category is Category.ADVICE or rule in _DISCLOSED or rule in _STATEMENT


def key_of(finding: Finding) -> str:
    """What findings of one item share a suggestion by: those of one category, but for bios."""
    return finding.rule if finding.rule in _BIO else finding.category.value


__all__ = [
    "Change",
    "Score",
    "Single",
    "Suggestion",
    "SuggestionKind",
    "headline",
    "key_of",
    "score_words",
    "sentences",
    "single_words",
    "suggest",
]
