"""Puts edits into a text and mends the seams: articles, capitals, doubled spaces and orphaned commas.

Touches nothing but the seams; knows nothing of what the edits are about.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.patterns import lazy
from auditor.engine.rewriting.model import Edit
from auditor.engine.text import NormalText

_ARTICLE = lazy(r"(?:^|(?<=[\s(\"'“]))([Aa]n?)( +)$")
_POINTED = ".,;:!?)"
_OPENING = "-–—,;:."
_VOWELS = "aeiouAEIOU"


def applied(stored: str, text: NormalText, edits: Sequence[Edit]) -> str:
    """The stored text with the edits made; of edits that overlap the first stands for both."""
    out = ""
    at = 0
    for edit in settled(edits):
        first, last = text.to_stored(edit.start, edit.end)
        out += stored[at:first]
        out, at = _joined(out, edit.text, stored, last)
    out += stored[at:]
    return out.rstrip() if edits and out.rstrip() != stored.rstrip() else out


def settled(edits: Sequence[Edit]) -> list[Edit]:
    """In order of place, those that overlap joined under the wording of the first."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if joined and edit.start < joined[-1].end:
            before = joined[-1]
            joined[-1] = Edit(before.start, max(before.end, edit.end), before.text)
        else:
            joined.append(edit)
    return joined


def _joined(out: str, new: str, stored: str, at: int) -> tuple[str, int]:
    """The text so far with a wording put behind it, and where the stored text goes on."""
    begins = _begins_sentence(out)
    if not new or out.rstrip().lower().endswith(new.lower()):
        return _closed(out, stored, at, begins)
    if new == "a":
        new = "an" if stored[at : at + 2].strip()[:1] in tuple(_VOWELS) else new
    if begins:
        new = new[0].upper() + new[1:]
    return _article_before(out, new) + new, at


def _closed(out: str, stored: str, at: int, begins: bool) -> tuple[str, int]:
    """The seam where something was left out."""
    size = len(stored)
    if not out or out[-1].isspace() or out[-1] in '(["“':
        while at < size and stored[at] == " ":
            at += 1
    if at < size and stored[at] == ")" and out.rstrip().endswith("("):
        out, at = out.rstrip()[:-1].rstrip(" "), at + 1
    if begins:
        while at < size and (stored[at] in _OPENING or stored[at] == " "):
            at += 1
        if at < size and stored[at].islower():
            return out + stored[at].upper(), at + 1
        return out, at
    if at >= size or stored[at] in _POINTED or stored[at] == "\n":
        out = out.rstrip(" ")
        if at < size and stored[at] in ".,;:!?":
            out = out.rstrip(",;:-– ")
        return out, at
    following = stored[at : at + 1]
    return (_article_before(out, following) if following.isalpha() else out), at


def _begins_sentence(out: str) -> bool:
    bare = out.rstrip(" \"'“(")
    return not bare or bare[-1] in ".!?\n"


def _article_before(out: str, following: str) -> str:
    """The text so far with `a` or `an` at its end as the next letter wants it."""
    found = _ARTICLE.search(out, max(0, len(out) - 12))
    if found is None:
        return out
    article = found.group(1)[0] + ("n" if following[:1] in _VOWELS else "")
    return out[: found.start(1)] + article + found.group(2)
