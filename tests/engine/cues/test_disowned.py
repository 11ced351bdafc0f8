"""Words that are repeated to refuse them are not the author's; a denial that goes on with "but" is."""

from __future__ import annotations

import pytest

from auditor.engine import text as normal
from auditor.engine.cues.disowned import owned


def is_owned(text: str, phrase: str) -> bool:
    read = normal.normalise(text)
    start = read.folded.index(phrase)
    return bool(owned(read, ((start, start + len(phrase)),)))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Nobody should say that immigrants are vermin.", "vermin"),
        ("Nobody should say that Christians are vermin.", "vermin"),
        ("We do not call patients junkies on this ward.", "junkies"),
        ("Please stop calling people frequent flyers.", "frequent flyers"),
        ("They are not frequent flyers, they are poor.", "frequent flyers"),
        ("Calling migrants parasites is cruel.", "parasites"),
        ("The word junkie has no place in a handover.", "junkie"),
        ("He said all Muslims are vermin. I told him to leave.", "vermin"),
        ("She called our porter a monkey. Security walked her out, and rightly.", "monkey"),
        ("Enough of hearing that mothers are hysterical idiots.", "idiots"),
        ("I won't treat anybody like scum.", "scum"),
        ("A father asked whether the jab causes autism.", "causes autism"),
        ("I am the worst patient, an entitled old cow.", "entitled old cow"),
    ],
)
def test_words_that_are_refused_are_not_the_authors(text, phrase):
    assert not is_owned(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Immigrants are vermin.", "vermin"),
        ("Christians are vermin.", "vermin"),
        ("Not saying they're vermin, but they breed.", "vermin"),
        ("I don't say this often but that family are idiots.", "idiots"),
        ("He's not just an idiot, he is a dangerous one.", "idiot"),
        ("Bed four said his pain was ten. Junkie.", "junkie"),
        ("He said all Muslims are vermin and he has a point.", "vermin"),
        ("Nobody listens. These people are parasites.", "parasites"),
        ("Calling him an idiot felt wonderful.", "idiot"),
        ("No idea why we feed the parasites.", "parasites"),
        ("I'm the nurse these idiots shout at.", "idiots"),
        ("I'm sick of entitled cows.", "entitled cows"),
        ("The jab causes autism.", "causes autism"),
        ("Since nobody will put it in writing: the new director is a fraud.", "fraud"),
    ],
)
def test_words_that_are_meant_stay_the_authors(text, phrase):
    assert is_owned(text, phrase)
