"""The benchmark of detection counts what was worked out by hand here, and says what it can't read."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from auditor.engine import reader
from auditor.learning import labelled
from auditor.learning.labelled import GoldSpan, LabelledAccount, LabelledPersona, LabelledText
from auditor.model import Span, SpanType
from tests.benchmarks.detection import by_engine, by_presidio, cost, figures, tables
from tests.benchmarks.detection.__main__ import main
from tests.benchmarks.detection.figures import Figures, Interval, Row, Share
from tests.benchmarks.detection.verdicts import CATEGORIES, Claim, Judged, Verdicts

HARD, ORDINARY = "dev-91.jsonl", "everyday-91.jsonl"


def a_text(
    id: str, *labels: str, severity: str = "none", spans: tuple[GoldSpan, ...] = (), file: str = HARD
) -> LabelledText:
    persona = LabelledPersona(
        f"of {file}", file, "Odile Tarrant", "nurse", "Lakeview Regional", "Duluth, MN", ()
    )
    account = LabelledAccount("x", "@odile_invented", "Odile", "professional", "")
    kind = "bio" if id.startswith("bio") else "post"
    return LabelledText(persona, account, id, kind, "A text.", spans, frozenset(labels), severity)


NAME, AGE, DATE = (GoldSpan(at, at + 4, kind) for at, kind in ((0, "NAME"), (10, "AGE"), (20, "DATE")))
JUDGED = (
    # right; its name touched as a name, its age taken for a date, its day not seen
    Judged(
        a_text("a1", "phi", severity="high", spans=(NAME, AGE, DATE)),
        {"phi": Claim(0.95, ("phi/name",), (Span(2, 6, SpanType.NAME), Span(13, 15, SpanType.DATE)))},
    ),
    # missed, but for a rule that mentions it as information; spans that only meet end to start don't touch
    Judged(
        a_text("a2", "phi", severity="high", spans=(NAME,)), {"coi": Claim(0.8)}, {"phi": ("phi/mosaic",)}
    ),
    # a false alarm on a clean post, and one on a post that is labelled otherwise
    Judged(a_text("a3"), {"phi": Claim(0.5, ("phi/date",))}),
    Judged(a_text("a4", "coi"), {"coi": Claim(0.8), "phi": Claim(0.92, (), (Span(4, 9, SpanType.NAME),))}),
    Judged(a_text("b1", file=ORDINARY), {"conduct": Claim(0.2)}),
    Judged(a_text("b2", file=ORDINARY)),
    Judged(a_text("b3", "phi", severity="medium", file=ORDINARY), {"phi": Claim(0.9)}),
    Judged(a_text("bio:1", "disclaimer"), {"disclaimer": Claim(0.7), "coi": Claim(0.9)}),
    Judged(a_text("bio:2", file=ORDINARY), {"disclaimer": Claim(0.7)}),
)
VERDICTS = Verdicts("a test", JUDGED)


@pytest.fixture
def found() -> Figures:
    return Figures(figures.count(VERDICTS, JUDGED))


@pytest.mark.parametrize(
    ("name", "row", "precision", "recall", "f1"),
    [
        ("phi", Row(right=2, false=2, missed=1), 2 / 4, 2 / 3, 4 / 7),
        ("coi", Row(right=1, false=1, missed=0), 1 / 2, 1.0, 2 / 3),
        ("conduct", Row(right=0, false=1, missed=0), 0.0, None, 0.0),
        ("advice", Row(right=0, false=0, missed=0), None, None, None),
        ("disclaimer", Row(right=0, false=0, missed=0), None, None, None),
        ("bio-disclaimer", Row(right=1, false=1, missed=0), 1 / 2, 1.0, 2 / 3),
    ],
)
def test_each_row_is_what_was_counted_by_hand(
    found: Figures, name: str, row: Row, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert found.row(name) == row
    assert (row.precision, row.recall, row.f1) == (precision, recall, f1)


def test_details_count_as_touched_and_as_of_the_right_type(found: Figures) -> None:
    assert (found.spans(), found.spans(what="right type")) == (Share(2, 4), Share(1, 4))
    by_type = {kind: (found.spans(kind), found.spans(kind, "right type")) for kind in found.span_types()}
    assert by_type == {
        "NAME": (Share(1, 2), Share(1, 2)),
        "AGE": (Share(1, 1), Share(0, 1)),
        "DATE": (Share(0, 1), Share(0, 1)),
    }


def test_a_span_that_ends_where_a_detail_begins_does_not_touch_it() -> None:
    claim = Claim(0.9, (), (Span(4, 10, SpanType.AGE), Span(14, 20, SpanType.DATE)))
    one = Judged(a_text("a", "phi", spans=(NAME, AGE, DATE)), {"phi": claim})
    assert Figures(figures.count(VERDICTS, [one])).spans() == Share(0, 3)


def test_of_severe_posts_only_those_that_tell_of_patients_are_asked_for(found: Figures) -> None:
    assert found.high() == Share(1, 2)
    severe = Judged(a_text("c", "conduct", severity="high"))
    assert Figures(figures.count(VERDICTS, [severe])).high() == Share(0, 0)


@pytest.mark.parametrize(
    ("where", "category", "share"),
    [
        ("all", "phi", Share(1, 3)),
        ("all", "conduct", Share(1, 3)),
        ("all", "coi", Share(0, 3)),
        ("all", "any", Share(2, 3)),
        ("ordinary", "phi", Share(0, 2)),
        ("ordinary", "any", Share(1, 2)),
    ],
)
def test_false_alarms_are_counted_on_posts_without_any_label(
    found: Figures, where: str, category: str, share: Share
) -> None:
    assert found.alarms(where, category) == share


def test_of_verdicts_in_a_band_so_many_are_right(found: Figures) -> None:
    assert [found.band("phi", at) for at in range(6)] == [
        *(Share(0, 0), Share(0, 0), Share(0, 1), Share(0, 0), Share(0, 0), Share(2, 3))
    ]
    assert found.band("conduct", 0) == Share(0, 1)
    assert found.band("bio-disclaimer", 3) == Share(1, 2)


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.0, 0), (0.299, 0), (0.3, 1), (0.6, 3), (0.899, 4), (0.9, 5), (1.0, 5)]
)
def test_a_band_holds_its_lower_bound_and_the_last_both(confidence: float, band: int) -> None:
    assert figures.band_of(confidence) == band


RIGHT, MISSED, FALSE, CLEAN = (
    Counter({("phi", "right"): 1}),
    Counter({("phi", "missed"): 1}),
    Counter({("phi", "false"): 1, ("clean", "all"): 1, ("alarm", "all", "any"): 1}),
    Counter({("clean", "all"): 1}),
)


@pytest.mark.parametrize(
    ("people", "name", "interval"),
    [
        # of two draws from two both are the same one in half of the rounds, a quarter each way
        ([RIGHT, MISSED], "phi recall", Interval(0.5, 0.0, 1.0)),
        # whoever is drawn, the same share comes out
        ([RIGHT + MISSED] * 5, "phi recall", Interval(0.5, 0.5, 0.5)),
        ([RIGHT + MISSED], "phi F1", Interval(2 / 3, 2 / 3, 2 / 3)),
        # rounds that draw nobody with a label have no recall to tell of
        ([RIGHT, CLEAN], "phi recall", Interval(1.0, 1.0, 1.0)),
        ([FALSE, CLEAN], "false alarms of any kind, all clean posts", Interval(0.5, 0.0, 1.0)),
    ],
)
def test_intervals_resample_persons_not_posts(
    people: list[figures.Counts], name: str, interval: Interval
) -> None:
    one = figures.intervals(people)[name]
    expected = (interval.value, interval.low, interval.high)
    assert (one.value, one.low, one.high) == pytest.approx(expected)


def test_intervals_are_the_same_at_every_run_and_narrow_with_more_persons() -> None:
    few, many = [RIGHT, MISSED] * 5, [RIGHT, MISSED] * 80
    assert figures.intervals(few) == figures.intervals(few)
    width = [one.high - one.low for one in (figures.intervals(p)["phi recall"] for p in (few, many))]
    # 1.96 standard errors either way: .62 for ten of a half, .155 for 160
    assert 0.5 < width[0] < 0.7
    assert 0.12 < width[1] < 0.19


def test_the_table_says_what_was_counted(found: Figures) -> None:
    shown = "\n".join(tables.lines(VERDICTS, found))
    assert "== a test: 7 posts and 2 bios of 2 personas" in shown
    assert re.search(r"^phi +3 +4 +0\.500 +0\.667 +0\.571$", shown, re.M)
    assert re.search(r"^conduct +0 +1 +0\.000 +- +0\.000$", shown, re.M)
    assert "phi of high severity found: 0.500 of 2" in shown
    assert re.search(r"^marked details of phi +touched 0\.500 of 4, with the right type 0\.250$", shown, re.M)
    assert "phi 33.33, advice 0.00" in shown and "any 66.67" in shown and "any 50.00" in shown
    assert re.search(r"^phi +- +- +0\.00 of 1 +- +- +0\.67 of 3$", shown, re.M)


def test_errors_name_place_and_rules_but_no_text() -> None:
    found = tables.errors(VERDICTS, with_texts=False)
    lines = [*tables.error_lines(found)]
    assert {(one["error"], one["category"], one["id"]) for one in found} == {
        ("miss", "phi", "a2"),
        ("false alarm", "phi", "a3"),
        ("false alarm", "phi", "a4"),
        ("false alarm", "coi", "a2"),
        ("false alarm", "conduct", "b1"),
        ("false alarm", "bio-disclaimer", "bio:2"),
    }
    assert "miss high · phi · dev-91.jsonl a2 · only as information: phi/mosaic" in lines
    assert "false alarm · phi · dev-91.jsonl a3 · phi/date 0.50" in lines
    assert "A text." not in "".join(lines)


def test_cost_is_told_beside_a_floor() -> None:
    result, spent = cost.timed(lambda: sum(range(2_000_000)), ["A walk by the river."] * 200)
    assert result == 1_999_999_000_000
    assert spent.texts == 200 and spent.cpu > 0 and spent.wall > 0 and spent.floor > 0
    told = [*tables.lines(Verdicts("it", JUDGED, cost=cost.Cost(200, 2.0, 4.0, 0.5)), Figures(Counter()))][-1]
    assert told.startswith("100 posts/s of CPU, 50 posts/s by the clock")
    assert "4.0 times the CPU of a bare pass" in told


# From a file to its figures.

TOLD = (
    "Our patient {{NAME|Agnetha Tollworthy}}, {{AGE|84}}, MRN {{ID|00482913}}, came in {{DATE|last night}}."
)
TULIPS = "The garden centre had tulips \u202etoday."
BIO = "Emergency nurse at Lakeview Regional."


def an_item(id: str, text: str, *labels: str, severity: str = "none", day: int = 1) -> dict[str, Any]:
    posted = f"2026-03-{day:02}T21:14:00Z"
    marks = {"labels": [*labels], "severity": severity, "note": ""}
    return {"id": id, "kind": "post", "posted": posted, "parent": None, "text": text, **marks}


def a_persona(*items: dict[str, Any], **changed: Any) -> dict[str, Any]:
    account = {
        "platform": "x",
        "handle": "@odile_invented",
        "display_name": "Odile",
        "use": "professional",
        "bio": {"text": BIO, "labels": ["disclaimer"], "note": ""},
        "items": [*items],
    }
    return {
        "persona": "p1",
        "name": "Odile Tarrant",
        "role": "emergency nurse",
        "employer": "Lakeview Regional",
        "city": "Duluth, MN",
        "accounts": [account | changed],
    }


Corpus = Callable[..., Path]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Writes a corpus of one persona with these items."""

    def write(*items: dict[str, Any], name: str = HARD) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(a_persona(*items)) + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def three(corpus: Corpus) -> Path:
    """A patient with her number, a post labelled as conduct that shows none, and a clean one."""
    return corpus(
        an_item("1", TOLD, "phi", severity="high"),
        an_item("2", TULIPS, "conduct", severity="medium"),
        an_item("3", "Coffee with the dog before the rain."),
    )


