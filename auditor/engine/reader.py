"""The third layer: a compact encoder that was fine-tuned on labelled posts, asked where the first two doubt.

Runs an int8 ONNX file through `onnxruntime` and `tokenizers`; where either is missing, `load` says so and the
audit goes on without. Knows no rule: it answers with probabilities and places, and rules decide.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.engine.reading import AccountContext, Subject
    from connectors.model import Owner

CATEGORIES = ("phi", "advice", "disclaimer", "coi", "mixing", "conduct")
DETAILS = (
    *("", "NAME", "AGE", "DATE", "LOCATION", "FACILITY", "CONTACT", "ID"),
    *("RELATION", "CONDITION", "EVENT", "IMAGE"),
)
"""What a token can be part of; the first: of nothing."""
TEXT_TOKENS, CONTEXT_TOKENS, STRIDE, MOST_WINDOWS = 200, 96, 160, 8
"""A longer text is read in windows that overlap; past MOST_WINDOWS of them the rest is left."""
FIRST, SEPARATOR = 101, 102
LEAST_DETAIL = 0.2
"""A token is told of from this probability on; whoever uses it may ask for more."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Question:
    """A text and, in one line, the circumstances that decide what it means."""

    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Words in the question's text (code points) that a reviewer would likely change."""

    start: int
    end: int
    type: str
    probability: float
    """That it is a detail at all, of whatever type; of its likeliest token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Logits in the order of CATEGORIES, and the details."""

    logits: tuple[float, ...]
    details: tuple[Detail, ...]


def circumstances(
    platform: str,
    use: str,
    kind: str,
    role: str,
    employers: Sequence[str],
    ties: Sequence[str],
    parent: str | None,
) -> str:
    """The second segment of a question; the same words at training and at run time."""
    works, tied = "; ".join(employers)[:80], "; ".join(ties)[:120] or "none"
    said = f"{use} {kind} on {platform}. {role}, {works}. ties: {tied}."
    return f"{said} answers: {parent[:200]}" if parent else said


