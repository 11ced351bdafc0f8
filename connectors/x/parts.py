"""Reads the data files of an X archive record by record; what can't be read is counted by its reason.

Knows how X wraps records, nothing of what is in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import NOT_UTF8, Broken, JsonArray, ReadsBytes
from connectors.model import Record, Unread
from connectors.part_reading import Unfit
from connectors.x.layout import DataFile

Json = Mapping[str, object]
Take = Callable[[object], Iterable[Record]]
_START = re.compile(r"[^\[{]{0,400}\[")
# Not behind a colon: what a record holds, such as the post that it reposts, is no record of hers.
_WRAPPED = re.compile(
    r'(?<!:)(?<!: )\{\s*"(?:tweet|noteTweet|(?:twitterA|a)rticle(?:Metadata)?|communityNote|birdwatchNote'
    r"|moment|account|profile|screenNameChange|expandedProfile|professionalData|periscope(?:CommentsMadeByUser"
    r'|ProfileDescription|AccountInformation))"\s*:'
)
_BARE = re.compile(
    r'(?<!:)(?<!: )\{\s*"(?:retweeted|edit_info|source|entities|created_at|retweeted_status)"\s*:'
)
_FEW = 10_000
"""Records that are looked at of a data type that is read whole."""


class Parts:
    """The data files of one archive."""

    def __init__(self, archive: Archive, files: Sequence[DataFile], register: str = "manifest") -> None:
        """`register`: what tells how many records a file should have."""
        self._archive, self._files, self._register = archive, files, register

    def of(self, *kinds: str) -> list[DataFile]:
        """The files of these data types, in their order."""
        return [each for each in self._files if each.type in kinds]

    def few(self, *kinds: str) -> Iterator[Json]:
        """What is inside the records of small data types, such as the profile; broken ones are left away."""
        for file in self.of(*kinds):
            try:
                with self._archive.open(file.name) as stream:
                    for value in islice(self._array(file, stream), _FEW):
                        if isinstance(value, dict):
                            yield unwrapped(value)
            except DamagedSource:
                continue

    def read(self, kind: str, take: Take) -> Iterator[Record]:
        """What `take` makes of every record of a data type, and an Unread for every reason and file.

        `take` raises Unfit. Of a part that is there twice, as a browser's copy with other content, the fuller
        one counts against the register.
        """
        for _, copies in groupby(self.of(kind), key=lambda file: file.part):
            fullest, first = 0, None
            for file in copies:
                first = first or file
                fullest = max(fullest, (yield from self._file(file, take)))
            lacking = (first.expected or 0) - fullest if first else 0
            if first and lacking > 0:
                yield Unread(basename(first.name), f"fewer than the {self._register} says", lacking)

    def _file(self, file: DataFile, take: Take) -> Generator[Record, None, int]:
        """Returns how many records are in it, readable or not."""
        unread: Counter[str] = Counter()
        read = 0
        try:
            with self._archive.open(file.name) as stream:
                for value in self._array(file, stream):
                    if isinstance(value, Broken):
                        unread[value.reason] += 1
                        continue
                    read += 1
                    try:
                        yield from take(value)
                    except Unfit as problem:
                        unread[str(problem)] += 1
                        read -= 1
        except DamagedSource as error:
            unread[error.what] += 1
        for reason, count in unread.items():
            yield Unread(basename(file.name), reason, count)
        return read + unread.total() - unread[NOT_UTF8.reason]

    def _array(self, file: DataFile, stream: ReadsBytes) -> JsonArray:
        head = self._archive.read(file.name, 2000)
        wrapped = _WRAPPED.search(head.decode("utf-8", "replace"))
        return JsonArray(stream, _START, _WRAPPED if wrapped else _BARE)


def unwrapped(record: Json) -> Json:
    """What X wraps: `{"account": {…}}` → `{…}`."""
    inner = next(iter(record.values())) if len(record) == 1 else None
    return inner if isinstance(inner, dict) else record
