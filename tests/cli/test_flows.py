"""The walk from a file to a report, as scripts take it: every verb a process of its own."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.command import Done, Here, environment, in_process_of_its_own
from tests.fixtures import x_archive

TELLING = "My patient Wilhelmina Thorngate, 94, call her son on 555-0142, MRN 84721990, seen here last night."
HOSTILE = "\x1b[31mred\x1b[0m [bold]x[/] \u202eevil =1+1 My patient Wilhelmina Thorngate, MRN 84721990"
OWNER = {
    "type": "owner",
    "name": "Ada Invented",
    "role": "nurse",
    "employers": ["Stanmere General"],
    "city": "Ely",
}
ACCOUNT = {
    "type": "account",
    "platform": "x",
    "handle": "@ada_invented",
    "display_name": "Ada",
    "use": "professional",
    "bio": "Nurse at Stanmere General",
}


def item(id: str, text: str) -> dict[str, object]:
    return {"type": "item", "id": id, "kind": "post", "created_at": "2026-03-03T21:14:00Z", "text": text}


def write(path: Path, *records: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records), "utf-8")
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return write(tmp_path / "in.jsonl", OWNER, ACCOUNT, item("1", TELLING), item("2", "Coffee and rain."))


@pytest.fixture
def audited(here: Here, file: str) -> Here:
    assert here("import", file).code == 0
    assert here("audit").code == 1
    return here


def findings(here: Here, *more: str) -> list[dict[str, object]]:
    done = here("findings", "--format", "jsonl", *more)
    assert done.code == 0
    return [json.loads(line) for line in done.out.splitlines()]


def test_from_a_file_to_a_verified_report(tmp_path: Path, file: str) -> None:
    home = tmp_path / "home"

    def run(*arguments: str) -> Done:
        return in_process_of_its_own(home, *arguments, cwd=tmp_path)

    assert run("import", file).code == 0
    again = run("import", file, "--format", "json")
    assert (json.loads(again.out)["added"], json.loads(again.out)["unchanged"]) == (0, 2)
    assert run("audit").code == 1
    listed = run("findings", "--format", "jsonl")
    assert listed.code == 0
    found = [json.loads(line) for line in listed.out.splitlines()]
    assert {one["item_id"] for one in found if one["kind"] == "post"} == {"1"}
    for one in found:
        assert run("decide", one["finding"], "--outcome", "delete").code == 0
    assert run("audit").code == 0
    assert run("findings", "--format", "jsonl").out == ""
    decided = [
        json.loads(line) for line in run("findings", "--status", "all", "--format", "jsonl").out.splitlines()
    ]
    assert {one["status"] for one in decided} == {"decided"}
    assert run("report", "-o", "report.html").code == 0
    report = tmp_path / "report.html"
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text("utf-8")
    assert "Thorngate" not in text
    assert "84721990" not in text
    assert run("report", "verify", "report.html").code == 0
    report.write_text(text.replace("self-audit", "self-praise", 1), "utf-8")
    assert run("report", "verify", "report.html").code == 2
    assert run("doctor").code == 0


def test_findings_lines_hold_what_is_promised(audited: Here) -> None:
    found = findings(audited)
    assert found
    promised = [
        "finding",
        "platform",
        "handle",
        "item_id",
        "kind",
        "category",
        "rule",
        "severity",
        "tier",
        "confidence",
        "spans",
        "reason",
        "remedy",
        "citations",
        "status",
    ]
    for one in found:
        assert list(one) == promised
        assert one["platform"] == "x"
        assert one["handle"] == "@ada_invented"
        assert one["status"] == "open"
        assert (one["kind"] == "bio") == (one["item_id"] is None)
        assert isinstance(one["confidence"], float)
        for span in one["spans"]:  # type: ignore[attr-defined]
            assert set(span) == {"start", "end", "type"}
    assert any("84721990" in _spanned(one) for one in found)


def _spanned(one: dict[str, object]) -> list[str]:
    spans = one["spans"]
    assert isinstance(spans, list)
    return [TELLING[span["start"] : span["end"]] for span in spans if one["kind"] == "post"]


def test_offsets_count_code_points_of_the_stored_text(here: Here, tmp_path: Path) -> None:
    text = "👩🏽‍⚕️\u202e💉 My patient Wilhelmina Thorngate, MRN 84721990"
    here("import", write(tmp_path / "in.jsonl", ACCOUNT, item("1", text)))
    here("audit")
    spans = [span for one in findings(here) if one["kind"] == "post" for span in one["spans"]]  # type: ignore[attr-defined]
    assert "84721990" in {text[span["start"] : span["end"]] for span in spans}


def test_json_and_csv_say_the_same_as_jsonl(audited: Here) -> None:
    found = findings(audited)
    assert json.loads(audited("findings", "--format", "json").out) == found
    rows = list(csv.DictReader(io.StringIO(audited("findings", "--format", "csv").out)))
    assert [row["finding"] for row in rows] == [one["finding"] for one in found]
    assert [float(row["confidence"]) for row in rows] == [one["confidence"] for one in found]
    assert json.loads(audited("findings", "--format", "json", "--category", "coi").out) == []


def test_filters_narrow(audited: Here) -> None:
    every = findings(audited)
    phi = findings(audited, "--category", "phi")
    assert phi == [one for one in every if one["category"] == "phi"]
    assert findings(audited, "--min-severity", "critical") == [
        one for one in every if one["severity"] == "critical"
    ]
    assert findings(audited, "--account", "x:@ada_invented") == every
    assert audited("findings", "--account", "@nobody_invented").code == 2


def test_decisions_outlive_a_new_import_and_audit(audited: Here, tmp_path: Path) -> None:
    first = str(findings(audited)[0]["finding"])
    assert audited("decide", first[:10], "--outcome", "keep", "--reason", "with consent").code == 0
    audited("import", write(tmp_path / "new.jsonl", OWNER, ACCOUNT, item("1", TELLING), item("3", "Rain.")))
    audited("audit")
    audited("me", "--city", "Stanmere")
    audited("audit")
    assert first not in {one["finding"] for one in findings(audited)}
    assert first in {one["finding"] for one in findings(audited, "--status", "all")}


def test_decide_refuses_what_is_not_clear(audited: Here) -> None:
    first = str(findings(audited)[0]["finding"])
    for arguments in (
        ("decide", "--outcome", "delete"),
        ("decide", first, "--category", "phi", "--outcome", "delete"),
        ("decide", first),
        ("decide", first, "--outcome", "keep"),
        ("decide", "ffffffffffff", "--outcome", "delete"),
        ("decide", first, "--undo"),
        ("decide", first, "--outcome", "burn"),
    ):
        done = audited(*arguments)
        assert done.code == 2, arguments
        assert len(done.err.splitlines()) == 2
    assert len(findings(audited)) == len(findings(audited, "--status", "all"))


def test_a_group_is_decided_and_taken_back(audited: Here) -> None:
    before = findings(audited)
    assert audited("decide", "--category", "phi", "--outcome", "delete").code == 0
    assert all(one["category"] != "phi" for one in findings(audited))
    assert audited("decide", "--undo").code == 0
    assert findings(audited) == before


def test_triage_in_lines_saves_each_decision_at_once(audited: Here) -> None:
    count = len(findings(audited))
    assert count >= 2
    done = audited("triage", "--plain", stdin="?\nnonsense\nk\n\nk with consent\nb\ns\ne\nu\ne\nq\n")
    assert done.code == 0
    assert f"1 of {count}: " in done.out
    assert "It says: " in done.out
    assert "[[" in done.out
    assert "That is none of the words." in done.out
    assert "needs a reason" in done.out
    assert "Saved: keep." in done.out
    assert "Decided before: keep." in done.out
    assert "Taken back." in done.out
    decided = {one["finding"] for one in findings(audited, "--status", "all")} - {
        one["finding"] for one in findings(audited)
    }
    assert len(decided) == 2


def test_a_post_that_goes_is_decided_once_in_lines(audited: Here) -> None:
    before = findings(audited)
    on_post = [one for one in before if one["item_id"] == "1"]
    others = [one for one in before if one["item_id"] != "1"]
    assert len(on_post) >= 2
    assert before[0] in on_post
    done = audited("triage", "--plain", stdin="x\n" + "l\n" * len(others))
    assert "Also on this post: " in done.out
    assert f"Saved: delete for {len(on_post)} findings on this post." in done.out
    assert done.out.count("Outcome (") == 1 + len(others), "the post's other findings are not asked about"
    assert [one["finding"] for one in findings(audited)] == [one["finding"] for one in others]


def test_what_went_along_is_asked_about_again_when_the_post_is_spared(audited: Here) -> None:
    on_post = [one for one in findings(audited) if one["item_id"] == "1"]
    done = audited("triage", "--plain", stdin="d\nu\n" + "f\n" * len(on_post) + "q\n")
    assert done.out.count("Saved: false-positive.") == len(on_post)
    done = audited("decide", "--undo")
    assert "1 finding" in done.err


def test_naming_one_finding_of_a_post_that_goes_decides_them_all(audited: Here) -> None:
    before = findings(audited)
    on_post = [one for one in before if one["item_id"] == "1"]
    done = audited("decide", str(on_post[0]["finding"]), "--outcome", "delete")
    assert f"{len(on_post)} findings on this post" in done.err
    assert all(one["item_id"] != "1" for one in findings(audited))
    assert f"{len(on_post)} findings" in audited("decide", "--undo").err
    assert findings(audited) == before


def test_triage_ends_with_its_input(audited: Here) -> None:
    assert audited("triage", "--plain", stdin="").code == 0
    assert audited("triage", "--plain", "--category", "coi", stdin="d\n").out == "No open findings fit.\n"


def test_a_dot_repeats_the_last_decision(audited: Here) -> None:
    count = len(findings(audited))
    audited("triage", "--plain", stdin="f\n" + ".\n" * count)
    assert findings(audited) == []


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_hostile_text_is_harmless_in_every_output(form: str, here: Here, tmp_path: Path) -> None:
    account = {**ACCOUNT, "handle": "@ada\x1b[2J\u202e", "display_name": HOSTILE, "bio": HOSTILE}
    here("import", write(tmp_path / "in.jsonl", account, item("=1+1\x1b[31m", HOSTILE)))
    here("audit")
    shown = [
        here("findings", "--format", form),
        here("triage", "--plain", stdin="q\n"),
        here("accounts"),
        here("accounts", "list", "--format", "json"),
        here("check", HOSTILE),
        here("check", HOSTILE, "--format", "json"),
    ]
    for done in shown:
        for character in "\x1b\u202e":
            assert character not in done.out + done.err
    assert findings(here)[0]["handle"] == account["handle"]


@pytest.mark.parametrize(
    ("text", "code"), [(TELLING, 1), ("A lovely walk in the rain.", 0)], ids=["telling", "plain"]
)
def test_check_reads_a_draft_without_a_vault(text: str, code: int, here: Here) -> None:
    assert here("check", text).code == code
    assert here("check", "-", stdin=text + "\n").code == code
    assert here("check", stdin=text).code == code
    done = here("check", text, "--format", "json")
    found = json.loads(done.out)
    assert bool(found) == bool(code)
    assert not here.home.exists()
    for one in found:
        assert {"rule", "spans", "reason", "remedy"} <= set(one)


def test_check_refuses_what_is_no_text(here: Here, tmp_path: Path) -> None:
    done = in_process_of_its_own(here.home, "check", "-", stdin="\udcff\udcfe")
    assert done.code == 2
    assert "UTF-8" in done.err


def test_check_works_beside_a_vault_it_can_not_open(audited: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", "another one")
    done = audited("check", "A lovely walk in the rain.")
    assert done.code == 0
    assert "without" in done.err


def test_a_wrong_passphrase_is_exit_4_and_changes_nothing(
    audited: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = audited("findings", "--format", "jsonl").out
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", "another one")
    for arguments in (
        ("audit",),
        ("findings",),
        ("accounts",),
        ("report",),
        ("vault", "status"),
        ("doctor",),
    ):
        done = audited(*arguments)
        assert done.code == 4, arguments
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", environment(audited.home)["AUDIT_TUI_PASSPHRASE"])
    assert audited("findings", "--format", "jsonl").out == before


def test_no_passphrase_and_no_terminal_is_told(audited: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIT_TUI_PASSPHRASE")
    done = audited("findings")
    assert done.code in (2, 4)
    assert "AUDIT_TUI_PASSPHRASE" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("findings",),
        ("audit",),
        ("accounts",),
        ("triage", "--plain"),
        ("report",),
        ("vault", "backup"),
        ("me",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_a_vault_verbs_say_so_and_make_none(arguments: tuple[str, ...], here: Here) -> None:
    done = here(*arguments)
    assert done.code == 4
    assert "no vault yet" in done.err
    assert not here.home.exists()


def test_me_sets_shows_and_clears(here: Here) -> None:
    here("me", "--name", " Ada Invented ", "--employer", "One", "--employer", "Two", "--conflict", "Axiveral")
    here("me", "--conflict", "")
    facts = json.loads(here("me", "--format", "json").out)
    assert facts == {
        "name": "Ada Invented",
        "role": "",
        "employers": ["One", "Two"],
        "city": "",
        "conflicts": [],
    }
    assert "Employers: One; Two" in here("me").out


def test_accounts_are_listed_changed_and_removed(audited: Here) -> None:
    one = json.loads(audited("accounts", "list", "--format", "json").out)[0]
    assert (one["platform"], one["handle"], one["use"], one["items"]) == (
        "x",
        "@ada_invented",
        "professional",
        {"post": 2},
    )
    assert audited("accounts", "set-use", "x:@ada_invented", "personal").code == 0
    assert json.loads(audited("accounts", "list", "--format", "json").out)[0]["use"] == "personal"
    assert audited("accounts", "remove", "@ada_invented").code == 2
    assert audited("accounts", "remove", "@ada_invented", "--yes").code == 0
    assert json.loads(audited("accounts", "list", "--format", "json").out) == []


def test_inspect_brings_nothing_in(here: Here, file: str) -> None:
    done = here("import", "--inspect", file)
    assert done.code == 0
    assert "@ada_invented" in done.out
    (source,) = json.loads(here("import", "--inspect", file, "--format", "json").out)["sources"]
    assert source["kind"] == "interchange"
    assert not here.home.exists()


def test_a_single_thing_left_out_is_told_as_one(here: Here, tmp_path: Path) -> None:
    content = x_archive.files([x_archive.tweet(1, "one")])
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 1}, "like": {"like.js": 1}})
    done = here("import", str(x_archive.write_zip(tmp_path / "twitter.zip", content)))
    assert "Left out: likes (1): other people's words." in done.out + done.err


def test_inspect_tells_a_small_file_in_bytes(here: Here, file: str, tmp_path: Path) -> None:
    small = tmp_path / "small.jsonl"
    small.write_text(Path(file).read_text().splitlines()[0] + "\n")
    assert f", {small.stat().st_size} bytes" in here("import", "--inspect", str(small)).out


@pytest.mark.parametrize("content", ["", "not json\n", '{"type":"starship"}\n', "<html>"])
def test_a_file_that_can_not_be_read_is_told_in_two_lines(content: str, here: Here, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(content)
    done = here("import", str(path))
    assert done.code == 2
    assert len(done.err.splitlines()) == 2
    assert here("import", str(tmp_path / "missing.zip")).code == 2


def test_a_vault_is_copied_wiped_and_brought_back(audited: Here, tmp_path: Path) -> None:
    before = findings(audited)
    copy = tmp_path / "copy.db"
    assert audited("vault", "backup", str(copy)).out.strip() == str(copy)
    assert audited("vault", "wipe").code == 2
    assert findings(audited) == before
    assert audited("vault", "wipe", "--yes").code == 0
    assert audited("findings").code == 4
    assert audited("vault", "restore", str(copy)).code == 0
    assert findings(audited) == before
    state = json.loads(audited("vault", "status", "--format", "json").out)
    assert (state["accounts"], state["items"]) == (1, 2)


def test_a_new_passphrase_opens_and_the_old_one_does_not(
    audited: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = findings(audited)
    assert audited("vault", "rekey", "--passphrase-stdin", stdin="another one\n").code == 0
    assert audited("findings").code == 4
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", "another one")
    assert findings(audited) == before


def test_bare_command_without_a_terminal_says_what_to_do(here: Here, file: str) -> None:
    done = here()
    assert done.code == 0
    assert "audit-tui import FILE" in done.err
    here("import", file)
    here("audit")
    done = here()
    assert done.code == 0
    assert "1 account, 2 items" in done.out


def test_the_demo_without_a_terminal_audits_and_writes_a_report(tmp_path: Path) -> None:
    done = in_process_of_its_own(tmp_path / "home", "--demo", cwd=tmp_path)
    assert done.code == 0
    assert done.out.count("open finding") >= 3
    assert (tmp_path / "audit-tui-demo-report.html").read_text("utf-8").startswith("<!")
    assert not (tmp_path / "home").exists()


@pytest.fixture
def with_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that is installed and sees nothing anywhere."""
    from auditor.engine import joint, reader
    from auditor.engine.joint import FEATURES, Joint
    from auditor.engine.reader import CATEGORIES, Answer

    class Silent:
        def ask(self, questions: Sequence[object]) -> list[Answer]:
            return [Answer((-6.0,) * len(CATEGORIES), ()) for _ in questions]

    every = dict.fromkeys(CATEGORIES, 0.5)
    flat = {"weights": {c: [0.0] * len(FEATURES) for c in CATEGORIES}, "record": {}, "least_detail": 0.5}
    told = {name: flat.get(name, every) for name in Joint.__slots__}
    monkeypatch.setattr(joint, "load", lambda: Joint(**told))  # type: ignore[arg-type]
    monkeypatch.setattr(reader, "load", Silent)
    monkeypatch.setattr(reader, "absence", lambda: "")


