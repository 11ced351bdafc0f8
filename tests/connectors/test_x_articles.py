"""X's articles: text by shape, and what ties them to their posts and to what X says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.model import Item, ItemKind, LeftOut
from connectors.part_reading import Unfit
from connectors.x.articles import Articles
from tests.connectors.reading import Read, read
from tests.fixtures import x_archive
from tests.fixtures.x_archive import START, tweet

ARTICLE = x_archive.OTHER_TEXTS["article"]["article"]
ABOUT = x_archive.OTHER_TEXTS["article-metadata"]["articleMetadata"]
PUBLISHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _shows(id: int, at: datetime = START, article: int = 8001) -> x_archive.Json:
    """A post that shows an article, which is a bare link."""
    link = {"url": "https://t.co/x", "expanded_url": f"https://x.com/i/article/{article}"}
    return tweet(id, "https://t.co/x", at, entities={"urls": [link]})


def _read(
    tmp_path: Path,
    *tweets: x_archive.Json,
    articles: list[object] | None = None,
    about: list[object] | None = None,
    name: str = "article",
    counts: bool = False,
) -> Read:
    content = x_archive.files(list(tweets))
    records = [{"article": each} for each in articles or [ARTICLE]]
    told = [{"articleMetadata": each} for each in ([ABOUT] if about is None else about)]
    content[f"data/{name}.js"] = x_archive.data_file(name.replace("-", "_"), records)
    content[f"data/{name}-metadata.js"] = x_archive.data_file(f"{name}_metadata", told)
    if counts:
        numbers = {"tweets": {"tweets.js": len(tweets)}, "article": {f"{name}.js": len(records)}}
        content["data/manifest.js"] = x_archive.manifest(numbers)
    return read(x_archive.write_zip(tmp_path / "x.zip", content))


@pytest.mark.parametrize("name", ["article", "twitter-article"])
def test_an_article_is_a_post_of_its_own(name: str, tmp_path: Path) -> None:
    found = _read(tmp_path, _shows(8100), tweet(1, "here"), name=name)
    item = found.item("article-8001")
    assert item.kind is ItemKind.POST
    assert item.text == "What nights teach\n\nFirst, sleep.\n\n- Then & only then, tea."
    assert item.created_at == PUBLISHED
    assert item.url == "https://x.com/wren_invented/status/8100"
    assert item.extra == {"surface": "article", "tweet_id": "8100"}
    assert not item.has_platform_id
    assert len(found.items) == 3
    assert found.unread == []


def test_of_several_posts_that_show_it_the_earliest_counts(tmp_path: Path) -> None:
    day = timedelta(days=1)
    found = _read(tmp_path, _shows(3, START + day), _shows(2), _shows(4, START + 2 * day), about=[])
    item = found.item("article-8001")
    assert (item.extra["tweet_id"], item.created_at) == ("2", START)


def test_somebody_else_s_article_ties_nothing(tmp_path: Path) -> None:
    item = _read(tmp_path, _shows(3, article=9), about=[]).item("article-8001")
    assert (item.url, item.created_at) == (None, None)


OLDER = {"id": "8001", "firstPublishedAtMs": None, "publishedAtMs": 1767323046000}


@pytest.mark.parametrize(
    ("about", "counts", "moment"),
    [
        ([ABOUT | {"id": "8001"}], False, PUBLISHED),
        ([ABOUT, ABOUT | OLDER], False, PUBLISHED + timedelta(seconds=1)),
        ([ABOUT], True, PUBLISHED),
        ([ABOUT], False, None),
        ([ABOUT, ABOUT], True, None),
        ([ABOUT | {"firstPublishedAtMs": "0"}], True, datetime(2026, 1, 1, tzinfo=UTC)),
        ([], True, None),
    ],
)  # fmt: skip
def test_what_x_says_of_it_is_joined_by_id_or_where_there_is_only_one(
    about: list[object], counts: bool, moment: datetime | None, tmp_path: Path
) -> None:
    item = _read(tmp_path, tweet(1, "here"), about=about, counts=counts).item("article-8001")
    assert item.created_at == moment


def test_drafts_are_left_out_and_counted(tmp_path: Path) -> None:
    draft = ABOUT | {"visibility": "Draft"}
    found = _read(
        tmp_path,
        _shows(8100),
        articles=[ARTICLE, ARTICLE | {"id": "8002"}],
        about=[draft, draft | {"id": "8002", "tweetId": None}],
    )
    assert [each.id for each in found.items] == ["8100", "article-8001"], "what a post shows was published"
    assert found.left_out == [LeftOut("drafts of articles", "they were never published", 1)]


BLOCKS = [{"text": "one"}, {"text": " "}, {"text": "two"}]


@pytest.mark.parametrize(
    "body",
    [
        {"content": "one\n\ntwo"},
        {"content": {"blocks": BLOCKS}},
        {"content": json.dumps({"blocks": BLOCKS, "entityMap": {}})},
        {"data": BLOCKS},
        {"data": [{"text": {"text": "one"}}, {"text": {"text": "two"}}]},
        {"data": {"sections": [{"blocks": BLOCKS[:2]}, {"blocks": BLOCKS[2:]}]}},
        {"content": None, "content_state": {"blocks": BLOCKS}},
        {"content": "one\n\ntwo", "plain_text": "one two"},
        {"content": {"unheard of": [{"said": "one\n\ntwo"}, {"id": "x", "style": "Bold"}]}},
    ],
)
def test_text_is_found_by_its_shape(body: dict[str, object], tmp_path: Path) -> None:
    bare = {"id": "5", "title": "T"}
    text = _read(tmp_path, articles=[bare | body]).item("article-5").text
    assert text == "T\n\none\n\ntwo"


def test_an_article_whose_text_is_nowhere_is_named(tmp_path: Path) -> None:
    odd: list[object] = [
        {"id": "5", "title": "T", "content": {"unheard": ["of"]}},
        {"id": "6", "title": "only a title", "content": None},
        {"id": "7"},
        {"title": "no id", "content": "x"},
        7,
    ]
    found = _read(tmp_path, articles=odd)
    assert found.texts == ["only a title"]
    assert sum(each.count for each in found.unread) == 4
    assert {each.part for each in found.unread} == {"article.js"}


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["[", "{}", "a b", '["x y"]']),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "blocks", "content", "x", "type"]), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = ["id", "title", "content", "data", "blocks", "createdAtMs", "tweetId", "visibility"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANY), st.dictionaries(st.sampled_from(FIELDS), ANY))
@settings(max_examples=200, deadline=None)
def test_any_article_is_an_item_a_draft_or_unfit(record: dict[str, object], about: dict[str, object]) -> None:
    articles = Articles([about], "wren", is_single=True)
    articles.see(Item("1", ItemKind.POST, "", extra={"links": list(record.values())}))
    try:
        found = articles.item({"article": {"id": "1"} | record})
    except Unfit:
        return
    if found:
        json.dumps(dict(found.extra), ensure_ascii=False).encode("utf-8")
        assert found.text.strip()
        found.text.encode("utf-8")


def test_deep_and_wide_articles_cost_little() -> None:
    deep: object = "end of it"
    for _ in range(900):
        deep = [deep]
    with pytest.raises(Unfit):
        Articles([], "", is_single=False).item({"id": "1", "content": deep})
    wide = {"id": "1", "content": [{"text": "word"}] * 100_000}
    found = Articles([], "", is_single=False).item(wide)
    assert found is not None and len(found.text) < 200_000
