"""Reads the archive that Twitter gave until about 2018, Grailbird: `data/js/tweets/YYYY_MM.js`.

Knows nothing of auditing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from posixpath import basename, dirname

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import NOT_UTF8, Broken, JsonArray
from connectors.model import Account, AccountRecord, Profile, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source
from connectors.storable import storable
from connectors.times import known_utc, x_time
from connectors.x.posts import Author, own_parent, post, unescaped

KIND = "x-grailbird"
_MONTH = re.compile(r"(?:^|/)tweets/(\d{4}_\d{2})(?: ?\(\d+\))?\.js$")
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*Grailbird\.data\.tweets_\d{4}_\d{2}\s*=")
_START = re.compile(r"[^\[]{0,400}\[")
_RECORD = re.compile(r'\{\s*"(?:source|created_at|retweeted_status)"\s*:')
_SMALL = 4 << 20


class Grailbird(Source):
    """One archive of the old form."""

    kind = KIND
    platform = "x"
    title = "X's archive of before 2019"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._months = {name: match[1] for name in archive.names if (match := _MONTH.search(name))}
        self._folder = dirname(dirname(next(iter(self._months))))

    @cached_property
    def _counts(self) -> dict[str, int]:
        """Posts by month, as the archive's index says; empty where it has none."""
        index = self._small("tweet_index.js")
        counts: dict[str, int] = {}
        for each in index if isinstance(index, list) else ():
            if isinstance(each, dict):
                name, count = each.get("file_name"), each.get("tweet_count")
                match = _MONTH.search(name) if isinstance(name, str) else None
                if match and isinstance(count, int):
                    counts[match[1]] = count
        return counts

    @property
    def expected(self) -> int | None:
        return sum(self._counts.values()) if self._counts else None

    @property
    def is_complete(self) -> bool:
        return bool(self._counts) and not (self._counts.keys() - set(self._months.values()))

    @cached_property
    def made_at(self) -> datetime | None:
        details = self._small("payload_details.js")
        return known_utc(x_time(details.get("created_at"))) if isinstance(details, dict) else None

    def digest(self) -> str:
        return self.archive.digest(self._months)

    def inspect(self) -> Inspection:
        warnings = () if self._counts else ("It has no index, so nobody can tell whether it is whole.",)
        return Inspection(
            kind=KIND,
            platform="x",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(
                Part(name, "posts", self._counts.get(month), self.archive.entry(name).size)
                for name, month in self._months.items()
            ),
            expected=self.expected,
            is_complete=self.is_complete,
            made_at=self.made_at,
            warnings=warnings,
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        account = self._account.account
        author = Author(account.handle.lstrip("@"), account.remote_id or "")
        parents = OwnParents()
        for name in sorted(self._months):
            yield from self._month(name, author, parents)
        yield from parents.rest()
        for month in sorted(self._counts.keys() - set(self._months.values())):
            yield Unread(f"{month}.js", "named in the index, missing in the archive", self._counts[month])

    def _month(self, name: str, author: Author, parents: OwnParents) -> Iterator[Record]:
        unread: Counter[str] = Counter()
        read = 0
        try:
            with self.archive.open(name) as stream:
                for value in JsonArray(stream, _START, _RECORD):
                    if isinstance(value, Broken):
                        unread[value.reason] += 1
                        continue
                    read += 1
                    try:
                        item = post(value, author)
                        yield from parents.take(item, own_parent(item))
                    except Unfit as problem:
                        unread[str(problem)] += 1
        except DamagedSource as error:
            unread[error.what] += 1
        expected = self._counts.get(self._months[name], 0)
        lacking = expected - read - (unread.total() - unread[NOT_UTF8.reason])
        if lacking > 0:
            unread["fewer than the index says"] = lacking
        for reason, count in unread.items():
            yield Unread(basename(name), reason, count)

    @cached_property
    def _account(self) -> AccountRecord:
        told = self._small("user_details.js")
        about = told if isinstance(told, dict) else {}
        said = {key: storable(value) for key, value in about.items() if isinstance(value, str)}
        handle = said.get("screen_name", "").lstrip("@")
        profile = Profile(
            display_name=unescaped(said.get("full_name", "")),
            bio=unescaped(said.get("bio", "")),
            location=unescaped(said.get("location", "")),
            website=said.get("url", ""),
            observed_at=self.made_at,
        )
        account = Account("x", f"@{handle}" if handle else "", remote_id=said.get("id") or None)
        return AccountRecord(account, profile if said else None)

    def _small(self, base: str) -> object:
        """The value that a small file assigns; None where there is none or it can't be read."""
        name = f"{self._folder}/{base}" if self._folder else base
        if name not in self.archive:
            return None
        text = self.archive.read(name, _SMALL).decode("utf-8-sig", "replace")
        begins = re.search(r"[\[{]", text)
        try:
            return json.JSONDecoder().raw_decode(text, begins.start())[0] if begins else None
        except (ValueError, RecursionError):
            return None


def _recognise(archive: Archive) -> bool:
    months = [name for name in archive.names if _MONTH.search(name)]
    return bool(months) and any(_BEGINS.match(archive.read(name, 200)) for name in months[:3])


FORMAT = Format(KIND, "x", Grailbird.title, _recognise, Grailbird)
