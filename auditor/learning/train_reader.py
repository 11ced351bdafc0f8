"""Trains, cross-validates and exports the reader.

    python -m auditor.learning.train_reader --base MODEL_DIR --fold 0   # one fold of three, held out by file
    python -m auditor.learning.train_reader --base MODEL_DIR --ship     # all files; int8 ONNX to the package
    python -m auditor.learning.train_reader --base MODEL_DIR --unseen FILE …  # what it says of newer files

MODEL_DIR holds `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. Needs the extra `learn`; about
20 minutes a fold and 40 for the whole on two cores. Never imported at run time.

Labels are leaned towards what earlier readers, in `out_of_fold/`, made of posts they had not seen. Those have
learned from the files that a fold holds back, so a fold's figures are flattered by a little; files that no
reader had seen when it was trained show how much.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from auditor.engine.reader import (
    CATEGORIES,
    DETAILS,
    Question,
    Window,
    be_silent,
    circumstances,
    windows,
)
from auditor.learning import labelled
from auditor.learning.encoder import BASE_SHA256, DROPOUT, WIDTH, Encoder, from_base
from auditor.learning.labelled import LabelledText

FOLDS, EPOCHS, RATE, BATCH, SEED = 3, 5, 8e-5, 16, 7
NOTE_TOKENS = 64
SHARE_OF_OTHERS = 0.4
"""How far a label leans towards what readers made of the post that had not learned from it."""
UNTOLD = 0.25
"""How often a post is learned without its author's employer, and how often without the role: not every owner
tells them, and nothing should hang on their being told."""
ORDINARY_LIFE = ("everyday-", "ordinary-", "strangers-")
"""Files whose posts are hardly ever about a patient, by what their names begin with."""
HALF_WIDTH = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")
"""Whether passes run in bf16, weights and loss in full: 1.6 times the speed where the processor has it, a
twentieth of it where AVX2 is all there is."""
SHIPPED = Path(__file__).parents[1] / "engine" / "data" / "reader"
OUT_OF_FOLD = Path(__file__).parent / "out_of_fold"


def corpora() -> list[Path]:
    """The training files in the order that fixes their folds: a file's fold is its place modulo FOLDS."""
    return sorted(
        labelled.CORPORA.glob("*.jsonl"), key=lambda p: (p.stem.split("-")[0], int(p.stem.split("-")[1]))
    )


def ask(one: LabelledText) -> Question:
    """The question that the run-time would put for a labelled text."""
    persona, account = one.persona, one.account
    employers = [persona.employer] if persona.employer else []
    text = f"{account.display_name} | {one.text}" if one.kind == "bio" else one.text
    return Question(
        text,
        circumstances(
            account.platform, account.use, one.kind, persona.role, employers, persona.conflicts, one.parent
        ),
    )


def partly_told(one: LabelledText, rng: random.Random) -> LabelledText:
    """The same text, its author's employer or role now and then untold."""
    employer, role = (
        "" if rng.random() < UNTOLD else told for told in (one.persona.employer, one.persona.role)
    )
    return replace(one, persona=replace(one.persona, employer=employer, role=role))


