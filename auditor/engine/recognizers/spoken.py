"""Finds telephone numbers, e-mail addresses and pages that are written as they are spoken, or spaced apart.

"five oh six, five five five, oh one four two", "jo at example dot org", "facebook dot com slash jo". Knows
nothing of whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPANISH = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_ONES = {word: value for words in (_ENGLISH, _SPANISH) for value, word in enumerate(words)}
_ONES |= dict.fromkeys(("oh", "o", "nought", "naught"), 0)
_TENS = listed(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty"
    " fifty sixty seventy eighty ninety hundred diez once doce trece catorce quince veinte treinta cuarenta"
    " cincuenta sesenta setenta ochenta noventa cien"
)
_BETWEEN = listed("double triple treble dash hyphen y and area code")
_TELLING = listed("oh zero cero nought naught double triple treble dash hyphen")
"""Words that a number read aloud holds and a count of things hardly ever does."""
_SAID = lazy(
    r"\b(?:"
    + "|".join(sorted({*_ONES, *_TENS, *_BETWEEN} - {"area", "code", "y", "and", "o"}))
    + r"|area code|\d{1,4})"
    + r"(?:[ ,.\-–/]{1,3}(?:"
    + "|".join(sorted({*_ONES, *_TENS, *_BETWEEN} - {"area", "code", "and"}))
    + r"|\d{1,4})){4,30}\b"
)
_WORD = lazy(r"[a-zé]+|\d")
_FEWEST = 7
"""Digits of the shortest telephone number that is told without its area."""
_DIFFERENT = 3
_TLD = r"(?:com|org|net|edu|gov|info|biz|io|co|me|uk|ca|au|nz|in|ie|za|us|mx|es|example)"
_DOT = r"(?: ?[\[(] ?(?:dot|punto) ?[\])] ?| (?:dot|punto) | \. ?|\.(?=\w))"
_AT = r"(?: ?[\[(] ?(?:at|arroba) ?[\])] ?| (?:at|arroba) | @ )"
_EMAIL = lazy(
    rf"(?<![\w.@-])[a-z0-9][a-z0-9._-]{{1,39}}{_AT}"
    rf"[a-z0-9-]{{2,40}}{_DOT}(?:[a-z0-9-]{{2,40}}{_DOT})?{_TLD}\b"
)
_PAGE = lazy(
    rf"\b[a-z0-9-]{{2,40}} dot {_TLD} (?:forward )?slash [a-z0-9_-]{{2,40}}(?: dot [a-z0-9_-]{{2,40}})?\b"
)
_NOT_A_NAME = listed(
    "met meet saw seen me us you it him her them is are was be look looking find found available online open"
    " live here there now book apply register sign shop visit order up more details info or and out"
)
"""What stands before "at" where a page is told and no address."""


def find(reading: Reading) -> Iterator[Mark]:
    """Contacts that are spelled out."""
    text = reading.text
    if not text.runs.isdisjoint(_TELLING):
        for match in _SAID.finditer(text.folded):
            if _is_number(match.group()):
                yield Mark(match.start(), match.end(), MarkKind.CONTACT, "phone")
    if not text.runs.isdisjoint(_SPELLED):
        for match in _EMAIL.finditer(text.folded):
            if match.group().split()[0] not in _NOT_A_NAME:
                yield Mark(match.start(), match.end(), MarkKind.CONTACT, "email")
    if "slash" in text.runs:
        for match in _PAGE.finditer(text.folded):
            yield Mark(match.start(), match.end(), MarkKind.CONTACT, "page")


_SPELLED = listed("dot punto at arroba com org net edu ca uk co au nz ie example")


def _is_number(said: str) -> bool:
    """Whether words are enough digits in a row, and neither a count up nor down."""
    words = _WORD.findall(said)
    digits = [_ONES.get(word, int(word) if word.isdigit() else -1) for word in words if word not in _BETWEEN]
    steps = {later - earlier for earlier, later in pairwise(digits)}
    many = len(digits) + sum(word in _DOUBLING for word in words) + sum(word in _TENS for word in words) // 2
    is_counting = steps <= {1} or steps <= {-1} or len(set(digits)) < _DIFFERENT
    return many >= _FEWEST and not is_counting and not _TELLING.isdisjoint(words)


_DOUBLING = listed("double triple treble")
