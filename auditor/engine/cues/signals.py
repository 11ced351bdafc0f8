"""Everything the cues saw of a reading as named numbers, for a learned layer to weigh.

Stable names: `<table>.<key>` for wording, `parent.<table>.<key>` of the text it answers, `advice.<sign>`,
and the sums below. Absent means 0; counts are capped at 3. Decides nothing.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from auditor.engine.cues import advice, affiliation, conduct, institutions, interests, phrases, private_life

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_CAP = 3.0
_CONDUCT = tuple(field.name for field in fields(conduct.Conduct))
_LIFE = tuple(field.name for field in fields(private_life.PrivateLife))


def cue_signals(reading: Reading) -> dict[str, float]:
    """The named signals of an item's reading, only those that are not 0."""
    found = {key: min(_CAP, float(len(places))) for key, places in phrases.cues(reading).items()}
    parent = phrases.parent_cues(reading)
    found |= {f"parent.{key}": 1.0 for key in parent if key.startswith(("advice.", "private_life.solicit"))}
    weighed = advice.weigh(reading)
    found |= {f"advice.{name}": value for name, value in weighed.features.items()}
    if weighed.terms:
        found["advice.total"] = max(-8.0, min(8.0, weighed.total)) / 4
    shown, life = conduct.conduct(reading), private_life.private_life(reading)
    found |= {f"conduct={name}": min(_CAP, float(len(getattr(shown, name)))) for name in _CONDUCT}
    found |= {f"life={name}": min(_CAP, float(len(getattr(life, name)))) for name in _LIFE}
    found |= _of_interests(reading)
    found |= _of_affiliation(reading)
    return {name: value for name, value in found.items() if value}


def _of_interests(reading: Reading) -> dict[str, float]:
    shown = interests.promotion(reading)
    return {
        "interest=named": float(min(2, len(shown.named))),
        "interest=own": float(any(interest.is_own for interest, _ in shown.named)),
        "interest=selling": min(_CAP, float(len(shown.selling) + bool(shown.prices))),
        "interest=praise": min(_CAP, float(len(shown.praise))),
        "interest=weak": float(bool(shown.weak)),
        "interest=disclosed": float(shown.is_disclosed),
        "interest=denied": float(shown.is_denied),
        "interest=promoted": float(interests.is_promoted(reading)),
    }


def _of_affiliation(reading: Reading) -> dict[str, float]:
    return {
        "institution=named": float(bool(institutions.named(reading.text, reading.owner))),
        "institution=other": float(bool(institutions.other_institution(reading.text))),
        "institution=speaks": float(bool(affiliation.speaks_as(reading))),
        "institution=bio says own views": float(affiliation.bio_says_own_views(reading)),
    }
