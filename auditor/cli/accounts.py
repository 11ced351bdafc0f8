"""`audit-tui accounts`: what was brought in, what each account is used for, and taking one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import USE, format_option
from auditor.cli.confirm import typed_word
from auditor.cli.connect import standing
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb, verb_group
from auditor.untrusted import one_line
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.store import Connected


@verb_group(
    examples=(
        "audit-tui accounts",
        "audit-tui accounts set-use x:@ada professional",
        "audit-tui accounts remove x:@ada",
    )
)
@click.pass_context
def accounts(context: click.Context) -> None:
    """List your accounts, say what each is used for, or remove one from the vault.

    An account is named as platform:handle (x:@ada), or by its handle alone where only one account has it.
    """
    if context.invoked_subcommand is None:
        _list(context.find_object(Invocation) or Invocation(), "table")


@verb(name="list", examples=("audit-tui accounts list --format json",))
@format_option("table", "json")
@click.pass_obj
def list_accounts(invocation: Invocation, form: str) -> None:
    """List accounts: platform, handle, use, items by kind, first and last date, source."""
    _list(invocation, form)


@verb(name="set-use", examples=("audit-tui accounts set-use mastodon:@ada@med.example personal",))
@click.argument("name", metavar="ACCOUNT")
@click.argument("use", type=USE)
@click.pass_obj
def set_use(invocation: Invocation, name: str, use: Use) -> None:
    """Say what an account is used for; the next audit reads its posts again."""
    with invocation.vault() as vault:
        stored = vault.accounts.find(name)
        vault.accounts.set_use(stored.id, use)
    output.talk(f"{one_line(stored.account.platform)} {one_line(stored.account.handle)} is now: {use}.")


@verb(name="remove", examples=("audit-tui accounts remove x:@ada", "audit-tui accounts remove x:@ada --yes"))
@click.argument("name", metavar="ACCOUNT")
@click.option("--yes", is_flag=True, help="Don't ask; for scripts.")
@click.pass_obj
def remove(invocation: Invocation, name: str, yes: bool) -> None:
    """Take an account with its bios, items and findings out of the vault.

    Nothing changes on the platform. Decisions, plans and preserved copies stay, and the event log keeps that
    the account was there: they are the proof of what was done. A connected account is disconnected first.
    """
    from auditor import connections
    from auditor.cli import disconnect

    with invocation.vault() as vault:
        stored = vault.accounts.find(name)
        platform, handle = one_line(stored.account.platform), one_line(stored.account.handle)
        if not yes:
            typed_word(
                f"This takes {platform} {handle} with its items and findings out of the vault.",
                "remove",
                option="--yes",
            )
        if vault.connections.get(stored.id) is not None:
            # Nobody could take the token out of the keyring once the vault no longer knows of it.
            is_revoked = connections.disconnect(vault, stored, invocation.clock())
            disconnect.tell(stored, is_revoked=is_revoked)
        vault.accounts.remove(stored.id)
    output.talk(f"{handle} is out of the vault. On the platform nothing has changed.")


def _list(invocation: Invocation, form: str) -> None:
    with invocation.vault(read_only=True) as vault:
        summaries = vault.accounts.summaries()
        connected = {one.account_id: one for one in vault.connections.list()}
    if form == "json":
        output.data(
            output.json_block(
                [
                    {
                        "platform": one.account.platform,
                        "handle": one.account.handle,
                        "use": one.account.use,
                        "items": {str(kind): number for kind, number in one.items.items()},
                        "first": one.first_at.isoformat() if one.first_at else None,
                        "last": one.last_at.isoformat() if one.last_at else None,
                        "source": one.source,
                        "vanished": one.vanished,
                        "open_findings": one.open_findings,
                        "connected": standing(connected[one.id]) if one.id in connected else None,
                    }
                    for one in summaries
                ]
            )
        )
        return
    if not summaries:
        output.talk("No account yet. `audit-tui import FILE` brings one in.")
        return
    rows = [
        (
            one.account.platform,
            one.account.handle,
            str(one.account.use),
            ", ".join(output.count(number, str(kind)) for kind, number in one.items.items()) or "nothing",
            f"{one.first_at:%Y-%m-%d}" if one.first_at else "",
            f"{one.last_at:%Y-%m-%d}" if one.last_at else "",
            one.source,
            _connected(connected.get(one.id)),
        )
        for one in summaries
    ]
    headers = ("PLATFORM", "HANDLE", "USE", "ITEMS", "FIRST", "LAST", "SOURCE", "CONNECTED")
    output.data(output.table(rows, headers))


def _connected(connected: Connected | None) -> str:
    if connected is None:
        return "no"
    return "may delete" if connected.may_delete else "read only"


for command in (list_accounts, set_use, remove):
    accounts.add_command(command)
