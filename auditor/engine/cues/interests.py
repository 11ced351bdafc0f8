"""Tells whether a text promotes something in which the owner has a stake, and whether it says so.

Knows the owner's declared conflicts and words of selling; knows nothing of rules or severities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine.cues.phrases import Places, cues, has, places, word_set
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText, normalise
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
_NAMED_INSIDE = lazy(r"(?:code |maker of )?(?<!\w)([A-Z][\w'-]{3,}(?: [A-Z][\w'-]+){0,2})")
_MAKER = lazy(r"\bmakers? of (.+)")
_CODE = lazy(r"[A-Z](?<![\w/#@].)[A-Z]{1,13}\d{1,3}(?![\w-])")
_PRICE = lazy(r"[$£€₹]\s?\d|(?<!\w)\d{1,4}\s?(?:quid|bucks|dollars|euros|rupees|% off)")
_MONEY = ("$", "£", "€", "₹", "quid", "bucks", "dollars", "euros", "rupees", "% off")
"""One of these stands in every price."""
_AD_LABEL = lazy(
    r"(?:^|[\n.!?]\s*)\W{0,3}(?:#?ad\b[:,.)\]!]?|#ad\b|advert\b|advertisement\b|#?sponsored (?:by|"
    r"post)|paid (?:ad|partnership|promotion)\b|#paidpartnership)"
    r"|#ad\b|#paidad\b|#advert\b",
    re.IGNORECASE,
)
_AD_WORDS = frozenset(
    ["ad", "advert", "advertisement", "sponsored", "paid", "paidad", "paidpartnership", "ads"]
)
_FOLD = 125  # where a caption is cut behind "more" (platform limits); a label behind it is not seen


@dataclass(frozen=True, slots=True)
class Interest:
    """One declared conflict in the forms in which posts name it."""

    declared: str
    is_own: bool
    """The owner's own product, shop, clinic or book."""
    names: tuple[tuple[str, ...], ...]
    """Each a run of lower-case words."""


_OWN = lazy(
    r"\b(?:own|owner|co-owner|part.?owner|founder|co-founder|author|shareholder|partner|director|"
    r"husband|wife|family|brother)",
    re.I,
)


@lru_cache(maxsize=256)
def interests(conflicts: tuple[str, ...]) -> tuple[Interest, ...]:
    """The owner's declared conflicts, made ready for finding."""
    return tuple(_interest(normalise(conflict).value) for conflict in conflicts)


def _interest(declared: str) -> Interest:
    outside, _, inside = declared.partition("(")
    inside = inside.rstrip(") ")
    maker = _MAKER.search(outside)
    parts = re.split(r"[,;+/]|\bmakers? of\b", outside)
    names = [_telling(part) for part in parts]
    whole = tuple(match.group().lower() for match in _WORD.finditer(parts[0]))
    if 2 <= len(whole) <= 4:
        names += [whole, whole[:2]]
    if maker is not None:
        names.append(_telling(maker.group(1)))
    names += [_telling(match.group(1)) for match in _NAMED_INSIDE.finditer(inside)]
    names += [
        (word,)
        for word in re.findall(r"(?<!\w)[a-z]{3,}(?:ab|ib|ine|ol|ide|one|vir|tin|gliflozin)(?!\w)", inside)
    ]
    return Interest(
        declared, _OWN.search(declared) is not None, tuple(dict.fromkeys(name for name in names if name))
    )


def _telling(name: str) -> tuple[str, ...]:
    """The words at the head of a name that only it has; a single everyday word takes its neighbour along."""
    from auditor.engine import lexicon

    generic, common = word_set("interests", "generic"), lexicon.common_words()
    words = [match.group().lower() for match in _WORD.finditer(name)]
    while words and words[0] in ("the", "a", "an", "own"):
        words.pop(0)
    if not words:
        return ()
    rare = [word for word in words if word not in generic and word not in common and len(word) >= 4]
    if rare:
        return (rare[0],)
    telling = [word for word in words if word not in generic]
    if len(words) >= 2 and telling:
        return tuple(words[:2]) if words[1] not in ("and", "of", "the") else tuple(words[:3])
    return tuple(words[:3]) if len(words) >= 3 and telling else ()


def named(text: NormalText, owner: Owner) -> tuple[tuple[Interest, tuple[int, int]], ...]:
    """Which declared interests a text names, and where; also in hashtags, handles and codes."""
    found = []
    own_name = _words_of(owner.name)
    for interest in interests(owner.conflicts):
        for name in interest.names:
            if len(name) == 1 and name[0] in own_name:
                continue  # a shop that bears the owner's surname is found by its whole name
            place = _find(text, name) or _tag_place(text, "".join(name))
            if place is not None:
                found.append((interest, place))
                break
    return tuple(found)


@lru_cache(maxsize=64)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _WORD.finditer(name))


