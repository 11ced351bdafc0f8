"""What posts say only together, through vault and audit: it comes, it goes, and decisions on it stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import audit, cli, report, triage
from auditor.intake import take_in
from auditor.model import FindingFilter, FindingStatus, Outcome, StoredFinding
from auditor.store import Vault, open_vault
from auditor.tui.widgets import detail_pane
from connectors.model import Use

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHESS = "Our patient with leptospirosis has learned to play chess on 5 West."
KEEPER = "Update: my patient with leptospirosis, a beekeeper, can have visitors."
PLAIN = "Coffee, rain, and a good book."
RULE = "phi/thread-mosaic"


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    with open_vault(home) as opened:
        yield opened


def bring_in(
    vault: Vault,
    tmp_path: Path,
    texts: dict[str, tuple[str, str]],
    *,
    handle: str = "@ida_invented",
    platform: str = "x",
    bio: str = "Nurse. Views mine.",
) -> None:
    """Import posts (id → day of March and text) of one account."""
    lines: list[dict[str, object]] = [
        {"type": "account", "platform": platform, "handle": handle, "use": "professional", "bio": bio}
    ]
    lines += [
        {"type": "item", "id": id, "kind": "post", "created_at": f"2026-03-{day}T21:14:00Z", "text": text}
        for id, (day, text) in texts.items()
    ]
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    take_in(vault, [path], now=NOW)


def joint(vault: Vault, status: FindingStatus | None = FindingStatus.OPEN) -> list[StoredFinding]:
    every = vault.findings.each(FindingFilter(status=status))
    return sorted(
        (one for one in every if one.finding.rule == RULE), key=lambda one: one.finding.item_id or ""
    )


def on(vault: Vault) -> list[str | None]:
    return [one.finding.item_id for one in joint(vault)]


def audited(vault: Vault) -> list[str | None]:
    audit.run(vault, now=NOW)
    return on(vault)


BOTH = {"1": ("03", CHESS), "2": ("05", KEEPER), "3": ("04", PLAIN)}


def test_posts_that_say_it_only_together_get_a_finding_each(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, BOTH)
    assert audited(vault) == ["1", "2"]
    for one in joint(vault):
        text = vault.items.get(one.item_row or 0).item.text
        assert all(0 <= span.start < span.end <= len(text) for span in one.finding.spans)


def test_a_later_import_completes_what_an_old_post_began(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": BOTH["1"]})
    assert audited(vault) == []
    bring_in(vault, tmp_path, {"2": BOTH["2"]})
    assert audited(vault) == ["1", "2"]


def test_another_account_completes_it(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": BOTH["1"]})
    assert audited(vault) == []
    bring_in(vault, tmp_path, {"2": BOTH["2"]}, handle="@ida@example.social", platform="mastodon")
    assert audited(vault) == ["1", "2"]
    (account,) = (one.id for one in vault.accounts.list() if one.account.platform == "mastodon")
    vault.accounts.remove(account)
    assert audited(vault) == []


def test_an_audit_of_one_account_sees_what_others_left(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, {"1": BOTH["1"]})
    audit.run(vault, now=NOW)
    bring_in(vault, tmp_path, {"2": BOTH["2"]}, handle="@ida@example.social", platform="mastodon")
    (account,) = (one.id for one in vault.accounts.list() if one.account.platform == "mastodon")
    audit.run(vault, accounts=[account], now=NOW)
    assert on(vault) == ["1", "2"]


@pytest.mark.parametrize("end", ["deleted", "edited"])
def test_it_resolves_when_a_link_is_gone_and_comes_back_with_it(
    vault: Vault, tmp_path: Path, end: str
) -> None:
    bring_in(vault, tmp_path, BOTH)
    assert audited(vault) == ["1", "2"]
    with vault._connections.write() as db:
        if end == "deleted":
            db.execute("UPDATE items SET deleted_at = ? WHERE remote_id = '2'", [NOW.isoformat()])
            db.execute("DELETE FROM readings WHERE item_id IN (SELECT id FROM items WHERE remote_id = '2')")
    if end == "edited":
        bring_in(vault, tmp_path, BOTH | {"2": ("05", PLAIN)})
    assert audited(vault) == []
    assert {one.status for one in joint(vault, None)} == {FindingStatus.RESOLVED}
    with vault._connections.write() as db:
        if end == "deleted":
            db.execute("UPDATE items SET deleted_at = NULL")
            db.execute("DELETE FROM readings")
    if end == "edited":
        bring_in(vault, tmp_path, BOTH)
    assert audited(vault) == ["1", "2"]
    assert len(joint(vault, None)) == 2


def test_a_decision_survives_re_audits_and_further_posts(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, BOTH)
    audit.run(vault, now=NOW)
    one = joint(vault)[0]
    triage.decide(vault, [one.finding.fingerprint], Outcome.FALSE_POSITIVE, "two men", NOW)
    assert audited(vault) == ["2"]
    bring_in(
        vault,
        tmp_path,
        BOTH | {"4": ("06", "Update: my patient with leptospirosis is 71 and wins at chess.")},
    )
    assert "1" not in audited(vault)
    for account in vault.accounts.list():
        vault.accounts.set_use(account.id, Use.MIXED)  # another context: every item is read again
    assert "1" not in audited(vault)
    (decided,) = (o for o in joint(vault, FindingStatus.DECIDED) if o.finding.item_id == "1")
    assert decided.decision is not None
    assert decided.decision.reason == "two men"


def test_reading_an_item_again_leaves_its_joint_finding_as_it_is(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, BOTH)
    audit.run(vault, now=NOW)
    with vault._connections.write() as db:
        db.execute("DELETE FROM readings")
    audit.run(vault, now=NOW)
    with vault._connections.read() as db:
        lapses = db.execute(
            "SELECT count(*) FROM lapses l JOIN findings f ON f.id = l.finding_id WHERE f.rule = ?", [RULE]
        ).fetchone()[0]
    assert on(vault) == ["1", "2"]
    assert lapses == 0


def test_an_audit_with_nothing_new_does_not_look_at_threads_twice(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(vault, tmp_path, BOTH)
    audit.run(vault, now=NOW)
    before = joint(vault)

    def unasked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("auditor.threads.gatherings", unasked)
    audit.run(vault, now=NOW)
    assert joint(vault) == before


def test_a_finding_of_its_own_on_a_post_takes_the_joint_one_away(vault: Vault, tmp_path: Path) -> None:
    bring_in(vault, tmp_path, BOTH)
    assert audited(vault) == ["1", "2"]
    said = KEEPER + " Call his son on 555-0142, MRN 84721990."
    bring_in(vault, tmp_path, BOTH | {"2": ("05", said)})
    assert audited(vault) == ["1"]


def test_processes_leave_the_same(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(vault, tmp_path, BOTH | {str(n): ("20", PLAIN) for n in range(10, 30)})
    monkeypatch.setattr(audit, "FEW", 5)
    monkeypatch.setattr(audit, "BATCH", 4)
    audit.run(vault, jobs=2, now=NOW)
    assert on(vault) == ["1", "2"]


def test_it_is_shown_everywhere(vault: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring_in(vault, tmp_path, BOTH)
    audit.run(vault, now=NOW)
    one = joint(vault)[0]
    notes = [term.note for term in one.finding.terms]
    assert any("2026-03-05" in note and "@ida_invented 2" in note for note in notes)
    shown = "".join(str(part) for part in detail_pane._terms(one.finding))
    assert "@ida_invented 2" in shown
    own, head = (
        report.render(report.build(vault, audience=audience, now=NOW), "html")
        for audience in (report.Audience.SELF, report.Audience.DEPARTMENT_HEAD)
    )
    assert "2 posts over 3 days" in own
    assert not any(said in head for said in ("2 posts over", "beekeeper", "@ida_invented 2"))
    vault.close()
    capsys.readouterr()
    assert cli.run(["findings", "--format", "jsonl", "--category", "phi"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["item_id"] for row in rows if row["rule"] == RULE} == {"1", "2"}
    assert all("2 posts over 3 days" in row["reason"] for row in rows if row["rule"] == RULE)
    assert cli.run(["findings", one.finding.fingerprint]) == 0
    assert "@ida_invented 2" in capsys.readouterr().out
