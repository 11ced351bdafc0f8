"""One finding where several say the same: a rule of one detail yields to the rule that names them all.

Knows findings and which rule yields to which; nothing of texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.engine.spans import merged
from auditor.model import Finding, Severity


def folded(found: Sequence[Finding], yields_to: Mapping[str, Sequence[str]]) -> list[Finding]:
    """The findings of one item, those that yield taken into the first finding they may yield to.

    A finding above info never yields to mere information. Fingerprints stay those of the findings that stand.
    """
    standing = {finding.rule: finding for finding in found}
    for finding in found:
        for rule in yields_to.get(finding.rule, ()):
            wider = standing.get(rule)
            if wider is not None and (
                wider.severity is not Severity.INFO or finding.severity is Severity.INFO
            ):
                standing[rule] = _joined(wider, standing.pop(finding.rule))
                break
    return list(standing.values())


def _joined(wider: Finding, narrow: Finding) -> Finding:
    """The wider finding with what the narrow one rests on; as severe and as sure as the worse of the two."""
    return replace(
        wider,
        severity=max(wider.severity, narrow.severity, key=lambda s: s.rank),
        confidence=max(wider.confidence, narrow.confidence),
        spans=merged((*wider.spans, *narrow.spans)),
        citations=tuple(dict.fromkeys((*wider.citations, *narrow.citations))),
        terms=tuple({term.signal: term for term in (*narrow.terms, *wider.terms)}.values()),
    )
