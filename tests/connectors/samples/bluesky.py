"""Bluesky's export, for the contract of all importers."""

from __future__ import annotations

from collections.abc import Iterator

from tests.connectors.sample import Sample, changed_values
from tests.fixtures import bluesky_export, x_archive
from tests.fixtures.atproto_repository import Repository, car, cid_of, commit, repository


def _changed(_: str | bytes, odd: object) -> Iterator[bytes]:
    """The file with one field of a record, a node or the commit changed, and every address made to fit."""
    for records in changed_values(bluesky_export.records(), odd):
        assert isinstance(records, dict)
        yield repository(records).car
    whole = repository(bluesky_export.records())
    for field in ("did", "version", "data", "rev", "prev", "sig"):
        signed = commit(whole.top, **{field: odd})
        yield car(cid_of(signed), Repository(signed, whole.nodes, whole.records).blocks)
    for place in ("l", "e", "p", "k", "v", "t"):

        def hook(node: dict[str, object], place: str = place) -> dict[str, object]:
            entries = node["e"]
            assert isinstance(entries, list)
            return node | {place: odd} if place in "le" else node | {"e": [e | {place: odd} for e in entries]}

        yield repository(bluesky_export.records(), hook=hook).car


_KIND, _DATA, _ITEMS = "bluesky-export", "repo.car", bluesky_export.ITEMS
SAMPLES = (
    Sample(
        _KIND, "bluesky", "repo.car", bluesky_export.write_file, bluesky_export.files, _DATA, _ITEMS,
        changed=_changed,
    ),
    Sample(
        _KIND, "bluesky", "bluesky.zip", x_archive.write_zip, bluesky_export.files, _DATA, _ITEMS,
        changed=_changed,
    ),
    Sample(
        _KIND, "bluesky", "bluesky", x_archive.write_folder, bluesky_export.files, _DATA, _ITEMS,
        changed=_changed,
    ),
)  # fmt: skip
