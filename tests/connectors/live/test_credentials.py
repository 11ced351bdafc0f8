"""Tokens in the keyring, and nowhere else: invented backends of every sort, and a real Secret Service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import credentials
from connectors.credentials import Credentials
from connectors.errors import NoKeyring
from tests.connectors.live.memory_keyring import Memory

SECRET = "tok-3f9a1c77e2"
NAME = "mastodon 1f 2e"
WHEN = datetime(2027, 1, 22, 8, 30, tzinfo=UTC)


def some(token: str = SECRET, **more: str) -> Credentials:
    return Credentials(
        "https://social.example", {"access_token": token, **more}, ("read", "profile"), True, WHEN
    )


@pytest.fixture
def ring(home: Path) -> Iterator[Memory]:
    ring = Memory()
    keyring.set_keyring(ring)
    yield ring


@pytest.mark.parametrize(
    "given",
    [
        some(),
        some(refresh_token="r" * 300, client_secret="s"),
        Credentials("https://social.example", {}),
        Credentials("http://127.0.0.1:3010", {"session": "x" * 5000}),
        some("\u2028 🌻 \x00 \" ' \\"),
    ],
    ids=["usual", "several", "bare", "long", "odd letters"],
)
def test_what_is_kept_is_found_again_and_forgotten(ring: Memory, given: Credentials) -> None:
    credentials.keep(NAME, given)
    assert credentials.get(NAME) == given
    credentials.forget(NAME)
    assert credentials.get(NAME) is None
    assert ring.kept == {}


def test_what_was_never_kept_is_not_there_and_can_be_forgotten(ring: Memory) -> None:
    assert credentials.get(NAME) is None
    credentials.forget(NAME)


@pytest.mark.parametrize("sizes", [(9000, 10), (10, 9000), (5000, 3000, 5000, 1), (900, 899, 901)])
def test_a_longer_or_shorter_value_leaves_nothing_of_the_one_before(
    ring: Memory, sizes: tuple[int, ...]
) -> None:
    for size in sizes:
        credentials.keep(NAME, some("x" * size))
        assert credentials.get(NAME) == some("x" * size)
    alone = Memory()
    keyring.set_keyring(alone)
    credentials.keep(NAME, some("x" * sizes[-1]))
    assert ring.kept == alone.kept


def test_an_entry_is_never_longer_than_windows_takes(ring: Memory) -> None:
    ring.longest = 1280
    credentials.keep(NAME, some("x" * 20_000))
    assert len(ring.kept) > 10
    assert credentials.get(NAME) == some("x" * 20_000)


def test_what_is_too_long_to_be_a_token_is_refused_and_nothing_is_kept(ring: Memory) -> None:
    with pytest.raises(NoKeyring, match="too long"):
        credentials.keep(NAME, some("x" * 100_000))
    assert ring.kept == {}


def test_accounts_are_kept_apart(ring: Memory) -> None:
    credentials.keep("x 1 1", some("one" * 600))
    credentials.keep("x 1 11", some("other" * 600))
    credentials.forget("x 1 1")
    assert credentials.get("x 1 1") is None
    assert credentials.get("x 1 11") == some("other" * 600)


def test_the_vaults_own_key_is_left_alone(ring: Memory) -> None:
    ring.kept["audit-tui", "vault abc"] = "key"
    credentials.keep(NAME, some())
    credentials.forget(NAME)
    assert ring.kept == {("audit-tui", "vault abc"): "key"}


def spoilt(ring: Memory, how: Callable[[dict[str, object]], object]) -> None:
    """Change what is kept."""
    (entry,) = ring.kept
    text = json.dumps(how(json.loads(ring.kept[entry][1 + credentials._DIGEST :])))
    ring.kept[entry] = f".{credentials._digest(text)}{text}"


def test_one_letter_that_is_another_makes_it_none(ring: Memory) -> None:
    credentials.keep(NAME, some())
    ring.kept = {name: text.replace("tok-3", "tok-4") for name, text in ring.kept.items()}
    assert credentials.get(NAME) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ".{",
        ".[]",
        ".null",
        ".7",
        '."x"',
        "+",
        "+{}",
        "no mark at all",
        ".{}",
        '.{"server": 1}',
        "\x00",
    ],
)
def test_an_entry_that_is_broken_is_none(ring: Memory, text: str) -> None:
    credentials.keep(NAME, some())
    ring.kept = dict.fromkeys(ring.kept, text)
    assert credentials.get(NAME) is None
    credentials.keep(NAME, some())
    assert credentials.get(NAME) == some()


@pytest.mark.parametrize(
    "how",
    [
        lambda told: told | {"secrets": None},
        lambda told: told | {"secrets": ["access_token"]},
        lambda told: told | {"scopes": 7},
        lambda told: told | {"expires_at": "soon"},
        lambda told: told | {"expires_at": 7},
        lambda told: {k: v for k, v in told.items() if k != "server"},
    ],
)
def test_an_entry_with_wrong_parts_is_none(ring: Memory, how: Callable[[dict[str, object]], object]) -> None:
    credentials.keep(NAME, some())
    spoilt(ring, how)
    assert credentials.get(NAME) is None


def test_a_right_to_delete_that_is_not_plainly_true_is_none(ring: Memory) -> None:
    credentials.keep(NAME, some())
    spoilt(ring, lambda told: told | {"may_delete": "yes"})
    found = credentials.get(NAME)
    assert found is not None and found.may_delete is False


@pytest.mark.parametrize("number", range(4))
def test_a_value_that_lost_a_piece_is_none_and_leaves_nothing_once_it_is_forgotten(
    ring: Memory, number: int
) -> None:
    credentials.keep(NAME, some("x" * 3500))
    assert len(ring.kept) == 4
    del ring.kept[list(ring.kept)[number]]
    assert credentials.get(NAME) is None
    credentials.forget(NAME)
    if number:
        assert len(ring.kept) <= 3 - number  # only what lies beyond the hole
    credentials.keep(NAME, some("x" * 3500))
    credentials.forget(NAME)
    assert ring.kept == {}


@pytest.mark.parametrize("writes", range(9))
def test_a_keyring_that_locks_itself_amid_it_leaves_nothing_that_can_not_be_taken_away(
    ring: Memory, writes: int
) -> None:
    credentials.keep(NAME, some("x" * 3500))
    ring.writes_left = writes
    for step in (lambda: credentials.keep(NAME, some("y" * 1500)), lambda: credentials.forget(NAME)):
        try:
            step()
        except NoKeyring as error:
            assert not shows(error)
    ring.is_locked, ring.writes_left = False, None
    assert credentials.get(NAME) in (None, some("x" * 3500), some("y" * 1500))
    credentials.forget(NAME)
    assert ring.kept == {}


def shows(error: BaseException) -> bool:
    told = "".join(traceback.format_exception(error))
    return SECRET in told or "hunter2" in told


@pytest.mark.parametrize("deed", ["keep", "get", "forget"])
def test_a_locked_keyring_is_told(ring: Memory, deed: str) -> None:
    credentials.keep(NAME, some())
    before = dict(ring.kept)
    ring.is_locked = True
    with pytest.raises(NoKeyring, match="locked") as caught:
        {
            "keep": lambda: credentials.keep(NAME, some("y")),
            "get": lambda: credentials.get(NAME),
            "forget": lambda: credentials.forget(NAME),
        }[deed]()
    assert not shows(caught.value)
    assert ring.kept == before


def test_a_keyring_that_forgets_what_it_is_given_is_told_and_holds_nothing(
    ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def halved(self: Memory, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password[: len(password) // 2]

    monkeypatch.setattr(Memory, "set_password", halved)
    with pytest.raises(NoKeyring, match="did not keep") as caught:
        credentials.keep(NAME, some())
    assert not shows(caught.value)
    assert ring.kept == {}


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_stand_in_for_none_is_no_keyring(
    backend: type, is_chosen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_chosen:
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    keyring.set_keyring(backend())
    for deed in (lambda: credentials.keep(NAME, some()), lambda: credentials.get(NAME)):
        with pytest.raises(NoKeyring, match="no keyring") as caught:
            deed()
        assert "kept nowhere else" in caught.value.what


class Chained(Memory):
    """As keyring's own chainer: it hands on to the first of several."""

    @property
    def backends(self) -> list[Memory]:
        return self.several

    several: list[Memory] = []


