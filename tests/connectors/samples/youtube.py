"""YouTube's comments from Google Takeout, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample, changed_csv
from tests.fixtures import x_archive, youtube_export
from tests.fixtures.youtube_export import ABOUT, COMMENTS, LIVE, comment, comment_id, reply_id


def _youtube() -> Content:
    root = comment_id(1)
    return youtube_export.files(
        [comment(root, "one"), comment(reply_id(root, 2), "two", parentcommentid=root)],
        [comment("UgwinventedinventedinventedABDqgB5", "three")],
    )


def _dutch() -> Content:
    rows = [comment(comment_id(1), "een"), comment(comment_id(2), "twee")]
    return {f"{youtube_export.DUTCH}/reacties/reacties.csv": youtube_export.dutch(rows)}


_WRITE = x_archive.write_zip
_REACTIES = f"{youtube_export.DUTCH}/reacties/reacties.csv"
SAMPLES = (
    Sample(
        "youtube-takeout", "youtube", "takeout.zip", _WRITE, _youtube, COMMENTS, 3, (LIVE, ABOUT), changed_csv
    ),
    Sample(
        "youtube-takeout", "youtube", "takeout", x_archive.write_folder, _dutch, _REACTIES, 2, (), changed_csv
    ),
)
