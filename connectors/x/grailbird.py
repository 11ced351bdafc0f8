"""Reads the archive that Twitter gave until about 2018, Grailbird: `data/js/tweets/YYYY_MM.js`.

Knows nothing of auditing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from posixpath import basename, dirname

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.file_names import distinct, plain
from connectors.model import Account, AccountRecord, Item, LeftOut, Profile, Record, Unread
from connectors.own_parents import OwnParents
from connectors.source import Format, Inspection, Part, Source
from connectors.storable import storable
from connectors.times import known_utc, x_time
from connectors.x.layout import DataFile
from connectors.x.parts import Parts
from connectors.x.posts import Author, own_parent, post, unescaped

KIND = "x-grailbird"
_MONTH = re.compile(r"(?:^|/)(\d{4}_\d{2})(?: ?\(\d{1,3}\))?\.js$")
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*Grailbird\.data\.tweets_\d{4}_\d{2}\s*=")
_LOOKED_INTO = 5
_LOOSE = 400
"""Months that are looked into where they do not lie in a folder `tweets`."""
_SMALL = 4 << 20
_TABLES = LeftOut("the same posts as tables (CSV)", "they are read from the other files")


class Grailbird(Source):
    """One archive of the old form."""

    kind = KIND
    platform = "x"
    title = "X's archive of before 2019"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._months = {name: _month(name) for name in distinct(archive, _months(archive))}

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
        has_tables = any(name.lower().endswith(".csv") for name in self.archive.names)
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
            left_out=(_TABLES,) if has_tables else (),
            warnings=warnings,
        )

    def _stream(self) -> Iterable[Record]:
        yield self._account
        account, parents = self._account.account, OwnParents()
        handle = account.handle.lstrip("@")
        author = Author(handle, account.remote_id or "", frozenset({handle.casefold()} if handle else ()))

        def take(record: object) -> Iterable[Item]:
            item = post(record, author)
            return parents.take(item, own_parent(item))

        files = [
            DataFile(name, "tweets", int(month.replace("_", "")), self._counts.get(month))
            for name, month in sorted(self._months.items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]))
        ]
        yield from Parts(self.archive, files, "index").read("tweets", take)
        yield from parents.rest()
        for month in sorted(self._counts.keys() - set(self._months.values())):
            yield Unread(f"{month}.js", "named in the index, missing in the archive", self._counts[month])

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
        found = sorted(
            (name for name in self.archive.names if plain(name) == base), key=lambda n: (len(n), n)
        )
        if not found:
            return None
        try:
            text = self.archive.read(found[0], _SMALL).decode("utf-8-sig", "replace")
            begins = re.search(r"[\[{]", text)
            return json.JSONDecoder().raw_decode(text, begins.start())[0] if begins else None
        except (DamagedSource, ValueError, RecursionError):
            return None


def _months(archive: Archive) -> list[str]:
    """The files with a month's posts each.

    Raises: DamagedSource where all that were looked into are damaged.
    """
    named = [name for name in archive.names if _month(name)]
    inside = [name for name in named if basename(dirname(name)) == "tweets"]
    begin: list[str] = []
    damage: DamagedSource | None = None
    for name in inside[:_LOOKED_INTO] or named[:_LOOSE]:
        try:
            if _BEGINS.match(archive.read(name, 200)):
                begin.append(name)
        except DamagedSource as error:
            damage = damage or error
    if damage and not begin:
        raise damage
    return inside if inside and begin else begin


def _month(name: str) -> str:
    found = _MONTH.search(name)
    return found[1] if found else ""


def _recognise(archive: Archive) -> bool:
    return bool(_months(archive))


FORMAT = Format(KIND, "x", Grailbird.title, _recognise, Grailbird)
