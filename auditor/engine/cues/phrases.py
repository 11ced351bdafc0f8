"""Reads every wording table once and finds all their phrases in a text in a single pass over its words.

Knows the tables' notation; knows nothing of what a phrase means.

Notation of a phrase in `data/cues/*.toml`: words in lower case, one space for any short gap of punctuation
and space; `(a|b)` for a choice, `(a|b)?` for a choice that may be missing (the space after it goes with it);
`x*` for any ending; `#` for a number; ` ... ` for at most forty characters of the same sentence. A phrase
begins with a plain word, a number, or a choice of these: the first word is the index, so the cost of a text
hardly grows with the tables.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.engine.memo import Memo
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText
from auditor.model import Span, SpanType

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_TOKEN_LIMIT = 20_000  # far beyond any platform's post; keeps a hostile megabyte bounded
_FIRST = lazy(r"[^\W_]+(?:'[^\W_]+)*|#")
_OPTIONAL = lazy(r"\(([^()]*)\)\? ")
_GAP, _SPACE = "\x01", "\x02"
_REGEX = str.maketrans(
    {
        _GAP: r"\b[^.!?\n]{0,40}?\b",
        _SPACE: r"\W{1,3}",
        "*": r"\w{0,20}",
        "#": r"\d{1,6}(?:[.,]\d{1,3})?",
        "'": "'?",
    }
)
_SPACED = _REGEX[ord(_SPACE)]

_Begun = tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]
Places = tuple[tuple[int, int], ...]
Cues = Mapping[str, Places]
"""Table and key, such as `conduct.type`, to where its phrases stand in the normalised text."""


@dataclass(frozen=True)
class PhraseBook:
    """All phrases, by their first word."""

    by_first: Mapping[str, _Begun]
    """For each first word: one pattern that matches where any phrase does, and one for each key."""

    @cached_property
    def _begun(self) -> Memo[str, _Begun | None]:
        """What begins with a word of a text, or with a number."""
        return Memo(lambda word: self.by_first.get("#" if word[0].isdigit() else word))

    def find(self, text: NormalText) -> Cues:
        """Where which phrases stand; linear in the text."""
        found: dict[str, list[tuple[int, int]]] = {}
        folded, tokens = text.folded, text.tokens
        for at, known in enumerate(map(self._begun.__getitem__, text.sequence[:_TOKEN_LIMIT])):
            if known is None:
                continue
            start = tokens[at][0]
            if (first := known[0].match(folded, start)) is None:
                continue
            for key, pattern in known[1]:
                match = first if pattern is known[0] else pattern.match(folded, start)
                if match is not None:
                    found.setdefault(key, []).append(match.span())
        return {key: tuple(places) for key, places in found.items()}


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    folder = resources.files("auditor.engine") / "data" / "cues"
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".toml")
    }


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """The words of `[words]` under this key of a table."""
    words = _tables()[table]["words"]
    assert isinstance(words, dict)
    return frozenset(words[key].split())


@cache
def phrase_keys(table: str) -> frozenset[str]:
    """The keys under which phrases of a table are found."""
    phrases = _tables()[table]["phrases"]
    assert isinstance(phrases, dict)
    return frozenset(f"{table}.{key}" for key in phrases)


@cache
def book() -> PhraseBook:
    """The phrases of every table."""
    entries: dict[str, Iterable[str]] = {}
    for table, content in _tables().items():
        phrases = content.get("phrases", {})
        assert isinstance(phrases, dict)
        entries |= {f"{table}.{key}": listed for key, listed in phrases.items()}
    return compile_book(entries)


def compile_book(entries: Mapping[str, Iterable[str]]) -> PhraseBook:
    """A book of these phrases by key. Raises ValueError for a phrase outside the notation."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for key, listed in entries.items():
        for entry in listed:
            for first, rest in _expand(entry):
                grouped.setdefault((first, key), []).append(rest)
    by_first: dict[str, list[tuple[str, list[str]]]] = {}
    for (first, name), rests in grouped.items():
        by_first.setdefault(first, []).append((name, rests))
    return PhraseBook({first: _begun(first, named) for first, named in by_first.items()})


