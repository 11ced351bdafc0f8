"""Population figures for the estimate of how many people fit a description.

Knows nothing of posts; the figures are orders of magnitude.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from auditor.engine.lexicon.source import entries, rows

Sex = Literal["female", "male"]
_OPEN_BAND_YEARS = 5
_NEAREST_TABLE = {"IE": "GB", "IM": "GB", "JE": "GB", "GG": "GB"}


@cache
def _bands() -> dict[str, list[tuple[int, float, float]]]:
    tables: dict[str, list[tuple[int, float, float]]] = {}
    for country, first, percent, women in rows("age-shares.tsv"):
        tables.setdefault(country, []).append((int(first), float(percent) / 100, float(women)))
    return tables


def age_share(years: int, sex: Sex | None = None, country: str = "US") -> float:
    """The share of a population that is of this age in whole years, and of this sex where one is given.

    `country` is an ISO code; tables exist for US and GB, others take the nearer of the two. The open band
    from 100 on is spread over five years. Negative ages count as 0.
    """
    tables = _bands()
    bands = tables[country if country in tables else _NEAREST_TABLE.get(country, "US")]
    first, share, women = next(band for band in reversed(bands) if band[0] <= max(years, 0))
    a_year = share / _OPEN_BAND_YEARS
    if first == 100 and years >= 105:
        a_year /= 10
    if sex is None:
        return a_year
    return a_year * (women if sex == "female" else 1 - women)


@cache
def us_zip3_restricted() -> frozenset[str]:
    """ZIP prefixes that Safe Harbor does not let stand, 45 CFR 164.514(b)(2)(i)(B); vintage: 2000 Census."""
    return frozenset(entries("us-zip3.txt"))
