"""`audit-tui rules`: what the engine looks for, why, and on whose authority."""

from __future__ import annotations

import click

from auditor.cli import output
from auditor.cli.choices import category_option, format_option
from auditor.cli.verb import verb, verb_group
from auditor.model import Category

_SIGNALS = (
    "  Above 0 speaks for the finding, below 0 against it. frame.* is whose story the post was taken for,\n"
    "  mark.* a detail that was recognised, cue.* a turn of phrase, with.* two that stand together,\n"
    "  sum.* how much there is of all of them."
)


@verb_group(
    examples=("audit-tui rules", "audit-tui rules list --category phi", "audit-tui rules show phi/mosaic")
)
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules, or show one with its reason, sources and examples."""
    if context.invoked_subcommand is None:
        _list((), "table")


@verb(name="list", examples=("audit-tui rules list --category phi", "audit-tui rules list --format json"))
@category_option(multiple=True)
@format_option("table", "json")
def list_rules(category: tuple[Category, ...], form: str) -> None:
    """List every rule with its category, severity and title."""
    _list(category, form)


@verb(name="show", examples=("audit-tui rules show phi/mosaic",))
@click.argument("rule_id", metavar="RULE")
def show_rule(rule_id: str) -> None:
    """Show one rule: what it looks for, why it matters, what it rests on, examples, and what weighs in it."""
    from auditor.engine import catalogue, citations, explaining

    rule = catalogue.get(rule_id.strip().lower())
    output.data(output.paint(rule.id, bold=True) + f"  {rule.title}")
    output.data(
        f"Severity {rule.severity}, tier {rule.tier}, version {rule.version}, reads each {rule.scope}."
    )
    output.data(f"\nWhy\n  {rule.why}\n\nWhat to do\n  {rule.remedy}\n\nRests on")
    for key in rule.citations:
        cited = citations.lookup(key)
        output.data(f"  {cited.title}, {cited.paragraph}: {cited.says}")
    for heading, flagged in (("Would flag", True), ("Would not flag", False)):
        examples = [one for one in rule.examples if one.is_flagged is flagged]
        if examples:
            output.data(f"\n{heading}")
        for example in examples:
            parent = f"(in answer to: {example.parent}) " if example.parent else ""
            note = f"  [{example.note}]" if example.note else ""
            output.data(f"  {parent}{example.text}{note}")
    output.data("\nWhat weighs in it, by its own examples")
    terms = explaining.of_examples(rule)
    for term in terms:
        output.data(f"  {term.weight:+6.2f}  {explaining.words_of(term)}")
    if not terms:
        output.data(f"  {explaining.without_terms(rule)}")
    elif any("." in term.signal for term in terms):
        output.data(_SIGNALS)


def _list(categories: tuple[Category, ...], form: str) -> None:
    from auditor.engine import catalogue

    chosen = [rule for rule in catalogue.all_rules() if not categories or rule.category in categories]
    if form == "json":
        output.data(
            output.json_block(
                [
                    {
                        "rule": rule.id,
                        "version": rule.version,
                        "category": rule.category,
                        "severity": rule.severity,
                        "tier": rule.tier,
                        "title": rule.title,
                        "citations": list(rule.citations),
                    }
                    for rule in chosen
                ]
            )
        )
        return
    rows = [(rule.id, rule.severity, rule.tier, rule.title) for rule in chosen]
    output.data(output.table(rows, ("RULE", "SEVERITY", "TIER", "WHAT IT LOOKS FOR")))


rules.add_command(list_rules)
rules.add_command(show_rule)
