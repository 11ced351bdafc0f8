"""Mastodon's export, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample
from tests.fixtures import mastodon_export, x_archive

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


_TAR = mastodon_export.write_tar
SAMPLES = (
    Sample("mastodon-export", "mastodon", "m.tar.gz", _TAR, _mastodon, "outbox.json", 3, ("actor.json",)),
    Sample("mastodon-export", "mastodon", "m.zip", x_archive.write_zip, _mastodon, "outbox.json", 3),
)
