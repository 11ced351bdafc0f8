"""The same export again, an older one after a newer one, and which account a source means."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from auditor import deletion, intake
from auditor.errors import PartlyDone
from auditor.intake import repeats
from auditor.intake.choice import Choice
from auditor.intake.one_source import Meter, OneSource
from auditor.model import EntryState, Hold, Outcome, Plan
from auditor.store import Vault, open_vault
from connectors.archive import open_archive
from connectors.errors import DamagedSource
from connectors.model import (
    Account,
    AccountRecord,
    Item,
    ItemKind,
    LeftOut,
    Owner,
    Profile,
    Record,
    Unread,
    Use,
)
from connectors.source import Inspection, Source
from connectors.x.export import XArchive
from tests.connectors.reading import open_source
from tests.fixtures import mastodon_export, x_archive
from tests.fixtures.interchange_file import ACCOUNT, OWNER, item, write
from tests.fixtures.x_archive import MADE_AT, START, tweet
from tests.store.examples import audit, finding

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOTH = (tweet(1, "stays", START - timedelta(days=3)), tweet(2, "goes", START - timedelta(days=2)))


def x_zip(path: Path, *tweets: x_archive.Json, made: str = MADE_AT, **more: Any) -> Path:
    """An X archive made at `made`."""
    content = x_archive.files(list(tweets), **more)
    manifest = content["data/manifest.js"]
    assert isinstance(manifest, str)
    content["data/manifest.js"] = manifest.replace(MADE_AT, made)
    return x_archive.write_zip(path, content)


def mastodon(path: Path, *ids: int, text: str = "a post") -> Path:
    """A Mastodon export, which does not say when it was made."""
    notes = [mastodon_export.note(id, f"<p>{text} {id}</p>", f"2026-03-0{id}T08:00:00Z") for id in ids]
    return mastodon_export.write_tar(path, mastodon_export.files(notes))


def an_export(kind: str, folder: Path) -> Path:
    if kind == "x zip":
        return x_zip(folder / "x.zip", *BOTH)
    if kind == "x folder":
        return x_archive.write_folder(folder / "x", x_archive.files(list(BOTH)))
    if kind == "mastodon":
        return mastodon(folder / "m.tar.gz", 1, 2)
    return write(folder / "i.jsonl", OWNER, ACCOUNT, item("1"), item(None, "no id"), "{bad")


KINDS = ("x zip", "x folder", "mastodon", "interchange")


def texts(vault: Vault) -> dict[str, str]:
    return {
        one.item.id: one.item.text
        for stored in vault.accounts.list()
        for one in vault.items.by_account(stored.id)
    }


def state(vault: Vault) -> object:
    """Everything that an import might write."""
    accounts = vault.accounts.list()
    items = [list(vault.items.by_account(each.id)) for each in accounts]
    profiles = [vault.accounts.profiles(each.id) for each in accounts]
    return vault.owner.get(), accounts, items, profiles, vault.imports.list(), vault.events.list()


def imports(vault: Vault) -> int:
    """How many readings there were."""
    return len(vault.imports.list())


class Clock:
    """The vault's clock."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(home: Path, clock: Clock) -> Iterator[Vault]:
    with open_vault(home, clock=clock) as vault:
        yield vault


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Raises the revision of the importers, so that everything is read again."""
    return lambda: monkeypatch.setattr(repeats, "REVISION", repeats.REVISION + 1)


# The same export again


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_export_again_is_not_read_and_writes_nothing(
    kind: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = an_export(kind, tmp_path)
    intake.take_in(vault, [path], now=NOW)
    before = state(vault)
    monkeypatch.setattr(OneSource, "_store", None)
    with vault._connections.read() as db:
        version = db.execute("PRAGMA data_version").fetchone()
        summary = intake.take_in(vault, [path], now=NOW)
        assert db.execute("PRAGMA data_version").fetchone() == version
    assert (summary.added, summary.updated, summary.unchanged) == (0, 0, 2)
    assert state(vault) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_export_again_says_what_a_reading_would(
    kind: str, vault: Vault, tmp_path: Path, raised: Any
) -> None:
    path = an_export(kind, tmp_path)
    intake.take_in(vault, [path], now=NOW)
    later = NOW + timedelta(days=200)
    repeated = intake.take_in(vault, [path], now=later)
    assert imports(vault) == 1
    raised()
    assert intake.take_in(vault, [path], now=later) == repeated
    assert imports(vault) == 2
    assert intake.take_in(vault, [path], now=later) == repeated
    assert imports(vault) == 2


def test_what_could_not_be_read_and_what_stood_twice_is_told_again(vault: Vault, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "one"), {"tweet": {"id_str": "5"}}])
    content["data/tweets (1).js"] = content["data/tweets.js"]
    path = x_archive.write_zip(tmp_path / "x.zip", content)
    first = intake.take_in(vault, [path], now=NOW).sources[0]
    again = intake.take_in(vault, [path], now=NOW).sources[0]
    assert imports(vault) == 1
    assert sum(one.count for one in first.unread) > 0
    assert (again.unread, again.left_out, again.warnings) == (first.unread, first.left_out, first.warnings)
    assert (again.repeated, again.unchanged) == (first.repeated, first.added)


def test_what_is_kept_of_a_reading_holds_no_text_of_a_post(vault: Vault, tmp_path: Path) -> None:
    intake.take_in(vault, [x_zip(tmp_path / "x.zip", tweet(1, "a secret"))], now=NOW)
    with vault._connections.read() as db:
        told = db.execute("SELECT told FROM imports").fetchone()[0]
    assert "direct messages" in told
    assert "secret" not in told


def test_use_is_set_by_the_same_export_again(vault: Vault, tmp_path: Path) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    intake.take_in(vault, [path], use=Use.PERSONAL, now=NOW)
    (stored,) = intake.take_in(vault, [path], use=Use.MIXED, now=NOW).accounts
    assert stored.account.use is Use.MIXED
    assert vault.accounts.list() == [stored]
    assert imports(vault) == 1


def test_progress_goes_to_the_end_over_the_same_export_again(vault: Vault, tmp_path: Path) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    intake.take_in(vault, [path], now=NOW)
    told: list[tuple[int, int | None]] = []
    intake.take_in(vault, [path], progress=lambda done, total: told.append((done, total)), now=NOW)
    assert told[-1] == (2, 2)


def test_owner_facts_are_told_again_by_the_same_file(vault: Vault, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", OWNER, ACCOUNT, item("1"))
    intake.take_in(vault, [path], now=NOW)
    vault.owner.set(Owner(name="Somebody Invented"))
    summary = intake.take_in(vault, [path], now=NOW)
    assert imports(vault) == 1
    assert vault.owner.get().role == "nurse"
    assert any("audit-tui me" in warning for warning in summary.warnings)


# When it is read all the same


def test_new_importers_read_it_again(vault: Vault, tmp_path: Path, raised: Any) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    intake.take_in(vault, [path], now=NOW)
    raised()
    intake.take_in(vault, [path], now=NOW)
    assert imports(vault) == 2


def test_an_account_that_was_removed_comes_back(vault: Vault, tmp_path: Path) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    intake.take_in(vault, [path], now=NOW)
    vault.accounts.remove(vault.accounts.list()[0].id)
    # Another account may have got its row in the vault.
    vault.accounts.upsert(Account("mastodon", "@other_invented"), None, "mastodon-export")
    summary = intake.take_in(vault, [path], now=NOW)
    assert summary.added == 2
    assert summary.accounts[0].account.platform == "x"


@pytest.mark.parametrize(
    "choice",
    [{"account": "@wren_invented"}, {"account": "@other_invented"}, {"platform": "x"}],
)
def test_another_choice_reads_it_again(choice: dict[str, str], vault: Vault, tmp_path: Path) -> None:
    other = ACCOUNT | {"platform": "x", "handle": "@other_invented"}
    path = write(tmp_path / "a.jsonl", ACCOUNT, item("1", "mine"), other, item("2", "hers"))
    intake.take_in(vault, [path], account="wren_invented", now=NOW)
    intake.take_in(vault, [path], now=NOW, **choice)
    assert imports(vault) == 2


def test_media_that_lie_beside_it_since_read_it_again(vault: Vault, tmp_path: Path) -> None:
    content = x_archive.files(list(BOTH))
    intake.take_in(vault, [x_archive.write_folder(tmp_path / "x", content)], now=NOW)
    media = {"data/tweets_media/1-abc.jpg": b"invented"}
    summary = intake.take_in(vault, [x_archive.write_folder(tmp_path / "x", media)], now=NOW)
    assert imports(vault) == 2
    shown = [one.item.media for one in vault.items.by_account(summary.accounts[0].id)]
    assert [media.path for each in shown for media in each] == ["data/tweets_media/1-abc.jpg"]


def test_one_that_was_stopped_half_way_is_read_again(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    whole = XArchive._stream

    def breaks(self: XArchive) -> Iterator[Record]:
        for count, record in enumerate(whole(self)):
            if count == 2:
                raise DamagedSource("The archive breaks off.", "Download it again.")
            yield record

    with monkeypatch.context() as patched:
        patched.setattr(XArchive, "_stream", breaks)
        with pytest.raises(PartlyDone):
            intake.take_in(vault, [path], now=NOW)
    again = intake.take_in(vault, [path], now=NOW)
    assert (again.added, again.unchanged) == (1, 1)


def test_a_damaged_download_does_not_stand_for_the_whole_one(vault: Vault, tmp_path: Path) -> None:
    path = x_zip(tmp_path / "x.zip", *(tweet(n, f"post {n} " + "x" * 500) for n in range(1, 60)))
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("data/tweets.js")
    middle = info.header_offset + info.compress_size // 2
    path.write_bytes(whole[:middle] + bytes(32) + whole[middle + 32 :])
    broken = intake.take_in(vault, [path], now=NOW)
    assert broken.unread_count > 0
    path.write_bytes(whole)
    again = intake.take_in(vault, [path], now=NOW)
    assert again.unread_count == 0
    assert len(texts(vault)) == 59


def test_a_source_of_unknown_age_since_reads_it_again(vault: Vault, tmp_path: Path) -> None:
    path = x_zip(tmp_path / "x.zip", *BOTH)
    intake.take_in(vault, [path], now=NOW)
    intake.take_in(vault, [write(tmp_path / "i.jsonl", ACCOUNT, item("1", "other words"))], now=NOW)
    assert texts(vault)["1"] == "other words"
    assert intake.take_in(vault, [path], now=NOW).updated == 1
    assert texts(vault)["1"] == "stays"


def test_an_older_export_since_reads_it_again_and_marks_what_that_brought_back(
    vault: Vault, tmp_path: Path
) -> None:
    new = x_zip(tmp_path / "new.zip", BOTH[0], tweet(3, "newest", START))
    old = x_zip(tmp_path / "old.zip", *BOTH, made="2026-09-29T08:00:00.000Z")
    intake.take_in(vault, [new], now=NOW)
    assert intake.take_in(vault, [old], now=NOW).added == 1
    assert intake.take_in(vault, [new], now=NOW).vanished == 1
    assert intake.take_in(vault, [old], now=NOW).added == 0
    assert imports(vault) == 3


def test_a_newer_export_since_and_other_accounts_change_nothing_about_it(
    vault: Vault, tmp_path: Path
) -> None:
    old = x_zip(tmp_path / "old.zip", *BOTH, made="2026-09-29T08:00:00.000Z")
    new = x_zip(tmp_path / "new.zip", tweet(1, "edited", START - timedelta(days=3)))
    other = mastodon(tmp_path / "m.tar.gz", 1, 2)
    first = intake.take_in(vault, [old, new, other], now=NOW)
    assert (first.added, first.updated, first.vanished) == (4, 1, 1)
    before = state(vault)
    again = intake.take_in(vault, [old, new, other], now=NOW)
    assert (again.added, again.updated, again.unchanged, again.vanished) == (0, 0, 5, 0)
    assert any("newer export" in warning for warning in again.sources[0].warnings)
    assert state(vault) == before


def test_reading_an_old_export_again_after_a_newer_one_changes_nothing_either(
    vault: Vault, tmp_path: Path, raised: Any
) -> None:
    """What the answer of a repeated import rests on."""
    old = x_zip(tmp_path / "old.zip", *BOTH, made="2026-09-29T08:00:00.000Z")
    new = x_zip(tmp_path / "new.zip", tweet(1, "edited", START - timedelta(days=3)))
    for path in (old, new):
        intake.take_in(vault, [path], now=NOW)
    before, repeated = texts(vault), intake.take_in(vault, [old], now=NOW)
    profiles = vault.accounts.profiles(1)
    raised()
    assert intake.take_in(vault, [old], now=NOW) == repeated
    assert imports(vault) == 3
    assert texts(vault) == before
    assert vault.accounts.profiles(1) == profiles
    assert [one.item.id for one in vault.items.by_account(1) if one.vanished_at] == ["2"]


# What a repeated export proves


def noted(vault: Vault, item_id: str) -> Plan:
    """A confirmed plan of one post, of which the owner says that she deleted it."""
    (stored,) = vault.accounts.list()
    row = next(one.id for one in vault.items.by_account(stored.id) if one.item.id == item_id)
    audit(vault, stored.id, {row: [finding("found", item_id)]})
    vault.decisions.decide([finding("found", item_id).fingerprint], Outcome.DELETE, "", NOW)
    plan = deletion.draft(vault, NOW)
    deletion.answer_hold(vault, plan.id, Hold(False, "", NOW))
    deletion.preserve(vault, plan.id)
    deletion.confirm(vault, plan.id, 1, NOW)
    return deletion.mark_done(vault, plan.id, [row], NOW + timedelta(days=1))


@pytest.mark.parametrize("is_read_anew", [False, True])
@pytest.mark.parametrize("kind", ["x zip", "mastodon"])
def test_the_same_export_again_proves_no_deletion_and_disproves_none(
    kind: str, is_read_anew: bool, vault: Vault, clock: Clock, tmp_path: Path, raised: Any
) -> None:
    path = an_export(kind, tmp_path)
    intake.take_in(vault, [path], now=NOW)
    id = next(id for id in texts(vault) if id.endswith("2"))
    plan = noted(vault, id)
    events = len([one for one in vault.events.list() if one.kind == "complete export"])
    if is_read_anew:
        raised()
    clock.now = NOW + timedelta(days=9)
    intake.take_in(vault, [path], now=clock.now)
    verified = deletion.verify(vault, NOW + timedelta(days=9))
    assert (verified.gone, verified.still_there, verified.reappeared) == (0, 0, 0)
    assert (verified.waiting, verified.not_shown) == (1, 0)
    (entry,) = vault.plans.get(plan.id).entries
    assert entry.state is EntryState.UNKNOWN
    told = len([one for one in vault.events.list() if one.kind == "complete export"])
    assert told == events + (is_read_anew and kind == "x zip")


@pytest.mark.parametrize("is_read_anew", [False, True])
@pytest.mark.parametrize("kind", ["x zip", "mastodon"])
def test_an_old_export_again_brings_nothing_back_that_a_newer_one_has_shown_to_be_gone(
    kind: str, is_read_anew: bool, vault: Vault, tmp_path: Path, raised: Any
) -> None:
    if kind == "mastodon":
        old, new = mastodon(tmp_path / "a.tar", 1, 2, 3), mastodon(tmp_path / "b.tar", 1, 3)
    else:
        old = x_zip(tmp_path / "a.zip", *BOTH, made="2026-09-30T19:00:00.000Z")
        new = x_zip(tmp_path / "b.zip", BOTH[0])
    intake.take_in(vault, [old], now=NOW)
    id = next(id for id in texts(vault) if id.endswith("2"))
    plan = noted(vault, id)
    assert intake.take_in(vault, [new], now=NOW).vanished == 1
    assert deletion.verify(vault, NOW).gone == 1
    if is_read_anew:
        raised()
    intake.take_in(vault, [old], now=NOW)
    assert imports(vault) == 2 + is_read_anew
    assert deletion.verify(vault, NOW).reappeared == 0
    (entry,) = vault.plans.get(plan.id).entries
    assert entry.state is EntryState.GONE


# An older export after a newer one


def test_an_older_export_puts_no_edited_text_back(vault: Vault, tmp_path: Path) -> None:
    new = x_zip(tmp_path / "new.zip", tweet(1, "edited"))
    old = x_zip(tmp_path / "old.zip", tweet(1, "first words"), made="2026-09-01T08:00:00.000Z")
    intake.take_in(vault, [new], now=NOW)
    summary = intake.take_in(vault, [old], now=NOW)
    assert (summary.added, summary.updated, summary.unchanged) == (0, 0, 1)
    assert texts(vault) == {"1": "edited"}


def test_an_older_export_fills_what_the_newer_one_is_silent_on(vault: Vault, tmp_path: Path) -> None:
    new = x_zip(tmp_path / "new.zip", x_archive.reply(2, "edited", 1))
    old = x_zip(
        tmp_path / "old.zip",
        tweet(1, "the parent"),
        x_archive.reply(2, "first words", 1),
        made="2026-09-01T08:00:00.000Z",
    )
    intake.take_in(vault, [new], now=NOW)
    summary = intake.take_in(vault, [old], now=NOW)
    assert (summary.added, summary.updated, summary.unchanged) == (1, 1, 0)
    kept = next(one.item for one in vault.items.by_account(1) if one.item.id == "2")
    assert (kept.text, kept.parent_text) == ("edited", "the parent")


def test_an_older_export_does_not_bring_back_what_has_vanished(vault: Vault, tmp_path: Path) -> None:
    for name, made, tweets in (
        ("a.zip", "2026-09-30T19:00:00.000Z", BOTH),
        ("b.zip", MADE_AT, BOTH[:1]),
        ("c.zip", "2026-09-30T18:30:00.000Z", BOTH),
    ):
        intake.take_in(vault, [x_zip(tmp_path / name, *tweets, made=made)], now=NOW)
    assert [one.item.id for one in vault.items.by_account(1) if one.vanished_at] == ["2"]


def test_of_sources_without_a_date_the_one_first_read_last_counts(
    vault: Vault, tmp_path: Path, raised: Any
) -> None:
    one = mastodon(tmp_path / "a.tar", 1, text="first words")
    other = mastodon(tmp_path / "b.tar", 1, text="edited")
    for path in (one, other):
        intake.take_in(vault, [path], now=NOW)
    assert list(texts(vault).values()) == ["edited 1"]
    raised()
    intake.take_in(vault, [one], now=NOW)
    assert imports(vault) == 3
    assert list(texts(vault).values()) == ["edited 1"]


def test_her_own_file_says_it_anew_whenever_she_hands_it_over(vault: Vault, tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", ACCOUNT, item("1", "as it was"))
    edited = write(tmp_path / "b.jsonl", ACCOUNT, item("1", "edited"))
    for path, said in ((first, "as it was"), (edited, "edited"), (first, "as it was"), (edited, "edited")):
        intake.take_in(vault, [path], now=NOW)
        assert list(texts(vault).values()) == [said]
    again = intake.take_in(vault, [edited], now=NOW)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
    assert imports(vault) == 4


def test_an_older_export_does_not_rename_the_account_back(vault: Vault, tmp_path: Path) -> None:
    new, old = x_archive.files([tweet(1, "one")]), x_archive.files([tweet(1, "one")])
    new["data/account.js"] = x_archive.account_file("wren_renamed")
    manifest = old["data/manifest.js"]
    assert isinstance(manifest, str)
    old["data/manifest.js"] = manifest.replace(MADE_AT, "2026-01-01T08:00:00.000Z")
    intake.take_in(vault, [x_archive.write_zip(tmp_path / "new.zip", new)], now=NOW)
    intake.take_in(vault, [x_archive.write_zip(tmp_path / "old.zip", old)], now=NOW)
    (stored,) = vault.accounts.list()
    assert stored.account.handle == "@wren_renamed"


def test_a_made_up_date_of_the_future_counts_as_today(vault: Vault, tmp_path: Path) -> None:
    intake.take_in(
        vault, [x_zip(tmp_path / "a.zip", tweet(1, "one"), made="9999-01-01T00:00:00.000Z")], now=NOW
    )
    with vault._connections.read() as db:
        made_at, started_at = db.execute("SELECT made_at, started_at FROM imports").fetchone()
    assert made_at == started_at


# Whose it is, and what she said of herself over time


class Told(Source):
    """A source that says just this."""

    kind = "told"
    platform = "x"
    title = "what was told"

    def __init__(self, path: Path, records: Sequence[Record]) -> None:
        path.write_text(repr(records))
        super().__init__(open_archive(path))
        self._told = records

    def digest(self) -> str:
        return self.archive.digest(self.archive.names)

    def inspect(self) -> Inspection:
        accounts = tuple(one for one in self._told if isinstance(one, AccountRecord))
        return Inspection(self.kind, "x", self.title, accounts[:1], (), None, False, None)

    def _stream(self) -> Sequence[Record]:
        return self._told


@pytest.fixture
def tell(vault: Vault, tmp_path: Path) -> Any:
    """Takes in a source that says just these records."""

    def take(*records: Record, account: str | None = None) -> intake.SourceSummary:
        with Told(tmp_path / "told", records) as source:
            choice, meter = Choice(None, account, None), Meter(None, [None])
            return OneSource(vault, source, source.inspect(), choice, meter, NOW).run()

    return take


def account(handle: str = "", remote_id: str | None = None, bio: str = "", day: int = 0) -> AccountRecord:
    observed_at = NOW - timedelta(days=day) if day else None
    profile = Profile(bio=bio, observed_at=observed_at) if bio else None
    return AccountRecord(Account("x", handle, remote_id=remote_id, extra={}), profile)


POST = Item("1", ItemKind.POST, "a quiet night")


def test_a_handle_is_found_by_the_platform_s_id_that_the_vault_knows(vault: Vault, tell: Any) -> None:
    tell(account("@wren_invented", "77"), POST)
    (stored,) = tell(account("", "77"), POST, account="@named").accounts
    assert (stored.account.handle, len(vault.accounts.list())) == ("@wren_invented", 1)


def test_an_unknown_account_without_a_handle_goes_by_the_one_that_was_named(tell: Any) -> None:
    (stored,) = tell(account("", "78"), POST, account="@named").accounts
    assert (stored.account.handle, stored.account.remote_id) == ("@named", "78")


def test_an_unknown_account_without_any_name_goes_by_its_id_until_it_is_told(vault: Vault, tell: Any) -> None:
    (stored,) = tell(account("", "79"), POST).accounts
    assert stored.account.handle == "79"
    (again,) = tell(account("@wren_invented", "79"), POST).accounts
    assert (again.id, again.account.handle) == (stored.id, "@wren_invented")


def test_later_records_without_a_handle_are_of_the_source_s_one_account(vault: Vault, tell: Any) -> None:
    first = account("@wren_invented", None, "now", 1)
    (stored,) = tell(first, account("", None, "before", 400), account("", "80"), POST).accounts
    assert (stored.account.handle, stored.account.remote_id) == ("@wren_invented", "80")
    assert stored.profile.bio == "now"
    assert [one.bio for one in vault.accounts.profiles(stored.id)] == ["now", "before"]
    assert texts(vault) == {"1": "a quiet night"}


def test_posts_of_nobody_knows_whom_are_counted_and_not_laid_at_a_door(vault: Vault, tell: Any) -> None:
    summary = tell(account("@one"), POST, account("@other"), account(""), POST, POST)
    assert summary.unread == (Unread("posts", "it is not said whose they are", 2),)
    assert [stored.account.handle for stored in summary.accounts] == ["@one", "@other"]
    assert texts(vault) == {"1": "a quiet night"}


def test_posts_after_an_account_that_is_not_wanted_are_not_the_other_one_s(vault: Vault, tell: Any) -> None:
    tell(account("@other"), account("@named"), account(""), POST, account="@named")
    # The third record may be of either: she named this one.
    assert [one.account.handle for one in vault.accounts.list()] == ["@named"]


@pytest.mark.parametrize(
    "order", list(permutations([(1, "now"), (200, "between"), (400, "now"), (900, "student")]))
)
def test_profiles_end_as_one_history_whatever_the_order(
    order: tuple[tuple[int, str], ...], vault: Vault, tell: Any
) -> None:
    records = [account("@wren_invented", None, bio, day) for day, bio in order]
    for one in ([*records], [records[0], *(account("", None, bio, day) for day, bio in order[1:])]):
        (stored,) = tell(*one, POST).accounts
        assert stored.profile.bio == "now"
        assert stored.profile.observed_at == NOW - timedelta(days=1)
        history = [each.bio for each in vault.accounts.profiles(stored.id)]
        assert history == ["now", "between", "now", "student"]


def test_a_bio_taken_up_again_is_the_newest_though_no_source_names_a_day(
    vault: Vault, clock: Clock, tmp_path: Path, raised: Any
) -> None:
    for number, bio in enumerate(("one", "two", "one")):
        clock.now = NOW + timedelta(days=number)
        content = mastodon_export.files([mastodon_export.note(number, "<p>a post</p>")])
        content["actor.json"] = mastodon_export.actor(f"<p>{bio}</p>")
        path = mastodon_export.write_tar(tmp_path / f"{number}.tar", content)
        intake.take_in(vault, [path], now=NOW)
    assert [one.bio.partition("\n")[0] for one in vault.accounts.profiles(1)] == ["one", "two", "one"]
    raised()
    intake.take_in(vault, [tmp_path / "1.tar"], now=NOW)
    assert imports(vault) == 4
    assert [one.bio.partition("\n")[0] for one in vault.accounts.profiles(1)] == ["one", "two", "one"]


def test_what_is_left_out_is_told_again(vault: Vault, tell: Any) -> None:
    left = LeftOut("drafts", "not public", 3)
    for _ in range(2):
        assert tell(account("@one"), POST, left).left_out == (left,)
    assert imports(vault) == 1


def test_a_reading_comes_back_from_json_as_it_was() -> None:
    reading = repeats.Reading(
        items=3,
        repeated=1,
        lacking=2,
        unread=(Unread("posts.json", "it has no text", 2),),
        left_out=(LeftOut("likes", "other people's words"),),
        owners=(Owner("Wren", "nurse", ("A", "B"), "Ely", ("C",), {"x": [1]}),),
        accounts=(4, 2),
    )
    assert repeats.of_json(reading.as_json()) == reading


def test_mastodon_s_export_under_another_name_says_no_day(tmp_path: Path) -> None:
    """The tests of undated exports above rest on it."""
    with open_source(mastodon(tmp_path / "a.tar", 1)) as source:
        assert source.made_at is None


@pytest.mark.parametrize(("name", "gone"), [("b.tar", 0), (f"archive-20260401120000-{'0' * 32}.tar", 1)])
def test_a_dated_mastodon_export_proves_that_the_newest_post_is_gone(
    name: str, gone: int, vault: Vault, tmp_path: Path
) -> None:
    intake.take_in(vault, [mastodon(tmp_path / f"archive-20260320120000-{'0' * 32}.tar", 1, 2)], now=NOW)
    noted(vault, "2")
    assert intake.take_in(vault, [mastodon(tmp_path / name, 1)], now=NOW).vanished == gone
    assert deletion.verify(vault, NOW).gone == gone
