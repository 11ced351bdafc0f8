"""Reads the YouTube part of a Google Takeout: comments and live chat messages, zip, folder or table alone.

One Google account may have several channels: each is an account of its own. Knows nothing of auditing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from posixpath import basename, dirname

from connectors.archive import Archive
from connectors.csv_rows import NOT_A_ROW
from connectors.errors import DamagedSource, EmptySource, WrongVariant
from connectors.file_names import distinct, plain
from connectors.json_text import Broken
from connectors.model import Account, AccountRecord, LeftOut, Profile, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source
from connectors.youtube.comments import item
from connectors.youtube.tables import CHANNEL_ID, Other, Table, others, read, tables

KIND = "youtube-takeout"
_MOST_CHANNELS = 20
"""Channels of one person; YouTube allows more, and nobody has them."""
_MADE = re.compile(r"takeout-(\d{8}T\d{6})Z", re.IGNORECASE)
_COMMENTS_IN_HTML = re.compile(r"my-(?:comments|live-chat-messages)\.html")
_CALLED = {"comments.csv", "live chats.csv", "reacties.csv"}
"""What tables of the owner's words are called, where that is known."""
_TITLES = ("channel title (original)", "channel title")
_DESCRIPTIONS = ("channel description (original)", "channel description")
_SUBSCRIBED = "youtube.com/channel/"
"""A table of subscriptions names addresses beside titles."""
_ORIGINAL = "(ori"
"""In every language seen the name of the title's column ends in "(original)", or a word much like it."""
_SETTING = "Ask for it again and choose “YouTube and YouTube Music” with its comments: they come as CSV."
_TABLES = (".csv", ".json", ".html")
_OTHER_PRODUCTS = LeftOut("other Google products in this Takeout", "not YouTube")
_OTHER_FILES = LeftOut(
    "other files of YouTube's, such as history, subscriptions, playlists and settings",
    "not public, or other people's words",
)
_VIDEOS = LeftOut(
    "titles and descriptions of your own videos", "not read yet: look at them in YouTube Studio"
)
_POSTS = LeftOut("community posts of your own channel", "not read yet: look at them in YouTube Studio")
_VIDEO_ID = re.compile(r"[\w\-]{11}", re.ASCII)