def question(subject: Subject, account: AccountContext, owner: Owner) -> Question:
    """What the reader is asked about an item or a bio."""
    is_bio = subject.item_id is None and subject.kind == "bio"
    text = f"{account.display_name} | {subject.text}" if is_bio else subject.text
    context = circumstances(
        account.platform,
        account.use.value,
        subject.kind,
        owner.role,
        owner.employers,
        owner.conflicts,
        subject.parent_text,
    )
    return Question(text, context)


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of one stretch of a text with its context, and where its text tokens stand in the text."""

    ids: list[int]
    segments: list[int]
    offsets: list[tuple[int, int]]


def windows(tokenizer: Any, asked: Question) -> Iterator[Window]:
    """The stretches in which a question is read; at least one."""
    text = tokenizer.encode(asked.text[: MOST_WINDOWS * STRIDE * 12], add_special_tokens=False)
    context = tokenizer.encode(asked.context, add_special_tokens=False).ids[:CONTEXT_TOKENS]
    last = max(len(text.ids) - TEXT_TOKENS, 0)
    starts = range(0, last + STRIDE, STRIDE) if last else range(1)
    for start in [*starts][:MOST_WINDOWS]:
        ids = text.ids[start : start + TEXT_TOKENS]
        yield Window(
            [FIRST, *ids, SEPARATOR, *context, SEPARATOR],
            [0] * (len(ids) + 2) + [1] * (len(context) + 1),
            text.offsets[start : start + TEXT_TOKENS],
        )


def be_silent() -> None:
    """Keep `onnxruntime` from collecting and sending anything; call it before that is imported.

    Its wheels (1.32 was looked at) write a device's number and a store of events into the home directory as
    they are imported, to be sent to their maker, unless this variable says no.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class Reader:
    """The encoder, ready to be asked. Not picklable: every process loads its own."""

    def __init__(self, model: bytes, tokenizer: str, *, threads: int = 1) -> None:
        """`model`: the ONNX file; `tokenizer`: its JSON. Raises: ImportError where a library is missing."""
        be_silent()
        import numpy
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 4
        self._numpy = numpy
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in order; the same whatever else is asked."""
        return [self._answer(asked) for asked in questions]

    def _answer(self, asked: Question) -> Answer:
        # One stretch at a time. The int8 scales are taken over everything that is run together, so company
        # would change an answer; and on one thread it saves no time.
        rows: list[tuple[float, ...]] = []
        found: list[Detail] = []
        for window in windows(self._tokenizer, asked):
            categories, tokens = self._run(window)
            rows.append(tuple(float(value) for value in categories[0]))
            found += self._details(tokens[0], window)
        return Answer(tuple(max(column) for column in zip(*rows, strict=True)), _joined(found, asked.text))

    def _run(self, window: Window) -> tuple[Any, Any]:
        numpy = self._numpy
        ids, segments = (numpy.array([row], dtype=numpy.int64) for row in (window.ids, window.segments))
        asked = {"ids": ids, "segments": segments, "mask": numpy.ones_like(ids)}
        categories, tokens = self._session.run(None, asked)
        return categories, tokens

    def _details(self, logits: Any, window: Window) -> Iterator[Detail]:
        numpy = self._numpy
        rows = logits[1 : 1 + len(window.offsets)]
        shifted = numpy.exp(rows - rows.max(axis=1, keepdims=True))
        shares = shifted / shifted.sum(axis=1, keepdims=True)
        for share, (start, end) in zip(shares, window.offsets, strict=True):
            probability = float(1 - share[0])
            if probability >= LEAST_DETAIL:
                yield Detail(start, end, DETAILS[int(share[1:].argmax()) + 1], probability)


def _joined(found: list[Detail], text: str) -> tuple[Detail, ...]:
    """Whole words; those of one type that stand next to each other as one.

    A word is as likely a detail as its likeliest token; overlapping windows say things twice.
    """
    best: dict[tuple[int, int], Detail] = {}
    for one in found:
        start, end = _whole(one.start, one.end, text)
        if (start, end) not in best or one.probability > best[start, end].probability:
            best[start, end] = Detail(start, end, one.type, one.probability)
    out: list[Detail] = []
    for one in sorted(best.values(), key=lambda d: (d.start, d.end)):
        last = out[-1] if out else None
        if last is not None and one.start <= last.end + 1 and one.type == last.type:
            probability = max(last.probability, one.probability)
            out[-1] = Detail(last.start, max(last.end, one.end), one.type, probability)
        elif last is None or one.start >= last.end:
            out.append(one)
    return tuple(out)


_LONGEST_WORD = 60


def _whole(start: int, end: int, text: str) -> tuple[int, int]:
    """The token's place widened to the words it is part of; of a hostile run without blanks only so much."""
    low = high = start
    for word in _WORD.finditer(text, max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)):
        if word.start() < end and start < word.end():
            low, high = min(low, word.start()), max(high, word.end())
    return low, max(high, end)


@cache
def load() -> Reader | None:
    """The shipped reader; None where its libraries or its files are missing, or can't be started."""
    folder = files("auditor.engine.data") / "reader"
    try:
        model, tokenizer = (folder / "reader.onnx").read_bytes(), (folder / "tokenizer.json").read_bytes()
        return Reader(model, tokenizer.decode())
    except Exception:  # noqa: BLE001 - whatever a library or a damaged file raises, audits go on without
        return None


@cache
def absence() -> str:
    """Why `load` would bring no reader, as a clause; empty where it would. Asks without loading it."""
    missing = [name for name in ("numpy", "onnxruntime", "tokenizers") if find_spec(name) is None]
    if missing:
        return f"{' and '.join(missing)} can't be found: `pip install {' '.join(missing)}`"
    folder = files("auditor.engine.data") / "reader"
    if not all((folder / name).is_file() for name in ("reader.onnx", "tokenizer.json")):
        return "its weights are not part of this installation"
    return ""


@cache
def digest() -> str:
    """What names the shipped reader: the SHA-256 of its weights; empty where there is none."""
    return str(record().get("model_sha256", ""))


@cache
def record() -> dict[str, Any]:
    """What the shipped reader was learned from: digests of data, scripts and base, seeds."""
    path = files("auditor.engine.data") / "reader" / "reader.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
