"""Reads Facebook's newer records, whose values stand under translated labels, and which carry an `fbid`.

What the owner wrote is known by the label that Facebook's own code gives it, by the label in some languages,
or else by being the longest over the whole file. Knows nothing of items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from connectors.archive import Archive
from connectors.facebook.attachments import Json, objects, words
from connectors.meta.records import read_records
from connectors.model import Record

# English was seen in real files; the others are what those words are called elsewhere, and serve as hints.
_WORDS_LABELS = frozenset(
    (
        *("message", "text", "post", "comment", "body", "content", "caption"),
        *("bericht", "nachricht", "beitrag", "kommentar", "texte", "publication", "commentaire"),
        *("mensaje", "texto", "comentario", "messaggio", "testo", "commento", "mensagem", "comentário"),
    )
)
_OTHER_LABELS = frozenset(
    ("url", "target", "name", "group", "author", "reaction", "privacy", "content state")
)
_WEB = ("https://", "http://")
_DEPTH = 6
_MOST = 20
"""How many other fields of one record are kept."""
_LABELS = 100
"""How many different labels of one file are counted."""


@dataclass(slots=True)
class Told:
    """What one record says."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of every value that may be what the owner wrote."""
    others: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of values that tell of somebody or something else."""
    media: list[Json] = field(default_factory=list)
    address: str | None = None

    def split(self, learnt: str | None) -> tuple[str, dict[str, object]]:
        """What the owner wrote, and the other fields; `learnt` is the label of her words in this file."""
        choices: tuple[Callable[[str], bool], ...] = (
            lambda label: label in _WORDS_LABELS,
            lambda label: label == learnt,
            lambda label: True,
        )
        said = ("", "")
        for fits in choices:
            fitting = [each for each in self.texts if fits(each[0])]
            if fitting:
                said = max(fitting, key=lambda each: len(each[1]))
                break
        rest = [*(each for each in self.texts if each is not said), *self.others]
        return said[1], {label: text[:300] for label, text in rest[:_MOST]}


def told(record: Json) -> Told:
    """What a record says."""
    found = Told()
    for value in objects(record.get("label_values")):
        _take(found, value, "", 0)
    found.media += (each for each in objects(record.get("media")) if isinstance(each.get("uri"), str))
    return found


def _take(found: Told, value: Json, above: str, depth: int) -> None:
    label = words(value.get("ent_field_name")) or words(value.get("label")) or words(value.get("title"))
    label = ": ".join(part for part in (above, label.strip().lower()[:100]) if part)
    text, address = words(value.get("value")), words(value.get("href"))
    if address.startswith(_WEB):
        found.address = found.address or address
    if text.strip() and text != address:
        # What lies in a group, or leads somewhere, tells of an author or a page; words may have a link too.
        leads_away = bool(address) and label not in _WORDS_LABELS
        is_link = text.startswith(_WEB) and not any(sign.isspace() for sign in text.strip())
        is_other = bool(depth) or leads_away or is_link or label in _OTHER_LABELS
        (found.others if is_other else found.texts).append((label, text))
    found.media += (each for each in objects(value.get("media")) if isinstance(each.get("uri"), str))
    if depth < _DEPTH:
        for inner in objects(value.get("dict")):
            _take(found, inner, label, depth + 1)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a whole file tells that its single records don't."""

    label: str | None = None
    """Under which the owner's words stand."""
    repeated: frozenset[int] = frozenset()
    """Hashes of the `fbid`s that several records carry, which identify none."""


def learn(archive: Archive, name: str) -> Learnt:
    """Read the file once through."""
    lengths: Counter[str] = Counter()
    known: set[int] = set()
    repeated: set[int] = set()

    def take(record: object) -> Iterator[Record]:
        if isinstance(record, dict):
            for label, text in told(record).texts:
                if (
                    label not in _OTHER_LABELS
                    and ": " not in label
                    and (label in lengths or len(lengths) < 100)
                ):
                    lengths[label] += len(text)
            id = hash(fbid(record))
            (repeated if id in known else known).add(id)
        return iter(())

    for _ in read_records(archive, name, take):
        pass  # what can't be read is told when it is read for good
    # Alike by length, the first by name: the order of the records must not matter.
    best = min(lengths, key=lambda label: (-lengths[label], label), default=None)
    return Learnt(best, frozenset(repeated))


def fbid(record: Json) -> str | None:
    """The record's `fbid`; None for anything that is none."""
    value = record.get("fbid")
    if type(value) is int and value > 0:
        value = str(value)
    is_id = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 40
    return str(value) if is_id else None
