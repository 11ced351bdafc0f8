"""A patient who has died: the story is protected as before, and the day is one by which it is found."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.beside import WHAT_TELLS_WHO
from auditor.engine.rules.phi.story import may_be_told, story_of
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Term, Tier

_DEATH = Worded(
    listed(
        "died dies dead death passed lost expired stillborn stillbirth make pronounced rip funeral buried"
        " morgue mortuary murió falleció autopsy"
    ),
    lazy(
        r"\b(?:died|dies|death|passed away|(?:he|she|they|who) passed\b(?! out)"
        r"|(?:we|i) lost (?:him|her|them)"
        r"|expired|stillborn|stillbirth|(?:didn't|did not|won't) make it|time of death"
        r"|pronounced (?:him|her|dead)"
        r"|rip\b|(?:his|her|the) funeral|buried (?:him|her)|(?:to|in) the (?:morgue|mortuary)|murió|falleció"
        r"|dead on arrival|brain dead)\b"
    ),
)


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story that could tell who it is says that the patient died."""
    story = story_of(reading)
    if not story.is_told:
        return
    said = list(_DEATH.find(reading.text))
    if said:
        yield Match(
            spans=tuple(reading.span(*match.span(), SpanType.CONDITION) for match in said[:_MOST]),
            reason="It tells of a patient who died; the family and the day's notices can tell who it was.",
            confidence=story.probability,
            terms=(Term("decedent", 0.0, "a patient who died is protected as before"),),
        )


_MOST = 5

RULE = Rule(
    id="phi/decedent",
    version=1,
    category=Category.PHI,
    severity=Severity.INFO,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A patient who died",
    why=(
        "Protection does not end with the patient's death, the day of death is an identifier of its own, and "
        "obituaries say on which day who died. It stands beside what tells who it is, and goes into it."
    ),
    citations=("45-cfr-164-514-b2i-C", "45-cfr-164-514-b2ii"),
    remedy="As for the finding that it stands beside; leave out the day and the manner of death.",
    find=find,
    gate=may_be_told,
    yields_to=WHAT_TELLS_WHO,
    examples=(
        Example(
            "We lost her at 4 this morning in bay 2, the baker from the market. Her husband sang to her.",
            True,
        ),
        Example(
            "My patient died last night, the lollipop man from the primary school. Half the town will know by"
            " noon.",
            True,
        ),
        Example(
            "He came in last night with his hand in a bread slicer, bay 3, his wife screaming. Still has four"
            " fingers.",
            False,
            note="alive",
        ),
        Example("Sudden cardiac death in athletes is rare: about 1 in 50,000 a year.", False, note="figures"),
        Example("My nan died on Friday. She taught me to knit.", False, use="personal", note="family"),
        Example("I am dead on my feet after that shift.", False, note="idiom"),
    ),
)
