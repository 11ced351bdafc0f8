"""Exports and interchange files on their way into the vault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor import intake
from auditor.errors import InputError, PartlyDone
from auditor.intake import one_source
from auditor.model import COMPLETE_EXPORT
from auditor.store import Vault
from connectors.errors import DamagedSource
from connectors.model import Owner, Unread, Use
from connectors.x.export import XArchive
from tests.fixtures import mastodon_export, x_archive
from tests.fixtures.interchange_file import ACCOUNT, OWNER, item, write
from tests.fixtures.x_archive import START, reply, tweet

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _archive(path: Path, *tweets: x_archive.Json, **more: Any) -> Path:
    return x_archive.write_zip(path, x_archive.files(list(tweets), **more))


def _texts(vault: Vault) -> list[str]:
    return sorted(
        each.item.text for stored in vault.accounts.list() for each in vault.items.by_account(stored.id)
    )


def test_an_archive_comes_in_whole(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "x.zip", tweet(1, "one"), reply(2, "two", 1), deleted=[tweet(9, "gone")])
    summary = intake.take_in(vault, [path], now=NOW)
    (source,) = summary.sources
    assert (source.kind, source.expected, source.read) == ("x-archive", 3, 3)
    assert (summary.added, summary.updated, summary.unchanged) == (3, 0, 0)
    (stored,) = summary.accounts
    assert stored.account.handle == "@wren_invented"
    assert stored.profile.bio.startswith("Nurse at Fernhollow")
    items = {each.item.id: each.item for each in vault.items.by_account(stored.id)}
    assert items["2"].parent_text == "one"
    assert items["9"].deleted_at is not None
    assert summary.unread == ()
    assert {each.what for each in source.left_out} == {"direct messages", "likes"}


@pytest.mark.parametrize("kind", ["x", "mastodon", "interchange"])
def test_importing_twice_changes_nothing(kind: str, vault: Vault, tmp_path: Path) -> None:
    if kind == "x":
        path = _archive(tmp_path / "x.zip", tweet(1, "one"), reply(2, "two", 1))
    elif kind == "mastodon":
        posts = [mastodon_export.note(1, "<p>one</p>"), mastodon_export.boost(2, "https://b.example/1")]
        path = mastodon_export.write_tar(tmp_path / "m.tar.gz", mastodon_export.files(posts))
    else:
        path = write(tmp_path / "i.jsonl", OWNER, ACCOUNT, item("1"), item(None, "no id"))
    first = intake.take_in(vault, [path], now=NOW)
    before = _state(vault)
    again = intake.take_in(vault, [path], now=NOW + timedelta(days=1))
    assert (again.added, again.updated, again.unchanged) == (0, 0, first.added)
    assert again.vanished == 0
    assert _state(vault) == before


def _state(vault: Vault) -> object:
    accounts = vault.accounts.list()
    items = [list(vault.items.by_account(each.id)) for each in accounts]
    return vault.owner.get(), accounts, items, [vault.accounts.profiles(each.id) for each in accounts]


def test_a_newer_export_adds_updates_and_marks_what_has_vanished(vault: Vault, tmp_path: Path) -> None:
    old = [tweet(1, "stays", START - timedelta(days=3)), tweet(2, "goes", START - timedelta(days=2))]
    intake.take_in(vault, [_archive(tmp_path / "old.zip", *old)], now=NOW)
    new = [old[0], tweet(3, "new", START)]
    summary = intake.take_in(vault, [_archive(tmp_path / "new.zip", *new)], now=NOW)
    assert (summary.added, summary.updated, summary.unchanged, summary.vanished) == (1, 0, 1, 1)
    (stored,) = vault.accounts.list()
    gone = [each.item.id for each in vault.items.by_account(stored.id) if each.vanished_at]
    assert gone == ["2"]


def test_the_newest_post_vanishes_by_an_export_that_was_made_after_it(vault: Vault, tmp_path: Path) -> None:
    both = [tweet(1, "stays", START - timedelta(days=3)), tweet(2, "goes", START - timedelta(days=2))]
    intake.take_in(vault, [_archive(tmp_path / "old.zip", *both)], now=NOW)
    assert intake.take_in(vault, [_archive(tmp_path / "new.zip", both[0])], now=NOW).vanished == 1
    told = next(event.detail for event in vault.events.list() if event.kind == COMPLETE_EXPORT)
    assert (told["kinds"], told["vanished"]) == ("post", 1)


def test_a_partial_or_damaged_archive_makes_nothing_vanish(vault: Vault, tmp_path: Path) -> None:
    both = [tweet(1, "stays", START), tweet(2, "elsewhere", START - timedelta(days=2))]
    intake.take_in(vault, [_archive(tmp_path / "old.zip", *both)], now=NOW)
    partial = _archive(tmp_path / "partial.zip", both[0], partial=True)
    assert intake.take_in(vault, [partial], now=NOW).vanished == 0
    content = x_archive.files([both[0]])
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 2}})
    short = x_archive.write_zip(tmp_path / "short.zip", content)
    summary = intake.take_in(vault, [short], now=NOW)
    assert summary.unread == (Unread("tweets.js", "fewer than the manifest says", 1),)
    assert summary.vanished == 0


def test_an_older_export_makes_nothing_vanish(vault: Vault, tmp_path: Path) -> None:
    new = [tweet(1, "one", START), tweet(2, "two", START - timedelta(days=1))]
    intake.take_in(vault, [_archive(tmp_path / "new.zip", *new)], now=NOW)
    content = x_archive.files([new[0]])
    manifest = content["data/manifest.js"]
    assert isinstance(manifest, str)
    content["data/manifest.js"] = manifest.replace("2026-10-01", "2026-09-30").replace('"2"', '"1"')
    summary = intake.take_in(vault, [x_archive.write_zip(tmp_path / "old.zip", content)], now=NOW)
    assert summary.vanished == 0
    assert any("newer export" in warning for warning in summary.warnings)


def test_items_that_stand_twice_are_taken_once(vault: Vault, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "one")])
    content["data/tweets (1).js"] = x_archive.data_file("tweets", [tweet(1, "one"), tweet(2, "two")])
    path = x_archive.write_zip(tmp_path / "x.zip", content)
    summary = intake.take_in(vault, [path], now=NOW)
    assert (summary.added, summary.sources[0].repeated) == (2, 1)
    assert intake.take_in(vault, [path], now=NOW).unchanged == 2


def test_use_is_set_and_what_the_owner_set_stays(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "x.zip", tweet(1, "one"))
    (stored,) = intake.take_in(vault, [path], use=Use.PERSONAL, now=NOW).accounts
    assert stored.account.use is Use.PERSONAL
    assert intake.take_in(vault, [path], now=NOW).accounts[0].account.use is Use.PERSONAL
    assert intake.take_in(vault, [path], use=Use.MIXED, now=NOW).accounts[0].account.use is Use.MIXED


def test_account_chooses_one_of_several(vault: Vault, tmp_path: Path) -> None:
    other = ACCOUNT | {"handle": "@other_invented"}
    path = write(tmp_path / "a.jsonl", ACCOUNT, item("1", "mine"), other, item("2", "hers"))
    summary = intake.take_in(vault, [path], account="other_invented", now=NOW)
    assert [each.account.handle for each in summary.accounts] == ["@other_invented"]
    assert _texts(vault) == ["hers"]


def test_platform_chooses_too(vault: Vault, tmp_path: Path) -> None:
    other = ACCOUNT | {"platform": "google"}
    path = write(tmp_path / "a.jsonl", ACCOUNT, item("1", "post"), other, item("2", "answer"))
    intake.take_in(vault, [path], platform="Google", now=NOW)
    assert _texts(vault) == ["answer"]


def test_another_s_archive_is_refused_before_it_is_stored(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "x.zip", tweet(1, "one"))
    with pytest.raises(InputError, match="another account"):
        intake.take_in(vault, [path], account="@somebody_else", now=NOW)
    assert vault.accounts.list() == []


def test_a_file_that_names_no_account_asks_for_one(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    path.write_text(x_archive.data_file("tweets", [tweet(1, "one")]))
    with pytest.raises(InputError, match="--account"):
        intake.take_in(vault, [path], now=NOW)
    (stored,) = intake.take_in(vault, [path], account="@wren_invented", now=NOW).accounts
    assert stored.account.handle == "@wren_invented"
    assert _texts(vault) == ["one"]


def test_owner_facts_fill_gaps_and_override_nothing(vault: Vault, tmp_path: Path) -> None:
    vault.owner.set(Owner(name="Wren I.", city="Fernhollow"))
    path = write(tmp_path / "a.jsonl", OWNER, ACCOUNT, item("1"))
    summary = intake.take_in(vault, [path], now=NOW)
    owner = vault.owner.get()
    assert (owner.name, owner.role, owner.city) == ("Wren I.", "nurse", "Fernhollow")
    assert owner.employers == ("Fernhollow General",)
    assert any("audit-tui me" in warning for warning in summary.warnings)


def test_an_old_archive_says_how_old_it_is(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "x.zip", tweet(1, "one"))
    assert intake.take_in(vault, [path], now=NOW).warnings == ()
    later = intake.take_in(vault, [path], now=NOW + timedelta(days=90))
    assert "2026-10-01" in later.warnings[0]


def test_several_files_and_patterns(vault: Vault, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", ACCOUNT, item("1", "from a"))
    write(tmp_path / "b.jsonl", ACCOUNT, item("2", "from b"))
    path = _archive(tmp_path / "x.zip", tweet(3, "from x"))
    summary = intake.take_in(vault, [str(tmp_path / "*.jsonl"), path, path], now=NOW)
    assert len(summary.sources) == 3
    assert _texts(vault) == ["from a", "from b", "from x"]


def test_one_bad_file_of_several_is_told_by_number_and_nothing_is_stored(
    vault: Vault, tmp_path: Path
) -> None:
    good = write(tmp_path / "a.jsonl", ACCOUNT, item("1"))
    bad = write(tmp_path / "b.jsonl", ACCOUNT, item("2"), {"type": "poll"})
    with pytest.raises(InputError, match=r"File 2 of 2: Line 3"):
        intake.take_in(vault, [good, bad], now=NOW)
    assert vault.items.count() == 0
    assert vault.accounts.list() == []


def test_a_break_half_way_keeps_whole_items_and_says_how_many(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _archive(tmp_path / "x.zip", *(tweet(number, f"post {number}") for number in range(1, 31)))
    whole = XArchive._stream

    def breaks(self: XArchive) -> Any:
        for count, record in enumerate(whole(self)):
            if count == 21:
                raise DamagedSource("The archive breaks off.", "Download it again.")
            yield record

    monkeypatch.setattr(one_source, "BATCH", 8)
    monkeypatch.setattr(XArchive, "_stream", breaks)
    with pytest.raises(PartlyDone, match="is kept: 20 items"):
        intake.take_in(vault, [path], now=NOW)
    assert vault.items.count() == 20
    assert vault.imports.list()[0].finished_at is None
    monkeypatch.setattr(XArchive, "_stream", whole)
    again = intake.take_in(vault, [path], now=NOW)
    assert (again.added, again.unchanged) == (10, 20)


def test_unread_parts_are_named_up_to_a_point_and_all_counted(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_source, "NAMED", 5)
    path = write(tmp_path / "a.jsonl", ACCOUNT, *(["{bad"] * 40), item("1"))
    summary = intake.take_in(vault, [path], now=NOW)
    assert summary.unread_count == 40
    assert len(summary.unread) == 6
    assert summary.added == 1


def test_progress_counts_items_to_the_end(vault: Vault, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    paths = [
        _archive(tmp_path / "x.zip", *(tweet(number, "x") for number in range(1, 4))),
        write(tmp_path / "a.jsonl", ACCOUNT, item("1")),
    ]
    intake.take_in(vault, paths, progress=lambda done, total: told.append((done, total)), now=NOW)
    assert told[-1] == (4, 4)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_hostile_text_goes_in_and_comes_out(vault: Vault, tmp_path: Path) -> None:
    texts = [
        "\x1b[2J\x1b]0;x\x07",
        "[bold red]x[/]",
        "\u202egnp.exe",
        "a" * 100_000,
        "=1+1",
        "x\u2028y\r\n\tz",
    ]
    lines = [item(str(number), text) for number, text in enumerate(texts)]
    lines.append(item("nul", "a\0b"))
    half = '{"type":"item","id":"half","kind":"post","text":"a\\ud800b"}'
    intake.take_in(vault, [write(tmp_path / "a.jsonl", ACCOUNT, *lines, half)], now=NOW)
    assert _texts(vault) == sorted([*texts, "a\ufffdb", "a\ufffdb"])


def test_the_log_tells_counts_and_no_names(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "wren-invented-private.zip", tweet(1, "a secret"))
    intake.take_in(vault, [path], now=NOW)
    said = " ".join(f"{each.kind} {each.detail}" for each in vault.events.list(10))
    assert "'added': 1" in said
    for word in ("wren", "secret", "Fernhollow"):
        assert word not in said
    vault.events.verify()


def test_no_error_repeats_a_file_name_or_a_post(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "wren-invented.txt"
    path.write_text("my patient said")
    with pytest.raises(InputError) as caught:
        intake.take_in(vault, [path], now=NOW)
    assert "wren" not in str(caught.value)
    assert "patient" not in str(caught.value)


def test_inspect_tells_and_stores_nothing(vault: Vault, tmp_path: Path) -> None:
    path = _archive(tmp_path / "x.zip", tweet(1, "one"))
    (inspection,) = intake.inspect([path]).inspections
    assert (inspection.kind, inspection.expected, inspection.is_complete) == ("x-archive", 1, True)
    assert inspection.accounts[0].account.handle == "@wren_invented"
    assert [part.holds for part in inspection.parts if part.items] == ["posts"]
    assert vault.accounts.list() == []


def test_no_file_at_all(vault: Vault) -> None:
    with pytest.raises(InputError, match="No file"):
        intake.take_in(vault, [], now=NOW)
