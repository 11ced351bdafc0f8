"""What looking again has shown of planned deletions, after an import or a sync.

Must not know where the news came from.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.waiting import StatusLine, Stopping
from auditor.moments import in_words
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from datetime import timedelta

    from auditor.deletion import Rechecked, Verified
    from auditor.store import Vault
    from connectors.clock import Clock


def look_again(vault: Vault, clock: Clock, status: StatusLine, stop: Stopping) -> Rechecked:
    """Look, over connected accounts, at what has been gone for days and at what she deleted herself."""
    from auditor import connections, deletion

    def tick(left: timedelta) -> None:
        status.show(f"Looking again at what was deleted; goes on in {in_words(left)}")

    return deletion.look_again(
        vault, partial(connections.opened, vault, clock=clock), clock, tick=tick, stop=stop
    )


def tell(verified: Verified) -> None:
    """Say what an import or a sync has shown, a line for each sort of news; nothing where there is none."""
    _tell(
        (verified.gone, "planned deletions are now proven: the platform no longer holds them"),
        (verified.still_there, f"that you had noted as deleted {_STILL_THERE}"),
        (verified.reappeared, "that were gone have come back"),
        (verified.not_shown, "that you had noted as deleted are not shown to be gone yet, by what was read"),
    )


def tell_rechecked(rechecked: Rechecked) -> None:
    """Say what looking at single posts has shown."""
    _tell(
        (rechecked.still_gone, "deleted some time ago were looked at again: still gone"),
        (rechecked.newly_gone, "that you had noted as deleted are now proven to be gone"),
        (
            rechecked.reappeared,
            "that were gone have come back; they are on the checklist, yours to decide anew",
        ),
        (rechecked.still_there, f"that you had noted as deleted {_STILL_THERE}"),
        (rechecked.waiting, "are due to be looked at again, and wait for another sync"),
    )
    for trouble in rechecked.troubles:
        output.talk(f"{one_line(f'{trouble.platform} {trouble.handle}', 60)}: {one_line(trouble.what, 300)}")


_STILL_THERE = "are still there; they are back on the checklist"


def _tell(*news: tuple[int, str]) -> None:
    for number, what in news:
        if number:
            output.talk(f"{number:,} {what}.")


def record(verified: Verified) -> dict[str, int]:
    """What an import or a sync has shown, for scripts."""
    return asdict(verified)


def record_rechecked(rechecked: Rechecked) -> dict[str, object]:
    """What looking at single posts has shown, for scripts."""
    return asdict(rechecked)
