"""A gzip stream that can be read and sought in, and that stops where it turns out to be a bomb.

Knows nothing of what is packed in it.
"""

from __future__ import annotations

import gzip
import io
from typing import IO

from connectors.errors import UnsafeArchive

_STEP = 1 << 20


class BoundedGzip(io.RawIOBase):
    """The unpacked bytes of `packed`; takes ownership of it.

    Raises: UnsafeArchive from `read` and `seek`, once more than `total` bytes, or more than `ratio` times the
    packed bytes after the first `free`, have come out.
    """

    def __init__(self, packed: IO[bytes], total: int, ratio: int, free: int) -> None:
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")
        self._total, self._ratio, self._free = total, ratio, free

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._gzip.tell()

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        chunk = self._gzip.read(min(len(buffer), _STEP))
        out = self._gzip.tell()
        if out > self._total or (out > self._free and out > self._ratio * self._packed.tell()):
            raise UnsafeArchive(
                "It unpacks to far more than an export should.",
                "Don't trust the file; download the export again.",
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_CUR:
            offset += self.tell()
        elif whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end of a gzip stream is unknown")
        if offset < self.tell():
            self._gzip.seek(0)
        # Forward in steps through `readinto`, so that skipping over a bomb is noticed too.
        hole = bytearray(_STEP)
        while (left := offset - self.tell()) > 0:
            if not self.readinto(memoryview(hole)[: min(left, _STEP)]):
                break
        return self.tell()

    def close(self) -> None:
        if not self.closed:
            self._gzip.close()
            self._packed.close()
        super().close()
