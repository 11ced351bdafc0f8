"""What a report gathers from a vault, and that it discloses nothing of it to a department head."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import cycles, deletion, demo, triage
from auditor.audit import context_of
from auditor.audit import run as run_audit
from auditor.disposition import Disposition
from auditor.engine import AccountContext, Engine, Subject
from auditor.engine.catalogue import all_rules
from auditor.errors import InputError
from auditor.model import (
    Category,
    EntryState,
    Finding,
    FindingFilter,
    Hold,
    Outcome,
    Severity,
    Span,
    SpanType,
    StoredAccount,
    Tier,
)
from auditor.report import Audience, Format, Include, build, render, wording
from auditor.store import Vault, open_vault
from connectors.model import Account, Item, ItemKind, Media, Owner, Profile, Use
from tests.report.samples import HOSTILE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LAST_QUARTER = datetime(2026, 9, 20, 12, tzinfo=UTC)


class Clock:
    """The vault's own clock, set by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(home: Path, clock: Clock) -> Iterator[Vault]:
    with open_vault(home, clock=clock) as vault:
        vault.owner.set(Owner("Wren Ashdown", "nurse", ("Harbour Street Hospital",)))
        yield vault


def post(number: int, text: str = "Mrs Quillfeather, 94, fell off the ferry", **fields: object) -> Item:
    told: dict[str, object] = {
        "created_at": datetime(2026, 10, 3, 21, 14, tzinfo=UTC),
        "url": f"https://example.invalid/{number}",
        "parent_text": "how was your night on the harbour?",
        "media": (Media("media/bay-seven.jpg", None, "a chart on the wall"),),
    }
    return Item(str(number), ItemKind.POST, text, **(told | fields))  # type: ignore[arg-type]


def finding(item_id: str | None, rule: str = "phi/name", **fields: object) -> Finding:
    told: dict[str, object] = {
        "fingerprint": hashlib.sha256(f"{item_id}{rule}".encode()).hexdigest(),
        "platform": "x",
        "handle": "@wren_ashdown",
        "item_id": item_id,
        "kind": "post" if item_id else "bio",
        "category": Category(rule.partition("/")[0]),
        "rule": rule,
        "rule_version": 1,
        "severity": Severity.HIGH,
        "tier": Tier.LIKELY_PHI,
        "confidence": 0.9,
        "spans": (Span(18, 20, SpanType.AGE), Span(0, 16, SpanType.NAME)),
        "reason": "A name may identify the patient.",
        "remedy": "Delete it.",
        "citations": ("45-cfr-164-514-b2i-A",),
    }
    return Finding(**(told | fields))  # type: ignore[arg-type]


def fill(vault: Vault, items: list[Item], rules: tuple[str, ...] = ("phi/name",)) -> StoredAccount:
    """An account with these items, and a finding of each rule in each of them."""
    account = vault.accounts.upsert(
        Account("x", "@wren_ashdown", Use.PROFESSIONAL),
        Profile("Wren", "Nurse at Harbour Street"),
        "x-archive",
    )
    source = vault.imports.begin("export.zip", "x-archive", "d" * 64)
    vault.items.upsert(account.id, items, source)
    vault.imports.finish(source, len(items), 0, 2)
    audit(vault, account, rules)
    return account


def audit(vault: Vault, account: StoredAccount, rules: tuple[str, ...]) -> None:
    run = vault.audits.begin("5b1e0c9a77d2")
    results = [
        (item.id, [finding(item.item.id, rule) for rule in rules])
        for item in vault.items.by_account(account.id)
    ]
    vault.findings.record(run, account.id, "context", results)
    vault.audits.finish(run, len(results), 0)


def fingerprints(vault: Vault) -> list[str]:
    return [f.finding.fingerprint for f in vault.findings.each(FindingFilter(status=None))]


