"""Facebook's export, for the contract of all importers."""

from __future__ import annotations

from datetime import timedelta

from tests.connectors.sample import Content, Sample
from tests.fixtures import facebook_export as fb
from tests.fixtures.x_archive import write_folder

_TREE = f"{fb.TREE}/"


def _facebook() -> Content:
    later = fb.START + timedelta(minutes=5)
    link = {"external_context": {"name": "A page", "source": "", "url": "https://page.example"}}
    place = {"place": {"name": "Café", "coordinate": {"latitude": 1.5, "longitude": 2.5}, "address": ""}}
    content = fb.files(
        [
            fb.post(
                "one \U0001fa7a",
                fb.START,
                fb.shown("a.jpg", "one \U0001fa7a"),
                link,
                place,
                tags=[{"name": "x"}],
            ),
            fb.post(None, later, fb.shown("b.jpg")),
        ],
        comments=[fb.comment("two", later, fb.shown("c.jpg"), group="a group")],
    )
    content |= {
        f"{_TREE}{fb.ELSEWHERE}": fb.written([fb.labelled("three")]),
        f"{_TREE}{fb.GROUPS}": fb.written({"group_posts_v2": [fb.post("four")]}),
        f"{_TREE}{fb.REELS}": fb.written({"lasso_videos_v2": [fb.post("five", later)]}),
        f"{_TREE}{fb.VIDEOS}": fb.written({"videos_v2": [fb.video("v.mp4", description="six")]}),
        f"{_TREE}{fb.ALBUM}": fb.album("Seven", fb.medium("d.jpg", description="eight"), description="nine"),
        f"{_TREE}{fb.POST_EDITS}": fb.written([fb.version("ten")]),
        f"{_TREE}other_activity/notes.json": fb.written(
            {"notes_v2": [{"title": "eleven", "text": "long", "created_timestamp": fb.stamp(fb.START)}]}
        ),
    }
    return content


_BESIDE = tuple(
    f"{_TREE}{name}"
    for name in (
        fb.COMMENTS,
        fb.ELSEWHERE,
        fb.GROUPS,
        fb.REELS,
        fb.VIDEOS,
        fb.ALBUM,
        fb.POST_EDITS,
        "other_activity/notes.json",
    )
)
SAMPLES = (
    Sample(
        "facebook-export",
        "facebook",
        "fb.zip",
        fb.write_zip,
        _facebook,
        _TREE + fb.POSTS,
        11,
        (*_BESIDE, fb.PROFILE),
    ),
    Sample("facebook-export", "facebook", "fb-folder", write_folder, _facebook, _TREE + fb.POSTS, 11),
)
