"""Reads labelled posts: one persona a line, marks around the details that identify.

The form: `auditor/learning/corpora/README.md`. Knows nothing of models or rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

CORPORA = Path(__file__).parent / "corpora"
_MARK = re.compile(r"\{\{([A-Z]+)\|(.+?)\}\}", re.S)


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Code points `start` up to `end` of the published text that a reviewer would change."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class LabelledPersona:
    """Whose posts they are."""

    key: str
    file: str
    name: str
    role: str
    employer: str
    city: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledAccount:
    """Where they stand."""

    platform: str
    handle: str
    display_name: str
    use: str
    bio: str


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One item, or one bio (`kind` "bio"), with what reviewers said of it."""

    persona: LabelledPersona
    account: LabelledAccount
    id: str
    kind: str
    text: str
    spans: tuple[GoldSpan, ...]
    labels: frozenset[str]
    severity: str
    parent: str | None = None
    posted: datetime | None = None
    note: str = ""
    """Why it is labelled so, in a few words."""


def published(marked: str) -> tuple[str, tuple[GoldSpan, ...]]:
    """A marked text as it was published, and its gold spans."""
    parts: list[str] = []
    spans: list[GoldSpan] = []
    at = size = 0
    for mark in _MARK.finditer(marked):
        before = marked[at : mark.start()]
        size += len(before)
        spans.append(GoldSpan(size, size + len(mark[2]), mark[1]))
        size += len(mark[2])
        parts += (before, mark[2])
        at = mark.end()
    return "".join([*parts, marked[at:]]), tuple(spans)


def read(paths: Iterable[Path]) -> Iterator[LabelledText]:
    """Every bio and item of these files, in order.

    Raises: ValueError or KeyError for a line that is not of the form.
    """
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                yield from _persona(json.loads(line), path.name)


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' contents in the order of their names, for an artefact's record."""
    total = sha256()
    for path in sorted(paths, key=lambda one: one.name):
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _persona(entry: dict, file: str) -> Iterator[LabelledText]:  # type: ignore[type-arg]
    persona = LabelledPersona(
        key=entry["persona"],
        file=file,
        name=entry.get("name", ""),
        role=entry.get("role", ""),
        employer=entry.get("employer") or "",
        city=entry.get("city", ""),
        conflicts=tuple(entry.get("conflicts", ())),
    )
    for raw in entry["accounts"]:
        bio = raw["bio"]
        account = LabelledAccount(
            raw["platform"], raw["handle"], raw.get("display_name", ""), raw["use"], bio["text"]
        )
        key = f"bio:{account.platform}:{account.handle.lstrip('@')}"
        yield LabelledText(
            persona,
            account,
            key,
            "bio",
            bio["text"],
            (),
            frozenset(bio["labels"]),
            "none",
            note=bio.get("note", ""),
        )
        for item in raw["items"]:
            text, spans = published(item["text"])
            posted = item.get("posted")
            yield LabelledText(
                persona,
                account,
                item["id"],
                item["kind"],
                text,
                spans,
                frozenset(item["labels"]),
                item["severity"],
                item.get("parent"),
                datetime.fromisoformat(posted) if posted else None,
                item.get("note", ""),
            )
