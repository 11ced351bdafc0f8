"""Tells whether a bio says, in whatever wording, that the views are its author's own and no institution's.

A bio says it in passing: "takes are mine", "blame me, not the clinic", "it doesn't speak for QRH". "Not
medical advice" and "retweets are no endorsement" put nobody at a distance. Knows nothing of rules.
"""

from __future__ import annotations

from itertools import groupby, pairwise

from auditor.engine.cues import views_abroad, views_wording, views_words
from auditor.engine.cues.institutions import mentions
from auditor.engine.patterns import lazy
from auditor.engine.recognizers.names import own_words
from auditor.engine.text import NormalText
from connectors.model import Owner

_READ = 2_000
_BREAKS = lazy(r"[.!?;](?=\s|\Z|\W)|[|\n•·✦⋅~]+|\s[-/]+\s")
_SIGNS = lazy("[\u2190-\u225f\u2261-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+")

_PATTERNS = tuple(lazy(source) for source in views_wording.ENGLISH)
_ACROSS = lazy(views_wording.ACROSS)
_ANSWER = lazy(
    r"(?:(?:aye|yes|yep|yeah|oh|all|always|only)\W{1,2}){0,2}(?:mine|my own)\b(?: (?:alone|only"
    r"|all of them))?"
)
_ASKED = lazy(views_wording.ASKED)
_LETTER_BY_LETTER = lazy(r"(?<![a-z'])(?:[a-z] ){2,}[a-z](?![a-z'])")
_DRAWN_OUT = lazy(r"([a-z])\1{2,}")
_FOR_LETTERS = lazy(r"(?<=[a-z])[013!$](?=[a-z])|\b0(?=wn\b)")
_LETTERS = {"0": "o", "1": "i", "3": "e", "!": "i", "$": "s"}
_SPEECH = lazy("[\U0001f4ac\U0001f4ad\U0001f5e8\U0001f5e3\U0001f5ef]")
"""Signs for speech and thought, which stand for "views"."""


def are_said(text: NormalText, owner: Owner) -> bool:
    """Whether a bio, or a name shown above it, says that the views are its author's own."""
    clauses = _clauses(text, owner)
    names = own_words(owner.name)
    return any(_says(clause, names) for clause in (*clauses, *_word_by_word(clauses))) or any(
        _ACROSS.search(f"{one} {other}") or (_ANSWER.match(other) and _ASKED.search(one))
        for one, other in pairwise(clauses)
    )


def _says(clause: str, names: frozenset[str]) -> bool:
    return (
        any(pattern.search(clause) for pattern in _PATTERNS)
        or views_abroad.is_said(clause)
        or views_words.is_said(clause, names)
    )


def _word_by_word(clauses: list[str]) -> list[str]:
    """Runs of breaths of one word each, joined: `Views. My. Own.`"""
    runs = [" ".join(run) for is_word, run in groupby(clauses, key=lambda one: " " not in one) if is_word]
    return [run for run in runs if " " in run]


def _clauses(text: NormalText, owner: Owner) -> list[str]:
    """The bio in breaths: small letters, hashtags as words, institutions by one word."""
    plain, at = [], 0
    for start, end, shown in sorted(_replaced(text, owner), key=_longest_first):
        if start >= at:
            plain += [text.folded[at:start], shown]
            at = end
    whole = "".join(plain) + text.folded[at:_READ]
    pieces = [
        _SIGNS.sub(" ", _SPEECH.sub(" views ", _arrows(piece))) for piece in _BREAKS.split(_spelt(whole))
    ]
    return [" ".join(piece.split()) for piece in pieces if piece and piece.strip()]


def _spelt(folded: str) -> str:
    """Words as they are spelt by who writes `v i e w s`, `ownnn` and `v1ews`."""
    unequal = folded.replace("=/=", "≠").replace("!=", "≠")
    joined = _LETTER_BY_LETTER.sub(lambda match: match.group().replace(" ", ""), unequal)
    plain = _DRAWN_OUT.sub(r"\1", joined)
    return _FOR_LETTERS.sub(lambda match: _LETTERS[match.group()], plain)


def _longest_first(one: tuple[int, int, str]) -> tuple[int, int]:
    return one[0], -one[1]


def _replaced(text: NormalText, owner: Owner) -> list[tuple[int, int, str]]:
    told = [(start, end, views_wording.INSTITUTION) for start, end in mentions(text, owner)]
    told += [
        (tag.start, tag.end, " ".join(word.word for word in tag.words))
        for tag in text.tags
        if tag.sign == "#"
    ]
    return [one for one in told if one[1] <= _READ]


def _arrows(piece: str) -> str:
    """Signs that stand for "are" as one."""
    return piece.replace("➡", "=").replace("→", "=").replace("->", "=").replace("👉", "=")
