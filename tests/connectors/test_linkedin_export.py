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

from connectors.errors import UnknownSource
from connectors.linkedin.items import moment
from connectors.model import ItemKind
from tests.connectors.reading import Read, read
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import (
    BEGIN,
    COMMENTS,
    RECOMMENDATIONS,
    SHARES,
    comment,
    link,
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


@pytest.mark.parametrize(
    "text",
    [
        'he said "no"',
        'all "of" the "quotes"',
        '¯\\_(ツ)_/¯ "shrug"',
        'two\nlines "and" a quote',
        "plain",
        'C:\\new "x"',
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
        "Rich_Media.csv": "Date/Time,Media Description,Media Link\n",
    }
    told = {left.what: left for left in _read(tmp_path, content).inspection.left_out}
    assert set(told) == {
        "direct messages", "contacts and invitations", "reactions and votes", "what others wrote of you",
        "job applications", "other sections of your profile", "advertising data", "searches and saved items",
        "the list of your pictures", "files that are not known",
    }  # fmt: skip
    assert told["files that are not known"].count == 1


def test_nothing_of_others_comes_in(tmp_path: Path) -> None:
    everything = str(_read(tmp_path, linkedin_export.files([share(1, "one")], [comment("two")])).items)
    for word in ("not yours to read", "kind words", "Sam"):
        assert word not in everything


def test_recommendations_that_she_gave(tmp_path: Path) -> None:
    row = (
        'Sam,Invented,Fernhollow General,Nurse,"Sam looked after Mr Pym, 94, like a ""son"".",'
        '"08/09/25, 09:14 PM",VISIBLE'
    )
    content = linkedin_export.files([share(1, "one")]) | {
        "Recommendations_Given.csv": table(RECOMMENDATIONS, [row])
    }
    (item,) = [each for each in _read(tmp_path, content).items if "recommendation" in each.extra]
    assert item.kind is ItemKind.COMMENT
    assert item.text == 'Sam looked after Mr Pym, 94, like a "son".'
    assert item.created_at == datetime(2025, 8, 9, 21, 14)
    assert item.extra == {"recommendation": "visible"}


def test_articles_and_drafts(tmp_path: Path) -> None:
    content = linkedin_export.files([share(1, "one")]) | {
        "Articles/Articles/on-nights.html": linkedin_export.article(),
        "Articles/Articles/draft.html": linkedin_export.article("Half a thought", published=False),
    }
    found = _read(tmp_path, content)
    (item,) = [each for each in found.items if each.extra.get("article")]
    assert item.kind is ItemKind.POST
    assert item.text.startswith("On nights")
    assert "Long shifts & short naps." in item.text
    assert "p {" not in item.text
    assert item.url == "https://www.linkedin.com/pulse/on-nights-wren-invented"
    assert item.created_at == datetime(2019, 2, 3, 10, 12)
    assert [(left.what, left.count) for left in found.left_out] == [("drafts of articles", 1)]


def test_every_row_is_an_item_or_said_to_be_unread(tmp_path: Path) -> None:
    rows = [share(1, "one"), "2025-08-09 21:14:03,no link at all,words,,,X", "too,few", share(2, "two")]
    found = _shares(tmp_path, *rows)
    assert found.texts == ["one", "two"]
    assert sum(each.count for each in found.unread) == 2
    assert {each.part for each in found.unread} == {"Shares.csv"}


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
        ("yesterday", None),
        ("", None),
    ],
)
def test_times(text: str, wanted: datetime | None) -> None:
    assert moment(text) == wanted


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
