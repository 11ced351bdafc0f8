"""A red flag in what was asked, answered without sending the person to emergency care."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.advice import weigh
from auditor.engine.cues.phrases import cues, has, word_set
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.advice.answer import advises, kind_of, match
from auditor.model import Category, Severity, Tier

_RED_FLAG = lazy(
    r"chest (?:is |feels? |feelin |pain|tight|heavy|burning)|left (?:arm|hand)|face is droop|mouth "
    r"(?:is )?droop|droop\w{0,3}|slurr"
    r"|can't breathe|cant breathe|ribs? (?:are )?(?:sucking|pulling)|(?:sucking|pulling) in|lips? "
    r"(?:are )?(?:blue|huge|dusky)|throat (?:is )?clos"
    r"|black (?:stool|poo|motion)|not moving (?:as )?much|baby'?s? (?:been )?(?:super )?quiet|"
    r"suicid|kill myself|don'?t want to be here|overdos"
    r"|took (?:ten|twelve|\d\d) |out cold|won'?t wake|unconscious|seizure|fitting|stiff neck|"
    r"swallowed|worst headache|coughing (?:up )?blood"
)


def find(reading: Reading) -> Iterator[Match]:
    """One match where a red flag is answered with advice and no emergency line."""
    parent = reading.parent
    if parent is None or kind_of(reading) is None or _RED_FLAG.search(parent.folded) is None:
        return
    is_sent = has(cues(reading), "advice.redirect") and not reading.text.words.isdisjoint(
        word_set("advice", "emergency")
    )
    if not is_sent or weigh(reading).features["dissuades"]:
        yield match(
            reading,
            "What was asked may be an emergency; the reply advises without sending to emergency care.",
        )


RULE = Rule(
    id="advice/emergency",
    version=1,
    category=Category.ADVICE,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A possible emergency answered without an emergency line",
    why=(
        "Where the question holds a red flag, anything but the emergency number first can cost time "
        "and a life."
    ),
    citations=("seed-2", "acp-fsmb-2013-p3"),
    remedy="Answer with the emergency number first; follow up through a proper channel.",
    find=find,
    gate=advises,
    examples=(
        Example(
            "Probably a trapped nerve. Take two ibuprofen and sleep it off.",
            True,
            parent="chest feels tight and my left arm is numb since lunch, wait til morning?",
            kind="reply",
        ),
        Example(
            "Call 999 now, please. Don't wait for replies here.",
            False,
            parent="chest feels tight and my left arm is numb since lunch, wait til morning?",
            kind="reply",
        ),
    ),
)
