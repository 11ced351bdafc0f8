"""Finds out from its content what an export is, and opens it.

Every platform's folder may hold an `export.py` with a tuple `FORMATS`; they are found by walking the package,
so a new platform adds its folder and nothing here. Knows nothing of auditing.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from pkgutil import iter_modules

import connectors
from connectors import interchange
from connectors.archive import Archive, open_archive
from connectors.errors import DamagedSource, EmptySource, UnknownSource, WrongPlatform
from connectors.foreign import refuse_known_but_unreadable
from connectors.source import Format, Source


@cache
def formats() -> tuple[Format, ...]:
    """Every format that can be read, platforms by name, the interchange format last."""
    found: list[Format] = []
    for module in sorted(iter_modules(connectors.__path__), key=lambda module: module.name):
        name = f"connectors.{module.name}.export"
        if module.ispkg and find_spec(name) is not None:
            found.extend(import_module(name).FORMATS)
    found.extend(interchange.FORMATS)
    kinds = [each.kind for each in found]
    if len(set(kinds)) != len(kinds):
        raise RuntimeError(f"two export formats share one kind: {sorted(kinds)}")
    return tuple(found)


def open_source(path: str | PathLike[str], *, platform: str | None = None) -> Source:
    """Open the export at `path`, a zip, tar, folder or file; the caller closes it.

    `platform`, where given, must be what the content turns out to be.
    Raises: SourceError of the kind that fits.
    """
    archive = open_archive(Path(path))
    try:
        return _recognised(archive, platform)
    except BaseException:
        archive.close()
        raise


def _recognised(archive: Archive, platform: str | None) -> Source:
    if not archive.names:
        raise EmptySource("There is nothing in it.", "Download the export again.")
    for each in formats():
        if each.recognise(archive):
            if platform and each.platform and each.platform != platform.casefold():
                raise WrongPlatform(
                    f"This is {each.title}, not an export of the platform that was named.",
                    f"Leave --platform away, or give --platform {each.platform}.",
                )
            source = each.open(archive)
            if platform and not each.platform:
                _require(source, platform.casefold())
            return source
    refuse_known_but_unreadable(archive)
    head = archive.read(archive.names[0], 4096) if len(archive.names) == 1 else b""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
        raise DamagedSource("The file is not UTF-8 text.", "Save it as UTF-8, or download the export again.")
    known = ", ".join(each.title for each in formats())
    raise UnknownSource(
        "It is no export that can be read.",
        f"What can be read: {known}. Give the zip or folder as it was downloaded.",
    )


def _require(source: Source, platform: str) -> None:
    """Raises: WrongPlatform where a source of several platforms holds none of this one."""
    accounts = source.inspect().accounts
    if accounts and all(record.account.platform != platform for record in accounts):
        raise WrongPlatform(
            f"This is {source.title} without an account of the platform that was named.",
            "Leave --platform away to take in all that it holds.",
        )
