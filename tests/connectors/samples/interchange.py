"""The interchange format, for the contract of all importers."""

from __future__ import annotations

import json
from pathlib import Path

from tests.connectors.sample import Content, Sample
from tests.fixtures import interchange_file


def _interchange() -> Content:
    lines = [
        interchange_file.OWNER,
        interchange_file.ACCOUNT,
        interchange_file.item("1"),
        interchange_file.item(None),
    ]
    return {"posts.jsonl": "\n".join(map(json.dumps, lines))}


def _one_file(path: Path, content: Content) -> Path:
    (body,) = content.values()
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


SAMPLES = (Sample("interchange", "x", "posts.jsonl", _one_file, _interchange, "posts.jsonl", 2),)