def test_scope_says_what_was_looked_at_and_what_was_not(vault: Vault) -> None:
    fill(vault, [post(1), post(2, created_at=datetime(2020, 2, 29, tzinfo=UTC))])
    vault.imports.begin("half.zip", "mastodon-export", "e" * 64)
    scope = build(vault, now=NOW).scope
    (account,) = scope.accounts
    assert (account.platform, account.handle, account.use) == ("x", "@wren_ashdown", "professional")
    assert (account.items, account.brought_in_by) == (2, "x-archive")
    assert (str(scope.first), str(scope.last)) == ("2020-02-29", "2026-10-03")
    assert (scope.items, scope.items_not_audited) == (2, 2)  # "context" is not what an audit now would write
    assert (scope.unread, scope.imports_unfinished) == (2, 1)
    assert "x" not in scope.platforms_not_imported
    assert {"facebook", "mastodon"} <= set(scope.platforms_not_imported)


@pytest.mark.parametrize("with_reader", [True, False])
def test_an_audit_without_the_reader_is_an_audit(with_reader: bool, tmp_path: Path) -> None:
    vault = demo.open_demo("junior-doctor", tmp_path / "demo")
    try:
        run_audit(vault, jobs=1, with_reader=with_reader, now=demo.NOW)
        assert build(vault, now=demo.NOW).scope.items_not_audited == 0
        method = build(vault, now=demo.NOW).method
        assert method.items_audited == vault.items.count()
        assert method.items_with_reader == (vault.items.count() if with_reader else 0)
        vault.owner.set(replace(vault.owner.get(), city="Elsewhere"))
        assert build(vault, now=demo.NOW).scope.items_not_audited == vault.items.count()
    finally:
        vault.close()


@pytest.mark.parametrize(
    ("audited", "with_reader", "told"),
    [
        (0, 0, "nothing has been audited yet"),
        (40, 0, "took no part"),
        (40, 12, "took part for 12 of 40 audited items"),
        (40, 40, "took part for every audited item"),
    ],
)
def test_method_says_whether_the_third_layer_took_part(
    audited: int, with_reader: int, told: str, vault: Vault
) -> None:
    report = build(vault, now=NOW)
    report = replace(
        report, method=replace(report.method, items_audited=audited, items_with_reader=with_reader)
    )
    for fmt in (Format.HTML, Format.MARKDOWN, Format.CSV):
        assert told in render(report, fmt)


def test_a_source_that_was_read_twice_counts_its_unread_parts_once(vault: Vault) -> None:
    for unread in (5, 2):
        vault.imports.finish(vault.imports.begin("export.zip", "x-archive", "d" * 64), 0, 0, unread)
    assert build(vault, now=NOW).scope.unread == 2


