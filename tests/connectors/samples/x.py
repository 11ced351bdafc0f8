"""X's archive of today and of before 2019, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample
from tests.fixtures import grailbird, x_archive


def _x() -> Content:
    content: dict[str, str | bytes] = x_archive.files(
        [
            x_archive.tweet(1, "one &amp; all"),
            x_archive.reply(2, "two", 1),
            x_archive.tweet(3, "RT @a: three"),
        ],
        notes=[x_archive.note(5, "left over")],
        deleted=[x_archive.tweet(4, "gone")],
    )
    for name, record in (x_archive.OTHER_TEXTS | x_archive.PROFILE_BESIDE).items():
        content[f"data/{name}.js"] = x_archive.data_file(name.replace("-", "_"), [record])
    content["data/screen-name-change.js"] = x_archive.data_file("screen_name_change", [x_archive.RENAMED])
    return content


_FOLDER = x_archive.write_folder
_ZIP = x_archive.write_zip
_BESIDE = tuple(
    f"data/{name}.js"
    for name in (
        *("manifest", "account", "profile", "note-tweet", "deleted-tweets", "screen-name-change"),
        *x_archive.OTHER_TEXTS,
        *x_archive.PROFILE_BESIDE,
    )
)
_BESIDE_OLD = tuple(f"data/js/{name}.js" for name in ("user_details", "payload_details", "tweet_index"))
SAMPLES = (
    Sample("x-archive", "x", "x.zip", _ZIP, _x, "data/tweets.js", 9, _BESIDE),
    Sample("x-archive", "x", "x", _FOLDER, _x, "data/tweets.js", 9),
    Sample("x-grailbird", "x", "old.zip", _ZIP, grailbird.files, "data/js/tweets/2013_05.js", 2, _BESIDE_OLD),
)