def audit_record(here: Here, *options: str) -> dict[str, object]:
    return dict(json.loads(here("audit", "--format", "json", *options).out))


def test_an_audit_says_that_the_reader_took_part(here: Here, file: str, with_reader: None) -> None:
    here("import", file)
    assert "Read 2 items by all three layers and 1 bio; 0 unchanged" in here("audit").err
    assert "layers" not in here("audit").err, "nothing was read"
    record = audit_record(here)
    assert (record["reader"], record["no_reader"]) == (True, "")


@pytest.mark.parametrize("way", ["option", "setting"])
def test_an_audit_without_the_reader_says_so(
    way: str, here: Here, file: str, with_reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here("import", file)
    options = ("--no-reader",) if way == "option" else ()
    if way == "setting":
        monkeypatch.setenv("AUDIT_TUI_NO_READER", "1")
    told = here("audit", *options)
    assert "without the reader: it was not wanted" in told.err
    assert "layers" not in told.err
    record = audit_record(here, *options)
    assert (record["reader"], record["no_reader"]) == (False, "it was not wanted")


@pytest.mark.parametrize(
    "absence",
    [
        "onnxruntime can't be found: `pip install onnxruntime`",
        "its weights are not part of this installation",
    ],
)
def test_an_audit_says_what_the_reader_lacks(
    absence: str, here: Here, file: str, with_reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.engine.reader.absence", lambda: absence)
    here("import", file)
    assert f"without the reader: {absence}." in here("audit").err
    assert audit_record(here)["no_reader"] == absence


def test_the_record_of_an_audit_holds_what_the_text_says(here: Here, file: str) -> None:
    here("import", file)
    done = here("audit", "--format", "json")
    assert done.code == 1
    record = json.loads(done.out)
    assert (record["accounts"], record["items_read"], record["items_skipped"]) == (1, 2, 0)
    assert (record["items_gone"], record["unread"]) == (0, {})
    assert sum(one["count"] for one in record["open"]) == len(findings(here))
    assert {"category", "severity", "count"} == set(record["open"][0])


@pytest.mark.parametrize("way", ["option", "setting"])
def test_a_draft_is_checked_without_the_reader_as_well(
    way: str, here: Here, with_reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = "My patient's MRN: 4471882, came in last night with botulism."
    assert "without the reader" not in here("check", draft).err
    if way == "setting":
        monkeypatch.setenv("AUDIT_TUI_NO_READER", "1")
    told = here("check", draft, *(("--no-reader",) if way == "option" else ()))
    assert "phi/id-number" in told.out
    assert "without the reader: it was not wanted" in told.err


def test_a_folder_of_downloads_is_brought_in_and_what_is_no_export_is_named(
    here: Here, tmp_path: Path
) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    x_archive.write_zip(folder / "twitter.zip", x_archive.files([x_archive.tweet(1, "one")]))
    write(folder / "mine.jsonl", {**ACCOUNT, "platform": "google"}, item("1", "two"))
    x_archive.write_zip(folder / "holiday\x1b[31m.zip", {"a.jpg": b"x"})
    looked = here("import", "--inspect", str(folder), "--format", "json")
    told = json.loads(looked.out)
    assert sorted(one["kind"] for one in told["sources"]) == ["interchange", "x-archive"]
    assert len(told["passed_over"]) == 1
    done = here("import", str(folder))
    assert done.code == 0
    assert "Passed over holiday" in done.err
    assert "\x1b" not in done.err
    again = json.loads(here("import", str(folder), "--format", "json").out)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_another_account_is_refused_until_it_is_named(here: Here, tmp_path: Path) -> None:
    mine = x_archive.files([x_archive.tweet(1, "one")])
    other = {
        name: body.replace(x_archive.HANDLE, "other_invented").replace(x_archive.ACCOUNT_ID, "77")
        if isinstance(body, str)
        else body
        for name, body in mine.items()
    }
    assert here("import", str(x_archive.write_zip(tmp_path / "mine.zip", mine))).code == 0
    path = str(x_archive.write_zip(tmp_path / "other.zip", other))
    refused = here("import", path)
    assert refused.code == 2
    assert "--account" in refused.err
    assert "other_invented" not in refused.err
    assert here("import", path, "--account", "@other_invented").code == 0
    accounts = json.loads(here("accounts", "list", "--format", "json").out)
    assert len(accounts) == 2
