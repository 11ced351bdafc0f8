"""How verbs print why a finding stands and what is suggested in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.model import Finding
from auditor.untrusted import one_line, visible

if TYPE_CHECKING:
    from auditor.engine.rewriting import Score, Suggestion


def term_lines(finding: Finding) -> Iterator[str]:
    """What weighed how much, the heaviest first, each with its signal's name; a frame is a signal too."""
    from auditor.engine import explaining

    for term in explaining.heaviest(finding.terms):
        yield f"    {term.weight:+6.2f}  {one_line(explaining.words_of(term), 120)}"
    if not finding.terms:
        yield f"    {explaining.UNWEIGHED}"


def suggestion_lines(suggestion: Suggestion) -> Iterator[str]:
    """The suggestion with its scores, harmless to show."""
    from auditor.engine import rewriting

    yield f"{rewriting.headline(suggestion)}:"
    if suggestion.text is not None:
        yield from (f"  {line}" for line in visible(suggestion.text).split("\n"))
    yield from (f"  {visible(said)}" for said in rewriting.sentences(suggestion))


def suggestion_record(suggestion: Suggestion | None) -> dict[str, object] | None:
    """The suggestion for programs; null where there is none."""
    if suggestion is None:
        return None
    from auditor.engine import rewriting

    single = suggestion.single
    return {
        "kind": suggestion.kind.value,
        "text": suggestion.text,
        "addition": suggestion.addition,
        "before": _score(suggestion.before),
        "after": _score(suggestion.after),
        "single": None if single is None else {"detail": single.name, "after": _score(single.after)},
        "changes": [{"type": one.type.value, "was": one.was, "now": one.now} for one in suggestion.changes],
        "length": suggestion.length,
        "remaining": suggestion.remaining,
        "remarks": list(rewriting.sentences(suggestion)),
    }


def term_records(finding: Finding) -> list[dict[str, object]]:
    """A finding's terms for programs."""
    return [{"signal": one.signal, "weight": one.weight, "note": one.note} for one in finding.terms]


def _score(score: Score | None) -> dict[str, object] | None:
    if score is None:
        return None
    return {"severity": score.severity and score.severity.value, "confidence": score.confidence}
