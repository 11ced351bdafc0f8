"""Makes text from outside harmless to show or to export; every screen and export goes through it."""

from __future__ import annotations

import unicodedata

# Bidirectional controls (Unicode TR #36), zero-width characters and the byte order mark: they change what a
# reader sees without being seen.
_HIDDEN = {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x061C,
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
}
_KEPT_JOINERS = {0x200D, 0x200C}  # emoji sequences and Indic or Persian spelling need them
_TABLE: dict[int, int] = {}


def _placeholder(code: int) -> int:
    if code < 0x20:
        return 0x2400 + code  # the control pictures block: ␛ for escape
    if code == 0x7F:
        return 0x2421
    return 0xFFFD if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 else 0x00B7


for _code in [*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000), *_HIDDEN]:
    if _code not in _KEPT_JOINERS and _code != 0x0A:
        _TABLE[_code] = _placeholder(_code)
_TABLE[0x09] = 0x20
_TABLE[0x0D] = 0x20
_TABLE[0x2028] = _TABLE[0x2029] = 0x20


def visible(text: str) -> str:
    """The text with every control, bidirectional or hidden character replaced by one that only shows.

    Line feeds stay. One code point stays one code point, so spans into `text` hold for the result.
    """
    return text.translate(_TABLE)


def one_line(text: str, limit: int | None = None) -> str:
    """`visible` on one line, cut to `limit` code points with an ellipsis where it is longer."""
    flat = visible(text).replace("\n", " ")
    if limit is None or len(flat) <= limit:
        return flat
    return flat[: max(limit - 1, 0)] + "…"


def cell(text: str) -> str:
    """`visible` for a spreadsheet: a text that one would run as a formula gets a leading apostrophe.

    Source: OWASP, "CSV Injection": cells that begin with = + - @, tab or carriage return.
    """
    shown = visible(text)
    first = next((c for c in text if unicodedata.category(c) not in ("Cf", "Zs")), "")
    return "'" + shown if first in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else shown
