"""`audit-tui import`: exports and interchange files into the vault, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from auditor.cli import output, proven
from auditor.cli.choices import USE, format_option
from auditor.cli.invocation import Invocation
from auditor.cli.meter import Meter
from auditor.cli.verb import verb
from auditor.errors import InputError
from auditor.untrusted import one_line
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.intake import IntakeSummary, Look, SourceSummary
    from connectors.discovery import PassedOver
    from connectors.model import LeftOut
    from connectors.source import Inspection

NAME = 60
"""Letters of a file's name that are shown."""
NAMED = 20
"""How many parts that could not be read are named on the terminal; `--format json` names more."""


@verb(
    name="import",
    examples=(
        "audit-tui import ~/Downloads/twitter-2026-11-01.zip --use professional",
        "audit-tui import --inspect archive.tar.gz     only look",
        "audit-tui import facebook-*.zip               several at once: zips of one export are one",
        "audit-tui import ~/Downloads                  every export in a folder",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--platform", help="Take only this platform's accounts, such as x or mastodon.")
@click.option(
    "--account",
    help="Take only this handle; names the account where the file does not, or where it is a second one.",
)
@click.option("--use", type=USE, help="What the accounts are used for.")
@click.option("--inspect", is_flag=True, help="Tell what is inside, and bring nothing in.")
@format_option("text", "json")
@click.pass_obj
def bring_in(
    invocation: Invocation,
    paths: tuple[str, ...],
    platform: str | None,
    account: str | None,
    use: Use | None,
    inspect: bool,
    form: str,
) -> int:
    """Bring platforms' exports (zips or folders) or interchange files into the vault.

    What a file is, is found out from its content; archives inside folders and archives are found. Doing it
    twice changes nothing; a newer export adds, updates, and marks what has vanished. An export of another
    account than yours is refused until you name it with --account. Exit code 3: some parts could not be
    read; the rest is kept.
    """
    from auditor import deletion, intake

    if inspect:
        look = intake.inspect(paths, platform=platform)
        if form == "json":
            output.data(output.json_block(_look(look)))
            return 0
        for one in look.inspections:
            output.data(_inspected(one))
        _tell_passed_over(look.passed_over)
        return 0
    with invocation.vault(create=True) as vault, Meter("Importing") as meter:
        summary = intake.take_in(
            vault,
            paths,
            platform=platform,
            account=account,
            use=use,
            progress=meter,
            now=invocation.now(),
        )
        verified = deletion.verify(vault, invocation.now())
    _require_something(summary)
    proven.tell(verified)
    if form == "json":
        output.data(output.json_block(_summary(summary)))
    else:
        for source in summary.sources:
            _tell(source)
        _tell_passed_over(summary.passed_over)
        output.talk("Next: `audit-tui audit`.")
    return 3 if summary.unread_count else 0


def _require_something(summary: IntakeSummary) -> None:
    if summary.unread_count and not summary.accounts:
        first = summary.unread[0]
        raise InputError(
            f"Nothing of it could be read. {one_line(first.part, 80)}: {one_line(first.reason, 160)}.",
            "Check that it is the file that you meant; docs/import.md tells what can be brought in.",
        )


def _tell_passed_over(passed_over: Sequence[PassedOver]) -> None:
    for one in passed_over[:NAMED]:
        output.talk(f"Passed over {one_line(one.file, 60)}: {one_line(one.reason, 160)}")
    if len(passed_over) > NAMED:
        output.talk(f"and {len(passed_over) - NAMED} files more; `--format json` names them.")


def _tell(source: SourceSummary) -> None:
    names = ", ".join(one_line(f"{one.account.platform} {one.account.handle}", 60) for one in source.accounts)
    output.data(f"{one_line(source.title)}: {names or 'no account'}")
    gone = f", {source.vanished:,} vanished since" if source.vanished else ""
    output.data(f"  {source.added:,} new, {source.updated:,} changed, {source.unchanged:,} as before{gone}.")
    if source.expected is not None and source.expected != source.read + source.repeated:
        output.talk(f"  The export itself speaks of {output.count(source.expected, 'item')}.")
    for warning in source.warnings:
        output.talk(f"  Note: {one_line(warning)}")
    for left in source.left_out:
        output.talk(f"  Left out: {_left_out(left)}.")
    lacking = sum(part.count for part in source.unread)
    if lacking:
        output.talk(f"  Not read: {lacking:,}. Everything else was kept.")
    for part in source.unread[:NAMED]:
        output.talk(f"    {one_line(part.part, 80)}: {part.count:,}, {one_line(part.reason, 160)}")
    if len(source.unread) > NAMED:
        output.talk(f"    and {len(source.unread) - NAMED} parts more; `--format json` names them.")


def _inspected(one: Inspection) -> str:
    lines = [f"{one_line(one.title)} ({one.kind})"]
    for record in one.accounts:
        lines.append(
            f"  account: {one_line(record.account.platform)} {one_line(record.account.handle) or 'not named'}"
        )
    if one.made_at:
        lines.append(f"  made on {one.made_at:%Y-%m-%d}")
    for part in one.parts:
        number = "" if part.items is None else f"{part.items:,} "
        lines.append(f"  {_tail(part.name)}: {number}{one_line(part.holds, 60)}, {_size(part.size)}")
    lines.append(
        "  a full export" if one.is_complete else "  not a full export: what it lacks may still be there"
    )
    lines += [f"  left out: {_left_out(left)}" for left in one.left_out]
    lines += [f"  note: {one_line(warning)}" for warning in one.warnings]
    return "\n".join(lines)


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KiB" if count >= 1024 else output.count(count, "byte")


def _tail(name: str) -> str:
    """The end of a long name, which says more than the folders before it."""
    return one_line(name if len(name) <= NAME else f"…{name[1 - NAME :]}", NAME)


def _left_out(left: LeftOut) -> str:
    number = "" if left.count is None else f" ({left.count:,})"
    return f"{one_line(left.what, 80)}{number}: {one_line(left.why, 160)}"


def _left_out_records(each: tuple[LeftOut, ...]) -> list[dict[str, object]]:
    return [{"what": left.what, "why": left.why, "count": left.count} for left in each]


def _look(look: Look) -> dict[str, object]:
    return {
        "sources": [_inspection(one) for one in look.inspections],
        "passed_over": _passed_over_records(look.passed_over),
    }


def _passed_over_records(each: Sequence[PassedOver]) -> list[dict[str, object]]:
    return [{"file": one.file, "reason": one.reason} for one in each]


def _inspection(one: Inspection) -> dict[str, object]:
    return {
        "kind": one.kind,
        "platform": one.platform,
        "title": one.title,
        "accounts": [{"platform": r.account.platform, "handle": r.account.handle} for r in one.accounts],
        "parts": [
            {"name": part.name, "holds": part.holds, "items": part.items, "bytes": part.size}
            for part in one.parts
        ],
        "expected": one.expected,
        "is_complete": one.is_complete,
        "made_at": one.made_at.isoformat() if one.made_at else None,
        "left_out": _left_out_records(one.left_out),
        "warnings": list(one.warnings),
    }


def _summary(summary: IntakeSummary) -> dict[str, object]:
    return {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "vanished": summary.vanished,
        "unread": summary.unread_count,
        "passed_over": _passed_over_records(summary.passed_over),
        "sources": [
            {
                "kind": source.kind,
                "accounts": [
                    {"platform": one.account.platform, "handle": one.account.handle}
                    for one in source.accounts
                ],
                "added": source.added,
                "updated": source.updated,
                "unchanged": source.unchanged,
                "vanished": source.vanished,
                "unread": [{"part": p.part, "reason": p.reason, "count": p.count} for p in source.unread],
                "left_out": _left_out_records(source.left_out),
                "warnings": list(source.warnings),
            }
            for source in summary.sources
        ],
    }
