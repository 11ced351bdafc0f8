"""General words: everyday English, facilities, events, brands, and the shorthand of wards and feeds.

Knows nothing of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from auditor.engine.lexicon.source import entries, packed, rows


@cache
def common_words() -> Mapping[str, float]:
    """Everyday English words with their Zipf frequency (3: once in a million words; 6: in a thousand)."""
    pairs = (line.split("\t") for line in packed("common-words.tsv.gz").split("\n"))
    return {word: float(zipf) for word, zipf in pairs}


@cache
def facility_words() -> frozenset[str]:
    """Words that make a proper name a place of care: "hospital", "infirmary", "hospice", "urgent care"."""
    return frozenset(entries("facility-words.txt"))


@cache
def events() -> frozenset[str]:
    """Things that a local newspaper reports: "house fire", "bus crash", "regatta", "tornado"."""
    return frozenset(entries("events.txt"))


@cache
def brands() -> Mapping[str, str]:
    """Companies and products that clinicians may have a tie to, with their sort: pharma, device, …"""
    return {name.casefold(): sort for sort, names in rows("brands.tsv") for name in names.split(", ")}


@cache
def shorthand() -> Mapping[str, str]:
    """Abbreviations and slang, with what they stand for: "hx" is history, "chole" is cholecystectomy."""
    return {short.casefold(): meaning for short, meaning in rows("shorthand.tsv")}
