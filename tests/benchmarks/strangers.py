"""How rarely the audit speaks where nobody is a patient: `python -m tests.benchmarks.strangers FILE…`.

Each FILE holds posts by people who treat nobody, one a line; of lines with tabs the last column is the post.
Any such collection will do; that of the paper behind VADER (tweets, reviews of films and wares, editorials of
a newspaper, 23,699 lines of 2014) comes inside vaderSentiment's source package, as
`additional_resources/hutto_ICWSM_2014.tar.gz`:

    pip download --no-deps --no-binary :all: vaderSentiment==3.3.2

They are imported and audited by the command line as the posts of a nurse, one a day, a vault for every 3,000.
Prints, for each file, the posts with a finding above `info` of each category in a hundred, and the rules that
spoke. The aim: phi on fewer than 0.5 in a hundred.
"""

from __future__ import annotations

import argparse
import collections
import html
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.engine.reader import CATEGORIES
from tests.benchmarks.audit import COMMAND, step
from tests.benchmarks.memory import measured
from tests.cli.command import PASSPHRASE, environment

AIM = 0.5
"""Posts in a hundred that may be flagged as phi."""
A_VAULT = 3_000
BEGIN = datetime(2013, 1, 1, 12, tzinfo=UTC)


def posts(path: Path) -> list[str]:
    """The posts of a file, with HTML's entities read; what is not UTF-8 becomes replacement characters."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (html.unescape(line.split("\t")[-1]).strip() for line in lines)
    return [text for text in found if text]


def records(texts: list[str], use: str) -> Iterator[dict[str, object]]:
    """These posts as an interchange file tells them."""
    yield {"type": "owner", "name": "Wilhelmina Oakhurst-Pell", "role": "nurse", "employers": [], "city": ""}
    yield {"type": "account", "platform": "x", "handle": "@oakhurstpell", "use": use, "bio": ""}
    for place, text in enumerate(texts):
        posted = (BEGIN + timedelta(days=place)).isoformat()
        yield {"type": "item", "id": str(place), "kind": "post", "created_at": posted, "text": text}


def flagged(texts: list[str], use: str) -> list[dict[str, str]]:
    """The findings above `info` that an audit of these posts makes. Raises: SystemExit where a verb fails."""
    with tempfile.TemporaryDirectory(prefix="audit-tui-bench-") as folder:
        home, source = Path(folder, "home"), Path(folder, "posts.jsonl")
        lines = (json.dumps(record, ensure_ascii=False) for record in records(texts, use))
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        step("import", len(texts), home, "import", str(source))
        step("audit", len(texts), home, "audit")
        listed = measured([*COMMAND, "findings", "--format", "jsonl"], environment(home))
    return [one for one in map(json.loads, listed.out.splitlines()) if one["severity"] != "info"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the audit said of the posts of one file."""

    name: str
    texts: list[str]
    said: dict[str, set[int]]
    """By category the places of the posts it was said of."""
    rules: collections.Counter[str]

    def row(self) -> str:
        """Shares in a hundred, as a line of the table."""
        shares = [len(self.said[name]) for name in CATEGORIES] + [len(set().union(*self.said.values()))]
        figures = "".join(f"{100 * count / max(1, len(self.texts)):>12.2f}" for count in shares)
        return f"{self.name[:28]:<28}{len(self.texts):>8,}{figures}"


def heard(path: Path, use: str, part: slice) -> Heard:
    """Audit a part of a file's posts. Raises: SystemExit where a verb fails, OSError."""
    texts = posts(path)[part]
    said: dict[str, set[int]] = {name: set() for name in CATEGORIES}
    rules: collections.Counter[str] = collections.Counter()
    for start in range(0, len(texts), A_VAULT):
        for one in flagged(texts[start : start + A_VAULT], use):
            if one.get("kind") != "bio":
                said[one["category"]].add(start + int(one["item_id"]))
                rules[one["rule"]] += 1
    return Heard(path.stem, texts, said, rules)


def main() -> int:
    """Run the benchmark; exit code 1 where the aim is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--use", choices=("professional", "personal", "mixed"), default="mixed")
    asked.add_argument("--after", type=int, default=0, help="leave out so many posts of each file")
    asked.add_argument("--limit", type=int, help="no posts of a file beyond this one")
    asked.add_argument("--show", type=int, default=0, help="print so many posts that phi was found in")
    options = asked.parse_args()
    os.environ["AUDIT_TUI_PASSPHRASE"] = PASSPHRASE
    every = [heard(path, options.use, slice(options.after, options.limit)) for path in options.files]
    columns = "".join(f"{name:>12}" for name in (*CATEGORIES, "any"))
    print(f"\n{'in a hundred posts':<28}{'posts':>8}{columns}")
    for one in every:
        for place in sorted(one.said["phi"])[: options.show]:
            print(f"    {one.texts[place]}")
        print(one.row())
    rules = sum((one.rules for one in every), collections.Counter())
    print("rules: " + ", ".join(f"{rule} {count}" for rule, count in rules.most_common()))
    total = sum(len(one.texts) for one in every)
    share = 100 * sum(len(one.said["phi"]) for one in every) / max(1, total)
    verdict = "met" if share < AIM else "missed"
    print(f"phi on {share:.2f} in a hundred of {total:,} posts; aim under {AIM}: {verdict}")
    return 0 if share < AIM else 1


if __name__ == "__main__":
    sys.exit(main())
