"""Reads TikTok's export: one JSON object, `user_data_tiktok.json`, alone, in a zip or in a folder.

It is walked twice, since the profile stands in the middle of it. Knows nothing of auditing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource, WrongVariant
from connectors.file_names import distinct, plain
from connectors.json_text import Broken
from connectors.json_walk import JsonWalk, Passed, Path
from connectors.model import AccountRecord, Record, Unread
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source
from connectors.tiktok.items import account, item
from connectors.tiktok.sections import Holds, folded, holds, left_out, outermost

KIND = "tiktok-export"
_NAMES = {"user_data_tiktok.json", "user_data.json"}
_HEAD = 4 << 10
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}\{\s{0,200}\"(?:activity|your activity|ads and data|app settings|comment"
    rb"|direct messages?|income[^\"]{0,60}|likes and favorites|location review|poi review|posts?|profile"
    rb"|profile and settings|tiktok live|tiktok shop(?:ping)?|video)\"\s{0,200}:",
    re.IGNORECASE,
)
_TXT = {
    "comments.txt", "posts.txt", "post.txt", "recently deleted posts.txt", "watch history.txt", "reposts.txt",
    "browsing history.txt", "video browsing history.txt", "like list.txt", "favorite videos.txt",
    "activity summary.txt", "off tiktok activity.txt", "login history.txt", "searches.txt",
    "profile information.txt", "profile info.txt", "direct messages.txt", "share history.txt",
    "reacties.txt", "berichten.txt", "kijkgeschiedenis.txt", "herplaatsingen.txt", "zoekopdrachten.txt",
    "likelijst.txt", "profielinformatie.txt", "samenvatting van activiteit.txt",
}  # fmt: skip
_TXT_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:Date|Datum|Profile Photo|Username): ?\S")


_PROFILE_KEYS = {"username", "displayname", "biodescription"}


@dataclass(slots=True)
class _Survey:
    """What one file holds beside its items."""

    profile: dict[str, object] = field(default_factory=dict)
    held: set[Holds] = field(default_factory=set)
    passed: Counter[Path] = field(default_factory=Counter)
    """Records of lists that are not read, by their outermost keys."""
    is_broken: bool = False


class TikTokExport(Source):
    """One TikTok export."""

    kind = KIND
    platform = "tiktok"
    title = "TikTok's export"

    def __init__(self, archive: Archive, files: list[str]) -> None:
        super().__init__(archive)
        self._files = files

    def digest(self) -> str:
        return self.archive.digest(self._files)

    def inspect(self) -> Inspection:
        surveys = list(self._surveys.values())
        if not any(survey.profile or survey.held or survey.is_broken for survey in surveys):
            raise EmptySource(
                "There are neither posts nor comments nor a profile in it.",
                "Ask TikTok for all of your data.",
            )
        passed = Counter[Path]()
        for survey in surveys:
            passed.update(survey.passed)
        has_profile = any(survey.profile for survey in surveys)
        return Inspection(
            kind=KIND,
            platform="tiktok",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(
                Part(name, _in_words(survey.held), None, self.archive.entry(name).size)
                for name, survey in self._surveys.items()
            ),
            expected=None,
            is_complete=False,
            made_at=None,
            left_out=left_out(passed.items()),
            warnings=() if has_profile else ("It holds no profile, so there is neither a name nor a bio.",),
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        for name in self._files:
            yield from self._items(name)

    def _items(self, name: str) -> Iterator[Record]:
        """The items of one file. Each file is an export of its own: the ids begin anew."""
        ids, unread = DerivedIds(), Counter[str]()
        last: Path = ()
        kind: Holds | None = None
        try:
            with self.archive.open(name) as stream:
                for path, value in JsonWalk(stream, _is_read):
                    if path is not last:
                        last, kind = path, holds(path, is_array=True)
                    if isinstance(value, Broken):
                        unread[value.reason] += 1
                    elif kind is not None and not isinstance(value, Passed):
                        try:
                            yield item(kind, value, ids)
                        except Unfit as problem:
                            unread[str(problem)] += 1
        except DamagedSource as error:
            unread[error.what] += 1
        for reason, count in unread.items():
            yield Unread(basename(name), reason, count)

    @cached_property
    def _surveys(self) -> dict[str, _Survey]:
        return {name: self._survey(name) for name in self._files}

    def _survey(self, name: str) -> _Survey:
        found = _Survey()
        last: Path = ()
        try:
            with self.archive.open(name) as stream:
                for path, value in JsonWalk(stream, _is_read):
                    if isinstance(value, Passed):
                        found.passed[outermost(path)] += value.members if value.is_array else 0
                    elif isinstance(value, Broken):
                        found.is_broken = True
                    elif path is not last:
                        last, kind = path, holds(path, is_array=True)
                        if kind is not None:
                            found.held.add(kind)
                        elif folded(path[-1]) in _PROFILE_KEYS:
                            found.profile.setdefault(folded(path[-1]), value)
        except DamagedSource:
            found.is_broken = True
        return found

    @cached_property
    def _account(self) -> AccountRecord:
        profiles = (survey.profile for survey in self._surveys.values() if survey.profile)
        return account(next(profiles, {}))


def _in_words(held: set[Holds]) -> str:
    named = [kind.value for kind in Holds if kind in held]
    return " and ".join(named) or "profile" if len(named) < 3 else f"{named[0]}, {named[1]} and more"


def _is_read(path: Path, is_array: bool) -> bool:
    return holds(path, is_array) is not None


def _files(archive: Archive) -> list[str]:
    is_alone = len(archive.names) == 1
    return distinct(
        archive,
        [name for name in archive.names if (is_alone or plain(name) in _NAMES) and _is_ours(archive, name)],
    )


def _is_ours(archive: Archive, name: str) -> bool:
    return plain(name) == "user_data_tiktok.json" or _BEGINS.match(archive.read(name, _HEAD)) is not None


def _recognise(archive: Archive) -> bool:
    if _files(archive):
        return True
    texts = [name for name in archive.names if plain(name) in _TXT]
    if len(texts) > 1 or any(
        "tiktok" in name.casefold() or _TXT_BEGINS.match(archive.read(name, _HEAD)) for name in texts
    ):
        raise WrongVariant(
            "This is the TXT form of TikTok's export.",
            "Ask for the export again and choose the format JSON, not TXT.",
        )
    return False


def _open(archive: Archive) -> Source:
    return TikTokExport(archive, _files(archive))


FORMATS = (Format(KIND, "tiktok", TikTokExport.title, _recognise, _open),)
