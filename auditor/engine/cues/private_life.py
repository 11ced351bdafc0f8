"""Tells private life, party politics and patient contact in a text from professional content.

Reads words only; which of them matters depends on the account's use, and that is for the rules to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.engine.cues.advice import health_words
from auditor.engine.cues.phrases import Cues, Places, cues, has, places, word_set

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class PrivateLife:
    """What a text shows of its author's life, and whom it invites."""

    partisan: Places
    """Campaigning for or against a party or candidate; empty for opinions on policy and for calls to vote
    at all."""
    family: Places
    """Weddings, children, albums, dating, divorce, parties."""
    contact: Places
    """Patients invited to write, to befriend, or to send what should be seen in a clinic."""
    teaching: Places
    """Clinical teaching or instructions to patients."""


def private_life(reading: Reading) -> PrivateLife:
    """What this reading shows, worked out once."""
    known = reading._cache.get("private life")
    if isinstance(known, PrivateLife):
        return known
    found = cues(reading)
    result = _NOTHING
    if not found.keys().isdisjoint(_SIGNS):
        result = PrivateLife(
            partisan=_partisan(reading, found),
            family=_family(reading, found),
            contact=_contact(reading, found),
            teaching=_teaching(reading, found),
        )
    reading._cache["private life"] = result
    return result


_NOTHING = PrivateLife((), (), (), ())
_SIGNS = frozenset({"advice.frequency"}) | {
    f"private_life.{key}"
    for key in ("campaign", "dating", "party", "celebration", "invite", "solicit_target", "teaching")
}
"""Wording without which a text shows none of it."""


def _partisan(reading: Reading, found: Cues) -> Places:
    campaign = places(found, "private_life.campaign")
    if not campaign:
        return ()
    sides = reading.text.words & word_set("private_life", "party_names")
    offices = reading.text.words & word_set("private_life", "office")
    if len(campaign) > 2 or (len(campaign) > 1 and offices) or (sides and offices):
        return campaign
    return ()


def _family(reading: Reading, found: Cues) -> Places:
    dating, party = places(found, "private_life.dating"), places(found, "private_life.party")
    celebration = places(found, "private_life.celebration")
    kin = reading.text.words & word_set("private_life", "family")
    if reading.parent is not None or not (dating or party or celebration):
        return ()
    weight = 2.0 * len(dating) + 1.0 * len(celebration) + 0.8 * len(party) + 0.5 * min(2, len(kin))
    weight -= 0.5 * min(6, health_words(reading.text))
    return (*dating, *party, *celebration) if weight >= 1.9 else ()


def _contact(reading: Reading, found: Cues) -> Places:
    invite, target = places(found, "private_life.invite"), places(found, "private_life.solicit_target")
    if set(invite) <= set(target) or has(found, "advice.decline"):
        return ()  # what might be sent in, with nobody asking for it
    patients = reading.text.words & word_set("health", "patient")
    weight = 1.0 * min(3, len(invite)) + 0.8 * min(2, len(target)) + 0.7 * bool(patients)
    return (*invite, *target) if weight >= 1.8 else ()


def _teaching(reading: Reading, found: Cues) -> Places:
    if reading.parent is not None:
        return ()
    lesson = places(found, "private_life.teaching")
    doses = places(found, "advice.frequency")
    if not (lesson or doses):
        return ()
    health = health_words(reading.text) + len(reading.text.words & word_set("health", "clinical"))
    is_own_story = bool(reading.text.words & _OWN_STORY) and not lesson
    if is_own_story:
        return ()
    return (*lesson, *doses) if (lesson and health >= 2) or (doses and health >= 3) else ()


_OWN_STORY = frozenset(
    ["my", "i'm", "i've", "me", "mum", "mom", "dad", "mother", "father", "husband", "wife", "our"]
)
