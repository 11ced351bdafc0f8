"""Reviews of the owner's own practice that are bought, planted, written by insiders or suppressed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Tier

_WORDS = listed("review reviews reviewed reviewing rating ratings star stars yelp healthgrades trustpilot")
_STARS = (
    r"(?:(?:google |yelp |facebook |trustpilot |online |nice |good |glowing |honest "
    r"|(?:5|five)[ -]?star )*"
)
_OF = (
    _STARS + r"(?:reviews?|ratings?|(?:5|five)[ -]?stars?|(?:5|five) ?[★⭐]|stars on (?:google|yelp|facebook"
    r"|trustpilot)))"
)
_LEAVE = (
    r"(?:leave|leaving|left|write|writing|wrote|post|posting|posted|drop|pop|give|giving|gave|put|get|rate"
    r"|submit"
    r"|chuck|bang|stick|add)"
)
_INSIDERS = (
    r"(?:all staff|the staff|our staff|my staff|staff(?! (?:were|was|are|is))|(?:our|my|the whole|whole)"
    r" (?:team|crew"
    r"|front desk|nurses|hygienists|receptionists)|employees|colleagues|(?:my|your|our) (?:mum|mom|mother"
    r"|dad|wife"
    r"|husband|sister|brother|cousins?|aunt(?:ie|y)?s?|family|families|kids|in-laws|friends|mates|partner"
    r"|parents)"
    r"|mum|mom|friends and family|family and friends|fam|cousins|everyone who works|team members?)"
)
_REWARD = (
    r"(?:(?:£|\$|€)\s?\d+ (?:off|voucher|credit|gift|card|amazon|starbucks)|\d{1,2} ?% off|gift ?cards?"
    r"|voucher"
    r"|(?:be |get |you're |are )?entered (?:in|into|to win)|prize draw|raffle|(?:to|and|could|can) win\b"
    r"|discount"
    r"|free (?:whitening|cleaning|facial|treatment|coffee|session|consult|gift|syringe|tube|upgrade|massage"
    r"|top-up)"
    r"|loyalty points|money off|credit (?:on|to|towards)|a treat from us|amazon card)"
)
_GAP = r"[^.!?\n]{0,80}?"
_FORMS: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (
        lazy(
            rf"\b{_LEAVE}\b{_GAP}\b{_OF}\b[^\n]{{0,90}}?{_REWARD}"
            rf"|{_REWARD}[^\n]{{0,60}}?\b{_LEAVE}\b{_GAP}\b{_OF}"
            rf"|{_REWARD}[^.\n]{{0,24}}\b(?:for|per|with) (?:every |each |a |any |your )?{_OF}"
        ),
        "It offers a reward for reviews.",
        0.85,
    ),
    (
        lazy(
            rf"\b{_INSIDERS}\b{_GAP}\b{_LEAVE}\b{_GAP}\b{_OF}"
            rf"|(?:^|[.!?\n] ?)(?:team|staff|crew|girls|ladies|all|folks|everyone at work)[:,!]{_GAP}"
            rf"\b{_LEAVE}\b{_GAP}\b(?:us|our|my|the (?:clinic|practice|office))\b[^.!?\n]{{0,20}}?\b{_OF}"
            rf"|\b(?:ask|asked|asking|told|tell|telling|got|get|had|have|made) {_INSIDERS}\b{_GAP}\b{_OF}"
        ),
        "It asks staff, family or friends for reviews of the practice.",
        0.8,
    ),
    (
        lazy(
            rf"\b(?:wrote|left|posted|gave|give|giving|leaving|writing|reviewed|rated"
            rf"|rating)\b[^.!?\n]{{0,24}}?"
            rf"\b(?:myself|ourselves|(?:my|our) own (?:clinic|practice|surgery|studio))\b(?:{_GAP}\b{_OF})?"
            rf"|\b(?:bought|buying|buy|paid for|ordered) (?:\w+ ){{0,3}}?{_OF}|\b(?:burner|second|fake|old)"
            rf" accounts?\b"
            rf"{_GAP}\b{_OF}"
        ),
        "It tells of reviews that the practice wrote or bought itself.",
        0.8,
    ),
    (
        lazy(
            rf"\b(?:sign|signs|signed|agree|agreed|promise)\b{_GAP}\b(?:not|never|no|won't)\b{_GAP}\b(?:bad "
            rf"|negative |poor )?"
            rf"(?:reviews?|online|google)\b|\b(?:refund|discount|money back)\b{_GAP}\b(?:take|takes|took"
            rf"|taking) (?:it|the"
            rf"|that|your|their|his|her) (?:\w+ )?(?:review )?down\b|\b(?:delete|remove|change)d? (?:your"
            rf"|the|that|their|"
            rf"his|her) (?:bad |one[ -]star |1[ -]star |negative )?review\b{_GAP}\b(?:refund|discount"
            rf"|credit|free)\b|\b(?:take|takes|took|taking)\b[^.!?\n]{{0,30}}\breview down\b{_GAP}"
            rf"\b(?:refund|discount|credit|free|money back)\b"
        ),
        "It tells of reviews that are suppressed for something in return.",
        0.75,
    ),
)
_AGAINST = lazy(
    r"\b(?:illegal|unlawful|against the (?:law|rules|policy)|not allowed|unethical|fined|ftc|regulator"
    r"|never ask|won't ask"
    r"|we don't (?:ask|offer|pay|buy)|i don't (?:ask|offer|pay|buy)|don't (?:ask|offer|buy|pay|bribe|fake"
    r"|write your own)"
    r"|not asking|no rewards?|without (?:any )?reward|shouldn't|should not|mustn't|must not|stop (?:asking"
    r"|buying)"
    r"|peer[ -]review\w*|systematic review|journal|manuscript|editors?|performance review|portfolio"
    r"|appraisal|annual"
    r" review|chart review|restaurant|cochrane|film|movie|book|novel|hotel|recipe|airbnb)\b"
)


def find(reading: Reading) -> Iterator[Match]:
    """One match for each way in which reviews of one's own practice are made, bought or kept down."""
    if reading.text.runs.isdisjoint(_WORDS):
        return
    folded = reading.text.folded[:4_000]
    if _AGAINST.search(folded):
        return
    for form, reason, confidence in _FORMS:
        match = form.search(folded)
        if match is not None:
            yield Match((reading.span(*match.span(), SpanType.PHRASE),), reason, confidence)
            return


RULE = Rule(
    id="coi/review-integrity",
    version=1,
    category=Category.COI,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Reviews that are bought, planted or kept down",
    why=(
        "Readers choose by reviews and expect them to come from patients; a practice that rewards, writes or "
        "suppresses them has a tie to each that nobody is told of, and settlements have run to millions."
    ),
    citations=("allure-2024", "16-cfr-255-5a"),
    remedy="Delete it and stop the practice; speak to counsel before reviews are taken down.",
    find=find,
    examples=(
        Example("Leave us a five star Google review this week and get $20 off your next visit!", True),
        Example("All staff: please get your families to leave the clinic a five star review tonight.", True),
        Example("If we looked after you well, an honest review helps others find us.", False),
        Example("Asking staff for five star reviews is illegal where I work, and shabby everywhere.", False),
    ),
)
