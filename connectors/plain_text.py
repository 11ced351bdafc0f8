"""Turns the HTML of a post, bio or article into plain text: line breaks kept, links readable. Pure.

The result is outside text like any other: nothing is made harmless here. Tags are found by one bounded
pattern, since the standard library's HTML parser takes minutes over 100 kB of `<a ` and stops with an
assertion at `<![`.
"""

from __future__ import annotations

import re
from html import unescape

from connectors.storable import storable

HTML_LIMIT = 256 << 10
"""Characters of HTML that are read; servers allow posts of some thousands."""
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?P<said>(?:[\s/][^<>]{0,2000})?)>|<!--[^<>]{0,2000}-->"
)
_SAID = re.compile(r"""\b(href|class)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
# By number or name; resolved, it would be collapsed like any other space.
_MAY_BE_SPACE = re.compile(r"&(?:#|Tab|NewLine)")
_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "template"}


def plain_text(html: str) -> str:
    """The text that a reader of the post sees; where a link shows other words than its address, both."""
    html = html[:HTML_LIMIT]
    text = _of_paragraphs(html)
    return storable(_of_any(html) if text is None else text)


def _of_paragraphs(html: str) -> str | None:
    """The text of what is nothing but paragraphs and line breaks, as most posts are; None for other HTML."""
    text = html if html.isprintable() and "  " not in html else _SPACE.sub(" ", html)
    text = text.replace("<p>", "\n\n").replace("</p>", "\n\n").replace("<br />", "\n").replace("<br>", "\n")
    if "<" in text or ("&" in text and _MAY_BE_SPACE.search(text)):
        return None
    return _tidy(_resolved(text))


def _of_any(html: str) -> str:
    reader, at = _Reader(), 0
    for tag in _TAG.finditer(html):
        reader.words(html[at : tag.start()])
        at = tag.end()
        if tag["name"]:
            (reader.end if tag["end"] else reader.begin)(tag["name"].lower(), tag["said"])
    reader.words(html[at:])
    return _tidy(reader.text())


def _tidy(text: str) -> str:
    lines = [line.strip(" ") for line in text.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n ")


class _Reader:
    """Collects the text while tags and words come by."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._link: tuple[str, int] | None = None
        self._silent = 0
        self._preformatted = 0

    def text(self) -> str:
        return "".join(self._out)

    def words(self, html: str) -> None:
        if html and not self._silent:
            text = _resolved(html)
            self._out.append(text if self._preformatted else _SPACE.sub(" ", text))

    def begin(self, tag: str, said: str) -> None:
        if tag == "br":
            self._out.append("\n")
        elif tag in _BLOCKS:
            self._out.append("\n\n")
            self._preformatted += tag == "pre"
        elif tag == "li":
            self._out.append("\n- ")
        elif tag == "a":
            attributes = {found[1]: _resolved(found[2] or found[3] or "") for found in _SAID.finditer(said)}
            is_name = {"mention", "hashtag"} & set(attributes.get("class", "").split())
            self._link = "" if is_name else attributes.get("href", ""), len(self._out)
        elif tag in _SILENT:
            self._silent += 1

    def end(self, tag: str, _: str) -> None:
        if tag in _BLOCKS:
            self._out.append("\n\n")
            self._preformatted -= tag == "pre" and self._preformatted > 0
        elif tag == "a" and self._link:
            self._end_link(*self._link)
            self._link = None
        elif tag in _SILENT and self._silent:
            self._silent -= 1

    def _end_link(self, address: str, begins: int) -> None:
        shown = "".join(self._out[begins:]).strip()
        is_web = address.startswith(("http://", "https://"))
        if is_web and shown not in (address, address.partition("://")[2]):
            self._out.append(f" ({address})" if shown else address)


def _resolved(html: str) -> str:
    if "&" not in html:
        return html
    try:
        return unescape(html)
    except ValueError:  # a number of more digits than Python reads
        return html
