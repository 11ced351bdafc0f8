"""Instagram's export, for the contract of all importers."""

from __future__ import annotations

from datetime import timedelta

from tests.connectors.sample import Content, Sample
from tests.fixtures import instagram_export as ig
from tests.fixtures.x_archive import write_folder


def _instagram() -> Content:
    before = ig.START - timedelta(days=400)
    content = ig.files(
        [ig.post("one \U0001fa7a", media_metadata=ig.located(12.5, -30.25)), ig.carousel("two")],
        reels=[ig.reel("three")],
        deleted=[ig.post("four", before, "media/posts/202509/4.jpg")],
        comments=[ig.comment("five"), ig.labelled_comment("six")],
        reel_comments=[ig.listed_comment("seven")],
    )
    content[f"{ig.MEDIA}/posts.json"] = ig.written([ig.labelled_post("eight", before, "a.jpg", "b.jpg")])
    content[f"{ig.PERSONAL}/reposts.json"] = ig.written({"profile_media_reposts": [ig.repost("a")]})
    change = ig.change("Bio", "Old me", "Newer me", before)
    content[f"{ig.PERSONAL}/profile_changes.json"] = ig.changes(change)
    return content


_POSTS = f"{ig.CONTENT}/posts_1.json"
_BESIDE = (
    f"{ig.CONTENT}/reels.json",
    f"{ig.MEDIA}/posts.json",
    f"{ig.COMMENTS}/post_comments_1.json",
    f"{ig.COMMENTS}/reels_comments.json",
    f"{ig.PERSONAL}/personal_information.json",
    f"{ig.PERSONAL}/professional_information.json",
    f"{ig.PERSONAL}/profile_changes.json",
    f"{ig.PERSONAL}/reposts.json",
)
SAMPLES = (
    Sample("instagram-export", "instagram", "ig.zip", ig.write_zip, _instagram, _POSTS, 10, _BESIDE),
    Sample("instagram-export", "instagram", "ig", write_folder, _instagram, _POSTS, 10),
)
