"""`audit-tui triage`: finding by finding, as line prompts that a screen reader can follow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import category_option, min_severity_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.verb import verb
from auditor.errors import InputError
from auditor.model import Category, FindingFilter, FindingOrder, Outcome, Severity, StoredFinding
from auditor.untrusted import one_line, visible

if TYPE_CHECKING:
    from auditor.store import Vault

BEGIN_MARK, END_MARK = "[[", "]]"
"""Around the words that a finding rests on: said aloud by a screen reader, and no colour is needed."""


@verb(
    examples=(
        "audit-tui triage --plain",
        "audit-tui triage --plain --category phi --min-severity high",
    )
)
@click.option("--plain", is_flag=True, help="Line prompts, for screen readers and simple terminals.")
@category_option(multiple=True)
@min_severity_option
@click.pass_obj
def triage(
    invocation: Invocation, plain: bool, category: tuple[Category, ...], min_severity: Severity
) -> int | None:
    """Decide finding by finding, the worst first; every decision is saved at once.

    Without --plain: on the screen. With it: one finding after the other, answered by a word or its first
    letter (delete, keep, false-positive, edit, later); b goes back, s skips, . repeats, u undoes, q quits.
    """
    if not plain:
        from auditor.cli import dashboard

        return dashboard.show(invocation)
    with invocation.vault() as vault:
        wanted = FindingFilter(categories=frozenset(category), min_severity=min_severity)
        _Walk(invocation, vault, list(vault.findings.ids(wanted, FindingOrder.SEVERITY))).go()
    return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """One line typed at the prompt."""

    word: str
    rest: str


class _Walk:
    """One pass over the open findings."""

    def __init__(self, invocation: Invocation, vault: Vault, ids: list[int]) -> None:
        self.invocation = invocation
        self.vault = vault
        self.ids = ids
        self.at = 0
        self.saved = 0
        self.last: tuple[Outcome, str] | None = None
        self.along: dict[int, int | None] = {}
        """Findings that went with their post in this round, and the post's row: they are not asked about."""
        self.moves: dict[str, Callable[[], bool]] = {
            "b": self._back,
            "back": self._back,
            "s": self._skip,
            "skip": self._skip,
            "u": self._undo,
            "undo": self._undo,
            "?": self._help,
            "help": self._help,
        }

    def go(self) -> None:
        if not self.ids:
            output.data("No open findings fit.")
            return
        is_new = True
        while self.at < len(self.ids):
            stored = self.vault.findings.get(self.ids[self.at])
            if is_new:
                self._show(stored)
            answer = _ask("Outcome (d k f e l, or b s . u q, ? for help): ")
            if answer is None or answer.word in ("q", "quit"):
                break
            is_new = self._act(stored, answer)
        left = self.vault.findings.counts()
        output.data(
            f"Saved {output.count(self.saved, 'decision')}. "
            f"{output.count(sum(left.values()), 'finding')} still open."
        )

    def _act(self, stored: StoredFinding, answer: _Answer) -> bool:
        """Do what was typed; returns whether another finding is to be shown."""
        from auditor.triage import outcome_of

        if move := self.moves.get(answer.word):
            return move()
        if answer.word == "." and self.last:
            return self._save(stored, *self.last)
        outcome = outcome_of(answer.word)
        if outcome is None:
            output.data("That is none of the words. Type ? for help.")
            return False
        reason = answer.rest
        if outcome is Outcome.KEEP and not reason:
            said = _ask("Why does it stay: ", whole=True)
            reason = said.rest if said else ""
        return self._save(stored, outcome, reason)

    def _save(self, stored: StoredFinding, outcome: Outcome, reason: str) -> bool:
        from auditor import triage as core

        named = stored.finding.fingerprint
        try:
            decided = core.decide(self.vault, [named], outcome, reason, self.invocation.now())
        except InputError as error:
            output.data(f"{error.what} {error.todo}")
            return False
        self.saved += 1
        self.last = (outcome, reason)
        if outcome is not Outcome.DELETE:
            # Whoever comes back and spares the post is asked about its other findings again.
            self.along = {id: row for id, row in self.along.items() if row != stored.item_row}
        self.along |= dict.fromkeys(self.vault.findings.rows(decided[1:]), stored.item_row)
        output.data(f"Saved: {outcome}" + (f" for {core.reach(1, len(decided))}." if decided[1:] else "."))
        return self._skip()

    def _back(self) -> bool:
        before = self._next(-1)
        if before < 0:
            output.data("This is the first one.")
            return False
        self.at = before
        return True

    def _skip(self) -> bool:
        self.at = self._next(1)
        return True

    def _next(self, step: int) -> int:
        """The nearest place in that direction whose finding did not go along with its post."""
        at = self.at + step
        while 0 <= at < len(self.ids) and self.ids[at] in self.along:
            at += step
        return at

    def _undo(self) -> bool:
        from auditor import triage as core

        if not self.saved:
            output.data("Nothing was decided in this round.")
            return False
        undone = self.vault.findings.rows(core.undo(self.vault, self.invocation.now()))
        self.saved -= 1
        self.along = {id: row for id, row in self.along.items() if id not in undone}
        # The one that was named comes first, whichever of its post's findings stand before it.
        self.at = next((self.ids.index(id) for id in undone if id in self.ids), self.at)
        output.data("Taken back.")
        return True

    def _help(self) -> bool:
        from auditor.triage import OUTCOMES

        for word in OUTCOMES:
            keys = f"{word.key} or {word.also}" if word.also else word.key
            output.data(f"{keys} or {word.outcome}: {word.meaning}.")
        output.data("After a word a reason may follow: k taken with consent.")
        output.data(
            "b or back: the one before. s or skip: the next one. . (a dot): decide as for the last one."
        )
        output.data("q or quit: leave. Every decision was saved as it was made.")
        return False

    def _show(self, stored: StoredFinding) -> None:
        finding = stored.finding
        place = f"{self.at + 1} of {len(self.ids)}"
        output.data(f"\n{place}: {finding.severity}, {finding.rule}, id {finding.fingerprint[:8]}.")
        day = f"{stored.created_at:%Y-%m-%d %H:%M}" if stored.created_at else "without a date"
        output.data(f"A {finding.kind} on {one_line(finding.platform)} {one_line(finding.handle)}, {day}.")
        if stored.decision:
            output.data(f"Decided before: {stored.decision.outcome}.")
        text, parent = self._texts(stored)
        if parent:
            output.data(f"It answers: {visible(parent)}")
        output.data(f"It says: {marked(text, [(span.start, span.end) for span in finding.spans])}")
        output.data(f"Why: {one_line(finding.reason)}")
        others = self.vault.findings.on_item(stored.item_row) if stored.item_row is not None else []
        if said := [_beside(one) for one in others if one.id != stored.id]:
            output.data(f"Also on this post: {'; '.join(said)}.")
        output.data(f"What would help: {one_line(finding.remedy)}")

    def _texts(self, stored: StoredFinding) -> tuple[str, str]:
        if stored.item_row is None:
            return self.vault.accounts.get(stored.account_id).profile.bio, ""
        item = self.vault.items.get(stored.item_row).item
        return item.text, item.parent_text or ""


def marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text, harmless, with marks around the spans (code points, end exclusive; overlaps become one)."""
    shown = visible(text)
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(shown))
        if start >= end:
            continue
        parts += [shown[at:start], BEGIN_MARK, shown[start:end], END_MARK]
        at = end
    return "".join([*parts, shown[at:]])


def _beside(other: StoredFinding) -> str:
    """Another finding of the post: how heavy, of which rule, and what was decided of it."""
    decided = f", {other.decision.outcome}" if other.decision else ""
    return f"{other.finding.severity}, {other.finding.rule}{decided}"


def _ask(prompt: str, *, whole: bool = False) -> _Answer | None:
    """One typed line; None at the end of the input. `whole`: the line is one text, not word and rest."""
    click.echo(prompt, nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line or not is_terminal(sys.stdin):
        click.echo()  # a terminal shows the typed line with its end; a pipe does not
    if not line:
        return None
    if whole:
        return _Answer("", line.strip())
    word, _, rest = line.strip().partition(" ")
    return _Answer(word.lower(), rest.strip())
