"""`audit-tui vault`: the encrypted file as a whole: its state, copies, key and end."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.confirm import typed_word
from auditor.cli.invocation import Invocation, ask_passphrase, is_terminal
from auditor.cli.verb import verb, verb_group
from auditor.errors import SPOKEN


@verb_group(
    examples=(
        "audit-tui vault",
        "audit-tui vault backup",
        "audit-tui vault restore vault-20261101T080000Z.db",
        "audit-tui vault rekey",
        "audit-tui vault wipe",
    )
)
@click.pass_context
def vault(context: click.Context) -> None:
    """Tell the vault's state, copy it, put a copy back, change its key, or wipe it."""
    if context.invoked_subcommand is None:
        _status(context.find_object(Invocation) or Invocation(), "text")


@verb(name="status", examples=("audit-tui vault status --format json",))
@format_option("text", "json")
@click.pass_obj
def status(invocation: Invocation, form: str) -> None:
    """Tell where the vault is, what opens it, how large it is, what it holds, and when it was last copied."""
    _status(invocation, form)


def _status(invocation: Invocation, form: str) -> None:
    with invocation.vault(read_only=True) as opened:
        found = opened.status()
    if form == "json":
        output.data(
            output.json_block(
                {
                    "path": str(found.path),
                    "size_bytes": found.size_bytes,
                    "keyed_by": found.keyed_by,
                    "schema": found.schema,
                    "cipher": found.cipher,
                    "accounts": found.accounts,
                    "items": found.items,
                    "open_findings": found.open_findings,
                    "events": found.events,
                    "last_backup": found.last_backup.isoformat() if found.last_backup else None,
                }
            )
        )
        return
    last = f"{found.last_backup:%Y-%m-%d %H:%M} UTC" if found.last_backup else "never"
    for label, value in (
        ("File", str(found.path)),
        ("Size", f"{found.size_bytes / 2**20:,.1f} MiB, encrypted with SQLCipher {found.cipher}"),
        ("Key", f"from the {found.keyed_by}"),
        (
            "Holds",
            f"{output.count(found.accounts, 'account')}, {output.count(found.items, 'item')}, "
            f"{output.count(found.open_findings, 'open finding')}, {output.count(found.events, 'event')}",
        ),
        ("Schema", found.schema),
        ("Last backup", last),
    ):
        output.data(f"{label + ':':<13}{value}")


@verb(name="backup", examples=("audit-tui vault backup", "audit-tui vault backup /media/stick/vault.db"))
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def backup(invocation: Invocation, path: Path | None) -> None:
    """Write an encrypted copy and check it; without FILE into the backups folder.

    The copy opens with the vault's own key.
    """
    with invocation.vault() as opened:
        written = opened.backup(path)
    output.talk("Copied, and checked by opening the copy.")
    output.data(str(written))


@verb(name="restore", examples=("audit-tui vault restore vault-20261101T080000Z.db",))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Don't ask; for scripts.")
@click.pass_obj
def restore(invocation: Invocation, path: Path, yes: bool) -> None:
    """Put a copy in the vault's place, after checking every page of it; the vault that was there is kept."""
    from auditor import paths, store

    home = invocation.home()
    if not yes and paths.vault_file(home).exists():
        typed_word("The copy takes the vault's place; the vault is kept aside.", "restore", option="--yes")
    aside = store.restore(home, path, passphrase=lambda: invocation.passphrase(home))
    output.talk("Restored, and checked by reading every page.")
    if aside is not None:
        output.talk(f"What was there before: {aside}")


@verb(
    name="rekey",
    examples=(
        "audit-tui vault rekey                  a new passphrase, asked for",
        "audit-tui vault rekey --to-keyring     a random key in the system's keyring",
    ),
)
@click.option("--to-keyring", is_flag=True, help="Keep a new, random key in the system's keyring.")
@click.option(
    "--passphrase-stdin", is_flag=True, help="Read the new passphrase from standard input; for scripts."
)
@click.pass_obj
def rekey(invocation: Invocation, to_keyring: bool, passphrase_stdin: bool) -> None:
    """Encrypt the vault anew under another key. Backups made before still open with the old one."""
    from auditor import store

    if to_keyring and passphrase_stdin:
        raise click.UsageError("A new key is either in the keyring or a passphrase.")
    home = invocation.home()
    new = None if to_keyring else (_passphrase_from_stdin if passphrase_stdin else _ask_new)
    keyed_by = store.rekey(home, passphrase=lambda: invocation.passphrase(home), new_passphrase=new)
    output.talk(
        f"The vault has a new key, from the {keyed_by}. Backups made before still open with the old one."
    )


def _ask_new() -> str:
    if not is_terminal(sys.stdin):
        raise click.UsageError("There is no terminal to ask on. Give --passphrase-stdin or --to-keyring.")
    return ask_passphrase(is_new=True)


def _passphrase_from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


@verb(name="wipe", examples=("audit-tui vault wipe", "audit-tui vault wipe --yes"))
@click.option("--yes", is_flag=True, help="Don't ask; for scripts.")
@click.pass_obj
def wipe(invocation: Invocation, yes: bool) -> None:
    """Remove the vault, its backups and its key. Nothing brings it back; on the platforms nothing changes."""
    from auditor import store

    if not yes:
        typed_word(
            "This removes the vault with every item, decision and preserved copy, its backups and its key.",
            "wipe",
            option="--yes",
        )
    _sign_out(invocation)
    store.wipe(invocation.home())
    output.talk("The vault, its backups and its key are gone.")


def _sign_out(invocation: Invocation) -> None:
    """Disconnect every account: without its vault nobody knows which tokens in the keyring were its own."""
    from auditor import connections, paths, store

    home = invocation.home()
    if not paths.vault_file(home).exists():
        return
    try:
        # Nobody is asked for a passphrase, who may be wiping the vault because it is forgotten.
        with store.open_vault(home, create=False) as vault:
            for one in vault.connections.list():
                connections.disconnect(vault, vault.accounts.get(one.account_id), invocation.clock())
    except SPOKEN:
        output.talk(
            "Accounts that were connected could not be disconnected. Take the app's access away at the "
            "platforms; their tokens stand in the keyring as `audit-tui`."
        )


for command in (status, backup, restore, rekey, wipe):
    vault.add_command(command)
