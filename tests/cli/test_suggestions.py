"""What the command line says of why a finding stands and what could stand in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Here

TELLING = "My patient Wilhelmina Thorngate, MRN 84721990, was seen here last night."
HOSTILE = TELLING + " \x1b[2J\u202e[bold]x"
ACCOUNT = {
    "type": "account",
    "platform": "x",
    "handle": "@ada",
    "display_name": "Ada",
    "use": "professional",
    "bio": "ER nurse at Lakeview Regional Hospital.",
}


@pytest.fixture
def audited(here: Here, tmp_path: Path) -> Here:
    item = {"type": "item", "id": "1", "kind": "post", "created_at": "2026-10-01T09:00:00Z", "text": HOSTILE}
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (ACCOUNT, item)), "utf-8")
    here("import", str(path))
    here("audit")
    return here


def test_check_prints_a_suggestion_with_both_scores(here: Here) -> None:
    done = here("check", "-", "--platform", "x", stdin=TELLING + "\n")
    assert done.code == 1
    assert "A suggestion, with details made general:" in done.out
    suggested = done.out.partition("made general:")[2]
    assert "Thorngate" not in suggested and "84721990" not in suggested
    assert "before, nothing found after." in suggested
    assert "remain." in suggested
    assert "(mark.id)" in done.out, "what weighed is told with its signal"


def test_check_gives_programs_the_suggestion_beside_each_finding(here: Here) -> None:
    found = json.loads(here("check", TELLING, "--platform", "x", "--format", "json").out)
    assert found
    for one in found:
        assert {"signal", "weight", "note"} == set(one["terms"][0])
        if one["category"] == "phi":
            suggestion = one["suggestion"]
            assert suggestion["kind"] == "rewrite"
            assert suggestion["after"]["severity"] is None
            assert suggestion["before"]["severity"] in ("critical", "high")
            assert suggestion["length"] + suggestion["remaining"] == 280
            assert {"type", "was", "now"} == set(suggestion["changes"][0])


def test_check_of_a_reply_gives_the_redirect(here: Here) -> None:
    done = here(
        "check", "Stop the statin today.", "--reply-to", "My legs hurt on atorvastatin, what should I do?"
    )
    assert "I can't advise individuals here." in done.out


def test_a_finding_that_is_named_is_shown_in_full(audited: Here) -> None:
    listed = [json.loads(line) for line in audited("findings", "--format", "jsonl").out.splitlines()]
    phi = next(one for one in listed if one["category"] == "phi")
    done = audited("findings", phi["finding"][:10])
    assert done.code == 0
    for words in ("[[84721990]]", "Why: ", "Rests on:", "What would help: ", "A suggestion"):
        assert words in done.out
    for character in "\x1b\u202e":
        assert character not in done.out
    bio = next(one for one in listed if one["kind"] == "bio")
    shown = audited("findings", bio["finding"][:10]).out
    assert "A suggestion for the bio:" in shown and "remain." in shown
    assert "Nothing was weighed beside them." in shown


def test_a_finding_that_is_named_tells_programs_more(audited: Here) -> None:
    listed = [json.loads(line) for line in audited("findings", "--format", "jsonl").out.splitlines()]
    assert not any({"terms", "suggestion"} & set(one) for one in listed), "the list keeps its form"
    name = listed[0]["finding"][:10]
    for form in ("json", "jsonl"):
        out = audited("findings", name, "--format", form).out
        record = json.loads(out)[0] if form == "json" else json.loads(out)
        assert record["finding"] == listed[0]["finding"]
        assert {"terms", "suggestion"} <= set(record)
    assert audited("findings", name, "--format", "csv").out.count("\n") == 2


def test_an_unknown_finding_is_refused(audited: Here) -> None:
    assert audited("findings", "ffffffffff").code == 2


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("phi/mosaic", ("Would flag", "Would not flag", "Rests on", "What to do", "frame.", "(sum.kinds)")),
        ("advice/individual", ("Would flag", "(asks_health)")),
        ("coi/pharma-mention", ("Would not flag", "Nothing was weighed beside them.")),
    ],
)
def test_a_rule_is_shown_with_what_weighs_in_it(rule: str, words: tuple[str, ...], here: Here) -> None:
    done = here("rules", "show", rule)
    assert done.code == 0
    for word in words:
        assert word in done.out
