"""Counts what a reader sees as one character: a letter with its accents, a flag, a family of emoji.

A short form of Unicode's rules (UAX #29) that holds for what people post; knows nothing of platforms.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_CRLF = "\r\n"


def clusters(text: str) -> list[str]:
    """The text cut into grapheme clusters; joined again they are the text. Linear in its length."""
    cut: list[str] = []
    start, flags = 0, 0
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        flags = flags + 1 if _is_flag_letter(before) else 0
        if _belongs(before, here, flags):
            continue
        cut.append(text[start:at])
        start = at
    if text:
        cut.append(text[start:])
    return cut


def count(text: str) -> int:
    """How many grapheme clusters a text has."""
    return len(clusters(text))


def _belongs(before: str, here: str, flags: int) -> bool:
    """Whether a code point goes on with the one before; `flags`: how many flag letters in a row so far."""
    if here < "\u0300":
        return before + here == _CRLF
    if here == _JOINER or _extends(here):
        return before not in "\r\n"
    if before == _JOINER:
        return unicodedata.category(here) == "So"
    if _is_flag_letter(here):
        return flags % 2 == 1
    return _is_later_jamo(before, here)


def _extends(sign: str) -> bool:
    """Accents, variation selectors, skin tones, keycaps and the tags of regional flags."""
    code = ord(sign)
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    return unicodedata.category(sign) in ("Mn", "Me", "Mc")


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _is_later_jamo(before: str, here: str) -> bool:
    """Whether a Korean vowel or final consonant goes on with the syllable begun before it."""
    if "\u1160" <= here <= "\u11a7":
        return "\u1100" <= before <= "\u11a7" or ("\uac00" <= before <= "\ud7a3")
    return "\u11a8" <= here <= "\u11ff" and ("\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")
