"""A patient's praise, reposted or quoted to advertise."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import jurisdiction
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Tier

_PRESENTED = Worded(
    listed(
        "testimonial testimonials review reviews feedback patient patients client clients stars star happy"
        " words"
        " wednesday reviewed"
    ),
    lazy(
        r"\b(?:(?:patient|client|customer)s?'? (?:testimonials?|reviews?|feedback|love|stor(?:y|ies))"
        r"|testimonial(?:s| tuesday| thursday| of)?|(?:five|5)[ -]?stars? (?:google )?reviews?"
        r"|(?:google|facebook|yelp|trustpilot|healthgrades|whatclinic|doctify) reviews?|reviews? (?:of the"
        r" week|from"
        r" (?:a|one of|our)|spotlight)|what (?:our|my) (?:patients|clients|customers|ladies|brides|guests)"
        r" (?:say|are"
        r" saying|think)|another (?:happy|delighted|satisfied|glowing) (?:patient|client|customer|review)"
        r"|(?:kind|lovely|beautiful) (?:words|feedback|review) from|don't (?:just )?take (?:my|our) word"
        r"|reviewed (?:us|me)|one of our (?:patients|clients) (?:wrote|writes|says|said))\b"
    ),
)
_QUOTED = lazy(r'"[^"\n]{15,1200}"|[★⭐]{3,}')
_PRAISE = lazy(
    r"\b(?:amazing|best|thank(?:s| you)|recommend\w*|wonderful|brilliant|fantastic|incredible"
    r"|life[ -]?chang\w+"
    r"|changed my (?:life|smile|face|skin|sleep)|so happy|over the moon|new (?:man|woman|person)"
    r"|pain[ -]?free|gentle"
    r"|caring|kind|magic|confidence|love (?:my|the|her|him|this|it)|perfect|wouldn't go (?:anywhere|to"
    r" anyone)"
    r"|highly|exceptional|professional|miracle|saved my|trust|felt (?:safe|heard|at ease))\b"
)
_TO_ADVERTISE = lazy(
    r"\b(?:book(?:ings?)?|link in bio|dm|message us|call (?:us|the)|our (?:clinic|practice|patients|clients"
    r"|team)"
    r"|at (?:my|our) (?:clinic|practice|studio)|new patients|consults?|consultations?|accepting|smile"
    r" makeovers?"
    r"|results|before and after|treatment|want the same|could be you|you're next|are you next|my clinic|\d%"
    r" off)\b"
)
_OF_CARE = lazy(
    r"\b(?:dr|doctor|nurse|surgeon|clinic|practice|dentist|midwife|physio\w*|hygienist|treatment|surgery"
    r"|procedure"
    r"|pain|back|knee|hip|teeth|smile|skin|lips|face|scar|appointment|birth|baby|braces|implants?|filler"
    r"|botox"
    r"|patient|team|staff)\b"
)
_AGAINST = lazy(
    r"\b(?:ahpra|testimonials (?:are|must|may)|not allowed|illegal|banned|against the (?:law|rules)|remove"
    r"|took down"
    r"|take down|fake|buying|rude|one[ -]star|1[ -]star|national law|guideline|never (?:post|repost|share)"
    r"|don't (?:post|repost|share)|peer|journal|lecture|course|book review|student|delegate|written"
    r" consent)\b"
)


def find(reading: Reading) -> Iterator[Match]:
    """One match where praise of care is presented as a patient's, in quotation marks or as a repost."""
    if reading.parent is not None:
        return
    presented = [match.span() for match in _PRESENTED.find(reading.text)]
    if not presented:
        return
    folded = reading.text.folded[:4_000]
    quoted = _QUOTED.search(folded)
    body = folded[quoted.start() : quoted.end()] if quoted and folded[quoted.start()] == '"' else folded
    praise = _PRAISE.search(body)
    if praise is None or _AGAINST.search(folded) or not _OF_CARE.search(folded):
        return
    if not (quoted or reading.subject.kind == "repost") or not _is_advertising(reading, folded, presented):
        return
    is_banned = any(one.country == "AU" for one in jurisdiction.of_city(reading.owner.city))
    yield Match(
        tuple(reading.span(start, end, SpanType.PHRASE) for start, end in presented[:4]),
        "It shows a patient's praise to advertise care.",
        0.7,
        severity=Severity.HIGH if is_banned else None,
    )


def _is_advertising(reading: Reading, folded: str, presented: list[tuple[int, int]]) -> bool:
    """Whether it invites more custom, is a repost, or calls itself a testimonial or a starred review."""
    if reading.subject.kind == "repost" or _TO_ADVERTISE.search(folded):
        return True
    shown = " ".join(folded[start:end] for start, end in presented)
    named = any(word in shown for word in ("testimonial", "say", "star", "our word", "my word"))
    return named or "\u2605" in folded or "\u2b50" in folded


RULE = Rule(
    id="coi/testimonial",
    version=1,
    category=Category.COI,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="A patient's praise as advertising",
    why=(
        "Praise that a practice reposts is its own advertising: Australia forbids testimonials for health "
        "services, and everywhere a patient's words about care need the patient's written authorization."
    ),
    citations=("ahpra-s133", "hhs-ocr-success-stories"),
    remedy="Delete it. Praise that patients leave on their own on pages you do not control can stay there.",
    find=find,
    examples=(
        Example(
            "Testimonial Tuesday! \u201cThe whole team was amazing, my knee is pain free.\u201d Book your"
            " consult.",
            True,
        ),
        Example("A patient left me a card that said thank you. I am keeping it in my locker.", False),
        Example(
            "Testimonials are not allowed in adverts for care. \u201cBest dentist ever\u201d has to go.",
            False,
        ),
    ),
)
