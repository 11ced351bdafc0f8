"""One sample of an export format, and how one field of it is changed: for the contract of all importers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Content = Mapping[str, str | bytes]
Changed = Callable[[str | bytes, object], Iterator[str | bytes]]
"""The file with one field's value replaced by the other argument, once for every field in it."""


def changed_json(body: str | bytes, odd: object) -> Iterator[str]:
    """JSON, JSON behind a prefix as in X's files, or JSON Lines."""
    assert isinstance(body, str)
    begins = min(at for at in (body.find("["), body.find("{")) if at >= 0)
    prefix = body[:begins]
    if prefix:
        yield from (
            prefix + json.dumps(value) for value in changed_values(json.loads(body[len(prefix) :]), odd)
        )
        return
    try:
        whole = json.loads(body)
    except json.JSONDecodeError:
        lines = body.split("\n")
        for number, line in enumerate(lines):
            for value in changed_values(json.loads(line), odd):
                yield "\n".join([*lines[:number], json.dumps(value), *lines[number + 1 :]])
    else:
        yield from (json.dumps(value) for value in changed_values(whole, odd))


def changed_csv(body: str | bytes, odd: object) -> Iterator[bytes]:
    """Comma-separated values; what is no text is written as Python writes it."""
    assert isinstance(body, str)
    rows = list(csv.reader(io.StringIO(body)))
    cell = odd if isinstance(odd, str) else repr(odd)
    for row in rows:
        for place, kept in enumerate(row):
            row[place] = cell
            out = io.StringIO()
            csv.writer(out).writerows(rows)
            yield out.getvalue().encode("utf-8", "surrogatepass")
            row[place] = kept


def changed_values(value: object, odd: object) -> Iterator[object]:
    """The value with one field of one object in it replaced, for every field."""
    for holder in _holders(value):
        for key in list(holder):
            kept, holder[key] = holder[key], odd
            yield value
            holder[key] = kept


def _holders(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _holders(inner))]
    if isinstance(value, list):
        return [found for inner in value for found in _holders(inner)]
    return []


@dataclass(frozen=True)
class Sample:
    """A small export in one format."""

    kind: str
    platform: str
    name: str
    write: Callable[[Path, Content], Path]
    content: Callable[[], Content]
    data: str
    """The name of the file that holds the posts."""
    items: int
    beside: tuple[str, ...] = ()
    """The other files that are read."""
    changed: Changed = changed_json

    def at(self, folder: Path) -> Path:
        return self.write(folder / self.name, self.content())
