"""Signing accounts in and out: whose a token is and where it is kept, over an invented platform in memory."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import keyring
import pytest

from auditor import connections
from auditor.store import Vault, open_vault
from connectors import credentials as tokens
from connectors import live_platforms
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError, NoKeyring, OddAnswer, SignedOut, Unreachable, WrongAccount
from connectors.live import Connection, Guide, Keep, Way
from connectors.model import Account, Profile, Use
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.remote_account import ACCOUNT, Remote, RemoteConnection, filled

TOKEN, RENEWED = "tok-3f9a-invented", "tok-77bd-invented"
HERS = Credentials("https://chirp.example", {"access_token": TOKEN}, ("read",))


class Renewing(RemoteConnection):
    """Renews its token as soon as it is asked anything."""

    def __init__(self, remote: Remote, clock: Clock, keep: Keep, given: Credentials) -> None:
        super().__init__(remote, clock)
        self._keep, self._given = keep, given

    def check(self) -> Account:
        self._keep(self._given.with_secrets(access_token=RENEWED))
        return super().check()


@dataclass
class Chirp:
    """A `connectors.live.Connector`: its platform knows one account a token."""

    remotes: dict[str, Remote]
    renews: bool = False
    revoking: Callable[[], bool] = lambda: True
    revoked: list[str] = field(default_factory=list)
    opened: list[RemoteConnection] = field(default_factory=list)
    guide: Guide = field(default_factory=lambda: Guide("chirp", (Way.TOKEN,), ()))

    def open(self, given: Credentials, keep: Keep, clock: Clock) -> Connection:
        remote = self.remotes[given.secrets["access_token"]]
        made = Renewing(remote, clock, keep, given) if self.renews else RemoteConnection(remote, clock)
        self.opened.append(made)
        return made

    def revoke(self, given: Credentials, clock: Clock) -> bool:
        self.revoked.append(given.secrets["access_token"])
        return self.revoking()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def remote() -> Remote:
    return filled(3)


@pytest.fixture
def chirp(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> Chirp:
    chirp = Chirp({TOKEN: remote, RENEWED: remote})
    monkeypatch.setattr(live_platforms, "of", lambda platform: chirp)
    return chirp


@pytest.fixture
def ring(home: Path) -> Memory:
    ring = Memory()
    keyring.set_keyring(ring)
    return ring


@pytest.fixture(autouse=True)
def _all_closed(chirp: Chirp) -> Iterator[None]:
    yield
    left_open = [one for one in chirp.opened if not one.is_closed]
    assert len(left_open) <= 1, "only the one that a test was handed may be open"


def connected(vault: Vault, clock: HeldClock, **options: str) -> object:
    return connections.connect(vault, "chirp", HERS, clock, **options)  # type: ignore[arg-type]


def test_an_account_with_its_bio_is_kept_and_its_token_is_in_the_keyring_alone(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, home: Path
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock, use=Use.PERSONAL)
    assert stored.account == replace(ACCOUNT, use=Use.PERSONAL)
    assert stored.profile.bio == "Likes birds. Views my own."
    kept = vault.connections.get(stored.id)
    assert kept and tokens.get(kept.name) == HERS
    assert (kept.server, kept.scopes, kept.may_delete) == ("https://chirp.example", ("read",), False)
    assert kept.connected_at == clock.now()
    vault.backup(home / "copy.db")
    assert all(TOKEN.encode() not in one.read_bytes() for one in home.rglob("*") if one.is_file())
    assert TOKEN not in str([one.detail for one in vault.events.list()]) + repr(HERS)


def test_the_keyring_shows_no_handle_and_two_vaults_share_no_entry(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, tmp_path: Path
) -> None:
    connected(vault, clock)
    first = set(ring.kept)
    with open_vault(tmp_path / "other", clock=clock.now) as other:
        connected(other, clock)
    assert len(ring.kept) == 2 * len(first)
    assert not any("wren" in name.casefold() or name.split()[-1] == "77" for _, name in ring.kept)


def test_an_account_of_an_import_by_handle_alone_is_the_same_and_learns_its_id(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    known = vault.accounts.upsert(replace(ACCOUNT, remote_id=None), None, "chirp-export")
    assert connected(vault, clock) == vault.accounts.get(known.id)
    assert vault.accounts.get(known.id).account.remote_id == "77"


@pytest.mark.parametrize(
    ("known", "handle"),
    [
        (None, "@somebody_else"),
        (Account("chirp", "@other_invented", remote_id="78"), ""),
        (Account("chirp", "@wren_invented", remote_id="78"), ""),
        (Account("chirp", "@wren_invented", remote_id="78"), "@wren_invented"),
    ],
)
def test_a_token_of_another_account_is_refused_and_nothing_is_kept(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, known: Account | None, handle: str
) -> None:
    if known is not None:
        vault.accounts.upsert(known, None, "chirp-export")
    before = vault.accounts.list()
    with pytest.raises(WrongAccount) as raised:
        connected(vault, clock, handle=handle)
    assert not ring.kept and vault.accounts.list() == before and not vault.connections.list()
    assert TOKEN not in "".join(traceback.format_exception(raised.value))
    assert "wren" not in str(raised.value)


@pytest.mark.parametrize("handle", ["@wren_invented", "wren_invented", "WREN_INVENTED"])
def test_a_second_account_on_a_platform_is_taken_once_it_is_named(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, handle: str
) -> None:
    vault.accounts.upsert(Account("chirp", "@other_invented", remote_id="78"), None, "chirp-export")
    connected(vault, clock, handle=handle)
    assert len(vault.accounts.list()) == 2


def test_an_account_of_another_app_is_the_same_once_it_is_named(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    chirp.guide = Guide("chirp", (Way.TOKEN,), (), ids_differ_by_app=True)
    before = connections.connect(vault, "chirp", HERS, clock)
    remote.account = replace(ACCOUNT, remote_id="another app's 77")
    anew = Credentials("https://chirp.example", {"access_token": RENEWED}, ("read", "write"))
    kept = dict(ring.kept)
    with pytest.raises(WrongAccount) as raised:
        connections.connect(vault, "chirp", anew, clock)
    assert "--handle" in raised.value.todo and "wren" not in str(raised.value)
    assert ring.kept == kept and vault.accounts.get(before.id) == before
    with pytest.raises(WrongAccount):
        connections.connect(vault, "chirp", anew, clock, handle="@somebody_else")
    after = connections.connect(vault, "chirp", anew, clock, handle="@wren_invented")
    assert (after.id, after.account.remote_id) == (before.id, "another app's 77")
    assert TOKEN not in str(ring.kept), "the token of the former app is of no further use"
    opened = connections.opened(vault, after, clock)
    opened.close()
    connections.disconnect(vault, after, clock)
    assert not ring.kept


def test_the_former_app_stays_where_the_new_one_can_not_be_kept(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    chirp.guide = Guide("chirp", (Way.TOKEN,), (), ids_differ_by_app=True)
    before = connections.connect(vault, "chirp", HERS, clock)
    remote.account = replace(ACCOUNT, remote_id="another app's 77")
    ring.is_locked = True
    with pytest.raises(NoKeyring):
        connections.connect(vault, "chirp", HERS, clock, handle="@wren_invented")
    ring.is_locked = False
    assert vault.accounts.get(before.id) == before
    connected_by = vault.connections.get(before.id)
    assert connected_by and tokens.get(connected_by.name) == HERS


def test_trouble_of_the_platform_leaves_nothing_half(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    for before in ([], [None]):
        remote.faults = [*before, Unreachable("Out of reach.", "Try again.")]
        with pytest.raises(Unreachable):
            connected(vault, clock)
        assert not ring.kept and not vault.accounts.list() and not vault.connections.list()


def test_a_locked_keyring_leaves_nothing_half(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    ring.is_locked = True
    with pytest.raises(NoKeyring):
        connected(vault, clock)
    assert not vault.accounts.list() and not vault.connections.list()


def test_a_vault_that_can_not_be_written_leaves_no_token_behind(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch, pytest.raises(OSError):
        patch.setattr(vault.connections, "set", full)
        connected(vault, clock)
    assert not ring.kept and not vault.accounts.list()


def test_signing_in_again_in_vain_leaves_the_token_of_before(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(vault, clock)
    before = dict(ring.kept)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(vault.connections, "set", full)
    with pytest.raises(OSError):
        connections.connect(vault, "chirp", HERS.with_secrets(access_token=RENEWED), clock)
    assert ring.kept == before


def test_signing_in_again_replaces_the_token_and_its_rights(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    connected(vault, clock)
    expires = clock.now() + timedelta(days=60)
    more = replace(
        HERS.with_secrets(access_token=RENEWED), may_delete=True, scopes=("read", "write"), expires_at=expires
    )
    stored = connections.connect(vault, "chirp", more, clock)
    (kept,) = vault.connections.list()
    assert (kept.may_delete, kept.scopes, kept.expires_at) == (True, ("read", "write"), expires)
    assert tokens.get(kept.name) == more and kept.account_id == stored.id


def test_a_token_that_is_renewed_while_signing_in_is_the_one_that_is_kept(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    chirp.renews = True
    connected(vault, clock)
    (kept,) = vault.connections.list()
    assert tokens.get(kept.name) == HERS.with_secrets(access_token=RENEWED)


def test_a_renewed_token_is_kept_at_once(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    chirp.renews = True
    remote.faults = [Unreachable("Out of reach.", "Try again.")]
    with pytest.raises(Unreachable):
        connections.opened(vault, stored, clock)
    (kept,) = vault.connections.list()
    assert tokens.get(kept.name) == HERS.with_secrets(access_token=RENEWED)


def test_an_account_that_is_not_connected_says_which_command_connects_it(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    stored = vault.accounts.upsert(ACCOUNT, None, "chirp-export")
    with pytest.raises(SignedOut) as raised:
        connections.opened(vault, stored, clock)
    assert "audit-tui connect chirp" in raised.value.todo


def test_a_token_that_has_left_the_keyring_says_so_too(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    ring.kept.clear()
    with pytest.raises(SignedOut, match="audit-tui connect chirp"):
        connections.opened(vault, stored, clock)


def test_a_locked_keyring_opens_nothing(vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    ring.is_locked = True
    with pytest.raises(NoKeyring):
        connections.opened(vault, stored, clock)


def test_a_token_that_has_become_another_accounts_opens_nothing(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    remote.account = replace(ACCOUNT, remote_id="78")
    with pytest.raises(WrongAccount):
        connections.opened(vault, stored, clock)
    assert chirp.opened[-1].is_closed
    assert vault.accounts.get(stored.id).account.remote_id == "77"


def test_a_handle_that_has_changed_is_followed(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, remote: Remote
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    vault.accounts.set_use(stored.id, Use.MIXED)
    remote.account = replace(ACCOUNT, handle="@wren_renamed")
    connections.opened(vault, stored, clock).close()
    account = vault.accounts.get(stored.id).account
    assert (account.handle, account.use) == ("@wren_renamed", Use.MIXED)


@pytest.mark.parametrize("is_revoked", [True, False])
def test_disconnecting_revokes_forgets_and_keeps_what_was_fetched(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, is_revoked: bool
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)
    chirp.revoking = lambda: is_revoked
    assert connections.disconnect(vault, stored, clock) is is_revoked
    assert chirp.revoked == [TOKEN] and not ring.kept and not vault.connections.list()
    assert vault.accounts.get(stored.id).profile.bio
    assert [one.kind for one in vault.events.list()][:2] == ["disconnected", "connected"]


@pytest.mark.parametrize("error", [Unreachable("Away.", "Later."), OddAnswer("Odd.", "Later."), ValueError()])
def test_a_token_is_forgotten_even_where_the_platform_does_not_revoke_it(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock, error: Exception
) -> None:
    stored = connections.connect(vault, "chirp", HERS, clock)

    def fail() -> bool:
        raise error

    chirp.revoking = fail
    if isinstance(error, LiveError):
        assert connections.disconnect(vault, stored, clock) is False
    else:
        with pytest.raises(ValueError):
            connections.disconnect(vault, stored, clock)
    assert not ring.kept and not vault.connections.list()


def test_an_account_that_was_never_connected_can_not_be_disconnected(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    stored = vault.accounts.upsert(ACCOUNT, None, "chirp-export")
    with pytest.raises(SignedOut):
        connections.disconnect(vault, stored, clock)


def test_a_vault_that_is_opened_again_knows_who_is_signed_in(
    home: Path, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    with open_vault(home, clock=clock.now) as vault:
        stored = connections.connect(vault, "chirp", HERS, clock)
    with open_vault(home, clock=clock.now) as vault:
        connection = connections.opened(vault, stored, clock)
        assert isinstance(connection.profile(), Profile)
        connection.close()


def test_when_a_token_ends_is_kept_as_it_is_renewed(
    vault: Vault, chirp: Chirp, ring: Memory, clock: HeldClock
) -> None:
    def ends() -> datetime | None:
        (kept,) = vault.connections.list()
        return kept.expires_at

    stored = connections.connect(vault, "chirp", HERS, clock)
    assert ends() is None
    chirp.renews = True
    (kept,) = vault.connections.list()
    tokens.keep(kept.name, replace(HERS, expires_at=clock.now() + timedelta(days=9)))
    connections.opened(vault, stored, clock).close()
    assert ends() == clock.now() + timedelta(days=9)
