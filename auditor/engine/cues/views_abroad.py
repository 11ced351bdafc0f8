"""Own-views statements in other languages than English (`data/views_abroad.toml`).

Knows those wordings; knows nothing of clauses, institutions or rules.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources

_GAP = r"[^.]{0,24}?"
_NEAR = r"[^.]{0,8}?"
_ACCENTS = re.compile("[\u0300-\u036f]+")


def is_said(clause: str) -> bool:
    """Whether a breath of small letters says, in a language of the table, that the views are its author's."""
    plain = _bare(clause)
    return any(pattern.search(plain) for pattern in _patterns())


def _bare(text: str) -> str:
    """Without accents, which many leave out when they type."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One pattern a language; ValueError where the shipped table is malformed."""
    raw = tomllib.loads((resources.files("auditor.engine") / "data" / "views_abroad.toml").read_text("utf-8"))
    return tuple(re.compile(_source(entry)) for entry in raw.values())


def _source(entry: dict[str, object]) -> str:
    voices, own = str(entry["voices"]), str(entry["own"])
    whole = entry.get("whole", [])
    if not isinstance(whole, list):
        raise ValueError("views_abroad.toml: whole is not a list")
    opens, closes = (r"(?<!\w)", r"(?!\w)") if entry.get("bound", True) else ("", "")
    forms = (
        f"{voices}{closes}{_GAP}{opens}{own}",
        f"{own}{closes}{_NEAR}{opens}{voices}",
        *(str(one) for one in whole),
    )
    return _bare(f"{opens}(?:{'|'.join(forms)}){closes}")
