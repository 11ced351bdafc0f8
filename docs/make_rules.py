"""Writes docs/rules.md from the catalogue, so that the page can't say anything else than the rules do.

python docs/make_rules.py
"""

from __future__ import annotations

from pathlib import Path

from auditor.engine import catalogue, citations
from auditor.engine.rule import Rule
from auditor.model import Category

PAGE = Path(__file__).with_name("rules.md")
_HEADINGS = {
    Category.PHI: "Patient information",
    Category.ADVICE: "Individual advice",
    Category.DISCLAIMER: "Affiliation and whose views these are",
    Category.COI: "Conflicts of interest",
    Category.MIXING: "Personal and professional life",
    Category.CONDUCT: "Conduct",
}
_TOP = """# The rules

Made from the catalogue by `docs/make_rules.py`; `audit-tui rules show RULE` prints the same with examples.
Severities and tiers are the defaults: a finding can stand higher or lower, and says why. Citations name only
paragraphs that were read.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [_TOP]
    for category, heading in _HEADINGS.items():
        rules = [rule for rule in catalogue.all_rules() if rule.category is category]
        parts.append(f"## {heading}\n\n" + "\n".join(map(_entry, rules)))
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    rests = "; ".join(f"{one.title}, {one.paragraph}" for one in map(citations.lookup, rule.citations))
    sorting = f"{rule.severity.value}, {rule.tier.value}, version {rule.version}"
    return (
        f"### `{rule.id}`\n\n{rule.title}. *{sorting}*\n\n"
        f"{rule.why}\n\nWhat helps: {rule.remedy}\n\nRests on: {rests}.\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
