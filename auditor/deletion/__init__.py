"""What is to go: a frozen plan, the question before it, its confirmation, carrying it out, and the proof.

`draft → answer_hold → preserve → confirm → run or mark_done → verify, look_again`. What a connected account's
API can delete `run` asks for, one by one, and believes nothing but what it sees when it looks again; the rest
is the owner's own to delete. Every step is an event of ids and counts. Must not know any rule, any SQL or any
screen.
"""

from __future__ import annotations

from auditor.checklist import checklist
from auditor.deletion.confirming import confirm, drop, mark_done
from auditor.deletion.planning import PlanSummary, bios_to_edit, draft, summary
from auditor.deletion.preview import Preview, preview
from auditor.deletion.rechecks import Rechecked, due, look_again
from auditor.deletion.running import WAITING, run, under_way
from auditor.deletion.told import CAP, At, Options, RunSummary, Tally, Trouble
from auditor.hold import answer_hold, pending_hold, preserve
from auditor.proof import Verified, verify

__all__ = [
    "CAP",
    "WAITING",
    "At",
    "Options",
    "PlanSummary",
    "Preview",
    "Rechecked",
    "RunSummary",
    "Tally",
    "Trouble",
    "Verified",
    "answer_hold",
    "bios_to_edit",
    "checklist",
    "confirm",
    "draft",
    "drop",
    "due",
    "look_again",
    "mark_done",
    "pending_hold",
    "preserve",
    "preview",
    "run",
    "summary",
    "under_way",
    "verify",
]
