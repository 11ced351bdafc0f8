"""The deletion plan from the command line: nothing goes without an answer, copies, and the exact count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Here
from tests.cli.test_flows import ACCOUNT, TELLING, item, write


@pytest.fixture
def decided(here: Here, tmp_path: Path) -> Here:
    """A vault with two posts that are to be deleted."""
    here(
        "import",
        write(tmp_path / "in.jsonl", ACCOUNT, item("1", TELLING), item("2", TELLING), item("3", "Rain.")),
    )
    here("audit")
    assert here("decide", "--category", "phi", "--outcome", "delete").code == 0
    return here


def plan(here: Here) -> dict[str, object]:
    done = here("delete", "--plan", "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert isinstance(found, dict)
    return found


def states(here: Here) -> set[str]:
    entries = plan(here)["entries"]
    assert isinstance(entries, list)
    return {entry["state"] for entry in entries}


def test_a_plan_holds_what_was_decided_and_stays_the_same(decided: Here) -> None:
    first, second = plan(decided), plan(decided)
    assert first["plan"] == second["plan"]
    entries = first["entries"]
    assert isinstance(entries, list)
    assert {entry["item_id"] for entry in entries} == {"1", "2"}
    assert first["confirmed_at"] is None
    shown = decided("delete")
    assert str(first["plan"]) in shown.out
    assert "Nothing is deleted yet" in shown.err
    assert "2 by your own hand" in shown.err
    assert "Thorngate" not in shown.out


def test_without_decisions_there_is_no_plan(here: Here, tmp_path: Path) -> None:
    here("import", write(tmp_path / "in.jsonl", ACCOUNT, item("1", "Rain.")))
    done = here("delete")
    assert done.code == 0
    assert "nothing to plan" in done.err


def test_nothing_is_confirmed_without_an_answer_or_with_a_wrong_count(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    for arguments in (
        ("--confirm", name),
        ("--confirm", name, "--hold", "none"),
        ("--confirm", name, "--hold", "none", "--yes-delete", "1"),
        ("--confirm", name, "--hold", "pending", "--yes-delete", "2"),
        ("--confirm", "ffffff", "--hold", "none", "--yes-delete", "2"),
    ):
        done = decided("delete", *arguments)
        assert done.code == 2, arguments
        assert len([line for line in done.err.splitlines() if line]) >= 2
    assert plan(decided)["confirmed_at"] is None


def test_confirming_keeps_copies_and_prints_the_checklist(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    done = decided("delete", "--confirm", name, "--hold", "none", "--yes-delete", "2")
    assert done.code == 0
    assert done.out.strip()
    assert decided("delete", "--checklist", name).out.strip() == done.out.strip()


def test_a_pending_matter_is_lifted_only_by_saying_that_it_is_closed(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    assert decided("delete", "--confirm", name, "--hold", "pending").code == 2
    refused = decided("delete", "--confirm", name, "--hold", "none", "--yes-delete", "2")
    assert refused.code == 2 and "--hold closed" in refused.err
    for held in (decided("delete"), decided("delete", "--checklist", name)):
        assert "on hold" in (held.out + held.err).casefold()
        assert "https://" not in held.out
    assert plan(decided)["hold"] == "pending"
    assert decided("delete", "--confirm", name, "--hold", "closed", "--yes-delete", "2").code == 0


def test_a_plan_drawn_up_under_a_hold_can_not_be_answered_away(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    decided("delete", "--confirm", name, "--hold", "pending")
    told = decided("findings", "--status", "all", "--format", "jsonl").out.splitlines()
    first = [one["finding"] for one in map(json.loads, told) if one["item_id"] == "1"]
    assert decided("decide", *first, "--outcome", "keep", "--reason", "as it is").code == 0
    newer = plan(decided)
    assert newer["plan"] != name and newer["hold"] == "pending"
    done = decided("delete", "--confirm", str(newer["plan"]), "--hold", "none", "--yes-delete", "1")
    assert done.code == 2
    assert plan(decided)["confirmed_at"] is None


def test_the_checklist_has_no_links_before_the_plan_is_confirmed(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    before = decided("delete", "--checklist", name)
    assert "Not confirmed" in before.out and "https://" not in before.out
    decided("delete", "--confirm", name, "--hold", "none", "--yes-delete", "2")
    assert "https://" in decided("delete", "--checklist", name).out


def test_what_is_to_be_kept_after_all_is_not_confirmed_from_the_older_plan(decided: Here) -> None:
    name = str(plan(decided)["plan"])
    told = decided("findings", "--status", "all", "--format", "jsonl").out.splitlines()
    first = [one["finding"] for one in map(json.loads, told) if one["item_id"] == "1"]
    assert decided("decide", *first, "--outcome", "keep", "--reason", "as it is").code == 0
    done = decided("delete", "--confirm", name, "--hold", "none", "--yes-delete", "2")
    assert done.code == 2 and "no longer decided to be deleted" in done.err


def test_only_one_thing_is_done_at_a_time(decided: Here) -> None:
    assert decided("delete", "--plan", "--confirm", "abc").code == 2
    assert decided("delete", "--drop", "abc").code == 2
