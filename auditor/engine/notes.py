"""What a signal says, in a few words for whoever reads why a finding stands (`data/signal-notes.toml`).

Knows names of signals only; nothing of weights or texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

UNWEIGHED = "Decided by the rule itself: the words it looks for stand there. Nothing was weighed beside them."
"""Said of a finding that has no terms."""
TOGETHER = (
    "Weighed over several posts that tell of one patient, never in one alone: each adds the details that the "
    "others leave out. A finding lists its posts with what each adds."
)
"""Said of a rule that reads posts together, of which no single example shows the terms."""


@lru_cache(maxsize=2048)
def note_of(signal: str) -> str:
    """The note of a signal, composed where its name is composed; empty for a name that no table holds."""
    tables = _tables()
    if known := tables["whole"].get(signal):
        return known
    family, _, rest = signal.partition(".")
    parts = tables["part"]
    if family == "mark":
        return tables["kind"].get(rest.partition(".")[0], "")
    if family == "cue":
        return parts.get(rest, "")
    if family == "parent":
        return f"what it answers: {parts[rest]}" if rest in parts else ""
    if family == "near":
        return _beside_a_name(rest, parts)
    one, _, other = rest.partition(".")
    return f"{parts[one]} and {parts[other]} together" if one in parts and other in parts else ""


def _beside_a_name(rest: str, parts: Mapping[str, str]) -> str:
    whose, _, what = rest.partition(".")
    name = "a name that may be a patient's" if whose == "patient-name" else "a name"
    return f"{parts[what]} close to {name}" if what in parts else ""


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    raw = (resources.files("auditor.engine") / "data" / "signal-notes.toml").read_text("utf-8")
    return tomllib.loads(raw)
