"""Brings a post's text into one normal form, and maps every place in it back to the text as stored.

Knows characters and words; knows nothing of medicine, people or rules.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from typing import NamedTuple

from auditor.engine import words as wordlist
from auditor.engine.once import once
from auditor.engine.patterns import LISTS, lazy

_ODD = lazy(r"[^\n\x20-\x7e]+")
_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)*")
_RUN = lazy(r"\w+")
_DIGIT = lazy(r"\d")
_TAG = lazy(r"[#@]([^\W_](?:\w|(?<=\w)[.-](?=\w)){0,99})")
_CAMEL = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_CLUSTER_LIMIT = 16  # combining marks on one letter; a longer pile is hostile, and reordering it is quadratic

_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201b": "'",
    "\u02bc": "'",
    "\u2032": "'",
    "\u00b4": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2033": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
    "\u2212": "-",
    "\u2026": "...",
    "\r": " ",
    "\t": " ",
    "\x0b": " ",
    "\x0c": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
}
_DROPPED = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])


class Token(NamedTuple):
    """One word of the normalised text, lower-cased; a hashtag's words are tokens of their own."""

    start: int
    end: int
    word: str


class Tag(NamedTuple):
    """A hashtag or handle with the words read out of it, lower-cased."""

    start: int
    end: int
    sign: str
    """`#` or `@`."""
    body: str
    """As written, without its sign."""
    words: tuple[Token, ...]


@dataclass(frozen=True)
class NormalText:
    """A text in NFKC, with straight quotes and plain dashes, without invisible and bidirectional controls."""

    value: str
    stored_length: int
    starts: array[int] | None = None
    """For each code point of `value` where it begins in the text as stored; None where nothing moved."""
    ends: array[int] | None = None

    @once
    def folded(self) -> str:
        """`value` in lower case, code point for code point."""
        lower = self.value.lower()
        if len(lower) == len(self.value):
            return lower
        return "".join(c if len(c.lower()) != 1 else c.lower() for c in self.value)

    @once
    def tags(self) -> tuple[Tag, ...]:
        """Hashtags and handles, in order of place."""
        if "#" not in self.value and "@" not in self.value:
            return ()
        return tuple(
            _tag(match) for match in _TAG.finditer(self.value) if not _inside_word(self.value, match)
        )

    @once
    def tokens(self) -> tuple[Token, ...]:
        """The words in order of place; a hashtag or handle stands there as the words read out of it."""
        folded = self.folded
        found: list[Token] = []
        at = 0
        for tag in self.tags:
            found += _plain_tokens(folded, at, tag.start)
            found += tag.words
            at = tag.end
        found += _plain_tokens(folded, at, len(folded))
        return tuple(found)

    @once
    def capitals(self) -> tuple[int, ...]:
        """Which tokens begin with a capital: their indices in `tokens`, in order."""
        value = self.value
        if value.islower():
            return ()
        return tuple([at for at, token in enumerate(self.tokens) if value[token[0]].isupper()])

    @once
    def words(self) -> frozenset[str]:
        """The different words, lower-cased."""
        return frozenset(self.sequence)

    @once
    def sequence(self) -> tuple[str, ...]:
        """The words in order of place, lower-cased."""
        return tuple([token[2] for token in self.tokens])

    @once
    def runs(self) -> frozenset[str]:
        r"""The different runs of letters and digits in `folded`: what a pattern can hold between two `\b`."""
        return frozenset(self.run_sequence)

    @once
    def run_sequence(self) -> list[str]:
        """The runs in order of place."""
        return _RUN.findall(self.folded)

    @once
    def lists(self) -> int:
        """The lists of words, a bit each, of which one stands here; for `patterns.Worded`."""
        return LISTS.met_by(self.runs)

    @once
    def digits(self) -> int:
        """How many decimal digits `folded` holds."""
        return len(_DIGIT.findall(self.folded))

    def to_stored(self, start: int, end: int) -> tuple[int, int]:
        """Code points `start` up to `end` of `value` as a range of the text as stored."""
        start = max(0, min(start, len(self.value)))
        end = max(start, min(end, len(self.value)))
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            at = self.starts[start] if start < len(self.starts) else self.stored_length
            return at, at
        return self.starts[start], self.ends[end - 1]


