"""TikTok's export as of 2025 and of 2024, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample
from tests.fixtures import tiktok_export, x_archive


def _tiktok() -> Content:
    return tiktok_export.files(
        tiktok_export.newer(
            posts=[tiktok_export.post("one", Location="Fernhollow", AlternateText="a ward")],
            comments=[tiktok_export.comment("two", photo="https://a.example/1")],
            deleted=[tiktok_export.deleted("three")],
            lives={"7643768707189771030": tiktok_export.watched_live([tiktok_export.live("four")])},
            reviews=[tiktok_export.review("five")],
            reposts=[{"Date": "2026-03-01 08:00:00", "Link": tiktok_export.OTHERS}],
        )
    )


def _old() -> Content:
    return tiktok_export.files(
        tiktok_export.older(
            posts=[tiktok_export.old_post("one")],
            comments=[tiktok_export.old_comment("two"), tiktok_export.old_comment("two")],
            reviews=[tiktok_export.review("three")],
        ),
        tiktok_export.OLD_FILE,
    )


SAMPLES = (
    Sample("tiktok-export", "tiktok", "t.zip", x_archive.write_zip, _tiktok, tiktok_export.FILE, 6),
    Sample("tiktok-export", "tiktok", "t", x_archive.write_folder, _old, tiktok_export.OLD_FILE, 4),
)