def leaned(
    wanted: Tensor, weight: Tensor, texts: Sequence[LabelledText], folder: Path = OUT_OF_FOLD
) -> Tensor:
    """Labels (texts × categories) leaned towards what readers of other files said, where they were asked.

    `weight`: how much more a label weighed in training than its absence, by category, which those readers'
    odds are too high by. Labels of ordinary life stay as they are: there silence is what is to be learned.
    """
    asked = {}
    for path in sorted(folder.glob("reader-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            asked[entry["file"], entry["persona"], entry["handle"], entry["id"]] = entry["logits"]
    made = wanted.clone()
    for row, one in enumerate(texts):
        logits = asked.get((one.persona.file, one.persona.key, one.account.handle, one.id))
        if logits is not None and not one.persona.file.startswith(ORDINARY_LIFE):
            unseen = torch.sigmoid(torch.tensor(logits) - weight.log())
            made[row] += SHARE_OF_OTHERS * (unseen - wanted[row])
    return made


def targets(window: Window, one: LabelledText) -> list[int]:
    """For each token the index of its detail in DETAILS; -100, left out of the loss, for context tokens."""
    marks = [-100] * len(window.ids)
    for place, (start, end) in enumerate(window.offsets, 1):
        kinds = [span.type for span in one.spans if start < span.end and span.start < end]
        marks[place] = DETAILS.index(kinds[0]) if kinds else 0
    return marks


def collate(rows: Sequence[tuple[Window, list[int]]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, segments, mask and detail targets, padded to the longest row."""
    size = (len(rows), max(len(window.ids) for window, _ in rows))
    ids, segments, mask = (torch.zeros(size, dtype=torch.long) for _ in range(3))
    marks = torch.full(size, -100)
    for row, (window, detail) in enumerate(rows):
        length = len(window.ids)
        ids[row, :length], segments[row, :length] = torch.tensor(window.ids), torch.tensor(window.segments)
        mask[row, :length], marks[row, :length] = 1, torch.tensor(detail)
    return ids, segments, mask, marks


def shuffled(lengths: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    """Batches of rows of like length, in random order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), BATCH * 32):
        part = sorted(order[start : start + BATCH * 32], key=lambda i: lengths[i])
        batches += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    rng.shuffle(batches)
    yield from batches


def reasons(texts: Sequence[LabelledText], base: Encoder, tokenizer: Tokenizer) -> Tensor:
    """What the untrained base makes of each text's note: directions from the mean; zero without a note."""
    base.eval()
    rows = []
    with torch.no_grad():
        for one in texts:
            ids = torch.tensor([tokenizer.encode(one.note).ids[:NOTE_TOKENS]])
            rows.append(base.read(ids, torch.zeros_like(ids), torch.ones_like(ids))[1][0])
    made = F.normalize(torch.stack(rows), dim=1)
    noted = torch.tensor([bool(one.note) for one in texts])
    mean = made[noted].mean(0) if noted.any() else 0.0
    return F.normalize(made - mean, dim=1) * noted[:, None]


def fit(texts: Sequence[LabelledText], base: Path, epochs: int = EPOCHS, seed: int = SEED) -> Encoder:
    """An encoder trained on `texts`; the same texts, base and seed give the same weights on one machine.

    Besides categories and details it learns to say what the labeller's note means, which teaches it whose
    story it is and why it matters; the head for that is thrown away.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = _tokenizer(base)
    wanted = torch.tensor([[float(name in one.labels) for name in CATEGORIES] for one in texts])
    share = wanted.mean(0).clamp(min=1e-3)
    weight = ((1 - share) / share).sqrt()
    wanted = leaned(wanted, weight, texts)
    model = from_base(base / "model.safetensors", len(CATEGORIES), len(DETAILS))
    why = reasons(texts, model, tokenizer)
    model.train()
    reason = torch.nn.Linear(WIDTH, WIDTH)
    heads = [*model.category.parameters(), *model.detail.parameters(), *reason.parameters()]
    body = [p for name, p in model.named_parameters() if not name.startswith(("category", "detail"))]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": heads, "lr": RATE * 5}], weight_decay=0.01
    )
    steps = epochs * -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * steps)) * max(0.02, (steps - step) / steps)
    )
    started = time.monotonic()
    for epoch in range(epochs):
        total = 0.0
        windowed = [next(windows(tokenizer, ask(partly_told(one, rng)))) for one in texts]
        rows = [(window, targets(window, one)) for window, one in zip(windowed, texts, strict=True)]
        for batch in shuffled([len(window.ids) for window, _ in rows], rng):
            ids, segments, mask, marks = collate([rows[i] for i in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF_WIDTH):
                tokens, pooled = model.read(ids, segments, mask)
                pooled = F.dropout(pooled, DROPOUT)
                categories, details, said = model.category(pooled), model.detail(tokens), reason(pooled)
            loss = F.binary_cross_entropy_with_logits(categories.float(), wanted[batch], pos_weight=weight)
            details = details.float().transpose(1, 2)
            loss = loss + 0.5 * F.cross_entropy(details, marks, ignore_index=-100)
            noted = why[batch]
            unlike = noted.norm(dim=1) - (F.normalize(said.float(), dim=1) * noted).sum(1)
            loss = loss + unlike.mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*model.parameters(), *reason.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch}: loss {total / len(rows):.4f}, {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
    return model.eval()


def export(model: Encoder, path: Path) -> None:
    """Writes the encoder as int8 ONNX: dynamic quantisation of weights, activations at run time."""
    be_silent()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = path.with_suffix(".full.onnx")
    example = tuple(torch.ones((2, 8), dtype=torch.long) for _ in range(3))
    axes = {name: {0: "rows", 1: "tokens"} for name in ("ids", "segments", "mask", "details")}
    torch.onnx.export(
        model,
        example,
        str(full),
        input_names=["ids", "segments", "mask"],
        output_names=["categories", "details"],
        dynamic_axes={**axes, "categories": {0: "rows"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


def held_out(base: Path, fold: int, epochs: int) -> None:
    """Trains on the files outside a fold and writes what the int8 reader says of those in it."""
    files = corpora()
    test = files[fold::FOLDS]
    model = fit(list(labelled.read([f for f in files if f not in test])), base, epochs)
    OUT_OF_FOLD.mkdir(exist_ok=True)
    path = OUT_OF_FOLD / f"reader-{fold}.onnx"
    export(model, path)
    _write_answers(path, base, test, OUT_OF_FOLD / f"reader-{fold}.jsonl")
    path.unlink()


def unseen(base: Path, files: Sequence[Path], out: Path) -> None:
    """Writes what the shipped reader says of files that it has not learned from.

    Raises: ValueError where it has learned from one of them.
    """
    record = json.loads((SHIPPED / "reader.json").read_text(encoding="utf-8"))
    if known := sorted({file.name for file in files} & {*record["data"]}):
        raise ValueError(f"The shipped reader has learned from {', '.join(known)}.")
    _write_answers(SHIPPED / "reader.onnx", base, files, out)


def _write_answers(model: Path, base: Path, files: Sequence[Path], out: Path) -> None:
    answers = _answers(model, base, list(labelled.read(files)))
    lines = [json.dumps(answer, ensure_ascii=False) for answer in answers]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _answers(path: Path, base: Path, texts: Sequence[LabelledText]) -> Iterator[dict[str, object]]:
    from auditor.engine.reader import Reader

    reader = Reader(path.read_bytes(), (base / "tokenizer.json").read_text(encoding="utf-8"), threads=2)
    for start in range(0, len(texts), 256):
        part = texts[start : start + 256]
        for one, answer in zip(part, reader.ask([ask(text) for text in part]), strict=True):
            yield {
                "file": one.persona.file,
                "persona": one.persona.key,
                "handle": one.account.handle,
                "id": one.id,
                "logits": [round(value, 3) for value in answer.logits],
                "details": [[d.start, d.end, d.type, round(d.probability, 3)] for d in answer.details],
            }


def ship(base: Path, epochs: int) -> None:
    """Trains on every file and writes the reader, its tokenizer and its record into the package."""
    files = corpora()
    model = fit(list(labelled.read(files)), base, epochs)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    export(model, SHIPPED / "reader.onnx")
    (SHIPPED / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    scripts = [
        Path(__file__),
        Path(__file__).with_name("encoder.py"),
        Path(__file__).with_name("labelled.py"),
    ]
    record = {
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "base_sha256": BASE_SHA256,
        "data": [file.name for file in files],
        "data_sha256": labelled.digest(files),
        "scripts_sha256": labelled.digest(scripts),
        "model_sha256": sha256((SHIPPED / "reader.onnx").read_bytes()).hexdigest(),
        "seed": SEED,
        "epochs": epochs,
        "rate": RATE,
        "batch": BATCH,
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
    (SHIPPED / "reader.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def main() -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    parser.add_argument("--ship", action="store_true")
    parser.add_argument("--unseen", type=Path, nargs="+", help="ask the shipped reader about these files")
    parser.add_argument("--out", type=Path, default=OUT_OF_FOLD / "reader-4.jsonl", help="with --unseen")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    torch.set_num_threads(2)
    if args.fold is not None:
        held_out(args.base, args.fold, args.epochs)
    if args.unseen:
        unseen(args.base, args.unseen, args.out)
    if args.ship:
        ship(args.base, args.epochs)


if __name__ == "__main__":
    main()
