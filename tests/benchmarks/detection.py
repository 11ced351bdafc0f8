"""Scores the engine, in process, on corpora in the labelling format.

    python -m tests.benchmarks.detection [--errors FILE] [--quiet] CORPUS.jsonl …

An item or bio counts as flagged in a category when a finding of that category above severity info stands on
it. Prints precision, recall and F1 a category, span and high-severity recall of phi, a reliability table of
its confidence, false alarms per hundred clean items, and items read a second.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from auditor.engine import AccountContext, Engine, Subject
from auditor.learning.labelled import LabelledText, read
from auditor.model import Category, Finding, Severity
from connectors.model import Owner, Use

CATEGORIES = tuple(category.value for category in Category)


@dataclass
class Score:
    """Counts over a corpus."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    spans: list[bool] = field(default_factory=list)
    high: list[bool] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    clean: int = 0
    alarms: int = 0
    phi_alarms: int = 0
    items: int = 0
    seconds: float = 0.0
    errors: list[dict[str, object]] = field(default_factory=list)


def engine_of(text: LabelledText, accounts: Sequence[AccountContext]) -> Engine:
    """The engine over a persona's accounts."""
    persona = text.persona
    employers = (persona.employer,) if persona.employer else ()
    owner = Owner(persona.name, persona.role, employers, persona.city, persona.conflicts)
    return Engine(owner, accounts, b"benchmark")


def context_of(text: LabelledText) -> AccountContext:
    """The account a text stands on."""
    account = text.account
    return AccountContext(
        account.platform, account.handle, account.display_name, Use(account.use), account.bio
    )


def score(paths: Sequence[Path]) -> Score:
    """Audit every bio and item of these corpora and count."""
    total = Score()
    for _, group in groupby(read(paths), key=lambda text: (text.persona.file, text.persona.key)):
        texts = list(group)
        contexts = {(t.account.platform, t.account.handle): context_of(t) for t in texts}
        engine = engine_of(texts[0], tuple(contexts.values()))
        for text in texts:
            account = contexts[text.account.platform, text.account.handle]
            began = time.perf_counter()
            if text.kind == "bio":
                found = engine.audit_bio(account)
            else:
                found = engine.audit_item(
                    Subject(text.id, text.kind, text.text, text.posted, text.parent), account
                )
            total.seconds += time.perf_counter() - began
            total.items += 1
            _count(total, text, found)
    return total


def _count(total: Score, text: LabelledText, found: Sequence[Finding]) -> None:
    is_bio = text.kind == "bio"
    told = [finding for finding in found if finding.severity is not Severity.INFO]
    said = {finding.category.value for finding in told}
    for category in ("disclaimer",) if is_bio else CATEGORIES:
        name = f"bio-{category}" if is_bio else category
        is_gold, is_said = category in text.labels, category in said
        total.right[name] += is_gold and is_said
        total.false[name] += is_said and not is_gold
        total.missed[name] += is_gold and not is_said
        if is_gold != is_said:
            rules = sorted({f.rule for f in told if f.category.value == category})
            total.errors.append(
                {"item": text.id, "category": category, "miss": is_gold, "text": text.text, "rules": rules}
            )
    if is_bio:
        return
    if not text.labels:
        total.clean += 1
        total.alarms += bool(said)
        total.phi_alarms += "phi" in said
    phi = [finding for finding in told if finding.category is Category.PHI]
    if phi:
        total.confidences.append((max(f.confidence for f in phi), "phi" in text.labels))
    if "phi" in text.labels:
        spans = [span for finding in phi for span in finding.spans]
        total.spans += [any(s.start < gold.end and gold.start < s.end for s in spans) for gold in text.spans]
        if text.severity == "high":
            total.high.append(bool(phi))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def print_table(total: Score) -> None:
    """Print what was counted."""
    print(f"{'category':<16}{'n':>6}{'precision':>11}{'recall':>9}{'F1':>8}")
    for name in (*CATEGORIES, "bio-disclaimer"):
        right, false, missed = total.right[name], total.false[name], total.missed[name]
        precision, recall = _share(right, right + false), _share(right, right + missed)
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        print(f"{name:<16}{right + missed:>6}{precision:>11.3f}{recall:>9.3f}{f1:>8.3f}")
    print(f"phi span recall      {_share(sum(total.spans), len(total.spans)):.3f} of {len(total.spans)}")
    print(f"phi high-sev. recall {_share(sum(total.high), len(total.high)):.3f} of {len(total.high)}")
    print(
        f"per 100 clean items  {100 * _share(total.phi_alarms, total.clean):.1f} phi alarms,"
        f" {100 * _share(total.alarms, total.clean):.1f} of any category ({total.clean} clean)"
    )
    print("phi confidence       " + "  ".join(_reliability(total.confidences)))
    print(f"{total.items / total.seconds:,.0f} items a second, one process")


def _reliability(pairs: Sequence[tuple[float, bool]]) -> list[str]:
    cells = []
    for low in (0.0, 0.3, 0.45, 0.6, 0.75, 0.9):
        high = {0.0: 0.3, 0.3: 0.45, 0.45: 0.6, 0.6: 0.75, 0.75: 0.9, 0.9: 1.01}[low]
        inside = [is_right for confidence, is_right in pairs if low <= confidence < high]
        if inside:
            cells.append(f"[{low:.2f},{high:.2f}) {_share(sum(inside), len(inside)):.2f} of {len(inside)}")
    return cells


def main(argv: Sequence[str] | None = None) -> None:
    """Score the corpora named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--errors", type=Path, help="write every error as a JSON line")
    args = parser.parse_args(argv)
    total = score(args.corpus)
    print_table(total)
    if args.errors:
        args.errors.write_text(
            "".join(json.dumps(error, ensure_ascii=False) + "\n" for error in total.errors), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
