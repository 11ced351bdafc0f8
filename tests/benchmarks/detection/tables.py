"""Shows figures as tables for a reader, or as one JSON value for a program.

Text from outside passes through `auditor.untrusted`; no post is shown unless asked for. Counts
nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from auditor.untrusted import one_line
from tests.benchmarks.detection import figures
from tests.benchmarks.detection.cost import Cost
from tests.benchmarks.detection.figures import BANDS, BIO_ROW, Counts, Figures, Interval, Share
from tests.benchmarks.detection.verdicts import Judged, Verdicts

People = Mapping[tuple[str, str], Counts]
"""Counts by file and persona."""


def lines(verdicts: Verdicts, found: Figures) -> Iterator[str]:
    """The tables of one source."""
    bios = sum(one.text.kind == "bio" for one in verdicts.judged)
    people = {(one.text.persona.file, one.text.persona.key) for one in verdicts.judged}
    posts = len(verdicts.judged) - bios
    yield f"== {verdicts.by}: {posts:,} posts and {bios:,} bios of {len(people):,} personas"
    yield from verdicts.remarks
    yield f"{'category':<16}{'labelled':>9}{'said':>7}{'precision':>11}{'recall':>8}{'F1':>8}"
    for name in _rows(verdicts, bios):
        row = found.row(name)
        cells = f"{_three(row.precision):>11}{_three(row.recall):>8}{_three(row.f1):>8}"
        yield f"{name:<16}{row.labelled:>9,}{row.right + row.false:>7,}{cells}"
    yield f"phi of high severity found: {_of(found.high())}"
    if verdicts.has_spans:
        yield from _span_lines(found)
    for where in ("all", "ordinary"):
        yield _alarm_line(verdicts, found, where)
    yield from _reliability_lines(verdicts, found, bios)
    if verdicts.cost:
        yield _cost_line(verdicts.cost)


def _rows(verdicts: Verdicts, bios: int) -> list[str]:
    return [*verdicts.categories, *([BIO_ROW] if bios else [])]


def _span_lines(found: Figures) -> Iterator[str]:
    for kind in ("all", *found.span_types()):
        touched, right = found.spans(kind), found.spans(kind, "right type")
        name = "marked details of phi" if kind == "all" else f"  {kind}"
        yield f"{name:<24}touched {_of(touched)}, with the right type {_three(right.value)}"


def _alarm_line(verdicts: Verdicts, found: Figures, where: str) -> str:
    whole = found.alarms(where)
    files = "all files" if where == "all" else "files of ordinary accounts"
    if not whole.whole:
        return f"false alarms, {files}: there is no clean post"
    cells = ", ".join(f"{c} {_per_hundred(found.alarms(where, c))}" for c in verdicts.categories)
    clean = f"{whole.whole:,} clean posts"
    return f"false alarms per hundred of {clean}, {files}: {cells}; any {_per_hundred(whole)}"


def _reliability_lines(verdicts: Verdicts, found: Figures, bios: int) -> Iterator[str]:
    if not any(key[0] == "band" for key in found.counts):
        yield "how sure they are is not stated"
        return
    yield "stated confidence, and the share that is right (of so many):"
    yield f"{'':<16}" + "".join(f"{name:>16}" for name in figures.band_names())
    for name in _rows(verdicts, bios):
        cells = (found.band(name, at) for at in range(len(BANDS) - 1))
        yield f"{name:<16}" + "".join(f"{_cell(cell):>16}" for cell in cells)


def _cost_line(cost: Cost) -> str:
    rates = (
        f"{_rate(cost.texts, cost.cpu)} posts/s of CPU, {_rate(cost.texts, cost.wall)} posts/s by the clock"
    )
    times = cost.cpu / cost.floor if cost.floor else 0.0
    return f"{rates}, one process; {times:,.1f} times the CPU of a bare pass of the word lists over them"


def interval_lines(by_name: Mapping[str, Interval], people: People) -> Iterator[str]:
    """Each figure between its bounds, then each persona's own counts."""
    rounds, seed = figures.ROUNDS, figures.SEED
    yield f"95% intervals: {len(people):,} personas resampled {rounds:,} times, seed {seed}"
    for name, one in by_name.items():
        yield f"{name:<48}{one.value:>7.3f}  [{one.low:.3f}, {one.high:.3f}]"
    titles = f"{'false':>7}{'missed':>8}"
    yield f"{'persona':<36}{'phi: right':>11}{titles}{'all: right':>13}{titles}"
    for (file, key), counts in people.items():
        phi = Figures(counts).row("phi")
        every = [
            sum(n for k, n in counts.items() if k[1:] == (what,)) for what in ("right", "false", "missed")
        ]
        name = one_line(f"{file} {key}", 35)
        cells = f"{phi.right:>11}{phi.false:>7}{phi.missed:>8}{every[0]:>13}{every[1]:>7}{every[2]:>8}"
        yield f"{name:<36}{cells}"


