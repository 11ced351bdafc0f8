"""Scores verdicts on corpora in the labelling format.

    python -m tests.benchmarks.detection [--layers rules|words|all] CORPUS.jsonl …
    python -m tests.benchmarks.detection --out-of-fold VERDICTS.jsonl … [--corpus CORPUS.jsonl …]

A post or bio counts as flagged in a category when a finding of that category above severity info stands on
it. Knows how to ask and to print; who judges, how it is counted and how it looks stands beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.errors import AuditorError
from auditor.learning import labelled
from auditor.learning.labelled import LabelledText
from tests.benchmarks.detection import by_engine, by_presidio, corpora, figures, out_of_fold, tables
from tests.benchmarks.detection.by_engine import Layers
from tests.benchmarks.detection.figures import Counts, Figures
from tests.benchmarks.detection.verdicts import Judged, Verdicts

NONE = "none"
IN_SAMPLE = (
    "In-sample: the shipped weights were fitted to auditor/learning/corpora, where {many} of the {all} files"
    " here stand, so that what follows is no measure of the engine. For one, give --out-of-fold."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Score what the command line asks for; exit code 2, and one line that says why, where that can't be."""
    options = _options(argv)
    try:
        told = [_told(verdicts, options) for verdicts in _verdicts(options)]
    except AuditorError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        print(json.dumps([value for value, _ in told], ensure_ascii=True))
    else:
        print("\n\n".join("\n".join(lines) for _, lines in told))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m tests.benchmarks.detection", description=__doc__, formatter_class=form
    )
    parser.add_argument("corpus", nargs="*", type=Path, help="files in the labelling format")
    parser.add_argument(
        "--corpus", dest="named", nargs="+", type=Path, default=[], help="the same, after another option"
    )
    parser.add_argument(
        "--layers", choices=[*Layers, NONE], help="how much of the engine is asked (default: all)"
    )
    parser.add_argument(
        "--out-of-fold",
        nargs="+",
        type=Path,
        metavar="VERDICTS",
        help="verdicts by models that had not seen the posts; the engine then runs only with --layers",
    )
    parser.add_argument(
        "--presidio", action="store_true", help="run Presidio on the same posts, where installed"
    )
    parser.add_argument(
        "--by", choices=["persona"], help="intervals over personas, and each persona's counts"
    )
    parser.add_argument(
        "--errors", action="store_true", help="list every miss and false alarm, without texts"
    )
    parser.add_argument("--texts", action="store_true", help="with --errors: show the texts too")
    parser.add_argument(
        "--json", action="store_true", help="one JSON list, an entry for each source of verdicts"
    )
    options = parser.parse_args(argv)
    options.corpus += options.named
    if not options.corpus and options.out_of_fold:
        options.corpus = sorted(labelled.CORPORA.glob("*.jsonl"))
    if not options.corpus:
        parser.error("name at least one corpus: a file in the labelling format")
    if options.texts and not options.errors:
        parser.error("--texts shows the texts of --errors: give both")
    if options.layers is None:
        options.layers = NONE if options.out_of_fold else Layers.ALL
    if options.layers == NONE and not options.out_of_fold and not options.presidio:
        parser.error("--layers none leaves nothing to score: add --out-of-fold or --presidio")
    return options


def _verdicts(options: argparse.Namespace) -> list[Verdicts]:
    """What each source that was asked for says.

    Raises: InputError for unreadable input, or where Presidio is wanted and not installed.
    """
    if options.presidio:
        by_presidio.load()  # before minutes are spent on the engine
    texts = corpora.read(options.corpus)
    found = []
    if options.out_of_fold:
        found.append(out_of_fold.judge(options.out_of_fold, texts))
    if options.layers != NONE:
        found.append(_by_engine(options, texts))
    if options.presidio:
        found += by_presidio.judge(texts)
    return found


def _by_engine(options: argparse.Namespace, texts: Sequence[LabelledText]) -> Verdicts:
    verdicts = by_engine.judge(texts, Layers(options.layers))
    seen = len(corpora.shipped(options.corpus))
    if not seen:
        return verdicts
    remark = IN_SAMPLE.format(many=seen, all=len(options.corpus))
    return replace(verdicts, remarks=(remark, *verdicts.remarks))


def _told(verdicts: Verdicts, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """One source's figures as a JSON value and as lines."""
    people = _by_persona(verdicts)
    found = Figures(figures.count(verdicts, verdicts.judged))
    value, lines = tables.as_json(verdicts, found), [*tables.lines(verdicts, found)]
    if options.by:
        by_name = figures.intervals([*people.values()])
        value["intervals"] = {name: [one.value, one.low, one.high] for name, one in by_name.items()}
        value["personas"] = {f"{file} {key}": Figures(c).measures() for (file, key), c in people.items()}
        lines += tables.interval_lines(by_name, people)
    if options.errors:
        value["errors"] = tables.errors(verdicts, options.texts)
        lines += tables.error_lines(value["errors"])
    return value, lines


def _by_persona(verdicts: Verdicts) -> dict[tuple[str, str], Counts]:
    people: dict[tuple[str, str], list[Judged]] = {}
    for one in verdicts.judged:
        people.setdefault((one.text.persona.file, one.text.persona.key), []).append(one)
    return {key: figures.count(verdicts, judged) for key, judged in people.items()}


if __name__ == "__main__":
    sys.exit(main())
