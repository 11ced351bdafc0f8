"""Writes a file whole or not at all, readable by its owner only. Knows nothing of what is in it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from auditor.errors import InputError


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, mode 0600, in one step: a reader sees the old file or the new one, never a half.

    Raises:
        InputError: the folder is missing, full or not writable, or `path` is a folder.
    """
    temporary: Path | None = None
    try:
        # mkstemp makes the file 0600 from its first byte on.
        handle, name = tempfile.mkstemp(prefix=".audit-tui-", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise InputError(
            f"The file could not be written ({error.strerror or 'unknown cause'}).",
            "Choose another folder or make room there, and try again.",
        ) from error
