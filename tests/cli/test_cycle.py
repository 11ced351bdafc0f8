"""The self-audit from the command line: started, signed off, compared, in the calendar."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.invocation import Invocation
from tests.cli.command import Here
from tests.cli.test_flows import ACCOUNT, TELLING, item, write


@pytest.fixture
def audited(here: Here, tmp_path: Path) -> Here:
    here("import", write(tmp_path / "in.jsonl", ACCOUNT, item("1", TELLING)))
    assert here("audit").code == 1
    return here


def test_a_cycle_is_started_and_signed_off_when_nothing_is_undecided(audited: Here) -> None:
    assert "No self-audit is open" in audited("cycle").err
    assert audited("cycle", "start").code == 0
    refused = audited("cycle", "close", "--signed-by", "Ada Invented")
    assert refused.code == 2
    assert "undecided" in refused.err
    for category in ("phi", "advice", "disclaimer", "coi", "mixing", "conduct"):
        audited("decide", "--category", category, "--outcome", "false-positive")
    done = audited("cycle", "close", "--signed-by", "Ada \x1b[31mInvented")
    assert done.code == 0
    assert "closed" in done.out
    assert "\x1b" not in done.out + audited("cycle").out
    assert audited("cycle", "close", "--signed-by", "Ada Invented").code == 2


def test_undecided_findings_can_be_accepted(audited: Here) -> None:
    audited("cycle", "start")
    done = audited("cycle", "close", "--signed-by", "Ada Invented", "--accept-open")
    assert done.code == 0
    assert "undecided" in done.err


def test_two_cycles_are_compared(audited: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audited("cycle", "compare").code == 2
    audited("cycle", "start")
    audited("cycle", "close", "--signed-by", "Ada Invented", "--accept-open")
    now = Invocation().now()
    monkeypatch.setattr(Invocation, "now", lambda self: now.replace(year=now.year + 1))
    audited("cycle", "start")
    audited("decide", "--category", "phi", "--outcome", "delete")
    found = json.loads(audited("cycle", "compare", "--format", "json").out)
    assert found["before"] < found["after"]
    moved = {
        one["disposition"]: (one["before"], one["after"])
        for one in found["changes"]
        if one["category"] == "phi"
    }
    assert moved["open"][0] > 0 == moved["open"][1]
    assert moved["delete"][0] == 0 < moved["delete"][1]
    assert "disposition" in audited("cycle", "compare").out
    assert audited("cycle", "compare", "2026-Q4").code == 2


def test_the_calendar_needs_no_vault_and_names_nobody(here: Here, tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    done = here("cycle", "calendar", "--ics", str(path))
    assert done.code == 0
    assert len(done.out.splitlines()) == 5
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert not here.home.exists()