def errors(verdicts: Verdicts, with_texts: bool) -> list[dict[str, Any]]:
    """Every miss and false alarm: where it stands and which rules spoke; `with_texts`: and the text."""
    found = []
    for category in verdicts.categories:
        for one in verdicts.judged:
            row, claim = figures.row_of(one, category), one.claims.get(category)
            is_labelled = category in one.text.labels
            if row and is_labelled != (claim is not None):
                error = _error(one, row, one.doubted.get(category, ()) if is_labelled else ())
                if claim is not None:
                    error |= {"error": "false alarm", "rules": [*claim.rules], "confidence": claim.confidence}
                found.append(error | ({"text": one.text.text} if with_texts else {}))
    return sorted(found, key=lambda error: (error["category"], error["error"]))


def _error(one: Judged, row: str, doubted: Sequence[str]) -> dict[str, Any]:
    return {
        "error": "miss",
        "category": row,
        "file": one.text.persona.file,
        "id": one.text.id,
        "severity": one.text.severity,
        "rules": [],
        "only as information": [*doubted],
    }


def error_lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One line an error, and one more where its text is shown."""
    for one in found:
        spoke = " ".join(one["rules"]) or "silence"
        if one["only as information"]:
            spoke = "only as information: " + " ".join(one["only as information"])
        sure = f" {one['confidence']:.2f}" if one.get("confidence") is not None else ""
        place = one_line(f"{one['file']} {one['id']}")
        severity = f" {one['severity']}" if one["error"] == "miss" else ""
        yield f"{one['error']}{severity} · {one['category']} · {place} · {spoke}{sure}"
        if "text" in one:
            yield f"    {one_line(one['text'])}"


def as_json(verdicts: Verdicts, found: Figures) -> dict[str, Any]:
    """All that `lines` shows."""
    bios = sum(one.text.kind == "bio" for one in verdicts.judged)
    names = _rows(verdicts, bios)
    rows = {name: found.row(name) for name in names}
    return {
        "by": verdicts.by,
        "remarks": [*verdicts.remarks],
        "posts": len(verdicts.judged) - bios,
        "bios": bios,
        "categories": {
            name: asdict(row)
            | {"labelled": row.labelled, "precision": row.precision, "recall": row.recall, "f1": row.f1}
            for name, row in rows.items()
        },
        "phi of high severity": _json(found.high()),
        "spans": {
            kind: {what: _json(found.spans(kind, what)) for what in ("touched", "right type")}
            for kind in ("all", *found.span_types())
        }
        if verdicts.has_spans
        else None,
        "false alarms": {
            where: {c: _json(found.alarms(where, c)) for c in (*verdicts.categories, "any")}
            for where in ("all", "ordinary")
        },
        "reliability": {
            name: {
                band: _json(found.band(name, at))
                for at, band in enumerate(figures.band_names())
                if found.band(name, at).whole
            }
            for name in names
        },
        "cost": asdict(verdicts.cost) if verdicts.cost else None,
    }


def _json(share: Share) -> dict[str, float | None]:
    return {"part": share.part, "whole": share.whole, "share": share.value}


def _three(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _of(share: Share) -> str:
    return f"{_three(share.value)} of {share.whole:,}"


def _cell(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.2f} of {share.whole:,}"


def _per_hundred(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.2f}"


def _rate(texts: int, seconds: float) -> str:
    return f"{texts / seconds:,.0f}" if seconds else "-"
