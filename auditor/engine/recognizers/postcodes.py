"""Finds postal codes and street addresses; knows nothing of who lives there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_ZIP = lazy(
    r"\b(?:zip(?: ?code)?|postcode|postal code)\b[ :]{0,2}(?:is |was )?#?(\d{5}(?:-\d{4})?"
    r"|\d{3}|\d{4}|\d{6})\b"
)
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
_CANADA_KEYED = lazy(r"postal code ([a-z]\d[a-z](?: ?\d[a-z]\d)?)")
_KIND = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|crescent|cres|terrace"
    r"|place|way|boulevard|blvd|square|row|hill road"
    r"|parade|highway|hwy|trail|circle|gardens|grove|mews|walk|parkway|pkwy|calle|avenida)"
)
_ADDRESS = lazy(rf"(?<![\w/.])\d{{1,5}}[a-z]?,? (?:[a-z][a-z']{{1,15}} ){{1,3}}{_KIND}\b(?!\w)")
_FLAT = lazy(
    r"\b(?:flat|apt|apartment|unit|trailer|lot|no\.|number) ?#?\d{1,4}[a-z]?,? (?:on|at|in|of) [a-z' ]{3,30}"
)


def find(reading: Reading) -> Iterator[Mark]:
    """ZIP and post codes (kind ZIP, value the code) and street addresses (kind PLACE, detail `address`)."""
    value, folded = reading.text.value, reading.text.folded
    for match in _ZIP.finditer(folded):
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "zip", match.group(1), 2.0)
    for match in _STATE_ZIP.finditer(value):
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "zip", match.group(1), 2.0)
    for match in _CANADA_KEYED.finditer(folded):
        yield Mark(match.start(1), match.end(1), MarkKind.ZIP, "postcode", match.group(1), 2.0)
    for pattern in (_UK, _CANADA):
        for match in pattern.finditer(value):
            yield Mark(match.start(), match.end(), MarkKind.ZIP, "postcode", match.group(), 2.0)
    for match in _ADDRESS.finditer(folded):
        yield Mark(match.start(), match.end(), MarkKind.PLACE, "address", "", 3.0)
