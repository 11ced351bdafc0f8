"""What the reader answered, to be kept: a keyed digest of the question, and the answer in some hundred bytes.

Holds no text, and knows nothing of where it is kept.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from auditor.engine import keyed, reader
from auditor.engine.reader import CATEGORIES, DETAILS, Answer, Detail, Question

_LOGITS = struct.Struct(f"<{len(CATEGORIES)}d")
_DETAIL = struct.Struct("<IIBd")
"""Start, end, type as its place in DETAILS, probability; exact, so that a kept answer finds the same."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that the reader has answered, named by its digest, and the answer."""

    question: bytes
    answer: Answer


def digest_of(question: Question, key: bytes) -> bytes:
    """Names a question to the shipped reader: equal for the same text in the same circumstances only.

    Keyed, so that nobody can guess a text from it; another reader's weights give another digest.
    """
    return keyed.digest((reader.digest(), question.text, question.context), key, 16)


def packed(answer: Answer) -> bytes:
    """An answer as bytes: 48, and 17 for each detail."""
    details = (_DETAIL.pack(d.start, d.end, DETAILS.index(d.type), d.probability) for d in answer.details)
    return _LOGITS.pack(*answer.logits) + b"".join(details)


def unpacked(raw: bytes) -> Answer | None:
    """The answer again; None for bytes that are none, so that the reader is asked anew."""
    try:
        details = tuple(
            Detail(start, end, DETAILS[at], probability)
            for start, end, at, probability in _DETAIL.iter_unpack(raw[_LOGITS.size :])
        )
        return Answer(_LOGITS.unpack(raw[: _LOGITS.size]), details)
    except (struct.error, IndexError):
        return None
