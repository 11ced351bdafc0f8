"""What the two rules of patient contact share: an invitation, and whether it arranges care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine.cues.phrases import Places, cues, places
from auditor.engine.cues.private_life import private_life
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_CARE = frozenset(
    [
        "appointment",
        "appt",
        "appointments",
        "slot",
        "booking",
        "refill",
        "refills",
        "repeat",
        "repeats",
        "prescription",
        "prescriptions",
        "script",
        "scripts",
        "results",
        "result",
        "labs",
        "birthday",
        "dob",
        "portal",
        "bill",
        "records",
        "order",
    ]
)


def invites_patients(reading: Reading) -> bool:
    """The gate of both rules: whether anybody is invited at all."""
    return bool(private_life(reading).contact)


def invited(reading: Reading) -> Places:
    """The words that invite patients to a private channel; on a professional account only a plain request
    to send."""
    contact = private_life(reading).contact
    if not contact or reading.account.use is Use.MIXED:
        return ()
    if reading.account.use is Use.PERSONAL:
        return contact
    if reading.parent is not None or reading.account.use is not Use.PROFESSIONAL:
        return ()
    invites = places(cues(reading), "private_life.invite")
    targets = places(cues(reading), "private_life.solicit_target")
    return contact if len(invites) > 1 and targets and not arranges_care(reading) else ()


def arranges_care(reading: Reading) -> bool:
    """Whether appointments, results or prescriptions are to be settled there."""
    return not reading.text.words.isdisjoint(_CARE)
