"""Words and numbers the recognisers look up: places, names, conditions, roles; loaded when first asked for.

Every list stands in `auditor/engine/data`, its source in `SOURCES.md` there; all keys are
casefolded. Knows nothing of posts or rules.
"""

from __future__ import annotations

from auditor.engine.lexicon.clinical import (
    Condition,
    Rarity,
    conditions,
    devices,
    drugs,
    eponyms,
    procedures,
    units,
)
from auditor.engine.lexicon.numbers import age_share, us_zip3_restricted
from auditor.engine.lexicon.people import ambiguous_names, first_names, kin, roles, surnames
from auditor.engine.lexicon.places import Place, PlaceIndex, Region, place_key, places, region_heads, regions
from auditor.engine.lexicon.vocabulary import brands, common_words, events, facility_words, shorthand

__all__ = [
    "Condition",
    "Place",
    "PlaceIndex",
    "Rarity",
    "Region",
    "age_share",
    "ambiguous_names",
    "brands",
    "common_words",
    "conditions",
    "devices",
    "drugs",
    "eponyms",
    "events",
    "facility_words",
    "first_names",
    "kin",
    "place_key",
    "places",
    "procedures",
    "region_heads",
    "regions",
    "roles",
    "shorthand",
    "surnames",
    "units",
    "us_zip3_restricted",
]
