"""LinkedIn's export, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample, changed_csv
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import (
    BEGIN,
    MEDIA,
    RECOMMENDATIONS,
    REPOSTS,
    article,
    comment,
    link,
    picture,
    recommendation,
    share,
    table,
)


def _linkedin() -> Content:
    texts = linkedin_export.files(
        [share(1, 'one "quoted"\nin two lines'), share(2, "two", kind="ugcPost")],
        [comment('a "comment"'), comment("another", parent="ugcPost", number=2)],
    )
    return texts | {
        "InstantReposts.csv": table(REPOSTS, [f"{BEGIN},{link(3, 'activity')}"]),
        "Recommendations_Given.csv": table(RECOMMENDATIONS, [recommendation('a good "colleague"')]),
        "Rich_Media.csv": table(MEDIA, [picture("a view"), picture("-"), picture("two")]),
        "Articles/Articles/on-nights.html": article(),
    }


_ZIP = linkedin_export.write_zip
SAMPLES = (
    Sample(
        "linkedin-export",
        "linkedin",
        "linkedin.zip",
        _ZIP,
        _linkedin,
        "Shares.csv",
        8,
        (
            "Comments.csv",
            "Profile.csv",
            "InstantReposts.csv",
            "Recommendations_Given.csv",
            "Rich_Media.csv",
        ),
        changed_csv,
    ),
)
