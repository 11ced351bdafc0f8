"""Followers sent after a person, a person's whereabouts given away in anger, a complainant named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.engine.cues.conduct import Conduct, conduct
from auditor.engine.cues.phrases import Places, cues, has, spans, word_set
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_WHEREABOUTS = Worded(
    listed("lives works address number drives shift employer boss landlord school phone plate"),
    lazy(
        r"\b(?:lives? (?:at|on|in|behind|above) (?:number |no\.? )?\d{1,4}\b(?! ?(?:miles|minutes|degrees"
        r"|percent|%))|(?:his|her|their) (?:home"
        r" )?address is"
        r"|(?:his|her|their) (?:phone |mobile |cell )?number is|(?:his|her|their) (?:boss|employer|landlord"
        r"|manager)"
        r" is(?: at)?\b|(?:he|she) drives (?:a|the) [\w ]{3,30}, plate|(?:his|her|their) kids? (?:go|goes) to"
        r"|(?:he|she) works (?:at|for|in) (?:the )?[\w' ]{2,40}(?: and| so|,)? (?:(?:go|let's|feel free|you"
        r" can|ask for"
        r"|tell|ring|call|e-?mail)\b))"
    ),
)
_COMPLAINANT = Worded(
    listed("complained complainant complaint reported reporter grassed snitched snitch whistleblower"),
    lazy(
        r"\b(?:(?:complainant|snitch|whistleblower|reporter) (?:is|was|turned out to be|'s name is|,) "
        r"|(?:the )?(?:one|person"
        r"|woman|man|colleague|nurse|doctor|patient|mother|father) who (?:complained|reported me|reported"
        r" us|grassed"
        r"|snitched|put in the complaint)(?: about (?:me|us))? (?:is|was|,) )"
    ),
)
_NAMED_AFTER = lazy(
    r"(?:called |named )?(?:@\w{2,30}|(?:Mr|Mrs|Ms|Dr|Miss)\.? [A-Z]\w+|[A-Z][a-z]+(?: [A-Z][\w'-]+)+)"
)
_OFTEN = 3
"""So many mentions of one handle in one hostile post."""


def find(reading: Reading) -> Iterator[Match]:
    """One match for the plainest of the forms that it takes."""
    shown = conduct(reading)
    if _sends_others(reading, shown):
        places = shown.pile_on
        yield Match(
            spans(reading, places),
            "It sends others after a person.",
            min(0.95, 0.8 + 0.08 * (len(set(places)) - 1)),
        )
    elif where := _given_away(reading, shown):
        yield Match(spans(reading, where), "It gives away in anger where a person is to be found.", 0.75)
    elif named := _complainant(reading):
        yield Match(spans(reading, named), "It names somebody for having complained.", 0.75)
    elif handle := _hounded(reading, shown):
        yield Match(spans(reading, handle), "It goes at one person again and again.", 0.7)


def _sends_others(reading: Reading, shown: Conduct) -> bool:
    """Whether words of sending others stand beside more such or beside anger; "tag him" alone is a game."""
    return bool(shown.pile_on) and (len(set(shown.pile_on)) > 1 or _is_angry(reading, shown))


def _is_angry(reading: Reading, shown: Conduct) -> bool:
    insulted = not reading.text.words.isdisjoint(word_set("conduct", "insult"))
    return bool(shown.quarrel or shown.belittling or shown.threat) or insulted


def _given_away(reading: Reading, shown: Conduct) -> Places:
    places = tuple(match.span() for match in _WHEREABOUTS.find(reading.text))
    return places if places and _is_angry(reading, shown) else ()


def _complainant(reading: Reading) -> Places:
    """Where a complainant is called by name or handle, outside of thanks and condemnation."""
    if has(cues(reading), "conduct.condemn"):
        return ()
    value, found = reading.text.value, []
    for match in _COMPLAINANT.find(reading.text):
        named = _NAMED_AFTER.match(value, match.end())
        if named is not None:
            found.append((match.start(), named.end()))
    return tuple(found)


def _hounded(reading: Reading, shown: Conduct) -> Places:
    handles = [tag for tag in reading.text.tags if tag.sign == "@"]
    if len(handles) < _OFTEN or not _is_angry(reading, shown):
        return ()
    most, times = Counter(tag.body.casefold() for tag in handles).most_common(1)[0]
    own = reading.account.handle.strip().lstrip("@").casefold()
    if times < _OFTEN or most == own:
        return ()
    return tuple((tag.start, tag.end) for tag in handles if tag.body.casefold() == most)


RULE = Rule(
    id="conduct/harassment",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Goes after somebody, or sends others",
    why=(
        "Calling a crowd on one person, giving away where she lives or works, or naming her for a complaint"
        " is "
        "harassment, whoever started it."
    ),
    citations=("gmp-2024-respect", "seed-4"),
    remedy="Delete it; take the dispute to a private channel.",
    find=find,
    examples=(
        Example("Everyone go tell her what you think, flood her replies, no mercy", True),
        Example("The woman who complained about me is Tamsin Orlebar, so now you know.", True),
        Example("Everyone, please read the new guideline.", False),
        Example("Tag him if your brother does this too.", False),
        Example("A woman who complained about our waiting times is right, and I told her so.", False),
    ),
)
