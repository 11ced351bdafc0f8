"""Finds numbers that stand for one person or thing: record, insurance, account, plate, device, national id.

A number counts when a keyword names it or a checksum proves it; knows nothing of whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading
    from auditor.engine.text import NormalText

_NUMBER = (
    r"[ :#.=-]{0,4}(?:is |was |no\.? ?|number |num |ends? in |ending(?: in)?"
    r" ){0,2}#?([a-z0-9][a-z0-9./-]{1,20}(?: \d{2,5}){0,4})"
)
_KEYWORDS = (
    (
        "mrn",
        r"mrn|mrno|mrd|ipd|opd no|uhid|hosp id|rx|token|medical record(?: no| number)?|hospital"
        r" (?:no|number|id)|hosp no|chart (?:no|number|#)|record (?:no|number|#)"
        r"|file (?:no|number|#)|uhid|urn?(?= ?[:#\d])|ur number|patient (?:id|no|number|#)|case"
        r" (?:no|number|#)|encounter (?:no|number|#)"
        r"|accession(?: no| number| #)?|acc #|specimen (?:no|number|#)|lab (?:no|number|#)|chi(?:"
        r" no| number)|nhi(?: no| number)?|hcn",
    ),
    (
        "ssn",
        r"ssn|social security(?: no| number| #)?|nhs (?:no|number|#)|aadhaar(?: no| number)?"
        r"|sin(?: no| number)(?= ?[:#\d])|nino|ni number"
        r"|pps(?: no| number)?|curp|tax file number|id number",
    ),
    (
        "plan",
        r"(?:medicare|medicaid|insurance|member|policy|plan|group|subscriber|claim|beneficiary"
        r"|health card|ohip|ramq|msp|phn|bcbs|aetna|cigna"
        r"|humana|tricare|kaiser)(?: id| no\.?| number| num| #| card)+|medicare(?= \d)|medicaid(?="
        r" \d)|ohip(?= \d)|claim(?= ?#)",
    ),
    (
        "account",
        r"(?:account|acct|invoice|booking|reference|ref|order|receipt|ticket)(?: no\.?| number|"
        r" num| #| ?[:#])+|account(?= [a-z]{0,3}-?\d)"
        r"|a/c(?: no)?",
    ),
    ("licence", r"(?:driver'?s? )?licen[cs]e(?: no\.?| number| #)+|passport(?: no\.?| number| #)*|dl #"),
    ("plate", r"(?:licen[cs]e |number )?plates?|rego|reg(?: no)?(?= [a-z]{1,3}\d)|vin(?: no| number)?"),
    (
        "device",
        r"serial(?: no\.?| number| #)?|s/n|lot(?: no\.?| number| #)|device (?:id|no|number)"
        r"|implant (?:id|no|number)|pump id|udi|tag (?:no|number|#)",
    ),
)
_KEYED = tuple((sort, lazy(rf"(?<![a-z])(?:{words}){_NUMBER}")) for sort, words in _KEYWORDS)
_KEY_HINTS = (
    "mrn",
    "mrd",
    "ipd",
    "rx",
    "token",
    "record",
    "hosp",
    "chart",
    "file",
    "uhid",
    "patient",
    "case",
    "encounter",
    "acc",
    "specimen",
    "lab ",
    "chi ",
    "nhi",
    "hcn",
    "ssn",
    "social",
    "nhs",
    "aadhaar",
    "sin ",
    "nino",
    "number",
    "pps",
    "curp",
    "medic",
    "insur",
    "member",
    "policy",
    "plan",
    "group",
    "subscr",
    "claim",
    "benefic",
    "card",
    "ohip",
    "ramq",
    "msp",
    "phn",
    "bcbs",
    "aetna",
    "cigna",
    "humana",
    "tricare",
    "kaiser",
    "a/c",
    "invoice",
    "booking",
    "ref",
    "order",
    "receipt",
    "ticket",
    "licen",
    "passport",
    "dl #",
    "plate",
    "rego",
    "reg",
    "vin",
    "serial",
    "s/n",
    "lot",
    "device",
    "implant",
    "pump",
    "udi",
    "tag",
)
_UR = lazy(r"\bur")
_CODE = lazy(r"(?<![\w/#@.-])[A-Z]{2,4}-?\d{5,9}(?![\w-])")
_SSN = lazy(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_NHS = lazy(r"(?<![\d-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\d-])")
_PLATE = lazy(r"\b(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}\d-\d{4}|[A-Z]{3}[ -]\d{3,4})\b")
_VEHICLES = listed("plate plates reg rego ute truck car van bike parked driver bakkie scooter suv")
_PUBLIC = lazy(
    r"\b(?:nct\d{6,}|10\.\d{4,}/|orcid|grant|doi|pmid|icd|cpt|isbn|npi|gmc|ahpra|nmc pin|registration)"
)
_REFERENCE = lazy(
    r"\b(?:grant|award|funding|study|trial|protocol|icd|cpt|doi|isbn|model|version|covid|gene"
    r"|strain|flight|code|promo|discount)\b"
)
_NOT_NUMBER = lazy(
    r"^(?:\d{1,3}|(?:19|20)\d\d|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,3}(?:st|nd|rd|th|%|am"
    r"|pm|mg|ml|kg|min|hrs?|k|m|y|yo))$"
)


def find(reading: Reading) -> Iterator[Mark]:
    """Identifying numbers, each with its sort."""
    text, folded = reading.text, reading.text.folded
    if text.digits < _FEWEST:
        return
    if any(hint in folded for hint in _KEY_HINTS) or _UR.search(folded):
        for sort, pattern in _KEYED:
            if text.digits < _fewest(sort):
                continue
            for match in pattern.finditer(folded):
                if _is_identifying(match.group(1), sort):
                    yield Mark(match.start(1), match.end(1), MarkKind.ID, sort)
    if text.digits >= 5:
        yield from _bare(text)
    if not text.runs.isdisjoint(_VEHICLES):
        for match in _PLATE.finditer(text.value):
            yield Mark(match.start(), match.end(), MarkKind.ID, "plate")


def _bare(text: NormalText) -> Iterator[Mark]:
    """Numbers that no keyword names, of five digits or more."""
    folded = text.folded
    for match in _SSN.finditer(folded):
        yield Mark(match.start(), match.end(), MarkKind.ID, "ssn")
    for match in _CODE.finditer(text.value):
        if not _PUBLIC.search(match.group().lower()) and not _REFERENCE.search(
            folded, max(0, match.start() - 30), match.start()
        ):
            yield Mark(match.start(), match.end(), MarkKind.ID, "code")
    is_british = "nhs" in folded
    for match in _NHS.finditer(folded):
        if is_nhs_number("".join(match.groups())) and (is_british or " " in match.group()):
            yield Mark(match.start(), match.end(), MarkKind.ID, "nhs")


_FEWEST = 2


def _fewest(sort: str) -> int:
    """How many digits a number of this sort holds at least."""
    return _FEWEST if sort in ("plate", "device") else 4


def _is_identifying(shown: str, sort: str) -> bool:
    shown = shown.strip(" .-/")
    digits = sum(c.isdigit() for c in shown)
    if digits < _fewest(sort) or _PUBLIC.search(shown):
        return False
    return not _NOT_NUMBER.match(shown)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the modulus 11 check digit of an NHS number (NHS Data Dictionary)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])
