"""Turns what somebody typed, pasted or dropped on a terminal into paths. Knows nothing of what they hold."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

_QUOTES = ("'", '"')


def paths_from(text: str) -> tuple[Path, ...]:
    """The paths meant by `text`: one, or several as terminals drop them, quoted, escaped or a line each."""
    single = path_from(text)
    if single is None or _exists(single):
        return (single,) if single else ()
    for words in (text.splitlines(), _words(text)):
        found = [path for word in words if word.strip() and (path := path_from(word))]
        if len(found) > 1 and all(_exists(path) for path in found):
            return tuple(dict.fromkeys(found))
    return (single,)


def dropped(text: str) -> tuple[Path, ...]:
    """The files and folders that a terminal means by `text` when they are dropped on it; empty for any other.

    Terminals tell where a dropped file lies from the root on.
    """
    found = paths_from(text)
    return found if all(path.is_absolute() and _exists(path) for path in found) else ()


def as_text(paths: Iterable[Path]) -> str:
    """The paths in one line that `paths_from` reads them from."""
    texts = [str(path) for path in paths]
    return texts[0] if len(texts) == 1 else " ".join(map(shlex.quote, texts))


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, posix=os.name != "nt")
    except ValueError:  # a quote without its second
        return []


def path_from(text: str) -> Path | None:
    """The path meant by `text`: plain, quoted, escaped as for a shell, or a file address; None for none."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES:
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    if not text or "\0" in text:
        return None
    path = _expanded(text)
    # Terminals escape a dropped file's name as a shell would; on Windows the same sign parts folders.
    unescaped = _expanded(re.sub(r"\\(.)", r"\1", text))
    return unescaped if not _exists(path) and _exists(unescaped) else path


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user
        return Path(text)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long to be one
        return False