def _find(text: NormalText, name: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a name stands as words of its own, also in the plural or possessive."""
    forms = _forms(name)
    if any(text.words.isdisjoint(some) for some in forms):
        return None
    tokens = text.tokens
    for index in range(len(tokens) - len(name) + 1):
        if tokens[index].word in forms[0]:
            run = tokens[index : index + len(name)]
            if all(token.word in some for token, some in zip(run, forms, strict=True)):
                return run[0].start, run[-1].end
    return None


@lru_cache(maxsize=1_024)
def _forms(name: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset((word, word + "s", word + "'s", word.removesuffix("'s"), word.replace("'", "")))
        for word in name
    )


def _tag_place(text: NormalText, joined: str) -> tuple[int, int] | None:
    """Where a name stands run together: in a hashtag, a handle or a web address."""
    if len(joined) < 5:
        return None
    for tag in text.tags:
        if joined in tag.body.lower().replace("_", "").replace(".", ""):
            return tag.start, tag.end
    if len(joined) < 6 or joined not in text.folded:
        return None
    return next(((t.start, t.end) for t in text.tokens if joined in t.word), None)


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a text promotes, how, and what it says of the tie."""

    named: tuple[tuple[Interest, tuple[int, int]], ...]
    selling: Places
    """Codes, links, prices, offers."""
    praise: Places
    prices: Places
    weak: Places
    """Half a disclosure: #sp, thanks @brand."""
    is_disclosed: bool
    is_disclosed_late: bool
    is_denied: bool
    """Says that nobody pays."""
    is_notice: bool
    """A job, opening hours, thanks: what any workplace posts."""


def promotion(reading: Reading) -> Promotion:
    """Everything about promotion in this reading, worked out once."""
    known = reading._cache.get("promotion")
    if isinstance(known, Promotion):
        return known
    text, own = reading.text, cues(reading)
    label = None if text.words.isdisjoint(_AD_WORDS) else _AD_LABEL.search(text.value)
    has_digit = text.digits > 0
    told = label is not None or has(own, "interests.disclosed")
    first = min(
        [place[0] for place in places(own, "interests.disclosed")] + ([label.start()] if label else []),
        default=0,
    )
    selling = (
        *((m.start(), m.end()) for m in (_CODE.finditer(text.value) if has_digit else ())),
        *places(own, "interests.code", "interests.link"),
    )
    weak = tuple(
        (tag.start, tag.end) for tag in text.tags if tag.sign == "#" and tag.body.lower() in _WEAK_TAGS
    ) + places(own, "interests.weak_thanks")
    result = Promotion(
        named=named(text, reading.owner),
        selling=selling,
        praise=places(own, "interests.praise"),
        prices=_prices(text) if has_digit else (),
        weak=weak,
        is_disclosed=told,
        is_disclosed_late=told and first > _FOLD and reading.subject.kind == "caption",
        is_denied=has(own, "interests.denied"),
        is_notice=has(own, "interests.notice"),
    )
    reading._cache["promotion"] = result
    return result


def _prices(text: NormalText) -> Places:
    if not any(sign in text.folded for sign in _MONEY):
        return ()
    return tuple(match.span() for match in _PRICE.finditer(text.folded))


def may_promote(reading: Reading) -> bool:
    """Whether there is anything to weigh: an interest, an offer, half a disclosure, or praise."""
    found = promotion(reading)
    return bool(found.named or found.selling or found.weak or found.praise)


_WEAK_TAGS = frozenset(
    [
        "sp",
        "spon",
        "collab",
        "collabs",
        "partner",
        "ambassador",
        "brandambassador",
        "partnership",
        "gifted",
        "pr",
        "prgift",
        "affiliate",
        "sponsored",
        "giveaway",
    ]
)


def is_promoted(reading: Reading) -> bool:
    """Whether the text promotes something the owner has, or seems to have, a stake in, without saying so.

    A declared interest that is named at all counts: whoever is paid by a maker and names its product owes the
    tie, praise or not. The owner's own workplace is named for many reasons: it takes an offer or praise.
    Without a declared interest it takes the wording of an advertisement.
    """
    found = promotion(reading)
    is_pushed = bool(found.selling or found.weak or found.praise)
    if found.is_disclosed or (found.is_denied and not found.weak):
        return False
    if found.named:
        if all(_is_workplace(interest, reading) for interest, _ in found.named):
            return is_pushed or bool(found.prices)
        return is_pushed or not found.is_notice
    if found.weak:
        return bool(found.selling or found.prices) or len(found.praise) > 1
    offers = len(found.selling) + bool(found.prices)
    return bool(found.selling) and (
        offers > 2 or (offers > 1 and bool(found.praise or reading.owner.conflicts))
    )


def _is_workplace(interest: Interest, reading: Reading) -> bool:
    employers = " ".join(reading.owner.employers).lower()
    return interest.is_own and any(" ".join(name) in employers for name in interest.names)
