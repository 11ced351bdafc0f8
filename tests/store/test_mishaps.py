"""A full disk and a killed process: nothing half written, nothing lost, and it goes on afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import VaultError
from auditor.store import Vault, errors, open_vault
from tests.store.examples import account, item

_IMPORT = """
import sys, pathlib
from auditor.store import key, open_vault
key.ITERATIONS = 1_000
from tests.store.examples import account, item
with open_vault(pathlib.Path(sys.argv[1])) as vault:
    id = account(vault).id
    source = vault.imports.begin("export", "x-archive", "d")
    for batch in range(int(sys.argv[2])):
        vault.items.upsert(id, [item(batch * 100 + n, "words " * 200) for n in range(100)], source)
        vault.events.log("batch", number=batch)
        print(batch, flush=True)
"""


def test_a_vault_that_may_not_grow_says_so_and_keeps_what_it_had(vault: Vault) -> None:
    id = account(vault, items=50).id
    with vault._connections.write() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    vault._connections._writer.execute(f"PRAGMA max_page_count = {pages + 5}")  # type: ignore[union-attr]
    with pytest.raises(errors.DiskFull, match="nothing was lost") as error:
        vault.items.upsert(id, [item(n, "words " * 500) for n in range(100, 400)], 1)
    assert error.value.exit_code == 4
    assert vault.items.count() == 50
    vault.check()
    vault._connections._writer.execute("PRAGMA max_page_count = 1000000")  # type: ignore[union-attr]
    assert vault.items.upsert(id, [item(n) for n in range(100, 400)], 1).added == 300


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("a small file system can be mounted by root only, and not everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_says_so_keeps_what_was_there_and_goes_on_when_there_is_room(tiny_disk: Path) -> None:
    home = tiny_disk / "home"
    with open_vault(home) as vault:
        id = account(vault, items=50).id
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(2_500_000))
    with open_vault(home) as vault:
        with pytest.raises(errors.DiskFull):
            for batch in range(100):
                vault.items.upsert(id, [item(1000 + batch * 100 + n, "words " * 200) for n in range(100)], 1)
        kept = vault.items.count()
        assert (kept - 50) % 100 == 0
        with pytest.raises(errors.DiskFull):
            vault.backup()
        assert list((home / "backups").iterdir()) == []
    with open_vault(home, read_only=True) as vault:
        assert vault.items.count() == kept
        vault.check()
    ballast.unlink()
    with open_vault(home) as vault:
        vault.items.upsert(id, [item(n) for n in range(50_000, 50_100)], 1)
        assert vault.items.count() == kept + 100
        vault.check()


def test_a_vault_on_a_disk_without_any_room_is_not_half_made(tiny_disk: Path) -> None:
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(4_000_000))
    with pytest.raises(VaultError):
        open_vault(tiny_disk / "home")
    assert not (tiny_disk / "home" / "vault.db").exists()
    ballast.unlink()
    with open_vault(tiny_disk / "home") as vault:
        vault.check()


@pytest.mark.skipif(os.name != "posix", reason="limits and signals are POSIX's")
def test_a_disk_that_refuses_without_saying_why_is_said_and_nothing_is_lost(home: Path) -> None:
    code = _IMPORT.replace("with open_vault", "import resource\nwith open_vault", 1).replace(
        "    source =", "    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))\n    source ="
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home), "100"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1
    assert "DiskTrouble: The disk could not be read or written" in done.stderr.splitlines()[-1]
    batches = len(done.stdout.split())
    with open_vault(home) as vault:
        assert vault.items.count() in (batches * 100, (batches + 1) * 100)
        vault.check()


@pytest.mark.skipif(os.name != "posix", reason="limits and signals are POSIX's")
@pytest.mark.parametrize("after", [0, 3])
def test_a_killed_import_leaves_whole_batches_and_can_be_run_again(home: Path, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(home), "100000"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= after:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with open_vault(home) as vault:
        vault.check()
        kept = vault.items.count()
        assert kept >= (after + 1) * 100 and kept % 100 == 0
        id = vault.accounts.find("ada_invented").id
        assert len(list(vault.items.by_account(id))) == kept
        assert len(vault.search("words")) == kept
        run = vault.imports.begin("export", "x-archive", "d")
        again = vault.items.upsert(id, [item(n, "words " * 200) for n in range(kept)], run)
        assert (again.added, again.updated) == (0, 0)
