"""Reads a CAR file (version 1) block by block, and hands out only blocks that fit their own hash.

A damaged block is passed over, and reading goes on at the next whole one. Knows nothing of what blocks hold.
Sources: the CARv1 format, and AT Protocol's repository specification (SHA-256, DAG-CBOR).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from libipld import decode_dag_cbor

from connectors.errors import DamagedSource
from connectors.json_array import ReadsBytes

BLOCK_LIMIT = 2 << 20
"""Bytes that one block may take; the protocol's own records end at 1 MiB."""
VAIN_LIMIT = 256 << 20
"""Bytes of one file that are hashed in vain while it is searched for whole blocks; then it is given up."""
CID_SIZE = 36
"""Bytes of a block's address."""
_CID = b"\x01\x71\x12\x20"
"""How every address begins: version 1, DAG-CBOR, SHA-256, 32 bytes."""
_SIZE_BYTES = 4
"""Bytes of the longest size before a block: 2 MiB take four."""
_SECTION = re.compile(rb"([\x80-\xff]{0,3}[\x01-\x7f])" + re.escape(_CID))
_HEADER = re.compile(rb"([\x80-\xff]?[\x01-\x7f])\xa2\x65roots")
_LOOK = _SIZE_BYTES + CID_SIZE + BLOCK_LIMIT
_CHUNK = 2 << 20


def begins_like_car(head: bytes) -> bool:
    """Whether these are the first bytes of a CAR file, version 1."""
    return _HEADER.match(head) is not None


class Car:
    """One CAR file; iterate once over its blocks as (address, content).

    The address is a binary CID of 36 bytes; blocks under any other sort of address are passed over.
    """

    root: bytes | None
    """The address of its first root; None where the header can't be read."""

    def __init__(self, stream: ReadsBytes) -> None:
        self._stream = stream
        self._buffer, self._at, self._ended, self._vain = b"", 0, False, 0
        self._fill()
        self.root = self._read_header()

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        """Every whole block in the file's order; one that stands in it twice comes twice.

        Where the archive around the file breaks, so does the file: what came before was whole.
        """
        while True:
            if len(self._buffer) - self._at < _LOOK:
                self._fill()
            found = _SECTION.match(self._buffer, self._at)
            begin, end = found.end(1) if found else 0, 0
            if found:
                end = self._end(begin, _number(found[1]))
            if not end:
                begin, end = self._next_whole()
                if not end:
                    return
            self._at = end
            yield self._buffer[begin : begin + CID_SIZE], self._buffer[begin + CID_SIZE : end]

    def _read_header(self) -> bytes | None:
        found = _HEADER.match(self._buffer)
        if found is None:
            return None
        begin = found.end(1)
        end = begin + _number(found[1])
        try:
            header = decode_dag_cbor(self._buffer[begin:end])
        except (ValueError, RecursionError):
            return None
        self._at = end
        roots = header.get("roots") if isinstance(header, dict) else None
        first = roots[0] if isinstance(roots, list) and roots else None
        return first if isinstance(first, bytes) else None

    def _end(self, begin: int, size: int) -> int:
        """Where the block of `size` bytes at `begin` ends; 0 where its content does not fit its address."""
        end = begin + size
        if not CID_SIZE < size <= CID_SIZE + BLOCK_LIMIT or end > len(self._buffer):
            return 0
        content = begin + CID_SIZE
        if sha256(self._buffer[content:end]).digest() == self._buffer[begin + len(_CID) : content]:
            return end
        self._vain += size
        return 0

    def _next_whole(self) -> tuple[int, int]:
        """Where the next whole block behind damage begins and ends; (0, 0) where there is none.

        Its address is looked for, and every size tried that could stand before it. Links inside blocks cost
        nothing: a zero byte stands before them, which ends no size.
        """
        while self._vain <= VAIN_LIMIT:
            sign = self._buffer.find(_CID, self._at + 1)
            if sign < 0:
                if self._ended:
                    break
                self._at = max(self._at, len(self._buffer) - _SIZE_BYTES - len(_CID))
                self._fill()
                continue
            self._at = max(self._at, sign - _SIZE_BYTES)
            room = sign - self._at
            self._fill()
            sign = self._at + room
            for width in range(1, room + 1):
                if end := self._end(sign, _number(self._buffer[sign - width : sign])):
                    return sign, end
            self._at = sign
        return 0, 0

    def _fill(self) -> None:
        """Read on until the longest block has room behind `_at`, or the file ends."""
        if self._ended or len(self._buffer) - self._at >= _LOOK:
            return
        chunks = [self._buffer[self._at :]]
        missing = _LOOK + _CHUNK - len(chunks[0])
        while missing > 0:
            try:
                chunk = self._stream.read(missing)
            except DamagedSource:
                chunk = b""
            if not chunk:
                self._ended = True
                break
            chunks.append(chunk)
            missing -= len(chunk)
        self._buffer, self._at = b"".join(chunks), 0


def _number(size: bytes) -> int:
    """The number that these bytes are in LEB128; 0 where they are none."""
    if not 0 < size[-1] < 0x80:
        return 0
    if len(size) == 2:  # nearly all are of two bytes
        return size[0] & 0x7F | size[1] << 7 if size[0] >= 0x80 else 0
    number = 0
    for place, byte in enumerate(size):
        if byte < 0x80 and place + 1 < len(size):
            return 0
        number |= (byte & 0x7F) << 7 * place
    return number
