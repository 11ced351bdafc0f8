"""Fixed answers and first lines: a redirect for advice, a neutral reply to a review, a tie said first.

Each is scored by the engine like any other text; knows nothing of patients' details.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.engine import disclaimers
from auditor.engine.cues.interests import Interest, named
from auditor.engine.engine import Engine
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.rewriting.model import Score, Suggestion, SuggestionKind
from auditor.engine.rewriting.scores import score_of
from auditor.engine.signals import signals
from auditor.engine.text import normalise
from auditor.model import Category, Finding

EMERGENCY = "advice/emergency"
REVIEW = "phi/review-reply"
_REVIEW_SIGNS = ("account.review-site", "parent.review", "parent.complaint", "parent.praise")
_NO_ANSWER = (
    "Any answer here tells all who read it that the person is in your care; write to the person in private."
)
_BLANK = "____"
_CONSULTS = ("consult", "advis")


def redirect(engine: Engine, subject: Subject, account: AccountContext, found: list[Finding]) -> Suggestion:
    """An answer that advises nobody; where what was asked may be an emergency, that line first."""
    lines = disclaimers.statements().answer
    is_urgent = any(finding.rule == EMERGENCY for finding in found)
    text = f"{lines['emergency']} {lines['redirect']}" if is_urgent else lines["redirect"]
    said = ("Name the emergency number of where the person is, if you know it.",) if is_urgent else ()
    return _instead(engine, subject, account, found, Category.ADVICE, text, said)


def to_reviewer(
    engine: Engine, subject: Subject, account: AccountContext, found: list[Finding]
) -> Suggestion:
    """For a reply that confirms a patient: the neutral answer on a review, elsewhere none at all."""
    signs = signals(Reading(subject, account, engine.owner))
    if any(sign in signs for sign in _REVIEW_SIGNS):
        return neutral(engine, subject, account, found)
    before = score_of(found, Category.PHI)
    return Suggestion(SuggestionKind.REPLY, None, before, None, remarks=(_NO_ANSWER,))


def neutral(engine: Engine, subject: Subject, account: AccountContext, found: list[Finding]) -> Suggestion:
    """An answer to a review that confirms nothing of the person or any visit."""
    text = disclaimers.statements().answer["review"]
    said = ("Add the office's telephone number where there is room; say nothing of the person.",)
    return _instead(engine, subject, account, found, Category.PHI, text, said)


def _instead(
    engine: Engine,
    subject: Subject,
    account: AccountContext,
    found: list[Finding],
    category: Category,
    text: str,
    said: tuple[str, ...],
) -> Suggestion:
    return _measured(
        Suggestion(
            SuggestionKind.REPLY,
            text,
            score_of(found, category),
            _scored(engine, subject, account, text, category),
            remarks=said,
        ),
        account.platform,
    )


def disclosed(engine: Engine, subject: Subject, account: AccountContext, found: list[Finding]) -> Suggestion:
    """The post with its tie said first; where the tie is not known, a blank that the owner fills in."""
    before = score_of(found, Category.COI)
    ties = named(normalise(subject.text), engine.owner)
    interest = ties[0][0] if ties else None
    line = _line(interest)
    said = []
    if interest is None:
        said.append(f"Put the company's name in place of {_BLANK}, and say the tie as it is.")
    else:
        said.append("Check that the line says the tie as it is.")
    return _added(
        engine, subject, account, before, Category.COI, SuggestionKind.DISCLOSURE, f"{line} ", tuple(said)
    )


def _line(interest: Interest | None) -> str:
    lines = disclaimers.statements().disclosure
    if interest is None:
        return lines["paid"].format(name=_BLANK)
    name, _, tie = interest.declared.partition("(")
    name = name.strip()
    if interest.is_own:
        return lines["own"].format(name=name)
    if any(word in tie.casefold() for word in _CONSULTS) or not tie.strip():
        return lines["consultant"].format(name=name)
    return lines["paid"].format(name=name)


def with_statement(
    engine: Engine, subject: Subject, account: AccountContext, found: list[Finding]
) -> Suggestion:
    """The post with the longest own-views statement behind it that the platform takes."""
    before = score_of(found, Category.DISCLAIMER)
    limit = disclaimers.limits(account.platform).post
    taken = disclaimers.length(subject.text, account.platform)
    fitting = [
        line
        for line in disclaimers.TEMPLATES
        if limit is None or taken + 1 + disclaimers.length(line, account.platform) <= limit
    ]
    # The long form says that no patient is depicted, which nobody can know here of one post.
    fitting = [line for line in fitting if "depicted" not in line]
    if not fitting:
        shortest = min(disclaimers.TEMPLATES, key=len)
        over = taken + 1 + disclaimers.length(shortest, account.platform) - (limit or 0)
        said = (f"Shorten the post by {over} characters to make room for “{shortest}”.",)
        return Suggestion(SuggestionKind.STATEMENT, None, before, None, remarks=said)
    offered = [
        _added(
            engine, subject, account, before, Category.DISCLAIMER, SuggestionKind.STATEMENT, f" {line}", ()
        )
        for line in fitting
    ]
    # The longest that clears the post; else the one that lowers it most.
    return min(offered, key=lambda one: one.after.key if one.after else (9, 0.0))


def _added(
    engine: Engine,
    subject: Subject,
    account: AccountContext,
    before: Score,
    category: Category,
    kind: SuggestionKind,
    words: str,
    said: tuple[str, ...],
) -> Suggestion:
    """The post with words put before it (they end in a space) or behind it, if the platform takes that."""
    text = words + subject.text if words.endswith(" ") else subject.text.rstrip() + words
    limit = disclaimers.limits(account.platform).post
    if limit is not None and (over := disclaimers.length(text, account.platform) - limit) > 0:
        told = f"Shorten the post by {over} characters to make room for “{words.strip()}”."
        return Suggestion(kind, None, before, None, remarks=(told,))
    after = _scored(engine, subject, account, text, category)
    if after.key > before.key:
        told = (
            f"With “{words.strip()}” it is still flagged, by its own wording; the line is right all the same."
        )
        return Suggestion(kind, None, before, None, remarks=(told,), addition=words.strip())
    if after.key[0] >= before.key[0]:
        said = (*said, "It is still flagged.")
    return _measured(
        Suggestion(kind, text, before, after, remarks=said, addition=words.strip()), account.platform
    )


def _scored(
    engine: Engine, subject: Subject, account: AccountContext, text: str, category: Category
) -> Score:
    return score_of(engine.audit_item(replace(subject, text=text), account), category)


def _measured(suggestion: Suggestion, platform: str) -> Suggestion:
    limit = disclaimers.limits(platform).post
    length = disclaimers.length(suggestion.text or "", platform)
    return replace(suggestion, length=length, remaining=None if limit is None else limit - length)
