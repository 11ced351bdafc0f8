"""LinkedIn's export in the ways it has been written since 2018."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.derived_ids import DerivedIds
from connectors.errors import EmptySource, UnknownSource
from connectors.linkedin import items
from connectors.linkedin.articles import article
from connectors.linkedin.moments import moment, told_moment
from connectors.model import ItemKind
from connectors.part_reading import Unfit
from connectors.plain_text import HTML_LIMIT
from tests.connectors.reading import Read, read
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import (
    BEGIN,
    COMMENTS,
    MEDIA,
    RECOMMENDATIONS,
    REPOSTS,
    SHARES,
    comment,
    link,
    picture,
    quoted,
    recommendation,
    share,
    table,
)

Content = dict[str, str | bytes]


def _read(folder: Path, content: Content) -> Read:
    return read(linkedin_export.write_zip(folder / "Complete_LinkedInDataExport_08-09-2025.zip", content))


def _shares(folder: Path, *rows: str) -> Read:
    return _read(folder, linkedin_export.files(rows))


def _comments(folder: Path, *rows: str) -> Read:
    return _read(folder, linkedin_export.files(comments=rows))


def test_a_post(tmp_path: Path) -> None:
    found = _shares(tmp_path, share(71, "A quiet night, for once."))
    item = found.item("urn:li:share:71")
    assert (item.kind, item.text) == (ItemKind.POST, "A quiet night, for once.")
    assert item.created_at == datetime(2025, 8, 9, 21, 14, 3)
    assert item.created_at is not None
    assert item.created_at.tzinfo is None, "LinkedIn names no zone"
    assert item.url == link(71)
    assert item.has_platform_id
    assert item.extra == {"visibility": "MEMBER_NETWORK"}
    assert found.unread == []


TEXTS = (
    "two\nlines",
    'he said "no"\nand "yes"',
    '"a quote at the start" and "at the end"',
    "three\n\nlines, with a comma; and a semicolon",
    'ends with a quote "\nbegins with one',
    'tab\there, backslash \\ there, a sign \\"both\\"',
)


@pytest.mark.parametrize("text", TEXTS)
def test_line_breaks_and_quotes_of_a_post_come_back(text: str, tmp_path: Path) -> None:
    assert _shares(tmp_path, share(1, text), share(2, "next")).texts == [text, "next"]


def test_quotes_of_her_own_beside_a_bare_line_break_stay(tmp_path: Path) -> None:
    text = 'he said "no"\n"yes", and then\nnothing'
    row = f"{BEGIN},{link(1)},{quoted(text)},,,ANYONE"
    assert _shares(tmp_path, row).texts == [text]


@pytest.mark.parametrize(
    "text",
    [
        'he said "no"',
        'all "of" the "quotes"',
        '¯\\_(ツ)_/¯ "shrug"',
        'two\nlines "and" a quote',
        "plain",
        'C:\\new "x"',
        'in the folder "notes" on C:\\',
        'three \\\\\\ of them "here"',
        'a line that ends with "quotes"\n2025 began so',
        '"',
    ],
)
def test_comments_escape_their_quotes_with_backslashes(text: str, tmp_path: Path) -> None:
    found = _comments(tmp_path, comment(text), comment('the "next"'))
    assert found.texts == [text, 'the "next"']
    assert found.unread == []


def test_comments_may_double_their_quotes_too(tmp_path: Path) -> None:
    row = f'{BEGIN},{link(1, "activity")},"a ""quoted"" word, and a backslash \\ beside"'
    assert _comments(tmp_path, row).texts == ['a "quoted" word, and a backslash \\ beside']


def test_a_quoting_that_only_one_row_tells_holds_for_all(tmp_path: Path) -> None:
    rows = [comment(f"plain {n}") for n in range(3_000)]
    found = _comments(tmp_path, *rows, comment('one "quoted", with a comma'))
    assert len(found.items) == 3_001
    assert found.unread == []


def test_the_tab_separated_utf16_form_of_2018(tmp_path: Path) -> None:
    rows = [("2018-03-04 05:06:07", 'on "nights"', link(9)), ("2018-03-05 05:06:07", "two\tparts", link(10))]
    found = _read(
        tmp_path, {"Shares.csv": linkedin_export.utf16_shares(rows), "Profile.csv": linkedin_export.profile()}
    )
    assert found.texts == ['on "nights"', "two\tparts"]
    assert found.item("urn:li:share:9").created_at == datetime(2018, 3, 4, 5, 6, 7)
    assert "of others' words" not in str(found.items), "the words of the page that was shared are not hers"


def test_a_preamble_stands_above_the_header(tmp_path: Path) -> None:
    notes = 'Notes:\n"Some posts may be missing, by LinkedIn\'s own words."\n\n'
    found = _read(tmp_path, {"Shares.csv": table(SHARES, [share(1, "one")], notes)})
    assert found.texts == ["one"]


def test_columns_are_known_by_name_in_any_order(tmp_path: Path) -> None:
    whole = f"visibility;Share Commentary;SHARE LINK;date\r\nANYONE;words;{link(4)};2024-01-02 03:04:05\r\n"
    found = _read(tmp_path, {"shares (1).csv": whole})
    assert (found.texts, found.items[0].extra["visibility"]) == (["words"], "ANYONE")


@pytest.mark.parametrize(
    "address", ["www.linkedin.com/updates?topic=6433379371964334080", "", "not an address"]
)
def test_a_post_whose_link_names_none_is_kept_under_an_id_of_ours(address: str, tmp_path: Path) -> None:
    row = f"2018-03-04 05:06:07,{address},words,,,"
    (item,) = _shares(tmp_path, row).items
    assert (item.text, item.has_platform_id) == ("words", False)
    assert item.id.startswith("derived-")
    assert item.url == (f"https://{address}" if address.startswith("www") else None)


@pytest.mark.parametrize(("kind", "deletable"), [("share", True), ("ugcPost", True), ("groupPost", False)])
def test_the_link_names_the_post(kind: str, deletable: bool, tmp_path: Path) -> None:
    (item,) = _shares(tmp_path, share(5, "one", kind=kind)).items
    assert (item.id, item.has_platform_id) == (f"urn:li:{kind}:5", deletable)


def test_what_is_passed_on_without_a_word_is_a_repost(tmp_path: Path) -> None:
    found = _shares(
        tmp_path,
        share(1, "", shared=link(77)),
        share(2, "Read this", shared=link(78)),
        share(3, "", shared="https://journal.example/a"),
    )
    assert [item.kind for item in found.items] == [ItemKind.REPOST, ItemKind.POST, ItemKind.POST]
    assert found.items[2].extra["shared_url"] == "https://journal.example/a"


def test_a_comment_under_ones_own_repost_is_read(tmp_path: Path) -> None:
    reposted, said = share(1, "", shared=link(77)), comment("My own words", parent="share", number=1)
    found = _read(tmp_path, linkedin_export.files([reposted], [said]))
    assert [(item.kind, item.text) for item in found.items] == [
        (ItemKind.REPOST, ""),
        (ItemKind.COMMENT, "My own words"),
    ]


@pytest.mark.parametrize(
    ("name", "has_shares", "is_complete"),
    [
        ("Complete_LinkedInDataExport_08-09-2025.zip", True, True),
        ("Complete_LinkedInDataExport_08-09-2025.zip", False, False),
        ("Basic_LinkedInDataExport_08-09-2025.zip", True, False),
        ("renamed.zip", True, False),
    ],
)
def test_only_the_larger_archive_with_its_posts_tells_which_posts_are_gone(
    name: str, has_shares: bool, is_complete: bool, tmp_path: Path
) -> None:
    content = linkedin_export.files([share(1, "one")], [comment("two")])
    if not has_shares:
        del content["Shares.csv"]
    inspection = read(linkedin_export.write_zip(tmp_path / name, content)).inspection
    assert (inspection.is_complete, inspection.is_complete_by_id) == (False, is_complete)


def test_what_was_passed_on_with_one_click(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {
        "InstantReposts.csv": table(REPOSTS, [f"{BEGIN},{link(77)}", f"{BEGIN},"])
    }
    found = _read(tmp_path, content)
    item = found.items[1]
    assert (item.kind, item.text, item.url) == (ItemKind.REPOST, "", link(77))
    assert (item.created_at, item.has_platform_id) == (BEGIN, False)
    assert [(each.part, each.reason) for each in found.unread] == [("InstantReposts.csv", "it has no link")]


def test_newer_exports_bear_the_members_number_in_their_names(tmp_path: Path) -> None:
    content = linkedin_export.numbered(linkedin_export.files([share(1, "one")], [comment("two")]), 17_529_409)
    content |= {"Jobs/Job Applications_1.csv": "x\n", "Jobs/Job Applications_2.csv": "x\n"}
    found = _read(tmp_path, content)
    assert found.texts == ["one", "two"]
    account = found.accounts[0].account
    assert (account.handle, account.remote_id) == ("Wren Invented", None)
    assert account.extra == {"member": "17529409"}


@pytest.mark.parametrize("names", [("Shares_2024.csv",), ("Shares_111111.csv", "Comments_222222.csv")])
def test_a_number_that_only_one_file_tells_is_not_the_members(names: tuple[str, ...], tmp_path: Path) -> None:
    content = dict.fromkeys(names, table(SHARES, [share(1, "one")])) | {
        "Profile.csv": linkedin_export.profile()
    }
    assert _read(tmp_path, content).accounts[0].account.extra == {}


def test_the_name_of_the_zip_tells_the_day(tmp_path: Path) -> None:
    found = _shares(tmp_path, share(1, "one"))
    assert found.inspection.made_at == datetime(2025, 8, 9, tzinfo=UTC)
    assert found.accounts[0].profile is not None
    assert found.accounts[0].profile.observed_at == datetime(2025, 8, 9, tzinfo=UTC)


def test_an_export_anywhere_in_a_folder(tmp_path: Path) -> None:
    content = {f"a/b/{name}": body for name, body in linkedin_export.files([share(1, "one")]).items()}
    content |= {"__MACOSX/a/b/._Shares.csv": b"\0\5", "other/Shopping.csv": "x\n"}
    found = _read(tmp_path, content)
    assert found.texts == ["one"]
    assert "Shopping.csv" not in {left.what for left in found.inspection.left_out}


def test_a_comment_is_known_by_the_post_it_stands_under(tmp_path: Path) -> None:
    (item,) = _comments(tmp_path, comment("Well said", number=88)).items
    assert item.kind is ItemKind.COMMENT
    assert (item.parent_id, item.url) == ("urn:li:activity:88", link(88, "activity"))
    assert item.id.startswith("derived-")
    assert not item.has_platform_id, "the export names no comment"


def test_the_post_above_a_comment_is_known_only_where_its_number_is_hers(tmp_path: Path) -> None:
    content = linkedin_export.files(
        [share(1, "my words", kind="ugcPost"), share(2, "others", kind="share")],
        [
            comment("to mine", parent="ugcPost", number=1),
            comment("to somebody's", parent="activity", number=2),
            comment("elsewhere", parent="ugcPost", number=3),
        ],
    )
    found = _read(tmp_path, content)
    parents = {item.text: item.parent_text for item in found.items if item.kind is ItemKind.COMMENT}
    assert parents == {"to mine": "my words", "to somebody's": None, "elsewhere": None}


def test_ids_of_comments_do_not_change_when_more_come(tmp_path: Path) -> None:
    old = _comments(tmp_path, comment("one"), comment("two", number=6))
    new = _comments(tmp_path, comment("three", number=9), comment("two", number=6), comment("one"))
    assert {item.text: item.id for item in new.items}.items() >= {
        item.text: item.id for item in old.items
    }.items()


def test_name_headline_and_summary_and_nothing_more(tmp_path: Path) -> None:
    found = _read(tmp_path, linkedin_export.files([share(1, "one")]))
    (record,) = found.accounts
    assert (record.account.platform, record.account.handle) == ("linkedin", "Wren Invented")
    assert record.profile is not None
    assert record.profile.bio == "Nurse | views mine\nI work nights."
    assert (record.profile.location, record.profile.website) == (
        "Fernhollow, England",
        "https://wren.example",
    )
    everything = str(found)
    for private in ("1 Invented Street", "May 5", "ring me", "AB1 2CD"):
        assert private not in everything


def test_a_summary_of_its_own(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")])
    content["Profile.csv"] = linkedin_export.profile(summary="")
    content["Profile Summary.csv"] = 'Profile Summary\n"Nights, mostly."\n'
    (record,) = _read(tmp_path, content).accounts
    assert record.profile is not None
    assert record.profile.bio == "Nurse | views mine\nNights, mostly."


def test_an_export_with_nothing_of_hers_says_what_to_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "Basic_LinkedInDataExport_08-09-2025.zip"
    linkedin_export.write_zip(path, {"Connections.csv": "First Name,Last Name\nSam,Invented\n"})
    with pytest.raises(EmptySource) as refused:
        read(path)
    assert "larger data archive" in refused.value.todo


def test_the_basic_export_says_what_it_lacks(tmp_path: Path) -> None:
    found = _read(tmp_path, {"Profile.csv": linkedin_export.profile()})
    assert found.items == []
    assert any("larger data archive" in warning for warning in found.inspection.warnings)


def test_without_a_profile_nobody_is_named(tmp_path: Path) -> None:
    found = _read(tmp_path, {"Shares.csv": table(SHARES, [share(1, "one")])})
    assert found.accounts[0].account.handle == ""
    assert any("no profile" in warning for warning in found.inspection.warnings)


def test_what_is_left_alone_is_named_with_a_reason(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")])
    content |= {
        "Jobs/Job Applications.csv": "a,b\n",
        "Positions.csv": "Company Name\n",
        "Ad_Targeting.csv": "x\n",
        "SearchQueries.csv": "x\n",
        "Something New.csv": "x\n",
        "LAN Ads Engagement.csv": "x\n",
        "Votes_17529409.csv": "Date,Link,OptionText\n",
        "learning_role_play_messages.csv": "CONVERSATION ID\n",
        "Services Marketplace/Reviews.csv": "x\n",
        "photo.jpg": b"\xff\xd8",
    }
    told = {left.what: left for left in _read(tmp_path, content).inspection.left_out}
    assert set(told) == {
        "direct messages", "contacts and invitations", "reactions and votes", "what others wrote of you",
        "job applications", "other sections of your profile", "advertising data", "searches and saved items",
        "Something New.csv",
    }  # fmt: skip
    assert all(left.why for left in told.values())


def test_many_unknown_files_are_counted(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {f"New {n}.csv": f"{n}\n" for n in range(15)}
    told = _read(tmp_path, content).inspection.left_out
    assert (told[-1].what, told[-1].count) == ("more files that are not known", 5)


@pytest.mark.parametrize("body", ["Datum,Verweis,Text\na,b,c\n", "No comments found\n", ""])
def test_a_table_with_other_columns_is_named(body: str, tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {"Comments.csv": body}
    (unread,) = _read(tmp_path, content).unread
    assert unread.part == "Comments.csv"


def test_nothing_of_others_comes_in(tmp_path: Path) -> None:
    everything = str(_read(tmp_path, linkedin_export.files([share(1, "one")], [comment("two")])).items)
    for word in ("not yours to read", "kind words", "Sam"):
        assert word not in everything


def test_recommendations_that_she_gave(tmp_path: Path) -> None:
    row = recommendation('Sam looked after Mr Pym, 94, like a "son".')
    content = linkedin_export.files([share(1, "one")]) | {
        "Recommendations_Given.csv": table(RECOMMENDATIONS, [row])
    }
    (item,) = [each for each in _read(tmp_path, content).items if "recommendation" in each.extra]
    assert item.kind is ItemKind.COMMENT
    assert item.text == 'Sam looked after Mr Pym, 94, like a "son".'
    assert item.created_at == datetime(2025, 8, 9, 21, 14)
    assert item.extra == {"recommendation": "visible"}


def test_captions_that_no_post_repeats(tmp_path: Path) -> None:
    rows = [
        picture("A view\nof the ward"),
        picture("A  view of the ward"),
        picture("The same words as the post"),
        picture("-"),
        picture(""),
        picture("psst", what="message photo"),
        picture("My talk", what="feed document", at="July 1, 2024 at 9:39 PM"),
    ]
    content = linkedin_export.files([share(1, "The same words as the post")]) | {
        "Rich_Media_12345.csv": table(MEDIA, rows)
    }
    found = _read(tmp_path, content)
    first, second = found.items[1:]
    assert (first.kind, first.text) == (ItemKind.CAPTION, "A view\nof the ward")
    assert first.created_at == datetime(2026, 3, 8, 9, 37, tzinfo=UTC)
    assert first.media[0].url == "https://media.licdn.com/invented"
    assert not first.has_platform_id
    assert (second.text, second.created_at) == ("My talk", datetime(2024, 7, 1, 21, 39))
    assert second.extra == {"uploaded": "feed document"}
    counts = {left.what: left.count for left in found.left_out}
    assert counts == {"pictures": 2, "captions": 2, "captions in messages": 1}


def test_captions_are_all_that_the_basic_export_tells_of_posts(tmp_path: Path) -> None:
    content = {"Profile.csv": linkedin_export.profile(), "Rich Media.csv": table(MEDIA, [picture("A view")])}
    found = _read(tmp_path, content)
    assert found.texts == ["A view"]
    assert any("larger data archive" in warning for warning in found.inspection.warnings)


def test_articles_and_drafts(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {
        "Articles/Articles/on-nights.html": linkedin_export.article(),
        "Articles/Articles/draft.html": linkedin_export.article("Half a thought", published=False),
    }
    found = _read(tmp_path, content)
    (item,) = [each for each in found.items if each.extra.get("article")]
    assert item.kind is ItemKind.POST
    assert item.text == "On nights\n\nLong shifts & short naps."
    assert item.url == "https://www.linkedin.com/pulse/on-nights-wren-invented"
    assert item.created_at == datetime(2019, 2, 3, 10, 12)
    assert [(left.what, left.count) for left in found.left_out] == [("drafts of articles", 1)]


def test_articles_alone_are_an_export(tmp_path: Path) -> None:
    found = _read(tmp_path, {"Articles/on-nights.html": linkedin_export.article()})
    assert len(found.items) == 1
    assert found.inspection.parts[0].holds == "an article"


def test_other_pages_are_none(tmp_path: Path) -> None:
    path = linkedin_export.write_zip(
        tmp_path / "a.zip", {"articles/a.html": "<html><body>Hello</body></html>"}
    )
    with pytest.raises(UnknownSource):
        read(path)


_PAGE = "<html><head><title>On nights</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("name", "body", "text", "at", "url"),
    [
        ("a.html", "<p>Naps.</p>", "On nights\n\nNaps.", None, None),
        ("2025-07-02 04:22:13.0-on-nights.html", "Naps.", "On nights\n\nNaps.", "2025-07-02 04:22:13", None),
        ("2025-07-02-on-nights.html", "Naps.", "On nights\n\nNaps.", "2025-07-02 00:00:00", None),
        ("a.html", '<h1>Of "n"</h1>Naps.', 'Of "n"\n\nNaps.', None, None),
        (
            "a.html",
            '<h1><a href="https://www.linkedin.com/pulse/développer-1">Q &amp; A</a></h1>'
            '<p>See <a href="https://www.linkedin.com/pulse/somebody">there</a></p>',
            "Q & A\n\nSee there (https://www.linkedin.com/pulse/somebody)",
            None,
            "https://www.linkedin.com/pulse/développer-1",
        ),
        ("a.html", '<p class="created">On 2020-01-02 03:04</p>', "On nights", "2020-01-02 03:04", None),
    ],
)  # fmt: skip
def test_pages_of_articles(name: str, body: str, text: str, at: str | None, url: str | None) -> None:
    item = article(name, _PAGE.format(body), DerivedIds())
    assert (item.text, item.url) == (text, url)
    assert item.created_at == (datetime.fromisoformat(at) if at else None)


def test_an_article_too_long_to_read_whole_says_so(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {
        "Articles/long.html": linkedin_export.article(body="<p>words</p>" * (HTML_LIMIT // 10))
    }
    found = _read(tmp_path, content)
    assert [each.part for each in found.unread] == ["long.html"]
    assert len(found.items) == 2


def test_every_row_is_an_item_left_out_or_said_to_be_unread(tmp_path: Path) -> None:
    shares = [share(1, "one"), "no time,no link at all,words,,,X", "too,few", share(2, "two")]
    content = linkedin_export.files(shares, [comment("c"), "2025-08-09 21:14:03,a,b,c,d"])
    content |= {
        "InstantReposts.csv": table(REPOSTS, [f"{BEGIN},{link(7)}", "x,"]),
        "Rich_Media.csv": table(MEDIA, [picture("one"), picture("-"), picture("new"), "a"]),
        "Recommendations_Given.csv": table(RECOMMENDATIONS, [recommendation("r"), "a,b"]),
    }
    found = _read(tmp_path, content)
    unread = {each.part: 0 for each in found.unread}
    for each in found.unread:
        unread[each.part] += each.count
    assert unread == {
        "Shares.csv": 2, "Comments.csv": 1, "InstantReposts.csv": 1, "Rich_Media.csv": 1,
        "Recommendations_Given.csv": 1,
    }  # fmt: skip
    assert sum(left.count or 0 for left in found.left_out) == 2
    assert len(found.items) == 14 - 6 - 2, "rows, less unread and left out"


def test_a_part_that_was_downloaded_twice_counts_once(tmp_path: Path) -> None:
    content = linkedin_export.files([], [comment("one"), comment("two")])
    content["Comments (1).csv"] = content["Comments.csv"]
    found = _read(tmp_path, content)
    assert found.texts == ["one", "two"]


@pytest.mark.parametrize("name", ["Comments.csv", "Profile.csv", "Shares.csv"])
def test_another_table_of_the_same_name_is_no_linkedin(name: str, tmp_path: Path) -> None:
    path = linkedin_export.write_zip(
        tmp_path / "a.zip", {name: "Comment ID,Channel ID\nUg1,UC1\n", "b.txt": "x"}
    )
    with pytest.raises(UnknownSource):
        read(path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2025-08-09 21:14:03", datetime(2025, 8, 9, 21, 14, 3)),
        ("2025-08-09 21:14:03 UTC", datetime(2025, 8, 9, 21, 14, 3, tzinfo=UTC)),
        ("8/9/25, 12:05 AM", datetime(2025, 8, 9, 0, 5)),
        ("13/40/25, 12:05 AM", None),
        ("06/01/25 12:00 PM", datetime(2025, 6, 1, 12)),
        ("08/09/25, 09:14\u202fPM", datetime(2025, 8, 9, 21, 14)),
        ("01/01/24", datetime(2024, 1, 1)),
        ("2025/08/09 21:14:03 UTC", datetime(2025, 8, 9, 21, 14, 3, tzinfo=UTC)),
        ("99999-01-01 00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times(text: str, wanted: datetime | None) -> None:
    assert moment(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You uploaded a photo on March 8, 2026 at 9:37 AM (GMT)", datetime(2026, 3, 8, 9, 37, tzinfo=UTC)),
        ("You changed your profile photo on Jan 5, 2024 at 12:02 AM", datetime(2024, 1, 5, 0, 2)),
        ("You uploaded a feed photo on Smarch 8, 2026 at 9:37 AM (GMT)", None),
        ("You uploaded a feed photo on March 80, 2026 at 9:37 AM (GMT)", None),
        ("-", None),
    ],
)  # fmt: skip
def test_times_in_sentences(text: str, wanted: datetime | None) -> None:
    assert told_moment(text) == wanted


COLUMNS = (
    "date", "sharelink", "sharecommentary", "sharedurl", "mediaurl", "visibility", "link", "message", "text",
    "creationdate", "status", "date/time", "mediadescription", "medialink",
)  # fmt: skip
BITS = st.sampled_from(
    ["2025-08-09 21:14:03", "urn:li:share:1", link(1), "%", "https://", '"\n"', "-", "You uploaded a x on "]
)


@given(row=st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=80) | BITS))
@settings(max_examples=200, deadline=None)
def test_any_row_is_an_item_or_unfit(row: dict[str, str]) -> None:
    for take in (items.share, items.repost, items.comment, items.recommendation, items.caption):
        try:
            found = take(row, DerivedIds())
        except Unfit:
            continue
        if found is not None:
            json.dumps(dict(found.extra))
            assert found.url is None or found.url.startswith("http")


@given(
    html=st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "<h1>",
                "</h1>",
                "<title>",
                "</title>",
                "<body>",
                '<p class="created">',
                "2020-01-01 00:00",
                "</p>",
                "---",
                '<a href="https://x">',
                "x",
                "&#0;",
                "<",
                "\n",
            ]
        )
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_page_is_a_post(html: str) -> None:
    assert article("a.html", html, DerivedIds()).kind is ItemKind.POST


FIELD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@given(texts=st.lists(FIELD, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_standard_quoting_comes_back(texts: list[str], tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COMMENTS.split(","))
    for number, text in enumerate(texts):
        writer.writerow([BEGIN, link(number, "activity"), text])
    found = _read(tmp_path, {"Comments.csv": out.getvalue()})
    # Where a text holds \" the two quotings can't be told apart by anything.
    if '\\"' not in out.getvalue():
        assert found.texts == [text.replace("\r\n", "\n") for text in texts]
    assert len(found.items) + sum(each.count for each in found.unread) >= 1
    json.dumps([dict(item.extra) for item in found.items])


@given(texts=st.lists(FIELD, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_comment_with_escaped_quotes_comes_back(texts: list[str], tmp_path: Path) -> None:
    # Whether LinkedIn doubles backslashes is not known: in pairs or before a quote they may mean two things.
    kept = [text for text in texts if "\\\\" not in text and '\\"' not in text]
    rows = [comment(text, number=number) for number, text in enumerate(kept)]
    found = _comments(tmp_path, *rows, comment('the "last"'))
    assert found.texts == [text.replace("\r\n", "\n") for text in [*kept, 'the "last"']]
