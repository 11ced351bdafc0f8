"""Posts that tell of one patient are put together, others are not, and only what adds up is pointed at."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import thread
from auditor.engine.gathering import ENOUGH, Gathering, Home, Surroundings, gatherings
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.rules.phi import thread_mosaic
from auditor.engine.surroundings import surroundings
from auditor.engine.thread import WINDOW, Told
from auditor.engine.trace import Detail, Trace, trace_of, unpacked
from auditor.model import Finding, Severity, Span, SpanType
from connectors.model import Owner, Use

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
OWNER = Owner(name="Ida Venn", role="nurse")
ACCOUNT = AccountContext("x", "@ida", "Ida", Use.PROFESSIONAL, "")

LADY = "Had a lady with hantavirus, 71. In fifteen years I had never seen a case."
SAME_LADY = "The same lady walked to the window by bed 4 tonight and asked for toast."
CANAL = "We admitted a man with leptospirosis. He fell into a canal, of all things."
LOCK_KEEPER = "My leptospirosis man is a lock keeper. He went home on Friday."
WRIST = "A 6 y/o came in tonight with a broken wrist and an attitude."
MAYOR = "She is the mayor's granddaughter, so the whole ED was on best behaviour tonight."
ROOFER = "1/2 My patient on our ward, an 84 year old man, still does his own roofing."
LADDER = "2/2 He was in room 12 on Tuesday with a broken hip, asking for his ladder."


def trace(text: str, *, item: str = "1", posted: datetime = START, parent: str | None = None) -> Trace | None:
    """What a post leaves."""
    subject = Subject(item, "reply" if parent else "post", text, posted, parent)
    return trace_of(Reading(subject, ACCOUNT, OWNER), b"k" * 32)


def told(text: str, hours: float = 0, *, item: str = "", parent: str | None = None, **where: object) -> Told:
    """A post with its trace."""
    posted = START + timedelta(hours=hours)
    left = trace(text, item=item or text, posted=posted, parent=parent)
    assert left is not None, text
    place: dict[str, object] = {"platform": "x", "handle": "@ida", "item_id": item or text, "kind": "post"}
    return Told(**(place | where), posted=posted, trace=left)  # type: ignore[arg-type]


def gathered(*posts: Told, around: Surroundings | None = None) -> list[Gathering]:
    return list(gatherings(sorted(posts, key=lambda one: one.order), around or Surroundings()))


def pointed_at(*posts: Told, around: Surroundings | None = None) -> set[str]:
    return {share.told.item_id for one in gathered(*posts, around=around) for share in one.reported}


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [
        pytest.param(LADY, SAME_LADY, 20, id="the same lady"),
        pytest.param(LADY, SAME_LADY, 48, id="the same lady two days on"),
        pytest.param(CANAL, LOCK_KEEPER, 100, id="a rare condition"),
        pytest.param(WRIST, MAYOR, 0.5, id="she, within the hour"),
        pytest.param(ROOFER, LADDER, 3, id="numbered parts"),
    ],
)
def test_two_posts_of_one_patient_are_put_together(first: str, second: str, hours: float) -> None:
    assert pointed_at(told(first), told(second, hours)) == {first, second}


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [
        pytest.param(LADY, "We had a man with a stroke in bed 4 tonight. He asked for toast.", 20, id="sex"),
        pytest.param(LADY, SAME_LADY.replace("lady", "man"), 20, id="the same man"),
        pytest.param(
            WRIST.replace("6", "5"), "A 9 y/o boy came in with a broken wrist in bed 2 tonight.", 2, id="age"
        ),
        pytest.param(
            CANAL,
            "My patient in bed 7 has botulism since Tuesday. He cans his own beans and sells them.",
            2,
            id="another rare condition",
        ),
        pytest.param(WRIST, MAYOR, 30, id="she, a day later"),
        pytest.param(
            WRIST,
            "My patient, an old man of 81, came in tonight with a broken wrist, bed 3.",
            0.5,
            id="stage",
        ),
        pytest.param(
            "My patient in bed 4 tonight is 54, a stroke. He wants a pie.",
            "My patient in bed 9 tonight is 54, a stroke. He wants the paper.",
            1,
            id="another bed",
        ),
        pytest.param(ROOFER, LADDER.replace("2/2", "2/5"), 3, id="parts of another thread"),
    ],
)
def test_posts_of_two_patients_are_not(first: str, second: str, hours: float) -> None:
    assert gathered(told(first), told(second, hours)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hantavirus is rare: 850 US cases since 1993. Wear a mask when you sweep out a cabin.",
        "My mum is 84 and broke her hip on Friday. She is in room 12.",
        "Congrats to Dr Lena Ortiz on her FACS!",
        "Shared with her permission: had a lady with hantavirus, 71, in bed 4 tonight.",
        "Details changed: had a lady with hantavirus, 71, in bed 4 tonight.",
        "Four nurses for 32 beds again tonight.",
        "",
        "☕",
    ],
)
def test_what_is_no_patients_story_leaves_no_trace(text: str) -> None:
    left = trace(text)
    assert left is None or not left.is_told


def test_a_post_without_a_time_leaves_no_trace() -> None:
    subject = Subject("1", "post", LADY)
    assert trace_of(Reading(subject, ACCOUNT, OWNER), b"k") is None


@pytest.mark.parametrize(
    ("apart", "is_joined"), [(WINDOW, True), (WINDOW + timedelta(seconds=1), False)], ids=["in", "out"]
)
def test_the_window_ends_after_seven_days(apart: timedelta, is_joined: bool) -> None:
    later = replace(told(LOCK_KEEPER), posted=START + apart)
    assert bool(gathered(told(CANAL), later)) is is_joined


def test_a_chain_of_posts_is_no_longer_than_the_window() -> None:
    posts = [told(text, 24 * 5 * n, item=str(n)) for n, text in enumerate([CANAL, LOCK_KEEPER] * 3)]
    for one in gathered(*posts):
        assert one.shares[-1].told.posted - one.shares[0].told.posted <= WINDOW


def test_posts_on_several_accounts_are_put_together() -> None:
    other = told(LOCK_KEEPER, 30, platform="mastodon", handle="@ida@example.social")
    assert pointed_at(told(CANAL), other) == {CANAL, LOCK_KEEPER}


def test_a_reply_to_the_owners_own_post_goes_on_with_it() -> None:
    later = "He was in room 12 on Tuesday with a broken hip, asking for his ladder."
    first = ROOFER.removeprefix("1/2 ")
    assert pointed_at(told(first), told(later, 60, parent=first)) == {first, later}
    assert (
        gathered(told(first), told(later, 60, parent="How was your week? Mine was very long indeed.")) == []
    )


def test_a_post_that_has_a_finding_of_its_own_is_linked_and_not_pointed_at() -> None:
    covered = replace(told(SAME_LADY, 20), is_covered=True)
    (one,) = gathered(told(LADY), covered)
    assert [share.told.item_id for share in one.reported] == [LADY]
    assert [share.told.item_id for share in one.shares] == [LADY, SAME_LADY]


def test_where_one_post_says_it_all_the_others_add_nothing() -> None:
    bare = "Saw a man with leptospirosis, my first."
    assert LOCK_KEEPER not in pointed_at(told(bare), told(LOCK_KEEPER, 20))


def test_a_copy_on_another_account_does_not_hide_what_a_post_adds() -> None:
    copy = told(CANAL, 0.1, item="copy", platform="mastodon")
    assert pointed_at(told(CANAL), copy, told(LOCK_KEEPER, 30)) == {CANAL, "copy", LOCK_KEEPER}


# ---- by hand-made traces, to the tenth


def detail(axis: str, weight: float, sort: str = "", key: str = "") -> Detail:
    return Detail(axis, sort, weight, key or axis, Span(0, 3, SpanType.CONDITION))


def post(item: str, hours: float, *details: Detail, **told_of: object) -> Told:
    known: dict[str, object] = {"fingerprint": item, "details": details, "is_told": True, "probability": 0.3}
    known |= dict.fromkeys(("sex", "stage", "opening", "answers"), "")
    known |= dict.fromkeys(("goes_on", "looks_back", "is_sensitive"), False)
    known |= {"years": None, "part": None, "population": 0, "per_100k": 0.0}
    left = Trace(**(known | told_of))  # type: ignore[arg-type]
    return Told("x", "@ida", item, "post", START + timedelta(hours=hours), left)


RARE = detail("condition", 3.0, "rare")


def test_the_bio_completes_what_posts_leave_open() -> None:
    posts = post("1", 0, RARE, detail("age", 1.0)), post("2", 5, RARE, detail("date", 1.0))
    assert gathered(*posts) == []
    (one,) = gathered(*posts, around=Surroundings(frozenset({("x", "@ida")}))) or [None]
    assert one is not None
    assert (one.total, one.from_bio) == (ENOUGH, 1.0)


def test_the_bio_adds_nothing_where_a_post_names_a_place() -> None:
    posts = post("1", 0, RARE, detail("place", 2.0)), post("2", 5, RARE, detail("date", 2.0))
    (one,) = gathered(*posts, around=Surroundings(frozenset({("x", "@ida")})))
    assert (one.total, one.from_bio) == (7.0, 0.0)


def test_the_weakest_link_is_the_post_without_which_the_others_say_least() -> None:
    posts = (
        post("1", 0, RARE, detail("age", 1.0)),
        post("2", 5, RARE, detail("unit", 2.0)),
        post("3", 9, RARE, detail("date", 1.0)),
    )
    (one,) = gathered(*posts)
    assert one.weakest.told.item_id == "2"
    assert one.breaks
    remedies = {told.item_id: found.remedy for told, found in thread_mosaic.findings(one, Surroundings())}
    assert remedies["2"].startswith("Delete this post: without it")
    assert remedies["1"].startswith("Delete the post of 2026-03-02 on x first: without it")


def test_what_stays_above_the_threshold_is_said_to() -> None:
    posts = (
        post("1", 0, RARE, detail("age", 3.0)),
        post("2", 5, RARE, detail("unit", 2.0), detail("date", 2.0)),
    )
    (one,) = gathered(*posts)
    assert not one.breaks
    assert any("audit again" in found.remedy for _, found in thread_mosaic.findings(one, Surroundings()))


def test_two_kinds_of_detail_are_too_few() -> None:
    assert gathered(post("1", 0, RARE), post("2", 5, RARE, detail("age", 3.0))) == []


# ---- the finding


def findings(*posts: Told, around: Surroundings | None = None) -> list[Finding]:
    around = around or Surroundings()
    return [
        finding
        for one in gathered(*posts, around=around)
        for _, finding in thread_mosaic.findings(one, around)
    ]


def test_a_finding_says_how_many_posts_and_days_and_lists_them() -> None:
    first, second = findings(told(CANAL, item="a1"), told(LOCK_KEEPER, 50, item="a2"))
    assert first.reason.startswith("2 posts over 3 days, read together, may let somebody recognise")
    assert "2026-03-04" in first.reason
    assert (first.rule, first.severity) == ("phi/thread-mosaic", Severity.HIGH)
    notes = [term.note for term in second.terms]
    assert any("2026-03-02 08:00 x @ida a1" in note for note in notes)
    assert any(note.startswith("this post") for note in notes)


def test_nothing_of_a_post_is_in_what_a_finding_says() -> None:
    for found in findings(told(CANAL, item="a1"), told(LOCK_KEEPER, 50, item="a2")):
        said = " ".join([found.reason, found.remedy, *(term.note for term in found.terms)]).casefold()
        assert not any(word in said for word in ("leptospirosis", "canal", "lock", "keeper"))


def test_spans_are_those_of_the_post_that_the_finding_stands_on() -> None:
    for found in findings(told(CANAL), told(LOCK_KEEPER, 50)):
        text = found.item_id or ""
        assert found.spans
        assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    assert "lock keeper" in {
        LOCK_KEEPER[s.start : s.end] for s in findings(told(CANAL), told(LOCK_KEEPER, 50))[1].spans
    }


def test_how_many_people_fit_is_counted_from_the_owners_town() -> None:
    around = Surroundings(home=Home("Smallville", 3_000, "US"))
    (first, *_) = findings(told(LADY), told(SAME_LADY, 20), around=around)
    assert "around your town fit" in first.reason


def test_a_fingerprint_does_not_hang_on_the_other_posts() -> None:
    two = findings(told(CANAL), told(LOCK_KEEPER, 50))
    more = findings(
        told(CANAL), told(LOCK_KEEPER, 50), told("Update on my leptospirosis man: he sends jam.", 70)
    )
    assert {one.fingerprint for one in two} <= {one.fingerprint for one in more}


def test_a_trace_survives_packing_and_holds_no_word_of_the_post() -> None:
    left = trace(LOCK_KEEPER, parent=CANAL)
    assert left is not None
    packed = left.packed()
    assert unpacked(packed) == left
    assert not any(word in packed.casefold() for word in ("lepto", "lock", "keeper", "canal", "friday"))


def test_digests_differ_from_vault_to_vault() -> None:
    reading = Reading(Subject("1", "post", CANAL, START), ACCOUNT, OWNER)
    one, other = trace_of(reading, b"one"), trace_of(reading, b"other")
    assert one is not None
    assert other is not None
    assert {d.key for d in one.details}.isdisjoint(d.key for d in other.details)


@pytest.mark.parametrize(
    ("bio", "owner", "tells"),
    [
        ("RN, cats.", Owner(), False),
        ("RN in Duluth, MN. Cats.", Owner(), True),
        ("RN at lakeview regional", Owner(employers=("Lakeview Regional",)), True),
        ("", Owner(employers=("Lakeview Regional",), city="Duluth, MN"), False),
    ],
)
def test_a_bio_tells_where_its_owner_works_or_lives(bio: str, owner: Owner, tells: bool) -> None:
    found = surroundings(owner, [replace(ACCOUNT, bio=bio)])
    assert bool(found.where) is tells


# ---- any posts in any order

POSTS = (
    *(LADY, SAME_LADY, CANAL, LOCK_KEEPER, WRIST, MAYOR, ROOFER, LADDER),
    *("We had a man with a stroke in bed 4 tonight. He asked for toast.", LADY, CANAL),
)
TOLD = [
    told(text, 7 * n % 60, item=str(n), platform=("x", "mastodon")[n % 3 == 0])
    for n, text in enumerate(POSTS)
]


def said(posts: list[Told]) -> set[tuple[str, str, str, str, float]]:
    return {(f.item_id or "", f.fingerprint, f.reason, f.remedy, f.confidence) for f in findings(*posts)}


@given(st.randoms(use_true_random=False), st.sets(st.sampled_from(range(len(TOLD)))))
def test_any_order_of_posts_gives_the_same_findings(rng: random.Random, chosen: set[int]) -> None:
    posts = [TOLD[n] for n in sorted(chosen)]
    shuffled = list(posts)
    rng.shuffle(shuffled)
    assert said(posts) == said(shuffled)


def all_at_once(posts: list[Told]) -> set[frozenset[str]]:
    """The groups of posts when every two are held against each other and nothing is let go."""
    of = {one: {one} for one in posts}
    links = []
    for at, later in enumerate(posts):
        for earlier in posts[:at]:
            if (link := thread._link(earlier, later)) is not None:
                links.append(link)
                of[earlier] |= of[later]
                for member in of[earlier]:
                    of[member] = of[earlier]
    groups = set()
    for members in {id(component): component for component in of.values()}.values():
        own = [link for link in links if link.earlier in members]
        for group, _ in thread._Component(sorted(members, key=lambda m: m.order), own).groups():
            groups.add(frozenset(one.item_id for one in group))
    return groups


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from("abc"), st.sampled_from(["", "female", "male"])),
        max_size=11,
    )
)
def test_a_moving_window_finds_what_a_look_at_all_posts_finds(drawn: list[tuple[int, str, str]]) -> None:
    posts = [
        post(str(n), 24 * day + n / 100, detail("condition", 3.0, "rare", key), sex=sex)
        for n, (day, key, sex) in enumerate(drawn)
    ]
    posts.sort(key=lambda one: one.order)
    found = {frozenset(one.item_id for one in group) for group, _ in thread.of_one_patient(posts)}
    assert found == all_at_once(posts)


def test_what_has_left_the_window_is_not_lost_when_its_thread_joins_another() -> None:
    one, other = detail("condition", 3.0, "rare", "one"), detail("condition", 3.0, "rare", "other")
    posts = [
        post("a", 0, one),
        post("b", 5 * 24, one),
        *(post(f"c{n}", 6 * 24 + n, other) for n in range(4)),
        post("both", 8 * 24, one, other),
        post("later", 30 * 24),
    ]
    found = [{told.item_id for told in group} for group, _ in thread.of_one_patient(iter(posts[:-1]))]
    streamed = []
    for group, _ in thread.of_one_patient(iter(posts)):
        streamed.append({told.item_id for told in group})
    assert found == streamed != []
    assert {"c0", "c1", "c2"} <= set.union(*found)


@given(st.text(max_size=400))
def test_any_text_leaves_a_trace_that_fits_it_or_none(text: str) -> None:
    left = trace("my patient, 94, came in tonight with rabies. " + text)
    for one in left.details if left else ():
        assert 0 <= one.span.start < one.span.end <= 45 + len(text)


def test_a_week_of_equal_posts_is_bounded_work() -> None:
    posts = [told(CANAL, n / 20, item=str(n)) for n in range(3000)]
    assert gathered(*posts) == []