def test_importing_the_report_leaves_the_engine_and_the_templates_alone() -> None:
    program = (
        "import sys, auditor.report; print([m for m in ('auditor.engine', 'jinja2') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_an_empty_vault_gives_a_report_that_says_so(vault: Vault) -> None:
    report = build(vault, now=NOW)
    assert report.scope.accounts == ()
    assert report.method.audited_at is None
    for fmt in Format:
        assert render(report, fmt)
    assert "No account has been brought in yet" in render(report, Format.HTML)


def test_a_finding_is_told_by_rule_month_tier_kinds_of_words_and_reference(vault: Vault) -> None:
    fill(vault, [post(1)])
    (line,) = build(vault, now=NOW).findings
    assert (line.rule, line.when, line.tier) == ("phi/name", "2026-10", Tier.LIKELY_PHI)
    assert line.title
    assert line.span_types == (SpanType.NAME, SpanType.AGE)
    assert re.fullmatch("[0-9a-f]{16}", line.reference)
    assert line.detail is None


def test_the_reference_is_the_same_for_one_post_and_can_not_be_made_without_the_vault(
    vault: Vault, tmp_path: Path
) -> None:
    fill(vault, [post(1), post(2)], ("phi/name", "phi/date"))
    lines = build(vault, now=NOW, audience=Audience.SELF).findings
    by_post = {(f.detail.item_id if f.detail else "", f.reference) for f in lines}
    assert len(by_post) == 2
    assert lines[0].detail
    assert not lines[0].detail.content_digest.startswith(lines[0].reference)
    with open_vault(tmp_path / "other") as other:
        fill(other, [post(1)])
        assert build(other, now=NOW).findings[0].reference not in {f.reference for f in lines}


def test_the_owner_gets_the_post_itself_and_counsel_the_records(vault: Vault) -> None:
    fill(vault, [post(1)])
    told = build(vault, now=NOW, audience=Audience.SELF)
    assert told.findings[0].detail
    assert told.findings[0].detail.text == post(1).text
    (cited,) = told.findings[0].detail.citations
    assert cited == "HIPAA Privacy Rule, 45 CFR 164.514, (b)(2)(i)(A)"
    assert told.proof is None
    proof = build(vault, now=NOW, audience=Audience.COUNSEL).proof
    assert proof
    assert [e.kind for e in proof.log] == ["import", "audit"]
    assert proof.is_log_intact
    assert proof.log_head == vault.events.list(1)[0].digest


@pytest.mark.parametrize(
    ("outcome", "disposition", "is_listed"),
    [
        (None, Disposition.OPEN, True),
        (Outcome.LATER, Disposition.LATER, True),
        (Outcome.EDIT, Disposition.EDIT, True),
        (Outcome.DELETE, Disposition.DELETE, True),
        (Outcome.KEEP, Disposition.KEEP, False),
        (Outcome.FALSE_POSITIVE, Disposition.FALSE_POSITIVE, False),
    ],
)
def test_what_was_decided_is_counted_and_what_is_unsettled_is_listed(
    vault: Vault, outcome: Outcome | None, disposition: Disposition, is_listed: bool
) -> None:
    fill(vault, [post(1)])
    if outcome:
        triage.decide(vault, fingerprints(vault), outcome, "she agreed", NOW)
    report = build(vault, now=NOW)
    assert [c.disposition for c in report.counts] == [disposition]
    assert bool(report.findings) is is_listed
    assert len(build(vault, now=NOW, include=frozenset({Include.KEPT})).findings) == (
        is_listed or outcome is Outcome.KEEP
    )


def test_what_is_gone_or_no_longer_found_is_counted_as_such(vault: Vault) -> None:
    account = fill(vault, [post(1), post(2, deleted_at=NOW), post(3)])
    row = next(i.id for i in vault.items.by_account(account.id) if i.item.id == "3")
    vault.findings.record(vault.audits.begin("5b1e"), account.id, "context", [(row, [])])
    report = build(vault, now=NOW)
    assert {c.disposition: c.findings for c in report.counts} == {
        Disposition.OPEN: 1,
        Disposition.GONE: 1,
        Disposition.RESOLVED: 1,
    }


def test_protected_speech_stays_out_of_everything_unless_it_is_added(vault: Vault) -> None:
    fill(vault, [post(1, "They cut our breaks again")], ("conduct/employer-complaint",))
    triage.decide(vault, fingerprints(vault), Outcome.DELETE, "", NOW)
    deletion.draft(vault, NOW)
    report = build(vault, now=NOW)
    assert (report.counts, report.findings, report.deletions) == ((), (), ())
    assert all("employer-complaint" not in render(report, fmt) for fmt in Format)
    added = build(vault, now=NOW, include=frozenset({Include.PROTECTED}))
    assert (added.total(), len(added.findings), len(added.deletions)) == (1, 1, 1)


class TestDeletions:
    def test_nothing_is_gone_before_a_complete_export_shows_it(self, vault: Vault, clock: Clock) -> None:
        account = fill(vault, [post(1), post(2)])
        triage.decide(vault, [finding("1").fingerprint], Outcome.DELETE, "", NOW)
        plan = deletion.draft(vault, NOW)
        deletion.answer_hold(vault, plan.id, Hold(False, "none known", NOW))
        deletion.preserve(vault, plan.id)
        plan = deletion.confirm(vault, plan.id, 1, NOW)
        deletion.mark_done(vault, plan.id, [plan.entries[0].item_row], NOW)
        (line,) = build(vault, now=NOW).deletions
        assert line.state is EntryState.UNKNOWN
        assert line.is_copy_preserved
        assert "None yet" in render(build(vault, now=NOW), Format.MARKDOWN)

        clock.now = NOW + timedelta(days=1)
        source = vault.imports.begin("newer.zip", "x-archive", "f" * 64)
        vault.items.upsert(account.id, [post(2)], source)
        vault.items.mark_vanished(account.id, source)
        vault.imports.finish(source, 0, 0, 0)
        deletion.verify(vault, clock.now)
        (line,) = build(vault, now=clock.now).deletions
        assert line.state is EntryState.GONE
        assert (line.when, line.evidence) == ("2026-10", None)
        assert "no longer there" in render(build(vault, now=clock.now), Format.MARKDOWN)

        full = build(vault, now=clock.now, audience=Audience.COUNSEL)
        evidence = full.deletions[0].evidence
        assert evidence
        assert evidence.copy_digest
        assert evidence.url == "https://example.invalid/1"
        assert full.proof
        assert [h.note for h in full.proof.holds] == ["none known"]

    def test_a_draft_shows_only_what_is_still_to_be_deleted(self, vault: Vault) -> None:
        fill(vault, [post(1), post(2)])
        triage.decide(vault, fingerprints(vault), Outcome.DELETE, "", NOW)
        deletion.draft(vault, NOW)
        triage.decide(vault, [finding("1").fingerprint], Outcome.KEEP, "consent on file", NOW)
        full = build(vault, now=NOW, audience=Audience.SELF)
        assert [d.evidence.item_id for d in full.deletions if d.evidence] == ["2"]
        assert [d.state for d in full.deletions] == [EntryState.PLANNED]


class TestCycles:
    def test_without_any_the_report_is_of_the_quarter_and_unsigned(self, vault: Vault) -> None:
        report = build(vault, now=NOW)
        assert (report.cycle, report.is_cycle_closed) == ("2026-Q4", False)
        assert (str(report.cycle_first), str(report.cycle_last)) == ("2026-10-01", "2026-12-31")
        assert report.attestation.signed_at is None

    def test_an_open_one_of_an_earlier_quarter_is_meant_until_it_is_closed(
        self, vault: Vault, clock: Clock
    ) -> None:
        clock.now = LAST_QUARTER
        fill(vault, [post(1)])
        cycles.start(vault, LAST_QUARTER)
        assert build(vault, now=NOW).cycle == "2026-Q3"
        cycles.close(vault, "2026-Q3", signed_by="W", statement="", now=LAST_QUARTER, accept_open=True)
        assert build(vault, now=NOW).cycle == "2026-Q4"

    def test_a_closed_one_is_told_as_it_was_signed(self, vault: Vault, clock: Clock) -> None:
        clock.now = LAST_QUARTER
        account = fill(vault, [post(1)], ("phi/name", "conduct/employer-complaint"))
        cycles.start(vault, LAST_QUARTER)
        cycles.close(
            vault,
            "2026-Q3",
            signed_by="Wren Ashdown",
            statement="I looked at all.",
            now=LAST_QUARTER,
            accept_open=True,
        )
        signed = build(vault, now=NOW, cycle="2026-Q3")

        clock.now = NOW
        triage.decide(vault, fingerprints(vault), Outcome.KEEP, "consent on file", NOW)
        audit(vault, account, ("phi/date", "phi/name", "conduct/employer-complaint"))
        later = build(vault, now=NOW, cycle="2026-Q3")
        assert (later.counts, later.findings) == (signed.counts, signed.findings)
        assert [(c.disposition, c.findings) for c in later.counts] == [(Disposition.OPEN, 1)]
        assert (later.attestation.signed_by, later.attestation.statement) == (
            "Wren Ashdown",
            "I looked at all.",
        )
        assert later.trend == ()
        page = render(later, Format.HTML)
        assert "as they stood when it was signed" in page
        assert "Signed off while 1 of the findings were undecided" in html.unescape(page)

        new = build(vault, now=NOW)
        (line,) = new.trend
        assert (line.name, line.counts) == ("2026-Q3", signed.counts)
        assert {(c.disposition, c.findings) for c in new.counts} == {
            (Disposition.KEEP, 1),
            (Disposition.OPEN, 1),
        }

    def test_what_was_signed_stands_when_an_account_leaves_the_vault(
        self, vault: Vault, clock: Clock
    ) -> None:
        clock.now = LAST_QUARTER
        account = fill(vault, [post(1)])
        cycles.start(vault, LAST_QUARTER)
        cycles.close(vault, "2026-Q3", signed_by="W", statement="", now=LAST_QUARTER, accept_open=True)
        vault.accounts.remove(account.id)
        assert build(vault, now=NOW, cycle="2026-Q3").total() == 1

    @pytest.mark.parametrize("name", ["2026-Q5", "last", "", "2026-Q3\n", "2019-Q1", "２０２６-Q3"])
    def test_a_period_that_is_none_or_was_never_begun_is_refused(self, vault: Vault, name: str) -> None:
        with pytest.raises(InputError):
            build(vault, now=NOW, cycle=name)


WINDOW = 6
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=WINDOW, max_size=40),
    st.lists(
        st.sampled_from(["Mrs Quillfeather", "ninety-four", "ferry", "our boy", "bled", "bay seven"]),
        min_size=2,
        max_size=6,
    ).map(" ".join),
)


