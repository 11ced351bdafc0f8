"""Family, dating, parties or party politics on an account kept for work."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import spans
from auditor.engine.cues.private_life import private_life
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier
from connectors.model import Use


def find(reading: Reading) -> Iterator[Match]:
    """One match where private life or campaigning stands on a professional account."""
    if reading.account.use is not Use.PROFESSIONAL:
        return
    seen = private_life(reading)
    if seen.partisan:
        yield Match(
            spans(reading, seen.partisan),
            "It campaigns for or against a party or candidate on a professional account.",
            min(0.95, 0.6 + 0.1 * len(seen.partisan)),
            severity=Severity.MEDIUM,
        )
    elif seen.family:
        yield Match(
            spans(reading, seen.family),
            "Family or private life stands on a professional account.",
            min(0.9, 0.55 + 0.1 * len(seen.family)),
        )


RULE = Rule(
    id="mixing/personal-on-professional",
    version=2,
    category=Category.MIXING,
    severity=Severity.LOW,
    tier=Tier.HOUSEKEEPING,
    title="Private life on a professional account",
    why=(
        "What patients and colleagues follow for work then shows family, dating or campaigning. "
        "Curating it is a "
        "choice, not a duty: one warm line in a professional post is fine, and no opinion on policy is meant."
    ),
    citations=("seed-6", "acp-fsmb-2013-p2"),
    remedy="Move it to a personal account, or keep it as your human side.",
    find=find,
    examples=(
        Example("Third date tonight with the one from Hinge, wish me luck!", True),
        Example("Third date tonight with the one from Hinge, wish me luck!", False, use="personal"),
        Example("Knocked on doors for the Labour candidate all day. Vote her in on Thursday!", True),
        Example("Knocked on doors for the Conservative candidate all day. Vote her in on Thursday!", True),
        Example("The new staffing bill is a mistake and the minister should withdraw it.", False),
        Example("Whoever you choose, go and vote on Thursday.", False),
        Example("My wife reviewed these slides and removed the word simple.", False),
    ),
)
