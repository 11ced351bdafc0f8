"""LinkedIn, Threads and TikTok: the same posts by the export and by the connection stay one each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import keyring
import pytest

from auditor import connections, intake
from auditor.store import Vault, open_vault
from auditor.sync import sync
from connectors.credentials import Credentials
from tests.connectors.live.doubles.linkedin import PORTABILITY, LinkedInStub
from tests.connectors.live.doubles.threads import ThreadsStub
from tests.connectors.live.doubles.tiktok import TikTokStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.fixtures import linkedin_export, threads_export, tiktok_export, x_archive

WORDS = [f"Night shift, number {number} \U0001f44d\nand a second line" for number in range(7)]


@dataclass(frozen=True, slots=True)
class Both:
    """One account's export, and its credentials on a stub that holds the same posts."""

    platform: str
    export: Path
    credentials: Credentials
    items: int
    close: Callable[[], None]


def _threads(folder: Path) -> Both:
    stub = ThreadsStub()
    made = [stub.post(text, is_reply=number % 3 == 0) for number, text in enumerate(WORDS)]
    threads = [threads_export.thread(post.text, post.created, is_reply=post.is_reply) for post in made]
    content = threads_export.files(reversed(threads))
    own = threads_export.profile("wren.invented", "Nurse. Views mine.")
    content[f"{threads_export.FOLDER}/personal_information.json"] = own
    export = x_archive.write_zip(folder / "instagram-wren.invented-2026-11-20-abc.zip", content)
    return Both("threads", export, stub.credentials(stub.url), len(WORDS), stub.close)


def _tiktok(folder: Path) -> Both:
    stub = TikTokStub()
    stub.add(WORDS)
    posts = [
        tiktok_export.post(video.text, f"{video.created:%Y-%m-%d %H:%M:%S}")
        for video in reversed(stub.videos)
    ]
    whole = tiktok_export.newer(posts=posts, comments=[tiktok_export.comment("a comment")])
    stub.ada["username"] = "wren_invented"
    export = x_archive.write_zip(folder / "TikTok_Data_1.zip", tiktok_export.files(whole))
    return Both("tiktok", export, stub.credentials(stub.url), len(WORDS) + 1, stub.close)


def _linkedin(folder: Path) -> Both:
    stub = LinkedInStub()
    at = datetime(2025, 8, 9, 21, 14, 3)
    times = [at - timedelta(days=number) for number in range(len(WORDS))]
    stub.tables["MEMBER_SHARE_INFO"] = [
        {
            "Date": f"{times[n]:%Y-%m-%d %H:%M:%S}",
            "ShareLink": linkedin_export.link(n),
            "ShareCommentary": text.replace("\n", '"\n"'),
            "SharedUrl": "",
            "MediaUrl": "",
            "Visibility": "MEMBER_NETWORK",
        }
        for n, text in enumerate(WORDS)
    ]
    stub.tables["ALL_COMMENTS"] = [
        {
            "Date": f"{at:%Y-%m-%d %H:%M:%S}",
            "Link": linkedin_export.link(5, "activity"),
            "Message": 'A "comment"',
        }
    ]
    shares = [linkedin_export.share(n, text, times[n]) for n, text in enumerate(WORDS)]
    content = linkedin_export.numbered(
        linkedin_export.files(shares, [linkedin_export.comment('A "comment"', at)])
    )
    export = linkedin_export.write_zip(folder / "Complete_LinkedInDataExport_11-20-2026.zip", content)
    token = replace(stub.credentials(stub.url), scopes=(PORTABILITY,), may_delete=False)
    token = token.with_secrets(access_token=stub.grant(PORTABILITY))
    return Both("linkedin", export, token, len(WORDS) + 1, stub.close)


@pytest.fixture(params=[_linkedin, _threads, _tiktok], ids=["linkedin", "threads", "tiktok"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    made = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    keyring.set_keyring(Memory())
    with open_vault(home, clock=clock.now) as vault:
        yield vault


def _imported(vault: Vault, both: Both, clock: HeldClock) -> int:
    return intake.take_in(vault, [both.export], now=clock.now()).added


def _synced(vault: Vault, both: Both, clock: HeldClock) -> int:
    stored = connections.connect(vault, both.platform, both.credentials, clock)
    connection = connections.opened(vault, stored, clock)
    try:
        synced = sync(vault, stored, connection, clock, is_full=True)
        assert synced.vanished == 0
        return synced.added
    finally:
        connection.close()


def test_a_sync_after_an_import_adds_nothing(both: Both, vault: Vault, clock: HeldClock) -> None:
    assert _imported(vault, both, clock) == both.items
    assert _synced(vault, both, clock) == 0
    assert _imported(vault, both, clock) == 0
    (account,) = vault.accounts.list()
    assert account.account.remote_id
    assert vault.items.count() == both.items


def test_an_import_after_a_sync_adds_only_what_the_connection_can_not_tell(
    both: Both, vault: Vault, clock: HeldClock
) -> None:
    added = _synced(vault, both, clock)
    assert added in (len(WORDS), both.items)
    assert _imported(vault, both, clock) == both.items - added
    clock.pass_by(timedelta(days=2))
    assert _synced(vault, both, clock) == 0
    assert len(vault.accounts.list()) == 1
    assert vault.items.count() == both.items