def of(module: str) -> Memory:
    """A keyring whose class lives in this module."""
    return type("Keyring", (Memory,), {"__module__": module})()  # type: ignore[no-any-return]


def test_a_plain_file_is_a_keyring_only_for_whoever_has_chosen_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(of("keyrings.alt.file"))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    with pytest.raises(NoKeyring, match="no keyring"):
        credentials.keep(NAME, some())
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    credentials.keep(NAME, some())
    assert credentials.get(NAME) == some()
    assert credentials.is_plain()


def test_a_chain_of_stand_ins_and_plain_files_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    chained = Chained()
    chained.several = [of("keyring.backends.null"), of("keyrings.alt.file")]
    keyring.set_keyring(chained)
    with pytest.raises(NoKeyring, match="no keyring"):
        credentials.keep(NAME, some())
    chained.several = [of("keyring.backends.SecretService"), of("keyrings.alt.file")]
    credentials.keep(NAME, some())


def test_a_keyring_that_can_not_even_be_looked_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr(keyring, "get_keyring", fail)
    with pytest.raises(NoKeyring) as caught:
        credentials.get(NAME)
    assert not shows(caught.value)
    assert not credentials.is_plain()


def test_no_secret_stands_in_a_repr() -> None:
    told = some(refresh_token="r-secret")
    assert SECRET not in repr(told) and "r-secret" not in repr(told)
    assert SECRET not in str(told.with_secrets(access_token=SECRET))
    assert told.with_secrets(access_token="new").secrets == {
        "access_token": "new",
        "refresh_token": "r-secret",
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=2500), max_size=4),
    st.lists(st.text(max_size=20), max_size=5),
    st.booleans(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_a_platform_gives_comes_back_as_it_was(
    ring: Memory, secrets: dict[str, str], scopes: list[str], may_delete: bool, at: datetime | None
) -> None:
    told = Credentials("https://social.example", secrets, tuple(scopes), may_delete, at)
    credentials.keep(NAME, told)
    assert credentials.get(NAME) == told


_SESSION = """
import keyring
from datetime import UTC, datetime
from connectors import credentials
from connectors.credentials import Credentials

print("backend", type(keyring.get_keyring()).__module__)
for size in (10, 9000, 2500, 10):
    told = Credentials("https://social.example", {"access_token": "x" * size}, ("read",), True,
                       datetime(2027, 1, 1, tzinfo=UTC))
    credentials.keep("mastodon 1 2", told)
    assert credentials.get("mastodon 1 2") == told
print("kept", credentials.is_plain())
credentials.forget("mastodon 1 2")
assert credentials.get("mastodon 1 2") is None
assert keyring.get_password("audit-tui", "token mastodon 1 2") is None
assert keyring.get_password("audit-tui", "token mastodon 1 2 #2") is None
print("forgotten")
"""


def test_a_real_secret_service_keeps_tokens(tmp_path: Path) -> None:
    missing = [one for one in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(one) is None]
    if sys.platform != "linux" or missing:
        pytest.skip(f"no Secret Service to test against: {', '.join(missing) or 'not Linux'}")
    session = tmp_path / "session"
    session.mkdir(mode=0o700)
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    environment |= {
        "HOME": str(session),
        "XDG_RUNTIME_DIR": str(session),
        "XDG_DATA_HOME": str(session / "data"),
    }
    script = (
        'printf %s "a login" | gnome-keyring-daemon --unlock --components=secrets >/dev/null'
        ' && exec "$0" -c "$1"'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, sys.executable, _SESSION],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == ["backend keyring.backends.SecretService", "kept False", "forgotten"]
