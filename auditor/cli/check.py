"""`audit-tui check`: a draft, read before it is posted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import USE, format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.suggesting import suggestion_lines, suggestion_record, term_lines, term_records
from auditor.cli.triage import marked
from auditor.cli.verb import verb
from auditor.errors import AuditorError
from auditor.model import Finding
from auditor.untrusted import one_line, visible
from connectors.model import Owner, Use

if TYPE_CHECKING:
    from auditor.check import Checked
    from auditor.engine import AccountContext

LONGEST = 1_000_000
"""Code points of a draft that are read; more is a mistake in the pipe."""


@verb(
    examples=(
        'audit-tui check "Great night shift, grateful for this team."',
        "audit-tui check - < draft.txt",
        'audit-tui check "Stop the statin." --reply-to "My legs hurt since I take it" --use professional',
    )
)
@click.argument("text", metavar="[TEXT|-]", required=False)
@click.option("--reply-to", metavar="TEXT", help="The post that the draft answers.")
@click.option("--use", type=USE, default=Use.UNSET.value, help="What the account is used for.")
@click.option("--platform", default="", help="Where it would be posted, such as x or mastodon.")
@click.option("--no-reader", is_flag=True, help="Leave out the third layer: faster, and finds less.")
@format_option("text", "json")
@click.pass_obj
def check(
    invocation: Invocation,
    text: str | None,
    reply_to: str | None,
    use: Use,
    platform: str,
    no_reader: bool,
    form: str,
) -> int:
    """Read a draft before it is posted, by the rules of an audit, and suggest what to post instead.

    `-`, or no text, reads it from standard input. Nothing is kept, nothing is posted. A suggestion is scored
    by the same rules, and says so where it is still flagged. Where a vault can be opened without asking
    you, what it knows of you is used.
    Exit code 1 when something is found.
    """
    from auditor import check as core
    from auditor import settings

    draft = _draft(text)
    owner, account = _known(invocation, platform, use)
    checked = core.read(
        draft,
        reply_to=reply_to,
        owner=owner,
        use=use,
        platform=platform,
        account=account,
        with_reader=settings.wants_reader() and not no_reader,
    )
    if checked.no_reader:
        output.talk(f"Read by rules and words alone, without the reader: {checked.no_reader}.")
    if form == "json":
        output.data(output.json_block([_record(one, checked) for one in checked.findings]))
    else:
        _tell(draft, checked)
    return 1 if checked.findings else 0


def _draft(text: str | None) -> str:
    if text is not None and text != "-":
        return text
    if text is None and is_terminal(sys.stdin):
        raise click.UsageError("Give the draft as a text, or - to type or pipe it in.")
    raw = sys.stdin.buffer.read(LONGEST * 4 + 1)
    try:
        draft = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError("The draft is no UTF-8 text. Save it as UTF-8 and try again.") from error
    if len(draft) > LONGEST:
        raise click.UsageError(f"The draft is longer than {LONGEST:,} characters. Is it the right file?")
    return draft.removesuffix("\n").removesuffix("\r")


def _known(invocation: Invocation, platform: str, use: Use) -> tuple[Owner, AccountContext | None]:
    """The owner's facts and the one account on that platform, if a vault opens without asking anybody."""
    from auditor import audit, paths, store

    home = invocation.home()
    if not paths.vault_file(home).exists():
        return Owner(), None
    try:
        with store.open_vault(home, create=False, read_only=True) as vault:
            accounts = vault.accounts.list()
            there = [one for one in accounts if one.account.platform == platform]
            fitting = [one for one in there if use in (Use.UNSET, one.account.use)]
            account = audit.context_of(fitting[0], accounts) if len(fitting) == 1 else None
            return vault.owner.get(), account
    except AuditorError:
        output.talk("Checked without what the vault knows of you: it is locked.")
        return Owner(), None


def _tell(draft: str, checked: Checked) -> None:
    if not checked.findings:
        output.data("Nothing found. That says that no rule saw anything, not that nothing is there.")
        return
    for finding in checked.findings:
        output.data(
            f"{output.severity(finding.severity)}  {finding.rule}  confidence {finding.confidence:.0%}"
        )
        if finding.spans:
            output.data(f"  {marked(draft, [(span.start, span.end) for span in finding.spans])}")
        output.data(f"  Why: {one_line(finding.reason)}")
        for line in term_lines(finding):
            output.data(line)
        output.data(f"  What would help: {visible(finding.remedy)}\n")
    for suggestion in checked.suggestions.values():
        output.data("\n".join(suggestion_lines(suggestion)) + "\n")
    output.data(output.count(len(checked.findings), "finding"))


def _record(finding: Finding, checked: Checked) -> dict[str, object]:
    return {
        "category": finding.category.value,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "tier": finding.tier.value,
        "confidence": finding.confidence,
        "spans": [{"start": span.start, "end": span.end, "type": span.type.value} for span in finding.spans],
        "reason": finding.reason,
        "remedy": finding.remedy,
        "citations": list(finding.citations),
        "terms": term_records(finding),
        "suggestion": suggestion_record(checked.suggestion(finding)),
    }
