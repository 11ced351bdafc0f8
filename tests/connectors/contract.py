"""One sample of every export format that the registry knows, for the tests that all of them share.

A new importer adds its line to `SAMPLES`; the suite fails until it does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures import grailbird, interchange_file, mastodon_export, x_archive

Content = Mapping[str, str | bytes]


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

    def at(self, folder: Path) -> Path:
        return self.write(folder / self.name, self.content())


def _x() -> Content:
    return x_archive.files(
        [
            x_archive.tweet(1, "one &amp; all"),
            x_archive.reply(2, "two", 1),
            x_archive.tweet(3, "RT @a: three"),
        ],
        notes=[x_archive.note(5, "left over")],
        deleted=[x_archive.tweet(4, "gone")],
    )


PICTURE = {"type": "Document", "url": "/media_attachments/files/109/original/abc.png", "name": "a ward"}
MENTION = {"type": "Mention", "name": "@b@other.example"}


def _mastodon() -> Content:
    return mastodon_export.files(
        [
            mastodon_export.note(1, "<p>one</p>", summary="long", attachment=[PICTURE], tag=[MENTION]),
            mastodon_export.note(2, "<p>two</p>", inReplyTo=f"{mastodon_export.ACTOR}/statuses/1"),
            mastodon_export.boost(3, "https://other.example/1"),
        ]
    )


def _interchange() -> Content:

    lines = [
        interchange_file.OWNER,
        interchange_file.ACCOUNT,
        interchange_file.item("1"),
        interchange_file.item(None),
    ]
    return {"posts.jsonl": "\n".join(map(json.dumps, lines))}


def _one_file(path: Path, content: Content) -> Path:
    (body,) = content.values()
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


_FOLDER = x_archive.write_folder
_ZIP = x_archive.write_zip
_TAR = mastodon_export.write_tar
_BESIDE = tuple(
    f"data/{name}.js" for name in ("manifest", "account", "profile", "note-tweet", "deleted-tweets")
)
_BESIDE_OLD = tuple(f"data/js/{name}.js" for name in ("user_details", "payload_details", "tweet_index"))
SAMPLES = (
    Sample("x-archive", "x", "x.zip", _ZIP, _x, "data/tweets.js", 5, _BESIDE),
    Sample("x-archive", "x", "x", _FOLDER, _x, "data/tweets.js", 5),
    Sample("x-grailbird", "x", "old.zip", _ZIP, grailbird.files, "data/js/tweets/2013_05.js", 2, _BESIDE_OLD),
    Sample(
        "mastodon-export",
        "mastodon",
        "m.tar.gz",
        mastodon_export.write_tar,
        _mastodon,
        "outbox.json",
        3,
        ("actor.json",),
    ),
    Sample("mastodon-export", "mastodon", "m.zip", _ZIP, _mastodon, "outbox.json", 3),
    Sample("interchange", "x", "posts.jsonl", _one_file, _interchange, "posts.jsonl", 2),
)
