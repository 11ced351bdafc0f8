"""Finds postal codes and street addresses; knows nothing of who lives there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_ZIP = lazy(
    r"\b(?:zip(?: ?code)?|postcode|postal code)\b[ :]{0,2}(?:is |was )?#?(\d{5}(?:-\d{4})?"
    r"|\d{3}|\d{4}|\d{6})\b"
)
_KEYED = Worded(listed("zip zipcode postcode postal"), _ZIP)
_STATES = (
    (
        "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh"
        " nj nm ny nc nd oh ok or pa ri sc sd tn tx"
        " ut vt va wa wv wi wy dc pr"
    )
    .upper()
    .replace(" ", "|")
)
_STATE_ZIP = lazy(rf"\b(?:{_STATES})[ ,]{{1,2}}(\d{{5}}(?:-\d{{4}})?)\b")
_UK = lazy(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b")
_CANADA = lazy(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|\b(?<=postal code )[A-Z]\d[A-Z]\b")
_LETTER_AND_DIGIT = lazy(r"[A-Z]\d")
_CANADA_KEYED = lazy(r"postal code ([a-z]\d[a-z](?: ?\d[a-z]\d)?)")
_STREETS = listed(
    "street st road rd avenue ave lane ln drive dr court ct close crescent cres terrace place way boulevard"
    " blvd square row hill parade highway hwy trail circle gardens grove mews walk parkway pkwy calle avenida"
)
_KIND = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|crescent|cres|terrace"
    r"|place|way|boulevard|blvd|square|row|hill road"
    r"|parade|highway|hwy|trail|circle|gardens|grove|mews|walk|parkway|pkwy|calle|avenida)"
)
_ADDRESS = lazy(rf"(?<![\w/.])\d{{1,5}}[a-z]?,? (?:[a-z][a-z']{{1,15}} ){{1,3}}{_KIND}\b(?!\w)")
_IN_STREET = Worded(_STREETS, _ADDRESS)


def find(reading: Reading) -> Iterator[Mark]:
    """ZIP and post codes (kind ZIP, value the code) and street addresses (kind PLACE, detail `address`)."""
    text = reading.text
    value, folded = text.value, text.folded
    if not text.digits:
        return
    for match in _KEYED.find(text):
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "zip", match.group(1), 2.0)
    for match in _STATE_ZIP.finditer(value) if text.digits >= 5 else ():
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "zip", match.group(1), 2.0)
    for match in _CANADA_KEYED.finditer(folded) if "postal code" in folded else ():
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "postcode", match.group(1), 2.0)
    for pattern in (_UK, _CANADA) if _LETTER_AND_DIGIT.search(value) else ():
        for match in pattern.finditer(value):
            yield Mark(match.start(), match.end(), MarkKind.ZIP, "postcode", match.group(), 2.0)
    for match in _IN_STREET.find(text):
        yield Mark(match.start(), match.end(), MarkKind.PLACE, "address", "", 3.0)
