"""`audit-tui connect`: what to create, then signing an account in; its token goes to the keyring alone."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import USE, format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.verb import verb
from auditor.cli.waiting import StatusLine
from auditor.errors import InputError
from auditor.moments import in_words
from auditor.untrusted import one_line
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.model import StoredAccount
    from auditor.store import Connected, Vault
    from connectors.live import Asked, Connector, Guide, Question, Way

PLAIN = (
    "Your keyring keeps secrets in a plain file, as you have chosen: whoever can read your files can read "
    "the token."
)
ELSEWHERE = (
    "A browser on another machine can't come back to this one: over SSH, forward the port with "
    "`ssh -L 8917:127.0.0.1:8917`, or make a token and use --token-stdin."
)
_LONGEST = 100_000
"""Letters that are read of a line; no token comes near."""


@verb(
    examples=(
        "audit-tui connect                                     what can be connected, and what each can",
        "audit-tui connect mastodon --server social.example    to read only",
        "audit-tui connect bluesky --handle ada.example --may-delete",
        "audit-tui connect x --token-stdin < token.txt         on a machine without a browser",
    )
)
@click.argument("platform", required=False)
@click.option("--server", metavar="URL", help="Your server, where the platform has many.")
@click.option(
    "--handle", default="", help="Your handle: needed with an app password, and for a second account."
)
@click.option("--token-stdin", is_flag=True, help="Read a token from one line of standard input.")
@click.option("--password-stdin", is_flag=True, help="Read an app password from one line of standard input.")
@click.option(
    "--may-delete", is_flag=True, help="Ask for the right to delete as well; else for reading alone."
)
@click.option("--client-id", help="The id of your own app, where the platform wants one.")
@click.option(
    "--answer",
    "told",
    metavar="NAME=TEXT",
    multiple=True,
    help="Another answer that the platform wants, by its name; none that is secret.",
)
@click.option("--use", type=USE, help="What the account is used for.")
@format_option("text", "json")
@click.pass_obj
def connect(
    invocation: Invocation,
    platform: str | None,
    server: str | None,
    handle: str,
    token_stdin: bool,
    password_stdin: bool,
    may_delete: bool,
    client_id: str | None,
    told: tuple[str, ...],
    use: Use | None,
    form: str,
) -> None:
    """Sign an account in, so that `sync` can read it. Without PLATFORM: what can be connected.

    First it says what to create at the platform and which rights to tick. Then it opens the platform's own
    page in your browser and waits, or asks for an app password or a token, unseen. What signs you in goes to
    your system's keyring and nowhere else. For reading alone unless you say --may-delete.
    """
    from connectors import live_platforms
    from connectors.live import Asked

    if platform is None:
        _list([live_platforms.of(name).guide for name in live_platforms.names()], form)
        return
    if token_stdin and password_stdin:
        raise click.UsageError("Give one of --token-stdin and --password-stdin.")
    connector = live_platforms.of(platform.strip().lower())
    guide = connector.guide
    way = _way(guide, token_stdin=token_stdin, password_stdin=password_stdin)
    _require_keyring()
    if not (token_stdin or password_stdin):
        _tell(guide, way, may_delete=may_delete)
    asked = Asked(
        _server(guide, server, handle),
        _handle(way, handle),
        _answers(guide, way, client_id, told),
        may_delete,
    )
    secret = _secret(way, is_headless=token_stdin or password_stdin)
    # Opened first: nobody signs in somewhere to be told afterwards that the vault is locked.
    with invocation.vault(create=True) as vault:
        stored = _signed_in(invocation, connector, way, asked, secret, vault, use)
        connected = vault.connections.get(stored.id)
    assert connected is not None
    if form == "json":
        output.data(output.json_block(record(stored, connected)))
    else:
        _tell_connected(stored, connected, may_delete=may_delete)


def record(stored: StoredAccount, connected: Connected) -> dict[str, object]:
    """A connected account, for scripts; nothing in it is secret."""
    return {
        "platform": stored.account.platform,
        "handle": stored.account.handle,
        **standing(connected),
    }


def standing(connected: Connected) -> dict[str, object]:
    """How an account is signed in, for scripts."""
    return {
        "server": connected.server,
        "scopes": list(connected.scopes),
        "may_delete": connected.may_delete,
        "connected_at": connected.connected_at.isoformat(),
        "expires_at": connected.expires_at.isoformat() if connected.expires_at else None,
    }


def _way(guide: Guide, *, token_stdin: bool, password_stdin: bool) -> Way:
    """How she signs in: as the option says, else as the platform's guide says first.

    Raises: InputError where the platform has no such way.
    """
    from connectors.live import Way

    way = Way.TOKEN if token_stdin else Way.PASSWORD if password_stdin else guide.ways[0]
    if way not in guide.ways:
        raise InputError(
            f"{_name(guide)} can't be signed in to with {_WAYS[way]}.",
            f"It takes: {', '.join(_WAYS[one] for one in guide.ways)}.",
        )
    return way


_WAYS = {"browser": "the browser", "token": "a token", "password": "an app password"}


def _require_keyring() -> None:
    """Look for the keyring before anything is asked: else she signs in for nothing.

    Raises: NoKeyring.
    """
    from connectors import credentials

    credentials.get("")
    if credentials.is_plain():
        output.talk(PLAIN)


def _tell(guide: Guide, way: Way, *, may_delete: bool) -> None:
    """What to create there, which rights, what it costs and what it can't."""
    output.talk(f"Connecting {_name(guide)}, with {_WAYS[way]}.")
    for number, step in enumerate(guide.steps, start=1):
        output.talk(f"{number:>3}. {step}")
    scopes = (*guide.read_scopes, *(guide.delete_scopes if may_delete else ()))
    if scopes:
        output.talk(f"Rights that are asked for: {', '.join(scopes)}.")
    if guide.delete_scopes and not may_delete:
        output.talk("For reading alone. To delete later, connect again with --may-delete.")
    if guide.cost:
        output.talk(f"Cost: {guide.cost}")
    if guide.cannot:
        output.talk(f"Not this way: {guide.cannot}")


