"""`audit-tui disconnect`: the token is revoked and forgotten; what was fetched stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.model import StoredAccount


@verb(examples=("audit-tui disconnect mastodon:@ada@social.example",))
@click.argument("name", metavar="ACCOUNT")
@click.pass_obj
def disconnect(invocation: Invocation, name: str) -> None:
    """Ask the platform to make an account's token worthless, and forget it here in any case.

    What was brought in stays in the vault. A deletion under way on the account waits until it is connected
    again.
    """
    from auditor import connections

    with invocation.vault() as vault:
        stored = vault.accounts.find(name)
        is_revoked = connections.disconnect(vault, stored, invocation.clock())
    tell(stored, is_revoked=is_revoked)


def tell(stored: StoredAccount, *, is_revoked: bool) -> None:
    """Say what has become of the account's token."""
    from connectors import capabilities

    platform = capabilities.of(stored.account.platform).name
    output.talk(f"{one_line(platform)} {one_line(stored.account.handle, 80)} is disconnected.")
    if is_revoked:
        output.talk("The platform has revoked the token; it is forgotten here, too.")
    else:
        output.talk(
            "The token is forgotten here. The platform did not revoke it: take the app's access away there, "
            "in your account's settings (apps, sessions or app passwords)."
        )
