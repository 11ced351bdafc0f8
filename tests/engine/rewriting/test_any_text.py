"""Whatever stands in a post: a suggestion or none, in bounded time, never worse, no identifier left in it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.engine import AccountContext, Engine, Subject, disclaimers, rewriting
from auditor.engine.reading import Reading
from auditor.engine.rewriting.details import details_of
from auditor.engine.rewriting.model import SuggestionKind
from auditor.engine.text import normalise
from auditor.model import SpanType
from connectors.model import Owner, Use

OWNER = Owner(
    name="Ada Example", role="nurse", employers=("Lakeview General",), city="Harrow Creek, MN", conflicts=()
)
ACCOUNT = AccountContext("x", "@ada", "Ada Example", Use.PROFESSIONAL, "RN at Lakeview General")
ENGINE = Engine(OWNER, (ACCOUNT,), b"k" * 32)

NAMES = ("Wilhelmina Thorngate", "Mrs Okonkwo", "Lou", "J.T.", "Ignatius")
NUMBERS = ("MRN 84721990", "555-0142", "call 612-555-0107", "ida@thorngate.example", "plate KLM 4821")
PLACES = ("Tilbury", "Lakeview General Hospital", "Route 9", "bay 3", "room 12")
PARTS = (
    *("a 94-year-old", "an 87 yo F", "42, two kids,", "she turned 97", "in her 90s", "our youngest"),
    *("last night", "on Tuesday", "at 3am", "12 March 2024", "this morning", "today", "since Friday"),
    *("came in", "died", "was seen", "with botulism", "with chest pain", "after the crash", "in our ICU"),
    *("my patient", "the mayor's brother", "who coaches the under-nines", "his wife", "swallowed a toy"),
    *("from", "in", "at", "to", "of", "and", "we held her hand", "I can't say more", "#ER", "📸", "🚑"),
    *(".", "!", "?", ",", "(", ")", "\n", "…", "\u200b", "\u202e", "é", "İ", "ﬁ", "’s", "'s"),
)
posts = st.lists(st.sampled_from((*NAMES, *NUMBERS, *PLACES, *PARTS)), min_size=3, max_size=24).map(" ".join)
odd = st.text(max_size=60)
anything = st.one_of(posts, st.tuples(odd, posts, odd).map("".join), odd)
calm = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def suggestion(text: str) -> rewriting.Suggestion | None:
    return rewriting.suggest(ENGINE, "phi/mosaic", Subject("1", "post", text), ACCOUNT)


def reading(text: str) -> Reading:
    return Reading(Subject("1", "post", text), ACCOUNT, OWNER)


@calm
@given(anything)
def test_a_rewrite_is_never_worse_nor_too_long(text: str) -> None:
    offered = suggestion(text)
    if offered is None or offered.text is None:
        return
    assert offered.kind is SuggestionKind.REWRITE
    assert offered.after is not None
    assert offered.after.key < offered.before.key
    room = max(280, disclaimers.length(text, "x"))
    assert disclaimers.length(offered.text, "x") == offered.length <= room
    if offered.remaining is not None:
        assert offered.remaining == 280 - offered.length


@calm
@given(anything)
def test_what_the_score_says_is_what_the_engine_says(text: str) -> None:
    offered = suggestion(text)
    if offered is None or offered.text is None or offered.after is None:
        return
    again = [
        f
        for f in ENGINE.audit_item(Subject("1", "post", offered.text), ACCOUNT)
        if f.category == "phi" and f.severity != "info" and f.rule != "phi/media-unreviewed"
    ]
    worst = max(((f.severity.rank, f.confidence) for f in again), default=(-1, 0.0))
    assert worst == offered.after.key
    for finding in again:
        for span in finding.spans:
            assert 0 <= span.start < span.end <= len(offered.text)


@calm
@given(anything)
def test_no_identifier_that_was_taken_out_is_left(text: str) -> None:
    offered = suggestion(text)
    if offered is None or offered.text is None:
        return
    value = normalise(offered.text).value
    for detail in details_of(reading(text)):
        if detail.is_identifier and detail.kind in (SpanType.NAME, SpanType.CONTACT, SpanType.ID):
            was = reading(text).text.value[detail.start : detail.end].strip()
            if was:
                assert not re.search(rf"(?<!\w){re.escape(was)}(?!\w)", value), was


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_name_and_a_number_are_gone(name: str, number: str) -> None:
    text = f"My patient {name}, {number}, 94 years old, came in last night after the crash. Oh {name}."
    offered = suggestion(text)
    assert offered is not None
    assert name.split()[-1] not in (offered.text or "")
    assert number.split()[-1] not in (offered.text or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00" * 500,
        "94-year-old " * 800,
        "My patient Lou, " * 600,
        "in room 12 " * 900,
        "last night, " * 800,
        "the the the a an " * 600,
        "#Tilbury" * 1_000,
        "call MRN no. " * 700 + "84721990",
        "a patient died last night " + "e\u0301" * 4_000,
        "My patient came in last night. " + "x" * 200_000,
    ],
    ids=lambda text: f"{text[:12]!r}-{len(text)}",
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    suggestion("a patient came in last night")
    started = time.process_time()
    suggestion(text)
    assert time.process_time() - started < 20
