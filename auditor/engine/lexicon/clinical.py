"""Medicine's words: conditions with how rare they are, drugs, procedures, devices, eponyms, hospital units.

Knows nothing of what a post says about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from auditor.engine.lexicon.source import entries, rows


class Rarity(StrEnum):
    """How much a condition narrows down who is meant (weights: guidelines 2.1)."""

    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Condition:
    """A diagnosis, injury or state."""

    name: str
    rarity: Rarity
    per_100k: float
    """People living with it, or new cases in a year for what passes; 0 unknown. An order of magnitude."""
    sensitive: str
    """Empty, or the class that raises severity: mental, substance, sexual, reproductive, abuse."""


@cache
def conditions() -> Mapping[str, Condition]:
    """Conditions by casefolded name; synonyms are entries of their own."""
    found: dict[str, Condition] = {}
    for names, rarity, per_100k, *rest in rows("conditions.tsv"):
        sensitive = rest[0] if rest else ""
        for name in names.split("|"):
            entry = Condition(name.strip(), Rarity(rarity), float(per_100k), sensitive)
            found[entry.name.casefold()] = entry
    return found


@cache
def eponyms() -> frozenset[str]:
    """Names that in medicine mean a disease, sign, device or score: "graves", "foley", "glasgow"."""
    return frozenset(entries("eponyms.txt"))


@cache
def drugs() -> frozenset[str]:
    """Generic and brand names of medicines, and classes of them."""
    return frozenset(entries("drugs.txt"))


@cache
def procedures() -> frozenset[str]:
    """Operations, investigations and treatments."""
    return frozenset(entries("procedures.txt"))


@cache
def devices() -> frozenset[str]:
    """Implants, machines and aids: "pacemaker", "picc", "g-tube"."""
    return frozenset(entries("devices.txt"))


@cache
def units() -> frozenset[str]:
    """Parts of a hospital or clinic: "icu", "l&d", "bay", "theatre", "5 west"."""
    return frozenset(entries("units.txt"))
