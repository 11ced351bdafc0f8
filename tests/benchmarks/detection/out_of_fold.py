"""Verdicts by models that had not seen the posts, from files that the training writes.

One JSON object a line: `file`, `id`, `said` (six times true or false, in the order of the categories) and,
where known, `probability` (six numbers). Knows nothing of how the models came about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.learning.labelled import LabelledText
from auditor.untrusted import one_line
from tests.benchmarks.detection.verdicts import CATEGORIES, Claim, Judged, Verdicts

UNSEEN = (
    "Out of fold: each post was judged by weights that had not seen it. Running the shipped engine over"
    " auditor/learning/corpora is in-sample, for its weights were fitted to them, and no measure of it."
)
_FORM = "A line needs file, id and said: six times true or false, in the order " + ", ".join(CATEGORIES) + "."

_Entries = dict[tuple[str, str], Mapping[str, Claim]]


def judge(paths: Sequence[Path], texts: Sequence[LabelledText]) -> Verdicts:
    """What these files say of the items; items of which they say nothing are left out, and so are bios.

    Raises: InputError for a file that can't be read, or that speaks of none of the texts.
    """
    entries: _Entries = {}
    for path in paths:
        _read(path, entries)
    items = [text for text in texts if text.kind != "bio"]
    judged = [
        Judged(text, entries[text.persona.file, text.id])
        for text in items
        if (text.persona.file, text.id) in entries
    ]
    if not judged:
        what = "The verdicts out of fold speak of no post in these corpora."
        raise InputError(what, "Name the corpora that they were made from.")
    remarks = [UNSEEN]
    if len(judged) < len(items):
        remarks.append(
            f"{len(items) - len(judged):,} of {len(items):,} posts have no verdict and are left out."
        )
    names = ", ".join(one_line(path.name) for path in paths)
    return Verdicts(f"out of fold: {names}", tuple(judged), has_spans=False, remarks=tuple(remarks))


def _read(path: Path, entries: _Entries) -> None:
    name = one_line(path.name)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"{name} can't be read: {error.strerror}.", "Name a file that is there.") from None
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8.", _FORM) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        key, claims = _entry(line, f"{name}, line {number}")
        if key in entries:
            what = f"{name}, line {number}: this post has had a verdict before."
            raise InputError(what, "Name only files of one set of models, each post once.")
        entries[key] = claims


def _entry(line: str, where: str) -> tuple[tuple[str, str], Mapping[str, Claim]]:
    try:
        entry: Any = json.loads(line)
        key, said, stated = (entry["file"], entry["id"]), entry["said"], entry.get("probability")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{where}: this is no verdict.", _FORM) from None
    is_known = all(isinstance(one, str) for one in key) and _is_row(said, bool)
    if not is_known or not (stated is None or (_is_row(stated, int | float) and _is_share(stated))):
        raise InputError(f"{where}: this is no verdict.", _FORM)
    sure = stated or [None] * len(CATEGORIES)
    return key, {c: Claim(p) for c, has, p in zip(CATEGORIES, said, sure, strict=True) if has}


def _is_row(values: object, kind: Any) -> bool:
    if not isinstance(values, list) or len(values) != len(CATEGORIES):
        return False
    return all(isinstance(value, kind) for value in values)


def _is_share(values: Sequence[float]) -> bool:
    return all(0 <= value <= 1 for value in values)
