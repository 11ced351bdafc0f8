"""LinkedIn's export, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample, changed_csv
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import comment, share


def _linkedin() -> Content:
    return linkedin_export.files(
        [share(1, 'one "quoted"\nin two lines'), share(2, "two", kind="ugcPost")],
        [comment('a "comment"'), comment("another", parent="ugcPost", number=2)],
    )


_ZIP = linkedin_export.write_zip
SAMPLES = (
    Sample(
        "linkedin-export",
        "linkedin",
        "linkedin.zip",
        _ZIP,
        _linkedin,
        "Shares.csv",
        4,
        ("Comments.csv", "Profile.csv"),
        changed_csv,
    ),
)