def windows(text: str) -> set[str]:
    return {text[i : i + WINDOW] for i in range(len(text) - WINDOW + 1)}


def readings(text: str) -> list[str]:
    """A rendered report as it stands, and with each format's escapes undone."""
    told = [text, html.unescape(text), re.sub(r"\\(.)", r"\1", text)]
    if text.startswith("{"):
        told.append(json.dumps(json.loads(text), ensure_ascii=False))
    return told


def everything(vault: Vault) -> set[str]:
    """Every window of every format of a department head's report, whatever is added; references left out."""
    report = build(vault, now=NOW, include=frozenset(Include))
    blank = replace(
        report,
        findings=tuple(replace(f, reference="") for f in report.findings),
        deletions=tuple(replace(d, reference="") for d in report.deletions),
    )
    assert all(re.fullmatch("[0-9a-f]{16}", one.reference) for one in (*report.findings, *report.deletions))
    return {
        window
        for fmt in Format
        for reading in readings(re.sub("sha256:[0-9a-f]{64}", "", render(blank, fmt)))
        for window in windows(reading)
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=TEXTS, spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3))
def test_no_six_characters_of_what_is_in_the_vault_reach_a_department_head(
    tmp_path_factory: pytest.TempPathFactory, secret: str, spans: list[tuple[int, int]]
) -> None:
    def windows_with(text: str) -> set[str]:
        with open_vault(tmp_path_factory.mktemp("vault"), clock=lambda: NOW) as vault:
            item = post(
                1,
                text,
                parent_text=text,
                url=text,
                media=(Media(text, text, text),),
                extra={"location": text},
            )
            account = fill(vault, [item, replace(item, id="2")], ("phi/name", "conduct/employer-complaint"))
            marks = tuple(Span(a, b, SpanType.NAME) for a, b in spans)
            told = [
                finding(i, rule, spans=marks, reason=text, remedy=text, citations=(text,))
                for i in ("1", "2")
                for rule in ("phi/name", "conduct/employer-complaint")
            ]
            rows = {i.item.id: i.id for i in vault.items.by_account(account.id)}
            results = [(rows[i], [f for f in told if f.item_id == i]) for i in rows]
            vault.findings.record(vault.audits.begin("5b1e"), account.id, "context", results)
            vault.accounts.upsert(account.account, Profile(text, text, text, text), "x-archive")
            triage.decide(vault, [finding("1").fingerprint], Outcome.DELETE, "", NOW)
            triage.decide(vault, [finding("2").fingerprint], Outcome.KEEP, f"Kept: {text}", NOW)
            plan = deletion.draft(vault, NOW)
            deletion.answer_hold(vault, plan.id, Hold(True, text, NOW))
            return everything(vault)

    # What the report says over a vault of blank posts is its own wording; nothing else is excused.
    own = windows_with(" ")
    assert not (windows_with(secret) - own) & windows(secret)
    assert windows_with(secret) == own