def _plain_tokens(folded: str, start: int, end: int) -> list[Token]:
    # Past NamedTuple's own constructor: it takes as long as the rest, and this is the longest list of a text.
    # Nothing between two words can be part of one, so a word stands where it is next met.
    make, find, found = tuple.__new__, folded.find, []
    for word in _WORD.findall(folded, start, end):
        start = find(word, start)
        after = start + len(word)
        found.append(make(Token, (start, after, word)))
        start = after
    return found


def normalise(stored: str) -> NormalText:
    """Normalise a text in linear time, whatever it holds."""
    if stored.isascii() and stored.replace("\n", " ").isprintable():
        return NormalText(stored, len(stored))
    value: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    has_moved = False
    for run in _ODD.finditer(stored):
        first, last = run.span()
        value.append(stored[at:first])
        starts.extend(range(at, first))
        ends.extend(range(at + 1, first + 1))
        # A combining mark that follows belongs to the plain letter before the run.
        while first < last:
            stop = _cluster_end(stored, first, last)
            piece = _normal(stored[first:stop])
            if value and value[-1] and unicodedata.combining(stored[first]) and first > 0:
                joined = unicodedata.normalize("NFKC", value[-1][-1] + piece)
                if len(joined) == 1:
                    value[-1] = value[-1][:-1] + joined
                    ends[-1] = stop
                    first, has_moved = stop, True
                    continue
            value.append(piece)
            starts.extend([first] * len(piece))
            ends.extend([stop] * len(piece))
            has_moved = has_moved or len(piece) != stop - first
            first = stop
        at = last
    value.append(stored[at:])
    if not has_moved:
        return NormalText("".join(value), len(stored))
    starts.extend(range(at, len(stored)))
    ends.extend(range(at + 1, len(stored) + 1))
    return NormalText("".join(value), len(stored), starts, ends)


def _cluster_end(stored: str, start: int, limit: int) -> int:
    end = start + 1
    bound = min(limit, start + _CLUSTER_LIMIT)
    while end < bound and unicodedata.combining(stored[end]):
        end += 1
    return end


_seen: dict[str, str] = {}


def _normal(cluster: str) -> str:
    if len(cluster) == 1:
        known = _seen.get(cluster)
        if known is not None:
            return known
    plain = _PLAIN.get(cluster)
    if plain is None:
        plain = "".join(
            c
            for c in unicodedata.normalize("NFKC", cluster)
            if c == "\n" or unicodedata.category(c) not in _DROPPED
        )
    if len(cluster) == 1 and len(_seen) < 20_000:
        _seen[cluster] = plain
    return plain


def _inside_word(value: str, match: re.Match[str]) -> bool:
    before = match.start() - 1
    return before >= 0 and (value[before].isalnum() or value[before] in "/.&")


def _tag(match: re.Match[str]) -> Tag:
    start, body = match.start(), match.group(1)
    parts = [
        Token(start + 1 + m.start(), start + 1 + m.end(), m.group().lower()) for m in _CAMEL.finditer(body)
    ]
    found: list[Token] = []
    for part in _camel_mended(parts, body):
        if len(parts) == 1 or (len(part.word) > 8 and part.word.isalpha()):
            offset = part.start
            for word in wordlist.split_run(part.word):
                found.append(Token(offset, offset + len(word), word))
                offset += len(word)
        else:
            found.append(part)
    return Tag(start, match.end(), match.group()[0], body, tuple(found))


def _camel_mended(parts: list[Token], body: str) -> list[Token]:
    """`IC Unurse` back to `ICU nurse`: capitals before a word that is one without its first letter."""
    for at in range(len(parts) - 1):
        here, after = parts[at], parts[at + 1]
        shown = body[here.start - parts[0].start : here.end - parts[0].start]
        is_short = shown.isupper() and len(shown) > 1 and after.start == here.end
        if is_short and wordlist.is_word(after.word[1:]) and not wordlist.is_word(after.word):
            parts[at] = Token(here.start, here.end + 1, here.word + after.word[0])
            parts[at + 1] = Token(after.start + 1, after.end, after.word[1:])
    return parts
