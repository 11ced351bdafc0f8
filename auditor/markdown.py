"""Makes outside text harmless inside Markdown, GitHub's tables and bare links included. Knows no report."""

from __future__ import annotations

import re

from auditor.untrusted import one_line

# Every mark that starts something in CommonMark or in GitHub's extensions, bare links and mentions too.
_MARKS = re.compile(r"[\\`*_{}\[\]<>()#+\-!|~&@:=$^/]|(?<=\d)\.|(?<=[wW])\.")
_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?")


def escape(text: str) -> str:
    """`text` on one line, harmless to show and without any markup."""
    return _MARKS.sub(lambda mark: "\\" + mark.group(), one_line(text))


def link(url: str) -> str:
    """A plain web address as a link that shows itself; anything else as escaped text that leads nowhere."""
    return f"<{url}>" if _PLAIN_LINK.fullmatch(url) else escape(url)
