"""One keyed digest over several texts, for everything that must be known again and must not be guessed.

Knows nothing of what the texts are.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b


def digest(parts: Iterable[str], key: bytes, size: int) -> bytes:
    """BLAKE2b of `size` bytes over texts, each with its length before it. Of `key` 64 bytes count."""
    made = blake2b(digest_size=size, key=key[:64])
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        made.update(len(raw).to_bytes(8, "big") + raw)
    return made.digest()