def _begun(first: str, named: list[tuple[str, list[str]]]) -> _Begun:
    """The patterns of phrases that begin with one word; compiled when a text holds it."""
    keyed = tuple((name, _pattern(first, rests)) for name, rests in named)
    if len(keyed) == 1:
        return keyed[0][1], keyed
    return _pattern(first, [rest for _, rests in named for rest in rests]), keyed


def _pattern(first: str, rests: Iterable[str]) -> re.Pattern[str]:
    """What matches any of these phrases; a longer one is tried before the shorter that it begins with.

    Neighbours share the space that they go on behind, so that most are given up at the next letter.
    """
    head = _REGEX[ord("#")] if first == "#" else re.escape(first)
    choices: list[str] = []
    longest_first = sorted(set(rests), key=lambda rest: (-len(rest), rest))
    for is_spaced, group in groupby(longest_first, key=_goes_on_spaced):
        shared = _SPACED if is_spaced else ""
        choices.append(f"{shared}(?:{'|'.join([rest.removeprefix(shared) for rest in group])})")
    return lazy(f"{head}(?:{'|'.join(choices)})(?!\\w)")


def _goes_on_spaced(rest: str) -> bool:
    """Whether a phrase goes on with a word behind a space, whichever of its choices that is."""
    after = rest.removeprefix(_SPACED)
    choices = after[3:].partition(")")[0].split("|") if after.startswith("(?:") else [after]
    return rest.startswith(_SPACED) and all(choice[:1].isalnum() for choice in choices)


def _expand(phrase: str) -> Iterator[tuple[str, str]]:
    """The phrase once for each of its first words, and for each of these with and without its apostrophe."""
    if phrase.startswith("("):
        choices, tail = _choices(phrase)
        if tail.startswith("? "):
            tail = tail[1:]
            yield from _expand(tail[1:])
        for choice in choices:
            yield from _expand(choice + tail)
        return
    word = _FIRST.match(phrase)
    if word is None:
        raise ValueError(f"a phrase has to begin with a word or a number: {phrase!r}")
    first, rest = word.group(), _compile(phrase[word.end() :])
    yield first, rest
    if "'" in first:
        yield first.replace("'", ""), rest


def _choices(phrase: str) -> tuple[list[str], str]:
    """The alternatives of the bracket that a phrase begins with, and what follows it."""
    found, depth, since = [], 0, 1
    for at, sign in enumerate(phrase):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign == "|" and depth == 1) or depth == 0:
            found.append(phrase[since:at])
            since = at + 1
        if depth == 0:
            return found, phrase[since:]
    raise ValueError(f"a bracket is left open: {phrase!r}")


def _compile(rest: str) -> str:
    rest = rest.replace(" ... ", _GAP)
    rest = _OPTIONAL.sub(rf"(?:(?:\1){_SPACE})?", rest)
    rest = re.sub(r"\((?!\?)", "(?:", rest)
    return rest.replace(" ", _SPACE).translate(_REGEX)


def cues(reading: Reading) -> Cues:
    """The cues of the reading's own text, worked out once."""
    return _once(reading, "cues", reading.text)


def parent_cues(reading: Reading) -> Cues:
    """The cues of the text it answers; empty where there is none."""
    return {} if reading.parent is None else _once(reading, "parent cues", reading.parent)


def _once(reading: Reading, key: str, text: NormalText) -> Cues:
    known = reading._cache.get(key)
    if known is None:
        known = book().find(text)
        reading._cache[key] = known
    return known  # type: ignore[return-value]


def places(found: Cues, *keys: str) -> Places:
    """All places of these keys, in order of the keys."""
    if len(keys) == 1:
        return found.get(keys[0], ())
    return tuple(place for key in keys for place in found.get(key, ()))


def has(found: Cues, *keys: str) -> bool:
    """Whether any of these keys was found."""
    return not found.keys().isdisjoint(keys)


def matches(words: Iterable[str], vocabulary: frozenset[str]) -> list[str]:
    """The words that stand in the vocabulary, in order."""
    return [word for word in words if word in vocabulary]


_SPANS_SHOWN = 12


def spans(reading: Reading, found: Places) -> tuple[Span, ...]:
    """Places of the normalised text as spans of the text as stored, the first dozen."""
    return tuple(
        reading.span(start, end, SpanType.PHRASE) for start, end in sorted(set(found))[:_SPANS_SHOWN]
    )
