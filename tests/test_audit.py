"""One audit over a real vault with the real engine: what is read, what is skipped, what stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import audit, engine, triage, workers
from auditor.engine.reader import Answer
from auditor.errors import InputError
from auditor.intake import take_in
from auditor.model import FindingFilter, FindingStatus, Outcome, StoredFinding
from auditor.store import Vault, open_vault
from connectors.model import Owner, Use

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TELLING = "My patient Wilhelmina Thorngate, 94, call her son on 555-0142, MRN 84721990, seen here last night."
PLAIN = "Coffee, rain, and a good book."


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with open_vault(tmp_path / "home", passphrase=lambda: "only for tests", use_keyring=False) as opened:
        yield opened


def bring_in(vault: Vault, tmp_path: Path, texts: dict[str, str], handle: str = "@ada_invented") -> None:
    """Import posts (id → text) of one account; a second call with other texts edits them."""
    lines: list[dict[str, object]] = [
        {"type": "account", "platform": "x", "handle": handle, "use": "professional", "bio": "Nurse."}
    ]
    lines += [
        {"type": "item", "id": id, "kind": "post", "created_at": "2026-03-03T21:14:00Z", "text": text}
        for id, text in texts.items()
    ]
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    take_in(vault, [path], now=NOW)


def found(vault: Vault) -> list[StoredFinding]:
    return list(vault.findings.each(FindingFilter(status=None)))


def open_items(vault: Vault) -> set[str | None]:
    return {one.finding.item_id for one in vault.findings.each(FindingFilter()) if one.finding.kind != "bio"}


def test_what_the_engine_finds_is_in_the_vault(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": PLAIN})
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_skipped, summary.items_unread, summary.accounts) == (2, 0, 0, 1)
    assert open_items(vault) == {"1"}
    assert summary.open_count == len(list(vault.findings.each(FindingFilter()))) > 0
    assert summary.ruleset == engine.ruleset()


def test_nothing_is_read_twice(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": PLAIN})
    audit.run(vault, now=NOW)
    before = found(vault)
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_skipped) == (0, 2)
    assert found(vault) == before


def test_new_and_edited_posts_are_read_and_the_rest_is_skipped(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": PLAIN})
    audit.run(vault, now=NOW)
    bring_in(vault, tmp_path, {"1": PLAIN, "2": PLAIN, "3": TELLING})
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_skipped) == (2, 1)
    assert open_items(vault) == {"3"}


@pytest.mark.parametrize("change", ["owner", "use", "rules"])
def test_everything_is_read_again_when_what_it_rests_on_changes(
    change: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": PLAIN})
    audit.run(vault, now=NOW)
    match change:
        case "owner":
            vault.owner.set(replace(vault.owner.get(), employers=("Stanmere General",)))
        case "use":
            vault.accounts.set_use(vault.accounts.list()[0].id, Use.PERSONAL)
        case "rules":
            monkeypatch.setattr("auditor.engine.catalogue.ruleset", lambda: "other rules")
    assert audit.run(vault, now=NOW).items_read == 2


def test_decisions_stay_with_their_findings_over_audits(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(vault, tmp_path, {"1": TELLING})
    audit.run(vault, now=NOW)
    chosen = triage.select(vault)
    triage.decide(vault, chosen, Outcome.KEEP, "written with consent", NOW)
    monkeypatch.setattr("auditor.engine.catalogue.ruleset", lambda: "other rules")
    summary = audit.run(vault, now=NOW)
    assert summary.items_read == 1
    assert summary.open_count == 0
    assert {one.decision.reason for one in found(vault) if one.decision} == {"written with consent"}


def test_only_the_chosen_accounts_are_read(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING})
    bring_in(vault, tmp_path, {"2": TELLING}, handle="@other_invented")
    chosen = vault.accounts.find("@other_invented").id
    summary = audit.run(vault, accounts=[chosen], now=NOW)
    assert (summary.accounts, summary.items_read) == (1, 1)
    assert open_items(vault) == {"2"}


def test_a_stopped_audit_goes_on_where_it_stopped(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 2)
    bring_in(vault, tmp_path, {str(number): PLAIN for number in range(10)})

    def stop(done: int, total: int | None) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit.run(vault, progress=stop, now=NOW)
    assert vault.audits.last() is None
    told: list[tuple[int, int | None]] = []
    summary = audit.run(vault, progress=lambda done, total: told.append((done, total)), now=NOW)
    assert (summary.items_read, summary.items_skipped) == (6, 4)
    assert told[-1] == (6, 6)


def vanish(vault: Vault, id: str) -> None:
    """A complete source of the account that no longer holds the item."""
    account = vault.accounts.find("@ada_invented").id
    run = vault.imports.begin("complete", "test", "digest")
    left = [one.item for one in vault.items.by_account(account) if one.item.id != id]
    vault.items.upsert(account, left, run)
    assert vault.items.mark_vanished(account, run) == 1


def test_what_has_vanished_leaves_nothing_open_until_it_comes_back(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": TELLING})
    audit.run(vault, now=NOW)
    vanish(vault, "1")
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_gone, summary.items_skipped) == (0, 1, 1)
    assert open_items(vault) == {"2"}
    assert {one.status for one in found(vault) if one.finding.item_id == "1"} == {FindingStatus.RESOLVED}
    bring_in(vault, tmp_path, {"1": TELLING})
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_gone) == (1, 0)
    assert open_items(vault) == {"1", "2"}


def test_what_the_platform_says_was_deleted_is_not_read(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": TELLING})
    audit.run(vault, now=NOW)
    (account,) = vault.accounts.list()
    (one, _) = (stored.item for stored in vault.items.by_account(account.id))
    told = [replace(one, deleted_at=NOW), replace(one, id="3", deleted_at=NOW)]
    vault.items.upsert(account.id, told, vault.imports.begin("newer", "test", "digest"))
    summary = audit.run(vault, now=NOW)
    assert (summary.items_read, summary.items_gone) == (0, 2)
    assert open_items(vault) == {"2"}
    assert audit.run(vault, now=NOW).items_gone == 0, "what is settled is not looked at again"


def test_an_item_that_can_not_be_read_is_counted_and_tried_again(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(vault, tmp_path, {"1": TELLING, "2": PLAIN})
    healthy = engine.Engine.read_items

    def fragile(
        self: engine.Engine,
        subjects: Sequence[engine.Subject],
        account: engine.AccountContext,
        known: Mapping[bytes, Answer],
    ) -> list[object]:
        if any(subject.item_id == "2" for subject in subjects):
            raise RecursionError("words of a post")
        return list(healthy(self, subjects, account, known))

    with monkeypatch.context() as patch:
        patch.setattr(engine.Engine, "read_items", fragile)
        summary = audit.run(vault, jobs=1, now=NOW)
    assert (summary.items_read, dict(summary.unread)) == (1, {"RecursionError": 1})
    assert open_items(vault) == {"1"}
    assert audit.run(vault, now=NOW).items_read == 1


def test_processes_find_the_same_as_one(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(vault, tmp_path, {str(n): TELLING.replace("94", str(60 + n)) for n in range(30)})
    alone = audit.run(vault, jobs=1, now=NOW)
    expected = [(one.finding.fingerprint, one.finding.spans) for one in found(vault)]
    monkeypatch.setattr(audit, "FEW", 10)
    monkeypatch.setattr(audit, "FEW_WITH_READER", 10)
    monkeypatch.setattr(audit, "BATCH", 4)
    monkeypatch.setattr("auditor.engine.catalogue.ruleset", lambda: "other rules")
    together = audit.run(vault, jobs=2, now=NOW)
    assert together.items_read == alone.items_read == 30
    assert [(one.finding.fingerprint, one.finding.spans) for one in found(vault)] == expected


def test_a_small_audit_starts_no_process(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("processes were started for two posts")

    monkeypatch.setattr(workers, "read_in_processes", refuse)
    bring_in(vault, tmp_path, {"1": PLAIN, "2": PLAIN})
    assert audit.run(vault, jobs=8, now=NOW).items_read == 2


def test_no_jobs_at_all_is_refused(vault: Vault) -> None:
    with pytest.raises(InputError):
        audit.run(vault, jobs=0, now=NOW)


def test_an_empty_vault_is_audited_without_complaint(vault: Vault) -> None:
    vault.owner.set(Owner(name="Ada Invented"))
    summary = audit.run(vault, now=NOW)
    assert (summary.accounts, summary.items_read, summary.open_count) == (0, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\x1b[2J\x1b]0;title\x07",
        "[bold red]x[/]",
        "\u202e\u2066abc",
        "a" * 100_000,
        "👩🏽‍⚕️" * 500,
    ],
    ids=["empty", "nul", "escapes", "markup", "bidi", "long", "emoji"],
)
def test_no_text_can_stop_an_audit(text: str, vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": text, "2": TELLING})
    summary = audit.run(vault, now=NOW)
    assert summary.items_unread == 0
    assert "2" in open_items(vault)
    for one in found(vault):
        row = one.item_row
        size = len(vault.items.get(row).item.text) if row else len("Nurse.")
        assert all(0 <= span.start < span.end <= size for span in one.finding.spans)
