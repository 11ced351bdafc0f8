"""What the accounts' bios, and where their owner is known to work, tell everybody who reads the posts.

Reads bios through the recognisers; knows nothing of posts or storage.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.engine import mosaic
from auditor.engine.gathering import Home, Surroundings
from auditor.engine.marks import MarkKind
from auditor.engine.reading import AccountContext, Reading, Subject
from connectors.model import Owner


def surroundings(owner: Owner, accounts: Iterable[AccountContext]) -> Surroundings:
    """Which accounts say where their owner works or lives, and from which town people can be counted."""
    telling = [account for account in accounts if _tells_where(account, owner)]
    places = (mosaic.town(text) for text in (*(a.location for a in telling), owner.city) if text)
    found = next((place for place in places if place is not None and place.population), None)
    return Surroundings(
        frozenset((account.platform, account.handle) for account in telling),
        Home(found.name, found.population, found.country) if found else None,
    )


def _tells_where(account: AccountContext, owner: Owner) -> bool:
    bio = account.bio.casefold()
    known = (*owner.employers, owner.city.partition(",")[0])
    if account.location or any(len(name) > 3 and name.casefold() in bio for name in known):
        return True
    reading = Reading(Subject(None, "bio", account.bio), account, owner)
    return bool(reading.of(MarkKind.PLACE, MarkKind.FACILITY))
