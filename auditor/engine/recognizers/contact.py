"""Finds telephone numbers and e-mail addresses in figures; knows nothing of whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_EMAIL = lazy(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_DIGITS = lazy(r"[+(]?\d[\d ().\-/]{5,20}\d")
_FEWEST = 7
_ANCHOR = lazy(
    r"\b(?:call|ring|text|phone|ph|tel|telephone|mobile|mob|cell|number|whatsapp|bell|fax"
    r"|reach (?:him|her|them))\b"
)
_LETTERED = lazy(r"\b1?-?8\d\d-[a-z]{3,7}(?:-[a-z]{2,4})?\b")
# Region of the owner's city where it says so; numbers in international form need none.
_REGIONS = (
    (lazy(r"\b(?:uk|england|scotland|wales|ireland north|northern ireland|united kingdom)\b"), "GB"),
    (lazy(r"\b(?:ireland|éire)\b"), "IE"),
    (lazy(r"\b(?:nsw|vic|qld|tas|australia|act|wa, australia)\b"), "AU"),
    (lazy(r"\b(?:nz|new zealand|aotearoa)\b"), "NZ"),
    (
        lazy(r"\bindia\b|\b(?:maharashtra|kerala|tamil nadu|karnataka|delhi|gujarat|punjab|pune|mumbai)\b"),
        "IN",
    ),
    (lazy(r"\bsouth africa\b|\b(?:gauteng|durban|cape town|kwazulu-natal|johannesburg)\b"), "ZA"),
)


def find(reading: Reading) -> Iterator[Mark]:
    """E-mail addresses and telephone numbers."""
    folded = reading.text.folded
    if "@" in folded:
        for match in _EMAIL.finditer(folded):
            yield Mark(match.start(), match.end(), MarkKind.CONTACT, "email")
    if reading.text.digits < 3:
        return
    for match in _DIGITS.finditer(folded) if reading.text.digits >= _FEWEST else ():
        if _is_phone(match.group(), folded, match.start(), reading.owner.city):
            yield Mark(match.start(), match.end(), MarkKind.CONTACT, "phone")
    for match in _LETTERED.finditer(folded):
        yield Mark(match.start(), match.end(), MarkKind.CONTACT, "phone")


def _is_phone(shown: str, folded: str, at: int, city: str) -> bool:
    digits = sum(c.isdigit() for c in shown)
    if not _FEWEST <= digits <= 15 or "/" in shown:
        return False
    if at and (folded[at - 1].isalnum() or folded[at - 1] in "#$£€.,:"):
        return False
    if _ANCHOR.search(folded, max(0, at - 40), at):
        return True
    if re.fullmatch(
        r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{3}-\d{4}|0\d{3,4} \d{5,6}|0\d{4} \d{3} \d{3}", shown
    ):
        return True
    return shown.startswith(("+", "0", "(")) and digits >= 9 and _parses(shown, region_of(city))


@cache
def region_of(city: str) -> str:
    """The ISO country whose numbering plan a bare number most likely follows."""
    folded = city.casefold()
    return next((region for pattern, region in _REGIONS if pattern.search(folded)), "US")


def _parses(shown: str, region: str) -> bool:
    import phonenumbers  # its metadata takes a while to read, and few posts hold digits

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(shown, region))
    except phonenumbers.NumberParseException:
        return False
