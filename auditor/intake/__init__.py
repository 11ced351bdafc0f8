"""Brings exports and interchange files into the vault.

Knows no platform and no SQL. What a source can't give is counted and named, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from os import PathLike
from pathlib import Path

from auditor.errors import InputError, PartlyDone
from auditor.intake.choice import Choice
from auditor.intake.one_source import Meter, OneSource
from auditor.intake.summary import IntakeSummary, SourceSummary
from auditor.model import Progress
from auditor.store import Vault
from connectors.errors import SourceError
from connectors.model import Use
from connectors.registry import open_source
from connectors.source import Inspection, Source

__all__ = ["IntakeSummary", "SourceSummary", "inspect", "take_in"]

PathLikes = Sequence[str | PathLike[str]]


def inspect(paths: PathLikes, *, platform: str | None = None) -> list[Inspection]:
    """Tell what is in each file or folder, without bringing anything in.

    Raises: InputError for the first that can't be read.
    """
    with ExitStack() as open_sources:
        return [inspection for _, inspection, _ in _opened(paths, platform, open_sources)]


def take_in(
    vault: Vault,
    paths: PathLikes,
    *,
    platform: str | None = None,
    account: str | None = None,
    use: Use | None = None,
    progress: Progress | None = None,
    now: datetime,
) -> IntakeSummary:
    """Bring exports and interchange files into the vault. Doing it twice changes nothing.

    Every source is recognised before the first is stored. `account` takes only that handle, and names the
    account where a source does not; `platform` takes only that platform's accounts; `use` is set on every
    account taken; `progress` counts items.
    Raises: InputError where nothing was stored; PartlyDone where a source broke half way, with what was kept.
    """
    with ExitStack() as open_sources:
        opened = _opened(paths, platform, open_sources)
        choice = Choice(platform.casefold() if platform else None, account, use)
        for source, inspection, where in opened:
            choice.require(source, inspection, where)
        meter = Meter(progress, [inspection.expected for _, inspection, _ in opened])
        summaries: list[SourceSummary] = []
        for source, inspection, where in opened:
            intake = OneSource(vault, source, inspection, choice, meter, now)
            try:
                summaries.append(intake.run())
            except SourceError as error:
                kept = sum(each.added + each.updated for each in summaries) + intake.added + intake.updated
                raise PartlyDone(
                    f"{where}{error.what} What was read before is kept: {kept:,} items new or changed.",
                    error.todo,
                ) from error
    return IntakeSummary(tuple(summaries))


def _opened(
    paths: PathLikes, platform: str | None, open_sources: ExitStack
) -> list[tuple[Source, Inspection, str]]:
    """Every source with what is in it and how to speak of it.

    Raises: InputError for the first that can't be read.
    """
    every = list(_expanded(paths))
    if not every:
        raise InputError("No file was named.", "Give the export's zip or folder.")
    opened: list[tuple[Source, Inspection, str]] = []
    for number, path in enumerate(every, start=1):
        # By number, since an export's file name often holds the owner's.
        where = f"File {number} of {len(every)}: " if len(every) > 1 else ""
        try:
            source = open_sources.enter_context(open_source(path, platform=platform))
            opened.append((source, source.inspect(), where))
        except SourceError as error:
            raise InputError(f"{where}{error.what}", error.todo) from error
    return opened


def _expanded(paths: PathLikes) -> Iterator[Path]:
    """The paths, with patterns in the last part that no shell has expanded (Windows); each once."""
    known: set[Path] = set()
    for given in paths:
        path = Path(given).expanduser()
        is_pattern = any(sign in path.name for sign in "*?[") and not path.exists()
        found = sorted(path.parent.glob(path.name)) if is_pattern else [path]
        for each in found or [path]:
            if each not in known:
                known.add(each)
                yield each