def _server(guide: Guide, server: str | None, handle: str) -> str:
    """Raises: UnsafeServer; InputError where there are many and she can't be asked."""
    from connectors.server import checked

    # On platforms of many servers a whole handle names its own: @ada@social.example.
    of_handle = handle.strip().lstrip("@").partition("@")[2] if not guide.server else ""
    return checked(
        server or guide.server or of_handle or _ask("Your server, such as social.example", "--server")
    )


def _handle(way: Way, handle: str) -> str:
    if handle.strip() or way != "password":
        return handle.strip()
    return _ask("Your handle", "--handle")


def _answers(guide: Guide, way: Way, client_id: str | None, told: tuple[str, ...]) -> dict[str, str]:
    """What the platform wants to know beside: as the options say, else asked for.

    Raises: InputError where one is needed and nobody can be asked; UsageError for one it does not want.
    """
    wanted = {q.name: q for q in guide.questions if way == "browser" or q.name in guide.for_token}
    given = dict([("client-id", client_id)] if client_id else [])
    for one in told:
        name, sign, text = one.partition("=")
        if not sign:
            raise click.UsageError("Give --answer as NAME=TEXT.")
        given[name.strip()] = text.strip()
    for name in given:
        question = wanted.get(name)
        if question is None:
            raise click.UsageError(f"{_name(guide)} does not ask for {one_line(name, 40)!r} here.")
        if question.is_secret:
            raise click.UsageError(
                "A secret is not given in a command: others could read it. It is asked for."
            )
    return given | {
        name: text for name, question in wanted.items() if name not in given and (text := _asked(question))
    }


def _asked(question: Question) -> str:
    """Raises: InputError where it is needed and nobody can be asked."""
    option = "--client-id" if question.name == "client-id" else f"--answer {question.name}=…"
    if question.is_secret:
        option = "a terminal; a secret is not given in a command"
    if not is_terminal(sys.stdin) and not question.is_needed:
        return ""
    is_said = question.is_needed or "empty" in question.asked
    asked = question.asked if is_said else f"{question.asked} (may stay empty)"
    return _ask(asked, option, is_secret=question.is_secret, is_needed=question.is_needed)


