"""What people are called and what they are to each other or to their town.

Knows nothing of whose name a post holds.
"""

from __future__ import annotations

from functools import cache

from auditor.engine.lexicon.clinical import drugs, eponyms
from auditor.engine.lexicon.source import entries, packed
from auditor.engine.lexicon.vocabulary import common_words


@cache
def first_names() -> frozenset[str]:
    """Given names, casefolded: US census 1990 and names of some thirty languages written in Latin letters."""
    return frozenset(packed("first-names.txt.gz").split("\n")) | frozenset(entries("first-names-by-hand.txt"))


@cache
def surnames() -> frozenset[str]:
    """Family names, casefolded: the 24,000 most frequent of the US census 1990, and international ones."""
    return frozenset(packed("surnames.txt.gz").split("\n"))


# The dictionary has these in lower case ("a jack", "to rob"), but a capital makes them people nearly always.
_NEARLY_ALWAYS_PEOPLE = frozenset(
    {
        "bill", "bob", "bobby", "brian", "charlotte", "colin", "dan", "dolly", "don", "frank",
        "gus", "harry", "jack", "jake", "jay", "jenny", "jerry", "jess", "jimmy", "joe", "joey",
        "john", "johnny", "josephine", "josh", "ken", "larry", "lee", "lou", "madeleine", "marge",
        "maria", "martin", "mike", "molly", "nick", "pat", "pete", "peter", "philip", "polly",
        "rob", "robin", "rod", "roger", "ron", "russell", "sally", "sheila", "ted", "teddy",
        "terry", "tim", "todd", "tom", "tommy", "tony", "veronica", "victor", "wally", "warren",
        "willy",
    }
)  # fmt: skip
_MONTHS = frozenset({"april", "august", "january", "june", "may", "march"})


@cache
def ambiguous_names() -> frozenset[str]:
    """Names that are also everyday words, drugs or eponyms ("will", "grace"): no name without a context."""
    names = first_names() | surnames()
    words = {word for word, zipf in common_words().items() if zipf >= 3.0}
    return frozenset(names & (words | _MONTHS | drugs() | eponyms())) - _NEARLY_ALWAYS_PEOPLE


@cache
def roles() -> frozenset[str]:
    """Occupations and standings by which a town knows somebody: "mayor", "crossing guard", "organist"."""
    return frozenset(entries("roles.txt"))


@cache
def kin() -> frozenset[str]:
    """Words for relatives and household: "daughter", "stepdad", "abuela", "fiancé"."""
    return frozenset(entries("kin.txt"))
