"""Word lists in code, and run-together words, as hashtags write them, split by the list of common words.

Knows spelling only; knows nothing of posts or rules.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import pairwise

_LONGEST_RUN = 40
_LONGEST_WORD = 18
_SHORT_WORDS = "a i is it in on at to of my me we he us up go do or ot er by no so be an as if vs dr"


def listed(words: str) -> frozenset[str]:
    """The words of a text, as a set: how short word lists are written beside the code that reads them."""
    return frozenset(words.split())


_SHORT = listed(_SHORT_WORDS)


@cache
def _known() -> frozenset[str]:
    from auditor.engine import lexicon  # read when a run is met, not at start

    extra = listed(
        "life nurse nurses doctor patient surgery trauma shift night room burn truck town baby mom dad"
        " hospital case foreign body xray first ever button battery chainsaw season icu nicu picu med"
    )
    return frozenset(lexicon.common_words()) | lexicon.first_names() | extra


def is_word(word: str) -> bool:
    """Whether this is a word of the list, longer than two letters."""
    return len(word) > 2 and word in _known()


@lru_cache(maxsize=4096)
def split_run(run: str) -> tuple[str, ...]:
    """The words of a run such as `nightshiftlife`, or the run itself where no split is likely.

    Least cost over all splits into known words: fewer and longer words win. Linear in the run's length, and a
    run beyond 40 letters is left whole.
    """
    if len(run) < 6 or len(run) > _LONGEST_RUN or not run.isalpha():
        return (run,)
    known = _known()
    if run in known:
        return (run,)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        cheapest = (math.inf, 0)
        for start in range(max(0, end - _LONGEST_WORD), end):
            word = run[start:end]
            if word in known if len(word) > 2 else word in _SHORT:
                cost = best[start][0] + 1.0 + 3.0 / len(word)
                cheapest = min(cheapest, (cost, start))
        best.append(cheapest)
    if math.isinf(best[-1][0]):
        return (run,)
    cuts = [len(run)]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return tuple(run[a:b] for a, b in pairwise(cuts))