@pytest.mark.parametrize("key", [one.key for one in demo.clinicians()])
def test_our_own_engine_finds_no_patient_in_a_department_heads_report(tmp_path: Path, key: str) -> None:
    """Read line by line and cell by cell no patient is found. The whole, read as one post, is about patients
    from end to end; what the engine then stops at must be the report's own frame and the catalogue's titles.
    """
    with demo.open_demo(key, tmp_path / "demo") as vault:
        report = build(vault, now=demo.NOW)
        stored = vault.accounts.list()
        contexts = [context_of(one, stored) for one in stored]
        engine = Engine(vault.owner.get(), contexts, vault.fingerprint_key)

    # The reader was not learned on reports: of a whole one it marks parts of fingerprints and counts.
    first_two = replace(engine, with_reader=False)

    def heavy(text: str, engine: Engine = engine) -> list[tuple[str, str]]:
        found = engine.audit_item(Subject("1", ItemKind.POST, text, demo.NOW, None, (), ""), contexts[0])
        return [
            (f.rule, text[s.start : s.end])
            for f in found
            if f.category is Category.PHI and f.severity.rank > 0
            for s in f.spans
        ]

    words = (*(rule.title for rule in all_rules()), *wording.TIER.values(), *wording.SPAN.values())
    titles = "\n".join((*words, *wording.DISPOSITION.values()))
    frame = replace(report, findings=(), deletions=())
    for fmt in Format:
        parts = _parts(render(report, fmt), fmt)
        assert [(part, heavy(part)) for part in parts if heavy(part)] == []
        own = "\n".join((*_parts(render(frame, fmt), fmt), titles))
        quoted = {words for _, words in heavy("\n".join(parts), first_two)}
        assert {words for words in quoted if words not in own} == set()


