"""Finds out from its content what an export is.

Every platform's folder may hold an `export.py` with a tuple `FORMATS`; they are found by walking the package,
so a new platform adds its folder and nothing here. Knows nothing of auditing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import connectors
from connectors import interchange
from connectors.archive import Archive, is_tar, is_zip
from connectors.errors import (
    DamagedSource,
    EmptySource,
    PasswordProtected,
    SourceError,
    UnknownSource,
    UnsafeArchive,
    WrongPlatform,
)
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


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an archive is."""

    formats: tuple[Format, ...]
    """Every format that it holds; empty where it is nothing that can be read."""
    refusals: tuple[tuple[Format, SourceError], ...]
    """What formats say of it that know it, and can't read it as it is."""


def recognise(archive: Archive) -> Recognised:
    """Ask every format whether the archive is one of its kind; interchange only where it is nothing else.

    Raises: PasswordProtected, UnsafeArchive.
    """
    found: list[Format] = []
    refusals: list[tuple[Format, SourceError]] = []
    for each in formats():
        if found and not each.platform:
            continue
        try:
            if each.recognise(archive):
                found.append(each)
        except (PasswordProtected, UnsafeArchive):
            raise
        except SourceError as refusal:
            refusals.append((each, refusal))
    return Recognised(tuple(found), tuple(refusals))


def unknown(archive: Archive) -> SourceError:
    """The error for an archive that no format takes: what it looks like, and what to do."""
    if not archive.names:
        return EmptySource("There is nothing in it.", "Download the export again.")
    head = archive.read(archive.names[0], 4096) if len(archive.names) == 1 else b""
    is_packed = is_zip(head) or is_tar(head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in head[:64] and not is_packed):
        return DamagedSource("The file is not UTF-8 text.", "Save it as UTF-8, or download the export again.")
    known = ", ".join(each.title for each in formats())
    return UnknownSource(
        "It is no export that can be read.",
        f"What can be read: {known}. Give the zip or folder as it was downloaded.",
    )


def require_platform(source: Source, platform: str) -> None:
    """Raises: WrongPlatform where a source of several platforms holds none of this one."""
    accounts = source.inspect().accounts
    if accounts and all(record.account.platform != platform for record in accounts):
        raise WrongPlatform(
            f"This is {source.title} without an account of the platform that was named.",
            "Leave --platform away to take in all that it holds.",
        )


def wrong_platform(found: Format) -> WrongPlatform:
    """The error for an export of another platform than the one that was asked for."""
    return WrongPlatform(
        f"This is {found.title}, not an export of the platform that was named.",
        f"Leave --platform away, or give --platform {found.platform}.",
    )
