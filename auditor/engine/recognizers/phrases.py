"""Looks up the phrases of `data/phrases.toml` and the lexicon in one pass over the words of a text.

Knows which words stand in which list; knows nothing of what they mean together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from auditor.engine import lexicon
from auditor.engine.memo import Memo
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText, Token

_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)*")
_EMOJI = "📸🎥📷"


@dataclass(frozen=True, slots=True)
class Group:
    """One list: what a phrase of it is taken for."""

    kind: str
    """A mark's kind, or `cue`."""
    detail: str
    weight: float = 0.0
    value: str = ""


class Hit(NamedTuple):
    """A phrase found: where, and from which list."""

    start: int
    end: int
    group: Group


_Entry = tuple[tuple[str, ...], Group]


class _Begun(NamedTuple):
    """Phrases that begin with one word: those it is the whole of, others by their second word."""

    whole: tuple[Group, ...]
    longer: Mapping[str, tuple[_Entry, ...]]


@cache
def _table() -> Mapping[str, _Begun]:
    """Every phrase by its first word, then by its second, since many begin with `the` or `my`."""
    whole: dict[str, dict[Group, None]] = {}
    longer: dict[str, dict[str, dict[_Entry, None]]] = {}
    for phrase, group in _phrases():
        words = _WORD.findall(phrase)
        if len(words) == 1:
            whole.setdefault(words[0], {})[group] = None
        elif words:
            longer.setdefault(words[0], {}).setdefault(words[1], {})[(tuple(words[2:]), group)] = None
    return {
        first: _Begun(
            tuple(whole.get(first, ())),
            {
                second: tuple(sorted(entries, key=lambda e: (-len(e[0]), e[1].kind, e[1].detail)))
                for second, entries in longer.get(first, {}).items()
            },
        )
        for first in {*whole, *longer}
    }


def _phrases() -> Iterable[tuple[str, Group]]:
    raw = (resources.files("auditor.engine") / "data" / "phrases.toml").read_text("utf-8")
    seen: set[str] = set()
    for entry in tomllib.loads(raw)["group"]:
        group = Group(entry["kind"], entry["detail"], float(entry.get("weight", 0.0)), entry.get("value", ""))
        for phrase in entry["words"].replace("\n", " ").split(","):
            if not (phrase := phrase.strip()):
                continue
            yield phrase, group
            if group.kind != "cue":
                seen.add(phrase)
            if entry.get("plural") and not phrase.endswith("s"):
                yield phrase + "s", group
    yield from _from_lexicon(seen)


def _from_lexicon(seen: set[str]) -> Iterable[tuple[str, Group]]:
    """What the lists of the lexicon hold beyond `phrases.toml`."""
    common = lexicon.common_words()
    for name, condition in lexicon.conditions().items():
        if name in seen or (" " not in name and common.get(name, 0.0) >= 5.0):
            continue
        weight = {"rare": 3.0, "uncommon": 1.5, "common": 1.0}[condition.rarity.value]
        yield name, Group("condition", condition.rarity.value, weight, str(condition.per_100k or ""))
    lists: tuple[tuple[frozenset[str], Group], ...] = (
        (lexicon.roles(), Group("relation", "village-role", 2.0)),
        (lexicon.events(), Group("event", "reported", 2.0)),
        (lexicon.procedures(), Group("procedure", "common", 1.0)),
        (lexicon.devices(), Group("procedure", "device", 1.0)),
        (lexicon.drugs(), Group("drug", "drug", 0.5)),
    )
    for words, group in lists:
        for phrase in words:
            if phrase not in seen and (" " in phrase or common.get(phrase, 0.0) < 5.3):
                yield phrase, group


def _begun(word: str) -> _Begun | None:
    """The phrases that begin with a word of a text, or with what stands before its apostrophe."""
    return _table().get(word) or _table().get(word.partition("'")[0])


_BEGUN = Memo(_begun)


def scan(text: NormalText) -> tuple[Hit, ...]:
    """Every phrase of every list in the text, in order of place; within one kind and detail the longest."""
    tokens = text.tokens
    hits: list[Hit] = []
    ends: dict[tuple[str, str], int] = {}
    last = len(tokens) - 1
    for at, begun in enumerate(map(_BEGUN.__getitem__, text.sequence)):
        if begun is None:
            continue
        token = tokens[at]
        if begun.longer and at < last:
            second = tokens[at + 1].word
            entries = (
                begun.longer.get(second)
                or ("'" in second and begun.longer.get(second.partition("'")[0]))
                or ()
            )
            for rest, group in entries:
                if end := _match(tokens, at, rest):
                    _keep(hits, ends, token.start, end, group)
        for group in begun.whole:
            _keep(hits, ends, token.start, token.end, group)
    for sign in _EMOJI:
        if (place := text.value.find(sign)) >= 0:
            hits.append(Hit(place, place + 1, Group("image", "person", 2.0)))
    return tuple(hits)


def _keep(hits: list[Hit], ends: dict[tuple[str, str], int], start: int, end: int, group: Group) -> None:
    key = (group.kind, group.detail)
    if ends.get(key, -1) <= start:
        hits.append(Hit(start, end, group))
        ends[key] = end


def _match(tokens: tuple[Token, ...], at: int, rest: tuple[str, ...]) -> int:
    """Where the phrase that began with the two words at this place ends; 0 where it is another phrase."""
    stop = at + 2 + len(rest)
    if stop > len(tokens):
        return 0
    for token, word in zip(tokens[at + 2 : stop], rest, strict=True):
        if token.word != word and token.word.partition("'")[0] != word:
            return 0
    return tokens[stop - 1].end