def ran(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("layers", ["rules", "words"])
def test_a_corpus_is_scored_by_layers(layers: str, three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(capsys, three, "--layers", layers, "--json")
    (told,) = json.loads(out)
    assert code == 0
    assert (told["posts"], told["bios"]) == (3, 1)
    rows = {name: (r["right"], r["false"], r["missed"]) for name, r in told["categories"].items()}
    assert rows == {
        **dict.fromkeys(("advice", "disclaimer", "coi", "mixing"), (0, 0, 0)),
        "phi": (1, 0, 0),
        "conduct": (0, 0, 1),
        "bio-disclaimer": (1, 0, 0),
    }
    assert told["phi of high severity"] == {"part": 1, "whole": 1, "share": 1.0}
    assert told["false alarms"]["all"]["any"] == {"part": 0, "whole": 1, "share": 0.0}
    assert told["spans"]["ID"]["right type"]["share"] == 1.0
    assert sum(band["whole"] for band in told["reliability"]["phi"].values()) == 1
    assert told["cost"]["texts"] == 4 and told["cost"]["cpu"] > 0
    assert told["remarks"] == []


def test_rules_alone_say_what_rules_find_and_fold(three: Path) -> None:
    told = by_engine.judge(list(labelled.read([three])), by_engine.Layers.RULES).judged[1].claims["phi"]
    assert "phi/id-number" in told.rules
    # what they find of a date goes into the mosaic, as in an audit
    assert "phi/mosaic" in told.rules and "phi/date" not in told.rules


def test_mere_information_counts_as_silence(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    path = corpus(an_item("1", "What a shitshow of a shift", "conduct", severity="low"))
    _, out, _ = ran(capsys, path, "--layers", "rules", "--errors")
    assert re.search(r"^conduct +1 +0 +- +0\.000 +0\.000$", out, re.M)
    assert "miss low · conduct · dev-91.jsonl 1 · only as information: conduct/profanity-work" in out


def test_a_missing_reader_is_said_aloud(
    three: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "absence", lambda: "its weights are not there")
    _, out, _ = ran(capsys, three)
    assert "== rules and words, without the reader" in out
    assert "The reader takes no part: its weights are not there." in out
    _, out, _ = ran(capsys, three, "--layers", "words")
    assert "takes no part" not in out


def test_posts_that_tell_of_a_patient_only_together_count(corpus: Corpus) -> None:
    path = corpus(
        an_item("1", "Our patient with leptospirosis has learned to play chess on 5 West.", "phi", day=3),
        an_item("2", "Update: my patient with leptospirosis, a beekeeper, can have visitors.", "phi", day=5),
    )
    texts = list(labelled.read([path]))
    judged = by_engine.judge(texts, by_engine.Layers.WORDS).judged
    assert all("phi/thread-mosaic" in one.claims["phi"].rules for one in judged if one.text.kind == "post")


def test_texts_are_shown_only_when_asked_for_and_harmless(
    three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = ran(capsys, three, "--layers", "words", "--errors")
    assert "miss medium · conduct · dev-91.jsonl 2 · silence" in out
    assert "tulips" not in out
    _, out, _ = ran(capsys, three, "--layers", "words", "--errors", "--texts")
    assert "    The garden centre had tulips ·today." in out
    assert "\u202e" not in out


def test_by_persona_gives_bounds_and_each_persona(three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran(capsys, three, "--layers", "words", "--by", "persona")
    assert "95% intervals: 1 personas resampled 1,000 times" in out
    assert re.search(r"^phi recall +1\.000  \[1\.000, 1\.000\]$", out, re.M)
    # phi: one right; in all: that and the bio right, one conduct missed
    assert re.search(r"^dev-91\.jsonl p1 +1 +0 +0 +2 +0 +1$", out, re.M)


def test_corpora_that_the_weights_have_seen_are_called_in_sample(
    three: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, out, _ = ran(capsys, three, "--layers", "words")
    assert "In-sample" not in out
    seen = tmp_path / "corpora"
    seen.mkdir()
    (seen / "another-name.jsonl").write_bytes(three.read_bytes())
    monkeypatch.setattr(labelled, "CORPORA", seen)
    _, out, _ = ran(capsys, three, "--layers", "words")
    assert "In-sample" in out and "1 of the 1 files" in out


# Verdicts out of fold.


def a_verdict(id: str, *said: str, file: str = HARD, **more: Any) -> dict[str, Any]:
    return {"file": file, "id": id, "said": [c in said for c in CATEGORIES], **more}


def verdicts_file(tmp_path: Path, *entries: dict[str, Any], name: str = "fold.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    return path


def test_verdicts_out_of_fold_get_the_same_table(
    three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = verdicts_file(
        tmp_path,
        a_verdict("1", probability=[0.1] * 6),
        a_verdict("2", "conduct", "phi", probability=[0.7, 0, 0, 0, 0, 0.8]),
    )
    code, out, _ = ran(capsys, "--out-of-fold", said, "--corpus", three, "--json")
    (told,) = json.loads(out)
    assert code == 0
    rows = {name: (r["right"], r["false"], r["missed"]) for name, r in told["categories"].items()}
    assert rows["phi"] == (0, 1, 1) and rows["conduct"] == (1, 0, 0)
    assert "bio-disclaimer" not in rows
    assert told["phi of high severity"]["share"] == 0.0
    assert told["spans"] is None and told["cost"] is None
    assert told["reliability"]["conduct"] == {"0.75-0.90": {"part": 1, "whole": 1, "share": 1.0}}
    assert "in-sample" in told["remarks"][0] and "no measure" in told["remarks"][0]
    assert told["remarks"][1].startswith("1 of 3 posts have no verdict")


def test_the_engine_runs_beside_verdicts_out_of_fold_only_when_asked(
    three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = verdicts_file(tmp_path, a_verdict("1", "phi"))
    _, out, _ = ran(capsys, "--out-of-fold", said, "--corpus", three)
    assert out.count("==") == 1 and "how sure they are is not stated" in out
    _, out, _ = ran(capsys, "--out-of-fold", said, "--corpus", three, "--layers", "rules")
    assert "== out of fold: fold.jsonl" in out and "== the rules alone" in out


SECRET = "Zebedee Quillfeather"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{broken", "line 1: this is no verdict."),
        (json.dumps([SECRET]), "line 1: this is no verdict."),
        (json.dumps({"file": HARD, "id": SECRET}), "line 1: this is no verdict."),
        (json.dumps(a_verdict("1") | {"said": [True] * 5}), "line 1: this is no verdict."),
        (json.dumps(a_verdict("1") | {"said": ["yes"] * 6}), "line 1: this is no verdict."),
        (json.dumps(a_verdict("1", probability=[2.0] * 6)), "line 1: this is no verdict."),
        ("\n".join([json.dumps(a_verdict("1"))] * 2), "line 2: this post has had a verdict before."),
        (json.dumps(a_verdict(SECRET)), "speak of no post in these corpora."),
        ("", "speak of no post in these corpora."),
    ],
)
def test_unreadable_verdicts_give_one_clear_line(
    line: str, told: str, three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fold.jsonl"
    path.write_text(line, "utf-8")
    code, out, err = ran(capsys, "--out-of-fold", path, "--corpus", three)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err and SECRET not in err


# What can't be read.


def changed(**fields: Any) -> str:
    return json.dumps(a_persona(an_item("1", SECRET, "phi", severity="high") | fields))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no persona"),
        ("{broken " + SECRET, "at its first persona: a line is not JSON"),
        ("[" * 100_000, "a line is not JSON"),
        (json.dumps([SECRET]), "a value is of the wrong kind"),
        (json.dumps({"persona": SECRET}), "“accounts” is missing"),
        (b"\xff\xfe" + SECRET.encode(), "it is not UTF-8"),
        (changed(posted=SECRET), "a value is of the wrong kind"),
        (changed(text=None), "a value is of the wrong kind"),
        (changed(labels=["PHI"]), "after bio:x:odile_invented: a label that is no category"),
        (changed(severity=SECRET), "a severity that is none of"),
        (changed(text="Saw {{WHO|" + SECRET + "}} today."), "a mark of an unknown type"),
        (changed(id=7), "an id, text or parent that is no text"),
        (json.dumps(a_persona(use=SECRET)), "a use that is none of"),
    ],
)
def test_an_unreadable_corpus_gives_one_clear_line(
    content: str | bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / HARD
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = ran(capsys, path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("dev-91.jsonl ") and told in err
    assert SECRET not in err and str(tmp_path) not in err


def test_a_missing_or_doubled_corpus_gives_one_clear_line(
    three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = ran(capsys, tmp_path / "none.jsonl")
    assert (code, err) == (
        2,
        "none.jsonl can't be read: No such file or directory. Name a file that is there.\n",
    )
    code, _, err = ran(capsys, three, three)
    assert (code, err.count("\n")) == (2, 1) and "Two corpora are named dev-91.jsonl." in err


@pytest.mark.parametrize(
    "arguments", [(), ("--texts", "a.jsonl"), ("--layers", "none", "a.jsonl"), ("--layers", "one", "a.jsonl")]
)
def test_arguments_that_ask_for_nothing_are_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*arguments])
    assert "error:" in capsys.readouterr().err


# Presidio.


def test_where_presidio_is_missing_one_line_says_how_to_install_it(
    three: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    code, out, err = ran(capsys, three, "--presidio")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Presidio is not installed." in err and "pip install presidio-analyzer" in err


@pytest.mark.parametrize(
    ("entities", "wide", "narrow"),
    [
        ([], None, None),
        ([("DATE_TIME", 0, 5, 0.85)], [Span(0, 5, SpanType.DATE)], None),
        ([("URL", 0, 5, 0.6), ("NRP", 6, 9, 0.85)], "both", None),
        ([("DATE_TIME", 0, 5, 0.85), ("PERSON", 9, 14, 0.7)], "both", [Span(9, 14, SpanType.NAME)]),
        ([("US_SSN", 2, 13, 0.5)], [Span(2, 13, SpanType.ID)], [Span(2, 13, SpanType.ID)]),
        ([("PHONE_NUMBER", 2, 9, 0.4)], [Span(2, 9, SpanType.CONTACT)], [Span(2, 9, SpanType.CONTACT)]),
    ],
)
def test_presidio_is_read_in_two_ways(
    entities: list[tuple[str, int, int, float]], wide: list[Span] | str | None, narrow: list[Span] | None
) -> None:
    names = ("entity_type", "start", "end", "score")
    results = [SimpleNamespace(**dict(zip(names, entity, strict=True))) for entity in entities]
    spans = [
        [*claims["phi"].spans] if claims else None
        for claims in (by_presidio.claims(results, is_wide) for is_wide in (True, False))
    ]
    assert spans[1] == narrow
    assert len(spans[0] or ()) == 2 if wide == "both" else spans[0] == wide


def test_presidio_itself_where_it_is_installed(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("presidio_analyzer")
    path = corpus(
        an_item("1", "Write to {{CONTACT|agnetha@example.org}} about her scan.", "phi", severity="high"),
        an_item("2", "Rain again."),
    )
    _, out, _ = ran(capsys, path, "--layers", "none", "--presidio", "--json")
    for told in json.loads(out):
        assert [*told["categories"]] == ["phi"]
        assert told["categories"]["phi"]["right"] == 1 and told["categories"]["phi"]["false"] == 0