def _parts(text: str, fmt: Format) -> list[str]:
    """The lines, cells or values of a rendered report, as a reader gets them."""
    match fmt:
        case Format.HTML:
            text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
            parts = html.unescape(re.sub(r"<[^>]*>", "", text)).splitlines()
        case Format.MARKDOWN:
            parts = re.sub(r"\\(.)", r"\1", text).replace("|", "\n").splitlines()
        case Format.CSV:
            parts = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        case Format.JSON:
            parts = []
            json.loads(
                text, object_hook=lambda one: parts.extend(v for v in one.values() if isinstance(v, str))
            )
    return [part.strip() for part in parts if part.strip()]


@pytest.mark.parametrize("leak", ["My patient Mrs Edna Quill, 94, fell off the ferry last night."])
def test_the_engine_would_find_a_patient_that_leaked(vault: Vault, leak: str) -> None:
    account = AccountContext("x", "@someone", "Someone", Use.PROFESSIONAL, "", "", ())
    engine = Engine(vault.owner.get(), [account], vault.fingerprint_key)
    report = replace(build(vault, now=NOW), cycle=leak)
    for fmt in Format:
        found = [
            f
            for part in _parts(render(report, fmt), fmt)
            for f in engine.audit_item(Subject("1", ItemKind.POST, part, NOW, None, (), ""), account)
        ]
        assert any(f.category is Category.PHI and f.severity.rank > 0 for f in found)


@pytest.mark.parametrize("key", [one.key for one in demo.clinicians()])
def test_the_demo_gives_a_report_with_every_part(tmp_path: Path, key: str) -> None:
    vault = demo.open_demo(key, tmp_path / "demo")
    try:
        report = build(vault, now=demo.NOW)
        assert len(report.scope.accounts) == 3
        assert report.scope.items_not_audited == 0
        assert report.method.ruleset
        assert report.findings
        whole = html.unescape(" ".join(render(report, fmt) for fmt in Format))
        own = {report.owner.name, report.owner.role, *report.owner.employers}
        allowed = windows(" ".join(own)) | own
        for account in vault.accounts.list():
            for stored in vault.items.by_account(account.id):
                for start in range(len(stored.item.text) - 24):
                    quoted = stored.item.text[start : start + 24]
                    assert quoted not in whole or quoted in allowed
    finally:
        vault.close()
