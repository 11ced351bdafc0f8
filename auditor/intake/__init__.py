"""Brings exports and interchange files into the vault.

Knows no platform and no SQL. What a source can't give is counted and named, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path

from auditor.errors import InputError, PartlyDone
from auditor.intake.choice import Choice, is_foreign
from auditor.intake.one_source import Meter, OneSource
from auditor.intake.summary import IntakeSummary, Look, SourceSummary
from auditor.model import Progress
from auditor.store import Vault
from connectors.discovery import Discovery
from connectors.errors import SourceError
from connectors.model import Account, Use

__all__ = ["IntakeSummary", "Look", "SourceSummary", "inspect", "take_in"]

PathLikes = Sequence[str | PathLike[str]]


def inspect(paths: PathLikes, *, platform: str | None = None, known: Sequence[Account] = ()) -> Look:
    """Tell what is in the files and folders, without bringing anything in.

    `known`: the accounts of the owner, where they are known, to tell which are not hers.
    Raises: InputError for the first that can't be read.
    """
    with _opened(paths, platform) as discovery:
        inspections = tuple(found.inspection for found in discovery.found)
        hers, foreign = list(known), []
        for one in inspections:
            foreign.append(is_foreign(one, hers))
            hers += [record.account for record in one.accounts]
        return Look(inspections, discovery.passed_over, tuple(foreign))


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
    with _opened(paths, platform) as discovery:
        choice = Choice(platform.casefold() if platform else None, account, use)
        known = [stored.account for stored in vault.accounts.list()]
        for found in discovery.found:
            choice.require(found.source, found.inspection, found.where, known)
            known += [record.account for record in found.inspection.accounts]
        meter = Meter(progress, [found.inspection.expected for found in discovery.found])
        summaries: list[SourceSummary] = []
        for found in discovery.found:
            intake = OneSource(vault, found.source, found.inspection, choice, meter, now)
            try:
                summaries.append(intake.run())
            except SourceError as error:
                kept = sum(each.added + each.updated for each in summaries) + intake.added + intake.updated
                raise PartlyDone(
                    f"{found.where}{error.what} What was read before is kept: {kept:,} items new or changed.",
                    error.todo,
                ) from error
        return IntakeSummary(tuple(summaries), discovery.passed_over)


def _opened(paths: PathLikes, platform: str | None) -> Discovery:
    """Every export under the paths, opened.

    Raises: InputError for the first path that can't be read.
    """
    every = list(_expanded(paths))
    if not every:
        raise InputError("No file was named.", "Give the export's zip or folder.")
    try:
        return Discovery(every, platform.casefold() if platform else None)
    except SourceError as error:
        raise InputError(error.what, error.todo) from error


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