def _ask(text: str, option: str, *, is_secret: bool = False, is_needed: bool = True) -> str:
    """Raises: InputError where there is no terminal to ask on."""
    if not is_terminal(sys.stdin):
        raise InputError(f"This is asked for, and there is no terminal: {text}.", f"Give {option}.")
    default = None if is_needed else ""
    told = click.prompt(text, hide_input=is_secret, default=default, show_default=False, err=True)
    return str(told).strip()


def _secret(way: Way, *, is_headless: bool) -> str:
    """The token or app password: one line of stdin, or asked for unseen; empty where the browser is used.

    Raises: InputError where there is none.
    """
    if way == "browser":
        return ""
    if is_terminal(sys.stdin):
        return _ask(
            f"{_WAYS[way].removeprefix('an ').removeprefix('a ').capitalize()} (it stays unseen)",
            "",
            is_secret=True,
        )
    if not is_headless:
        raise InputError(
            f"This asks for {_WAYS[way]}, and there is no terminal.",
            f"Hand it over in one line with --{way}-stdin.",
        )
    line = sys.stdin.readline(_LONGEST).strip()
    if not line:
        raise InputError(
            f"Standard input holds no {way}.", f"Hand it over in one line, such as `… --{way}-stdin < FILE`."
        )
    return line


def _signed_in(
    invocation: Invocation,
    connector: Connector,
    way: Way,
    asked: Asked,
    secret: str,
    vault: Vault,
    use: Use | None,
) -> StoredAccount:
    from auditor import browser, connections

    clock = invocation.clock()
    with StatusLine() as status:

        def show(address: str) -> None:
            is_open = browser.show(address)
            status.aside("Your browser shows this page:" if is_open else "Open this page in a browser:")
            status.aside(one_line(address, len(address)))
            if not is_open:
                status.aside(ELSEWHERE)

        def tick(left: float) -> None:
            status.show(f"Waiting for you to sign in there; {in_words(timedelta(seconds=left))} left")

        credentials = connections.signed_in(connector, way, asked, secret, clock, show=show, tick=tick)
        status.show("Asking the platform whose account it is …")
        return connections.connect(
            vault, connector.guide.platform, credentials, clock, handle=asked.handle, use=use
        )


def _tell_connected(stored: StoredAccount, connected: Connected, *, may_delete: bool) -> None:
    account = stored.account
    right = "to read and to delete" if connected.may_delete else "to read only"
    output.data(f"Connected {one_line(account.platform)} {one_line(account.handle, 80)}, {right}.")
    if may_delete and not connected.may_delete:
        output.talk("The right to delete was not granted, or the platform has none: what goes, goes by hand.")
    if connected.may_delete and not may_delete:
        output.talk("The platform has no right that only reads; nothing is deleted without a confirmed plan.")
    if connected.expires_at:
        output.talk(
            f"It has to be renewed by {connected.expires_at:%Y-%m-%d}; `audit-tui doctor` reminds you."
        )
    output.talk("Next: `audit-tui sync`.")


def _list(guides: list[Guide], form: str) -> None:
    if form == "json":
        output.data(
            output.json_block(
                [
                    {
                        "platform": guide.platform,
                        "ways": list(guide.ways),
                        "server": guide.server or None,
                        "steps": list(guide.steps),
                        "read_scopes": list(guide.read_scopes),
                        "delete_scopes": list(guide.delete_scopes),
                        "cost": guide.cost,
                        "cannot": guide.cannot,
                    }
                    for guide in guides
                ]
            )
        )
        return
    for guide in guides:
        ways = " or ".join(_WAYS[way] for way in guide.ways)
        output.data(f"{output.paint(f'{guide.platform:<10}', bold=True)}  signs in with {ways}")
        output.data(f"{'':12}costs {guide.cost[:1].lower() + guide.cost[1:] if guide.cost else 'nothing.'}")
        if guide.cannot:
            output.data(f"{'':12}{guide.cannot}")
    output.talk(
        "`audit-tui connect PLATFORM` tells what to create there first. For every other platform there"
    )
    output.talk("is its export: `audit-tui import`.")


def _name(guide: Guide) -> str:
    from connectors import capabilities

    return capabilities.of(guide.platform).name