class YouTubeTakeout(Source):
    """One Takeout's comments."""

    kind = KIND
    platform = "youtube"
    title = "YouTube's comments from Google Takeout"

    def __init__(self, archive: Archive, found: list[Table]) -> None:
        super().__init__(archive)
        self._tables = found

    @property
    def made_at(self) -> datetime | None:
        """As the zip's own name says."""
        said = _MADE.search(self.archive.path.name)
        try:
            return datetime.strptime(said[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if said else None
        except ValueError:
            return None

    def digest(self) -> str:
        return self.archive.digest(
            [*(table.name for table in self._tables), *(each.name for each in self._others)]
        )

    def inspect(self) -> Inspection:
        if (
            not self._tables
        ):  # a further zip of a Takeout, looked at before it is joined to the one with comments
            raise EmptySource("There are no comments in it.", _SETTING)
        return Inspection(
            kind=KIND,
            platform="youtube",
            title=self.title,
            accounts=tuple(self._account(channel) for channel in self._channels),
            parts=tuple(
                Part(table.name, table.holds, None, self.archive.entry(table.name).size)
                for table in self._tables
            ),
            expected=None,
            is_complete=False,
            made_at=self.made_at,
            left_out=tuple(self._left_out()),
        )

    def _stream(self) -> Iterator[Record]:
        unread: dict[str, Counter[str]] = {table.name: Counter() for table in self._tables}
        for place, channel in enumerate(self._channels):
            yield self._account(channel)
            parents = OwnParents()
            for table in self._tables:
                for row in self._rows(table, unread[table.name] if place == 0 else Counter()):
                    if self._owner(row[table.channel]) != channel:
                        continue
                    try:
                        found = item(table, row)
                    except Unfit as problem:
                        unread[table.name][str(problem)] += 1
                    else:
                        yield from parents.take(found, found.parent_id)
            yield from parents.rest()
        for name in self._strange:
            yield Unread(basename(name), "its columns are not those that are known")
        for name, reasons in unread.items():
            for reason, count in reasons.items():
                yield Unread(basename(name), reason, count)

    def _rows(self, table: Table, unread: Counter[str]) -> Iterator[list[str]]:
        """The rows as wide as the table; what is no such row is counted."""
        try:
            for row in read(self.archive, table):
                if isinstance(row, Broken):
                    unread[row.reason] += 1
                elif len(row) != table.width:
                    unread[NOT_A_ROW.reason] += 1
                else:
                    yield row
        except DamagedSource as error:
            unread[error.what] += 1

    def _owner(self, cell: str) -> str:
        """The channel that a row belongs to; the first where it names none that is known."""
        return cell if cell in self._channels else self._channels[0]

    @cached_property
    def _channels(self) -> list[str]:
        """The ids of the channels that wrote something, most rows first; one empty id where none is named."""
        counts: Counter[str] = Counter()
        for table in self._tables:
            for row in self._rows(table, Counter()):
                channel = row[table.channel]
                if channel in counts or (len(counts) < 1000 and CHANNEL_ID.fullmatch(channel)):
                    counts[channel] += 1
        return [channel for channel, _ in counts.most_common(_MOST_CHANNELS)] or [""]

    def _account(self, channel: str) -> AccountRecord:
        account = Account("youtube", "", remote_id=channel or None)
        for other in self._others:
            if profile := _profile(other, channel, self.made_at):
                return AccountRecord(account, profile)
        return AccountRecord(account, None)

    @cached_property
    def _others(self) -> list[Other]:
        """Tables that name the channel near their beginning: what YouTube says of it, and of its videos."""
        if not self._channels[0]:
            return []
        return list(others(self.archive, self._tables, self._channels[0]))

    @cached_property
    def _strange(self) -> list[str]:
        """Files that are called like tables of comments, where they lie, and are none."""
        taken = {table.name for table in self._tables}
        product = _product(self._tables[0].name)
        named = [name for name in self.archive.names if plain(name) in _CALLED and _product(name) == product]
        return [name for name in distinct(self.archive, named) if name not in taken]

    def _left_out(self) -> Iterator[LeftOut]:
        taken = {*(table.name for table in self._tables), *self._strange}
        videos = {other.name for other in self._others if other.is_of_videos}
        product = _product(self._tables[0].name)
        beside = {name: _product(name) for name in self.archive.names if name not in taken}
        if any(each not in (None, "", product) for each in beside.values()):
            yield _OTHER_PRODUCTS
        if videos:
            yield _VIDEOS
        told = {other.name for other in self._others if _profile(other, self._channels[0], None)}
        own = [
            name
            for name, each in beside.items()
            if each in (None, product) and name not in videos | told and plain(name).endswith(_TABLES)
        ]
        if any(plain(name) == "posts.csv" for name in own):
            yield _POSTS
        if own:
            yield _OTHER_FILES


def _profile(other: Other, channel: str, made_at: datetime | None) -> Profile | None:
    """What a table says of the channel; None where it is another table."""
    header = [cell.strip().casefold() for cell in other.rows[0]] if other.rows else []
    row = next((row for row in other.rows[1:] if channel in row and len(row) == len(header)), None)
    titles = [at for at, name in enumerate(header) if name in _TITLES]
    titles = titles or [at for at, name in enumerate(header) if _ORIGINAL in name]
    if row is None or len(titles) != 1 or other.is_of_videos:
        return None
    said = dict(zip(header, row, strict=True))
    bio = next((said.pop(name) for name in _DESCRIPTIONS if name in said), "")
    if any(_SUBSCRIBED in cell for cell in said.values()):
        return None
    return Profile(display_name=row[titles[0]], bio=bio, observed_at=made_at)


def _product(name: str) -> str | None:
    """The Google product that a file of a Takeout belongs to; empty for none, None outside of a Takeout."""
    folders = dirname(name).split("/")
    at = next((at for at, folder in enumerate(folders) if folder.casefold() == "takeout"), None)
    if at is None:
        return None
    return folders[at + 1] if at + 1 < len(folders) else ""


def _recognise(archive: Archive) -> bool:
    if tables(archive):
        return True
    if any(_COMMENTS_IN_HTML.fullmatch(plain(name)) for name in archive.names):
        raise WrongVariant("This Takeout holds YouTube's comments in HTML.", _SETTING)
    if any(_product(name) is not None or plain(name) == "archive_browser.html" for name in archive.names):
        raise WrongVariant("This Google Takeout holds no comments of YouTube's, or not as CSV.", _SETTING)
    return False


def _open(archive: Archive) -> Source:
    return YouTubeTakeout(archive, tables(archive))


FORMATS = (Format(KIND, "youtube", YouTubeTakeout.title, _recognise, _open),)
