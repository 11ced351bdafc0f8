"""A post with its telling details made general, heaviest first, until the engine finds no patient in it.

Every candidate is read by the engine itself; knows no wording (see `details`) and no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from auditor.engine import disclaimers
from auditor.engine.engine import Engine
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.rewriting.details import details_of, has_other_names
from auditor.engine.rewriting.mending import applied, settled
from auditor.engine.rewriting.model import (
    Change,
    Detail,
    Edit,
    Score,
    Single,
    Suggestion,
    SuggestionKind,
)
from auditor.engine.rewriting.scores import ABOUT_PICTURES, score_of
from auditor.model import Category, SpanType

LONGEST = 10_000
"""Code points; a longer text is no post, and to read it again and again takes too long."""
HEAVY = 2.0
"""From this weight on a detail is made general at once; lighter ones only until nothing is found any more."""
_MOST_READINGS = 40
_MOST_RESTORED = 12
_ROUNDS = 3
_FEWEST_WORDS = 3
_SINGLED_OUT = (
    "The story itself may single somebody out, whatever details are left away; no wording makes it safer."
)
_TOO_LONG = "The text is too long to be reworded here."
_NAME_LEFT = "A name is left that was taken for somebody else's; check that it is no patient's."
_PICTURE = "The picture that goes with it was not looked at; no wording makes that safe."
_STILL = "It is still flagged: not to post it, or to delete it, is safer."
_SHIFTED = "A time was made vague. Where you shift facts as well, say so: “Details changed.”"
REMARK = "Details changed."
"""The words that tell a reader that facts were shifted; offered, never put in."""


def rewritten(engine: Engine, subject: Subject, account: AccountContext) -> Suggestion | None:
    """A rewrite of a post in which the engine finds patient information; None where it finds none."""
    found = engine.audit_item(subject, account)
    before = score_of(found, Category.PHI)
    if before.is_clear:
        return None
    if len(subject.text) > LONGEST:
        return Suggestion(SuggestionKind.REWRITE, None, before, None, remarks=(_TOO_LONG,))
    work = _Work(engine, subject, account, before)
    draft = work.best()
    pictures = (_PICTURE,) if any(f.rule in ABOUT_PICTURES for f in found) else ()
    single = work.single()
    if draft is None:
        return Suggestion(
            SuggestionKind.REWRITE, None, before, None, single=single, remarks=(_SINGLED_OUT, *pictures)
        )
    remarks = [] if draft.score.is_clear else [_STILL]
    remarks += [_SHIFTED] if any(c.type is SpanType.DATE and c.now for c in draft.changes) else []
    if has_other_names(Reading(replace(subject, text=draft.text), account, engine.owner)):
        remarks.append(_NAME_LEFT)
    limit = disclaimers.limits(account.platform).post
    length = disclaimers.length(draft.text, account.platform)
    return Suggestion(
        SuggestionKind.REWRITE,
        draft.text,
        before,
        draft.score,
        draft.changes,
        single,
        (*remarks, *pictures),
        length=length,
        remaining=None if limit is None else limit - length,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A candidate."""

    text: str
    score: Score
    changes: tuple[Change, ...]


_Steps = dict[int, int]
"""Which details are made general, by their place in the list, and how far."""


