"""Reads a list from `auditor/engine/data`; the only place of the lexicon that touches files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib import resources


def packed(name: str) -> str:
    """The text of a gzipped list."""
    return gzip.decompress(resources.files("auditor.engine").joinpath("data", name).read_bytes()).decode()


def rows(name: str) -> Iterator[list[str]]:
    """The tab-separated fields of each line of a plain list; `#` begins a comment line."""
    text = resources.files("auditor.engine").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def entries(name: str) -> Iterator[str]:
    """The words or phrases of a plain list: separated by commas or line ends, casefolded."""
    for fields in rows(name):
        for field in fields[0].split(","):
            if entry := field.strip().casefold():
                yield entry
