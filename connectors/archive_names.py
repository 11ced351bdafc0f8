"""Names inside an archive: made safe, links that lead out refused, litter known. Knows no kind of archive."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import normpath

from connectors.errors import UnsafeArchive

# `BackupService` of Mastodon until 2023, where pictures lie on the server's own disk.
_ON_A_SERVER = re.compile(r"/(?:[^/\0]+/)*(?=media_attachments/files/)")


def off_server(raw: str) -> str:
    """The name without the path that a Mastodon server of before 2023 put before its pictures' own.

    Such as `/home/mastodon/live/public/system/media_attachments/files/…`: an honest export's only names that
    are absolute, and only in a tar.
    """
    found = _ON_A_SERVER.match(raw)
    return raw[found.end() :] if found else raw


def safe_name(raw: str) -> str:
    """The name with `/` between its parts.

    Raises: UnsafeArchive for a name that is absolute, names a drive, or climbs out.
    """
    name = raw.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\0" in name or (parts and parts[0][1:2] == ":"):
        raise UnsafeArchive(
            "A name in it climbs out of the archive; nothing was taken in.",
            "No platform makes such a file: don't trust it, and download the export again.",
        )
    return "/".join(part for part in parts if part != ".")


def refuse_outward_link(name: str, target: str) -> None:
    """Raises: UnsafeArchive where the link `name` leads out of the archive."""
    aim = target.replace("\\", "/")
    there = normpath("/".join([*PurePosixPath(name).parts[:-1], aim]))
    if aim.startswith("/") or aim[1:2] == ":" or there == ".." or there.startswith("../"):
        raise link_out()


def link_out() -> UnsafeArchive:
    """The error for a link that leads out of the archive."""
    return UnsafeArchive(
        "A link in it leads out of the archive; nothing was taken in.",
        "Take the link away, or import the zip as you downloaded it.",
    )


def is_litter(name: str) -> bool:
    """What macOS and Windows leave beside the files of others."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith("._") or parts[-1] in (".DS_Store", "Thumbs.db", "")
