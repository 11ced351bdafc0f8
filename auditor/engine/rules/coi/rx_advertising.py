"""A prescription-only product offered to the public where the law forbids advertising it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.engine import jurisdiction
from auditor.engine.jurisdiction import EUROPEAN_UNION
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Tier

_PRODUCT = Worded(
    listed(
        "botox dysport azzalure bocouture xeomin nuceiva alluzience letybo botulinum toxin tox kenalog"
        " ozempic"
        " wegovy mounjaro zepbound saxenda victoza semaglutide tirzepatide liraglutide orlistat phentermine"
        " tretinoin hydroquinone b12 sildenafil viagra cialis finasteride testosterone melanotan wrinkle"
        " wrinkles jab jabs injection injections injectable injectables baby"
    ),
    lazy(
        r"\b(?:(?:baby )?botox|dysport|azzalure|bocouture|xeomin|nuceiva|alluzience|letybo|botulinum(?:"
        r" toxin)?"
        r"|toxin|tox|kenalog|ozempic|wegovy|mounjaro|zepbound|saxenda|victoza|semaglutide|tirzepatide"
        r"|liraglutide|phentermine|tretinoin|hydroquinone|(?:vitamin )?b12 (?:shots?|jabs?|injections?)"
        r"|sildenafil|viagra|cialis|finasteride|testosterone|melanotan"
        r"|(?:anti-?)?wrinkle (?:injections?|injectables?|jabs?|treatments?|relax\w+)"
        r"|(?:weight[ -]?loss|fat[ -]?loss|skinny|slimming|hay ?fever|glp-?1) (?:jabs?|injections?"
        r"|injectables?|pens?))\b"
    ),
)
_PRICE = lazy(
    r"[£€$]\s?\d{1,5}|\b\d{1,4} ?(?:quid|euros?|pounds|dollars|gbp|eur|aud)\b|\b\d{1,2} ?% ?off\b"
    r"|\bhalf[ -]price\b"
)
_OFFER = lazy(
    r"\b(?:book (?:now|in|online|your|today|via|here|early)|to book|bookings? (?:open|link)|slots?|spaces?"
    r" left"
    r"|appointments? (?:available|left|open|free|going)|(?:dm|message|whatsapp|text|call|ring|comment)"
    r" (?:me|us|to|for"
    r"|now|the clinic)|dms? open|comment ['\"]?\w{2,12}['\"]? (?:to|for|below|and)|first (?:pen|month"
    r"|syringe)|link in bio|offers?|special|deal|package|promo|discount|treat yourself"
    r"|now (?:offering|available|in stock|stocking)|we (?:now )?(?:offer|do|stock|have)|in[ -]clinic|per area"
    r"|(?:one|two|three|1|2|3) areas?|refer a friend|bring a friend|gift cards?|giveaway|win\b|black friday"
    r"|while stocks last|from (?:just|only)|for (?:just|only)|limited|models? (?:wanted|needed)|free"
    r" consult\w*)"
)
_AGAINST = lazy(
    r"\b(?:fake|counterfeit|illegal\w*|unlicensed|unregulated|black market|scam\w*|ban(?:ned|s)?|warn\w*"
    r"|recall\w*"
    r"|prosecut\w*|fined|nhs|medicaid|medicare|pbs|shortage|headline|asa|mhra|tga|trial|study|paper"
    r"|guideline|nice"
    r"|hospital(?:ised|ized)|don't (?:buy|offer|do|sell|stock|prescribe)|never (?:buy|offer|sell)|not?"
    r" (?:for sale"
    r"|on offer)|we don't|i don't|won't|refuse\w*|stop (?:buying|selling|offering)|avoid|patients?|conference"
    r"|journal|copay|insur\w+|shouldn't|should not|must not|can't advertise|cannot advertise)\b"
)
_STERLING, _EURO = "£", "€"

Place = Literal["forbidden", "allowed", "unknown"]


def find(reading: Reading) -> Iterator[Match]:
    """One match where such a product stands beside a price and an offer, in a country that forbids it."""
    products = [match.span() for match in _PRODUCT.find(reading.text)]
    if not products or reading.subject.kind == "repost":
        return
    folded = reading.text.folded[:4_000]
    prices = [match.span() for match in _PRICE.finditer(folded)]
    offers = [match.span() for match in _OFFER.finditer(folded)]
    if not offers or len(prices) + len(offers) < 2 or _AGAINST.search(folded):
        return
    where = _place(reading, folded)
    if where == "allowed":
        return
    spans = tuple(reading.span(a, b, SpanType.PHRASE) for a, b in (*products[:4], *prices[:3], *offers[:3]))
    if where == "forbidden":
        yield Match(
            spans,
            "It offers a prescription-only product to the public, where that may not be advertised.",
            0.8,
        )
    else:
        yield Match(
            spans,
            "It offers a prescription-only product to the public; many countries forbid that, so check"
            " yours.",
            0.3,
            severity=Severity.INFO,
        )


def _place(reading: Reading, folded: str) -> Place:
    """What the owner's or the account's place, else the currency of the price, says of such advertising."""
    known = jurisdiction.of_city(reading.owner.city) or jurisdiction.of_city(reading.account.location)
    countries = {one.country for one in known}
    if countries & _FORBIDDEN:
        return "forbidden"
    if countries:
        return "allowed"
    return "forbidden" if _STERLING in folded or _EURO in folded else "unknown"


_FORBIDDEN = EUROPEAN_UNION | {"GB", "AU"}

RULE = Rule(
    id="coi/rx-advertising",
    version=1,
    category=Category.COI,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A prescription-only product offered to the public",
    why=(
        "In the United Kingdom a prescription-only medicine may not be advertised to the public at all:"
        " toxin, "
        "weight-loss and hay-fever injections are what its regulator acts on; the European Union and"
        " Australia "
        "have rules to the same end. No disclosure cures it."
    ),
    citations=("cap-rx",),
    remedy="Delete it; advertise the consultation, not the medicine.",
    find=find,
    examples=(
        Example("Anti-wrinkle injections, 3 areas £149 till Sunday. DM me to book, few slots left!", True),
        Example(
            "£199 for 3 areas of \u201cbotox\u201d in a kitchen is how you get a fake. Ask who prescribes.",
            False,
        ),
        Example("Lip balm, £4, link in bio, few left.", False),
    ),
)
