"""What looking again has shown of planned deletions, after an import or a sync.

Must not know where the news came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.cli import output

if TYPE_CHECKING:
    from auditor.cli.waiting import StatusLine, Stopping
    from auditor.deletion import Verified
    from auditor.store import Vault
    from connectors.clock import Clock


def look_again(vault: Vault, clock: Clock, status: StatusLine, stop: Stopping) -> Verified:
    """What a sync has shown of planned deletions."""
    from auditor import deletion

    return deletion.verify(vault, clock.now())


def tell(verified: Verified) -> None:
    """Say it, a line for each sort of news; nothing where there is none."""
    for number, what in (
        (verified.gone, "planned deletions are now proven: the platform no longer holds them"),
        (
            verified.still_there,
            "that you had noted as deleted are still there; they are back on the checklist",
        ),
        (verified.reappeared, "that were gone have come back"),
        (
            verified.not_shown,
            "that you had noted as deleted are not shown to be gone yet, by what was read",
        ),
    ):
        if number:
            output.talk(f"{number:,} {what}.")


def record(verified: Verified) -> dict[str, int]:
    """The same for scripts."""
    return {
        "gone": verified.gone,
        "still_there": verified.still_there,
        "reappeared": verified.reappeared,
        "waiting": verified.waiting,
        "not_shown": verified.not_shown,
    }
