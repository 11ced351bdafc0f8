"""Reads corpora in the labelling format for a benchmark, and says plainly which file can't be read.

Knows nothing of verdicts. Quotes nothing of a file: a corpus may hold what nobody should see in a message.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from auditor.errors import InputError
from auditor.learning import labelled
from auditor.learning.labelled import LabelledText
from auditor.model import SpanType
from auditor.untrusted import one_line
from connectors.model import Use
from tests.benchmarks.detection.verdicts import CATEGORIES

FORM = "The form stands in auditor/learning/corpora/LABELLING.md."
_SEVERITIES = frozenset({"high", "medium", "low", "none"})


def read(paths: Sequence[Path]) -> list[LabelledText]:
    """Every bio and item of these files, in order.

    Raises: InputError for a file that can't be read, is not of the form, or holds nothing.
    """
    twice = [name for name, many in Counter(path.name for path in paths).items() if many > 1]
    if twice:
        raise InputError(f"Two corpora are named {one_line(twice[0])}.", "Name each once, or rename one.")
    return [text for path in paths for text in _file(path)]


def shipped(paths: Sequence[Path]) -> list[Path]:
    """Those that are corpora of this repository, by their content: the shipped weights have seen them."""
    known = {sha256(path.read_bytes()).digest() for path in labelled.CORPORA.glob("*.jsonl")}
    return [path for path in paths if sha256(path.read_bytes()).digest() in known]


def _file(path: Path) -> list[LabelledText]:
    name = one_line(path.name)
    texts: list[LabelledText] = []
    try:
        for text in labelled.read([path]):
            _check(text)
            texts.append(text)
    except OSError as error:
        raise InputError(f"{name} can't be read: {error.strerror}.", "Name a file that is there.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        where = f"after {one_line(texts[-1].id, 60)}" if texts else "at its first persona"
        what = f"{name} is not in the labelling format, {where}: {_said(error)}."
        raise InputError(what, FORM) from None
    if not texts:
        raise InputError(f"{name} holds no persona.", FORM)
    return texts


def _check(text: LabelledText) -> None:
    """Words that reading lets pass and counting would silently take for nothing."""
    if not all(isinstance(one, str) for one in (text.id, text.text, text.parent or "")):
        raise _Unknown("an id, text or parent that is no text")
    if not text.labels <= set(CATEGORIES):
        raise _Unknown("a label that is no category")
    if text.severity not in _SEVERITIES:
        raise _Unknown("a severity that is none of high, medium, low, none")
    if not {span.type for span in text.spans} <= set(SpanType):
        raise _Unknown("a mark of an unknown type")
    if text.account.use not in set(Use):
        raise _Unknown("a use that is none of professional, personal, mixed")


class _Unknown(ValueError):
    """Says in our own words what was found."""


def _said(error: Exception) -> str:
    """The cause, without the words of the file that other messages repeat."""
    if isinstance(error, _Unknown):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(error, json.JSONDecodeError | RecursionError):
        return "a line is not JSON"
    if isinstance(error, KeyError):
        return f"“{error.args[0]}” is missing"
    return "a value is of the wrong kind"