class _Work:
    """The search over one post."""

    def __init__(self, engine: Engine, subject: Subject, account: AccountContext, before: Score) -> None:
        self._engine, self._subject, self._account = engine, subject, account
        self._before = before
        self._readings = 0
        self._room = self._most(subject.text)

    def best(self) -> _Draft | None:
        """The wording nearest to the author's that passes; else the least flagged that is less severe."""
        text, changes = self._subject.text, list[Change]()
        score = self._before
        for _ in range(_ROUNDS):
            reading = self._read(text)
            details = details_of(reading)
            if not score.is_clear or any(d.is_identifier for d in details):
                steps, score = self._search(reading, details)
                edits = settled(_edits(details, steps))
                if not edits:
                    break
                changes += [_change(reading, edit, details) for edit in edits]
                text = applied(text, reading.text, edits)
            if score.is_clear and not any(d.is_identifier for d in details_of(self._read(text))):
                break
        score = self._score(text)
        if text == self._subject.text or len(text.split()) < _FEWEST_WORDS or not self._fits(text):
            return None
        if score.key >= self._before.key or (not score.is_clear and score.key[0] >= self._before.key[0]):
            return None
        return _Draft(text, score, tuple(changes))

    def single(self) -> Single | None:
        """The one sort of detail without which the score is lowest; None where none lowers it."""
        reading = self._read(self._subject.text)
        details = details_of(reading)
        best: Single | None = None
        for name in dict.fromkeys(d.name for d in sorted(details, key=lambda d: -d.weight)):
            steps = {at: len(d.edits) - 1 for at, d in enumerate(details) if d.name == name}
            after = self._score(applied(self._subject.text, reading.text, _edits(details, steps)))
            if after.key < (best.after.key if best else self._before.key):
                best = Single(name, after)
        return best

    def _search(self, reading: Reading, details: Sequence[Detail]) -> tuple[_Steps, Score]:
        """Which details to make general, and how far, with the score of that."""
        stored = reading.subject.text

        def scored(steps: _Steps) -> Score:
            return self._score(applied(stored, reading.text, _edits(details, steps)))

        steps: _Steps = {at: 0 for at, detail in enumerate(details) if _goes(detail)}
        score = scored(steps) if steps else self._before
        for at, step in _in_order(details):
            if score.is_clear or self._readings >= _MOST_READINGS:
                break
            steps[at] = step
            score = scored(steps)
        steps = self._eased(details, steps, scored, score)
        return self._shortened(reading, details, steps, scored(steps))

    def _eased(
        self, details: Sequence[Detail], steps: _Steps, scored: Callable[[_Steps], Score], reached: Score
    ) -> _Steps:
        """The same with as many of the author's words put back as leave the severity what it is."""

        def is_as_good(tried: _Steps) -> bool:
            return scored(tried).key[0] <= reached.key[0]

        def put_back(tried: _Steps) -> _Steps:
            return tried if tried != steps and is_as_good(tried) else steps

        steps = put_back(dict.fromkeys(steps, 0))
        steps = put_back({at: step for at, step in steps.items() if _goes(details[at])})
        lightest = sorted((at for at in steps if not _goes(details[at])), key=lambda at: details[at].weight)
        for at in lightest[:_MOST_RESTORED]:
            steps = put_back({one: step for one, step in steps.items() if one != at})
        for at in [at for at, step in steps.items() if step][:_MOST_RESTORED]:
            steps = put_back({**steps, at: 0})
        return steps

    def _shortened(
        self, reading: Reading, details: Sequence[Detail], steps: _Steps, score: Score
    ) -> tuple[_Steps, Score]:
        """Where the new text is too long, the shortest wording of each detail."""
        if self._fits(applied(reading.subject.text, reading.text, _edits(details, steps))):
            return steps, score
        shortest = {
            at: min(range(len(details[at].edits)), key=lambda n: len(details[at].edits[n].text))
            for at in steps
        }
        return shortest, self._score(applied(reading.subject.text, reading.text, _edits(details, shortest)))

    def _read(self, text: str) -> Reading:
        return Reading(replace(self._subject, text=text), self._account, self._engine.owner)

    def _score(self, text: str) -> Score:
        self._readings += 1
        found = self._engine.audit_item(replace(self._subject, text=text), self._account)
        return score_of(found, Category.PHI)

    def _most(self, text: str) -> int | None:
        """The longest that the new text may be: the platform's limit, or the post's own length if more."""
        limit = disclaimers.limits(self._account.platform).post
        return None if limit is None else max(limit, disclaimers.length(text, self._account.platform))

    def _fits(self, text: str) -> bool:
        return self._room is None or disclaimers.length(text, self._account.platform) <= self._room


def _goes(detail: Detail) -> bool:
    """Whether a detail is made general whatever the engine says without it."""
    return detail.is_identifier or detail.weight >= HEAVY


def _in_order(details: Sequence[Detail]) -> list[tuple[int, int]]:
    """Which detail to take which step further, one after the other: the heaviest first, then further."""
    heaviest = sorted(range(len(details)), key=lambda at: -details[at].weight)
    first = [(at, 0) for at in heaviest if not _goes(details[at])]
    further = [(at, step) for at in heaviest for step in range(1, len(details[at].edits))]
    return first + further


def _edits(details: Sequence[Detail], steps: _Steps) -> list[Edit]:
    return [details[at].edits[step] for at, step in sorted(steps.items())]


def _change(reading: Reading, edit: Edit, details: Sequence[Detail]) -> Change:
    first, last = reading.text.to_stored(edit.start, edit.end)
    kind = next(d.kind for d in details if edit.start < d.end and d.start < edit.end)
    return Change(kind, reading.subject.text[first:last], edit.text)
